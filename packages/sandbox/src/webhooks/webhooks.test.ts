import { Agent } from 'undici';
import { beforeEach, describe, expect, it } from 'vitest';
import { findApplication } from '../applications/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { startReceiver } from '../testing/receiver.ts';
import { saveWebhookAddress } from './challenge.ts';
import { attemptsOf, latestMessages } from './store.ts';

const partner = await startReceiver();
const world = await catalogWorld('webhooks', { webhookUrl: partner.url });
const EVENT = 'life_hotel_presale_audit_result';
const SECOND = 1000;
let number = 0;

beforeEach(async () => {
  partner.answer(() => ({ status: 200 }));
  await world.ctx.faults.clear();
  // Retries of the test before come to their end, and the next notice is the newest.
  await world.advance(3600 * SECOND);
  partner.received.length = 0;
});

/** Queues a notice with its own number. */
async function queue(dedupe = `notice ${++number}`): Promise<number> {
  const content = { id: '1', number };
  await world.db.tx((session) =>
    world.ctx.webhooks.queue(session, { account: DEMO_MERCHANT.accountId, event: EVENT, content, dedupe }),
  );
  return number;
}

const last = async () => {
  const [message] = await latestMessages(world.db, 1);
  if (message === undefined) throw new Error('no message');
  return { message, attempts: await attemptsOf(world.db, message) };
};
const fault = (given: Parameters<typeof world.ctx.faults.add>[0]['fault'], next = 1) =>
  world.ctx.faults.add({ interfaceName: 'voucher-audit-result', direction: 'out', fault: given, pick: { next } });

