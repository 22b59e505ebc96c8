import { readMessage, signWebhook, type Webhook, webhookBody, webhooks } from '@yuzhu/contract';
import { badInputs, foreignInputs } from '@yuzhu/contract/testing';
import { createServer } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { checksum, checksumOf } from '../testing/checksum.ts';
import { day, platformContext, secretOfTest, seedCatalog, seedPrice, seedStock } from '../testing/platform-context.ts';
import { voucherDocument } from '../testing/voucher-document.ts';
import { webhooksScope } from './door.ts';
import { processNotices } from './process.ts';

/*
 * Bad input to every notice, made from the contract. The door refuses what is not signed or no notice at all, and keeps
 * nothing of it. A notice whose content is bad is kept and ends as failed or done; the catalogue, the calendar and the trade
 * stay as they are, and nothing of another merchant is ever touched. A new notice without a good message turns red.
 */

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'bad webhooks' });
const ctx = platformContext(database.database, { platformUrl: 'http://127.0.0.1:9' });
const { db } = ctx;
const record = () => undefined;
const server = await createServer({
  name: 'gateway',
  version: '0',
  log: ctx.log,
  metrics: ctx.metrics,
  random: ctx.random,
  scopes: [webhooksScope(ctx, { record })],
});
const { url } = await server.listen({ port: 0, variable: 'YUZHU_GATEWAY_PORT' });
afterAll(() => server.close());

const KEYS = { ours: 'awours', theirs: 'awtheirs' } as const;
const THEIRS = 'ACC-theirs';
for (const [who, clientKey] of Object.entries(KEYS)) {
  const accountId = `ACC-${who}`;
  await seedCatalog(ctx, { accountId, clientKey, hotelId: `H-${who}`, rooms: { [`R-${who}`]: [`A-${who}`] } });
  await seedStock(ctx, accountId, `R-${who}`, [day(1), day(2)], 5);
  await seedPrice(ctx, accountId, `A-${who}`, [day(1), day(2)], 50_000);
  await db.execute(
    `INSERT INTO gateway.vouchers (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher,
       state, platform_voucher_id, created_at, updated_at)
     VALUES ($1, $2, 'name', $3, 1, 1, 'auditing', $4, $5, $5)`,
    [accountId, `V-${who}`, JSON.stringify(voucherDocument([`A-${who}`])), `PV-${who}`, new Date(ctx.clock.now())],
  );
}
await db.execute('TRUNCATE gateway.publications, gateway.ari_dirty');

/** A content of each notice that is worked in as things stand. */
const GOOD: Readonly<Record<string, object>> = {
  'hotel-audit-result': {
    account_id: 'ACC-ours',
    out_hotel_id: 'H-ours',
    hotel_id: 'P-H-ours',
    status: 6,
    message: '',
  },
  'room-audit-result': { room_id: 'P-R-ours', out_room_id: 'R-ours', poi_id: 'P-H-ours', status: 6 },
  'ari-failure': {
    account_id: 'ACC-ours',
    hotel_id: 'P-H-ours',
    rate_plan_id: 'P-A-ours',
    log_id: 'L-PUSH',
    type: 2,
    code: 1,
    message: 'busy',
  },
  'voucher-audit-result': { id: 'PV-ours', out_id: 'V-ours', audit_result: 1, audit_message: '' },
};

const PAIRS = new Map(
  ['ACC-', 'H-', 'R-', 'A-', 'V-', 'P-H-', 'P-R-', 'P-A-', 'PV-'].map((kind) => [`${kind}ours`, `${kind}theirs`]),
);

/** What a notice may cause whatever it holds: its members are not documented, so the platform is asked, or told again. */
const ASKS: Readonly<Record<string, readonly string[]>> = {
  'hotel-audit-result': ['publications'],
  'room-audit-result': ['publications'],
  'ari-failure': ['ari_acknowledged', 'ari_dirty', 'ari_failures'],
  'voucher-audit-result': [],
};

let messages = 0;

/** Posts bytes as the platform would; a new message each time. */
async function post(
  body: string,
  signature = signWebhook(secretOfTest(KEYS.ours), Buffer.from(body)),
): Promise<number> {
  const reply = await fetch(`${url}/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-douyin-signature': signature, 'msg-id': `M${++messages}` },
    body,
  });
  await reply.text();
  return reply.status;
}

/** Delivers a content and works it in; how it ended. NUL and deep nesting inside it are refused at the door already. */
async function deliver(one: Webhook, content: string): Promise<string> {
  const body = JSON.stringify({ event: one.event, client_key: KEYS.ours, content, log_id: `LOG${messages}` });
  const status = await post(body);
  expect([200, 400]).toContain(status);
  await processNotices(ctx, { record }, new AbortController().signal);
  const kept = await db.first<{ state: string }>('SELECT state FROM gateway.webhooks WHERE message_id = $1', [
    `M${messages}`,
  ]);
  await db.execute('TRUNCATE gateway.webhooks');
  expect(kept === undefined).toBe(status === 400);
  return kept?.state ?? 'refused';
}

function isFaulty(one: Webhook, content: string): boolean {
  try {
    return readMessage(one.request, JSON.parse(content), 'lenient').faults.length > 0;
  } catch {
    return true;
  }
}

describe.each(webhooks.map((one) => ({ name: one.name, one })))('$name', ({ name, one }) => {
  it('keeps nothing of what is no notice, changes nothing for a bad one, and works the good one in', async () => {
    const good = GOOD[name];
    expect(good, `a good content of ${name}, to make bad ones from`).toBeDefined();
    const body = webhookBody(one.event, KEYS.ours, good, 'LOG');
    const all = await checksum(db);
    const theirs = await checksumOf(db, THEIRS);
    const ofOthers = signWebhook(secretOfTest(KEYS.theirs), Buffer.from(body));
    for (const signature of ['', '0'.repeat(64), ofOthers, signWebhook(secretOfTest(KEYS.ours), Buffer.from('{}'))])
      expect(await post(body, signature)).toBe(401);
    const contents = badInputs(one, good ?? {});
    for (const { kind, what, text } of contents) if (kind === 'unreadable') expect(await post(text), what).toBe(400);
    expect(await checksum(db)).toBe(all);

    const quiet = await checksum(db, ASKS[name]);
    const foreign = foreignInputs(good ?? {}, PAIRS);
    expect(foreign.length).toBeGreaterThan(0);
    for (const { what, text } of [...contents, ...foreign]) {
      const end = await deliver(one, text);
      const said = `${name}: ${what}: ${end}`;
      expect(['done', 'failed', 'refused'], said).toContain(end);
      expect(await checksumOf(db, THEIRS), said).toBe(theirs);
      if (isFaulty(one, text)) expect(await checksum(db, ASKS[name]), said).toBe(quiet);
    }
    expect(await deliver(one, JSON.stringify(good))).toBe('done');
  });
});
