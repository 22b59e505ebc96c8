import { encryptField } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'at rest' });
const gateway = await startSpiGateway(db);
const seeded = await seedAccount(db, gateway.ctx.keys, { account: 1, nights: 10 });
const platform = spiClient(gateway.url, seeded);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});

const SECRETS = {
  buyer: '诸葛不显形',
  guest: '司马藏踪迹',
  phone: '13977886655',
  document: '110101199003079988',
  remark: '给母亲贺寿请保密',
};

/** Every row of every table as text; bytes are written as hex. */
async function everything(): Promise<string> {
  const tables = await db.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  const texts = await Promise.all(
    tables.map(({ name }) =>
      db.one<{ text: string | null }>(`SELECT string_agg(t::text, E'\\n') AS text FROM gateway.${name} t`),
    ),
  );
  return texts.map(({ text }) => text ?? '').join('\n');
}

it('no guest stands in any table in the clear, nor as the platform sent him', async () => {
  const { secret } = seeded;
  const { buyer, guest, phone, document, remark } = SECRETS;
  const sent = {
    phone: encryptField(secret, phone),
    document: encryptField(secret, document),
    guest: encryptField(secret, guest),
  };
  const orderId = '1120000000000007001';
  const order = {
    ...voucherOrderMessage(seeded, { orderId, vouchers: 5 }),
    contact_info: { name: buyer, phone },
    remark_from_guest: remark,
  };
  const booking = (id: string, change: object = {}) => ({
    ...bookingMessage(seeded, { orderId: id, sourceOrderId: orderId }),
    contact_info: { name: buyer, phone: sent.phone },
    occupancies: [{ name: sent.guest, phone: sent.phone, license_id: sent.document }],
    remark_from_guest: remark,
    ...change,
  });
  expect((await platform.send('voucher-order', order)).code).toBe(0);
  expect((await platform.send('booking', booking('1130000000000007001'))).code).toBe(0);
  // Refused, unreadable and unsigned calls are kept as well.
  expect((await platform.send('booking', booking('1130000000000007002', { number_of_guests: 99 }))).code).toBe(2);
  expect(
    (await platform.send('booking', booking('1130000000000007003', { contact_info: [buyer], biz_type: 7 }))).code,
  ).toBe(13);
  const unsigned = await platform.send('booking', booking('1130000000000007004'), { headers: { 'x-life-sign': 'f' } });
  expect(unsigned.status).toBe(401);
  await gateway.recorder.flush();

  const kept = await everything();
  // What is looked for would be found: ids stand in the clear.
  expect(kept).toContain('1130000000000007001');
  const { count } = await db.one<{ count: number }>('SELECT count(*) AS count FROM gateway.exchanges');
  expect(count).toBe(5);
  for (const text of [...Object.values(SECRETS), ...Object.values(sent)]) {
    expect(kept).not.toContain(text);
    expect(kept).not.toContain(Buffer.from(text).toString('hex'));
    expect(kept).not.toContain(Buffer.from(text).toString('base64'));
  }
});
