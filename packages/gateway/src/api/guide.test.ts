import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addDays, interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { apiClient } from '../testing/api-client.ts';
import { bookingMessage, voucherOrderMessage } from '../testing/messages.ts';
import { success } from '../testing/platform-double.ts';
import type { Seeded } from '../testing/seed.ts';
import { startSeededGateway } from '../testing/seeded-gateway.ts';
import { spiClient } from '../testing/spi-client.ts';
import { ADMIN_KEY } from '../testing/test-gateway.ts';
import { API_ROUTES } from './routes.ts';

const GUIDE = resolve(import.meta.dirname, '../../../../docs/hotel-api.md');
const TODAY = '2026-09-01';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api guide' });
const gateway = await startSeededGateway(database.url);

/** A call as the guide writes it. */
interface Example {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly target: string;
  readonly auth: string;
  readonly body: string | undefined;
}

function examplesOf(guide: string): Example[] {
  const blocks = [...guide.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? '').join('\n');
  return blocks
    .replaceAll('\\\n', ' ')
    .split(/^(?=curl )/m)
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const match =
        /^curl (?:-X (\w+) )?"\$GATEWAY([^"]+)" +-H "authorization: Bearer \$(\w+)"(?: +-d (?:'([^']*)'|@- <<JSON\n([\s\S]*)\nJSON))?\s*$/.exec(
          text,
        );
      if (match === null) throw new Error(`not an example as the guide writes them: ${text}`);
      const [, method = 'GET', target = '', auth = '', quoted, inline] = match;
      // A shell fills variables in only where it is not quoted.
      if (quoted?.includes('$')) throw new Error(`a shell would not fill this in: ${text}`);
      const body = quoted ?? inline;
      return { method: method as Example['method'], target, auth, body };
    });
}

it('every example of the guide works, in its order', async () => {
  const variables: Record<string, string> = {
    TODAY,
    TOMORROW: addDays(TODAY, 1),
    YESTERDAY: addDays(TODAY, -1),
    IN_60_DAYS: addDays(TODAY, 60),
    ADMIN_KEY,
    VOUCHER_ORDER_ID: '1180000000000000001',
    ORDER_ID: '1180000000000000002',
    SECOND_ORDER_ID: '1180000000000000003',
    THIRD_ORDER_ID: '1180000000000000004',
  };
  const filled = (text: string) =>
    text.replaceAll(/\$([A-Z_0-9]+)/g, (whole, name: string) => variables[name] ?? whole);
  const { platform } = gateway;
  platform.always(interfaces.hotelQuery, () => success({ hotel_list: [] }));
  platform.always(interfaces.roomQuery, () => success({ room_lists: {} }));
  platform.always(interfaces.voucherSave, () => success({ out_id: 'DLX-2N', pre_sale_coupon_id: '1880000000000118' }));
  platform.always(interfaces.tripBillDetail, () => success({ ledger_records: [], has_more: false, cursor: '' }));

  const used = new Set<string>();
  for (const { method, target, auth, body } of examplesOf(await readFile(GUIDE, 'utf8'))) {
    if (target.includes('/bookings') && !used.has('sold')) {
      await sellAndBook(variables);
      used.add('sold');
    }
    const prefix = target.startsWith('/admin/v1') ? '/admin/v1' : '/api/v1';
    const client = apiClient(gateway.url + prefix, variables[auth]);
    const path = filled(target.slice(prefix.length));
    const answer = await client.raw(method, path, body === undefined ? undefined : filled(body));
    expect({ path, answer }).toMatchObject({ answer: { status: expect.toSatisfy((status) => status < 300) } });
    const { key } = answer.body as { key?: string };
    if (key !== undefined) variables.KEY = key;
    used.add(`${method} ${target.slice(prefix.length).split('?')[0]}`);
  }
  expect(used.size).toBeGreaterThan(35);
  expect(API_ROUTES.length).toBeGreaterThan(30);
});

/** Three bookings of the guide's own voucher that wait for a person. */
async function sellAndBook(ids: Readonly<Record<string, string>>): Promise<void> {
  const application = { clientKey: 'awexample0001', secret: '0123456789abcdef0123456789abcdef' };
  const room = { platformRoomId: '7299000000000000101', platformRatePlanId: 'P-DLX-BB' };
  const seeded = {
    ...application,
    platformHotelId: '7288001122334455667',
    platformVoucherId: '1880000000000118',
    rooms: [room],
    room,
    // Tuesday to Thursday: the price of ordinary days.
    price: 52_000,
    night: (days: number) => addDays('2026-09-15', days),
  } as unknown as Seeded;
  const spi = spiClient(gateway.url, application, 4);
  const { VOUCHER_ORDER_ID: orderId = '' } = ids;
  const sold = await spi.send('voucher-order', voucherOrderMessage(seeded, { orderId, vouchers: 3 }));
  expect(sold.code, sold.text).toBe(0);
  for (const name of ['ORDER_ID', 'SECOND_ORDER_ID', 'THIRD_ORDER_ID']) {
    const message = bookingMessage(seeded, { orderId: ids[name] ?? '', sourceOrderId: orderId });
    const booked = await spi.send('booking', message);
    expect(booked.code, booked.text).toBe(0);
  }
  await spi.close();
}