describe('the delivery of a notice', () => {
  it('leaves at once and ends with HTTP 200, whatever the body says', async () => {
    partner.answer(() => ({ status: 200, body: 'not even JSON' }));
    await queue();
    await world.settled();
    const { message, attempts } = await last();
    expect(message).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(attempts).toMatchObject([{ attempt: 1, status: 200, outcome: 'delivered', fault: null, url: partner.url }]);
    expect(partner.received[0]?.headers['msg-id']).toBe(message.messageId);
    expect(partner.received[0]?.headers['content-type']).toBe('application/json');
    await world.advance(3600 * SECOND);
    expect(partner.received).toHaveLength(1);
  });

  it.each([204, 201, 301, 400, 500])('takes HTTP %i for a failure', async (status) => {
    partner.answer(() => ({ status }));
    await queue();
    await world.settled();
    expect((await last()).attempts).toMatchObject([{ status, outcome: `HTTP ${status}` }]);
  });

  it('retries after 10, 60 and 300 seconds with the same id and bytes, then gives up', async () => {
    partner.answer(() => ({ status: 503 }));
    await queue();
    await world.settled();
    const counts = [partner.received.length];
    for (const wait of [10, 60, 300]) {
      await world.advance(wait * SECOND - 1);
      counts.push(partner.received.length);
      await world.advance(1);
      counts.push(partner.received.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(new Set(partner.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(partner.received.map(({ headers }) => headers['msg-id'])).size).toBe(1);
    expect(new Set(partner.received.map(({ headers }) => headers['x-douyin-signature'])).size).toBe(1);
    expect((await last()).message).toMatchObject({ state: 'failed', attempts: 4 });
    await world.advance(24 * 3600 * SECOND);
    expect(partner.received).toHaveLength(4);
  });

  it('stops retrying once it was taken', async () => {
    partner.answer(() => ({ status: partner.received.length < 3 ? 500 : 200 }));
    await queue();
    await world.advance(3600 * SECOND);
    expect(partner.received).toHaveLength(3);
    expect((await last()).message).toMatchObject({ state: 'delivered', attempts: 3 });
  });

  it('is queued once for the same entity and action', async () => {
    await queue('same');
    await queue('same');
    await world.settled();
    expect(partner.received).toHaveLength(1);
  });

  it('is not sent when its transaction is rolled back', async () => {
    const notice = { account: DEMO_MERCHANT.accountId, event: EVENT, content: {}, dedupe: 'rolled back' };
    const broken = world.db.tx(async (session) => {
      await world.ctx.webhooks.queue(session, notice);
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    await world.settled();
    expect(partner.received).toEqual([]);
  });

  it('retries an address where nobody listens', async () => {
    await world.db.execute('UPDATE sandbox.applications SET webhook_url = $1 WHERE client_key = $2', [
      'http://127.0.0.1:1/webhooks',
      DEMO_MERCHANT.clientKey,
    ]);
    await queue();
    await world.settled();
    expect((await last()).attempts).toMatchObject([{ status: null, outcome: 'ECONNREFUSED' }]);
    await world.db.execute('UPDATE sandbox.applications SET webhook_url = $1 WHERE client_key = $2', [
      partner.url,
      DEMO_MERCHANT.clientKey,
    ]);
    await world.advance(10 * SECOND);
    expect((await last()).message.state).toBe('delivered');
  });
});

describe('spoilt deliveries', () => {
  it('twice: the same bytes two times at once', async () => {
    await fault({ kind: 'twice' });
    await queue();
    await world.settled();
    expect(partner.received).toHaveLength(2);
    expect(partner.received[0]?.body).toBe(partner.received[1]?.body);
    expect((await last()).message).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('lose-answer: the partner took it, and gets it again', async () => {
    await fault({ kind: 'lose-answer' });
    await queue();
    await world.advance(10 * SECOND);
    expect(partner.received).toHaveLength(2);
    expect(partner.received[0]?.body).toBe(partner.received[1]?.body);
    expect((await last()).attempts.map(({ outcome }) => outcome)).toEqual(['the answer was lost (fault)', 'delivered']);
  });

  it('status: it never left, and is retried', async () => {
    await fault({ kind: 'status', status: 502 });
    await queue();
    await world.settled();
    expect(partner.received).toHaveLength(0);
    await world.advance(10 * SECOND);
    expect(partner.received).toHaveLength(1);
  });

  it('timeout: the answer comes too late, and it is retried', async () => {
    partner.answer((one) =>
      one.content.late === undefined && partner.received.length === 1 ? undefined : { status: 200 },
    );
    await fault({ kind: 'timeout', ms: 60 });
    await queue();
    await world.advance(10 * SECOND);
    expect(partner.received).toHaveLength(2);
    expect((await last()).attempts[0]).toMatchObject({ status: null, outcome: 'given up (fault)', fault: 'timeout' });
  });

  it('hold: a later notice overtakes an earlier one', async () => {
    await fault({ kind: 'hold', ms: 30 * SECOND });
    const first = await queue();
    await world.settled();
    const second = await queue();
    await world.advance(30 * SECOND);
    expect(partner.received.map(({ content }) => content.number)).toEqual([second, first]);
  });

  it('late-copy: an earlier notice comes again after a later one', async () => {
    await fault({ kind: 'late-copy', ms: 30 * SECOND });
    const first = await queue();
    await world.settled();
    const second = await queue();
    await world.advance(30 * SECOND);
    expect(partner.received.map(({ content }) => content.number)).toEqual([first, second, first]);
    expect(partner.received[0]?.headers['msg-id']).toBe(partner.received[2]?.headers['msg-id']);
  });
});

describe('a webhook address', () => {
  const dispatcher = new Agent();
  const deps = { db: world.db, dispatcher, random: world.ctx.random };
  const urlOf = async () => (await findApplication(world.db, SECOND_MERCHANT.clientKey))?.webhookUrl;

  it('is stored after it answered the challenge with the same number', async () => {
    partner.answer(({ content }) => ({ status: 200, body: JSON.stringify({ challenge: content.challenge }) }));
    await saveWebhookAddress(deps, SECOND_MERCHANT.clientKey, partner.url);
    expect(await urlOf()).toBe(partner.url);
    expect(partner.received[0]?.envelope).toMatchObject({ event: 'verify_webhook', client_key: '' });
    expect(typeof partner.received[0]?.content.challenge).toBe('number');
    await world.db.execute('UPDATE sandbox.applications SET webhook_url = NULL WHERE client_key = $1', [
      SECOND_MERCHANT.clientKey,
    ]);
  });

  it.each([
    [
      'text in place of the number',
      ({ challenge }: Record<string, unknown>) => JSON.stringify({ challenge: String(challenge) }),
      200,
    ],
    ['another number', () => '{"challenge":-1}', 200],
    ['nothing', () => '', 200],
    ['HTTP 500', ({ challenge }: Record<string, unknown>) => JSON.stringify({ challenge }), 500],
  ])('is refused when it answers %s', async (_name, body, status) => {
    partner.answer(({ content }) => ({ status, body: body(content) }));
    await expect(saveWebhookAddress(deps, SECOND_MERCHANT.clientKey, partner.url)).rejects.toMatchObject({
      code: 'CHALLENGE_FAILED',
    });
    expect(await urlOf()).toBeNull();
  });

  it.each(['http://example.com/hook', 'ftp://127.0.0.1/', 'nonsense'])('is refused when it is %s', async (url) => {
    await expect(saveWebhookAddress(deps, SECOND_MERCHANT.clientKey, url)).rejects.toMatchObject({
      code: 'ADDRESS_INVALID',
    });
  });
});
