import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { says } from '../testing/scripted-partner.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('spi');
const { partner } = world;
const CREATE = '/spi/voucher-order';
const sale = await world.sell();

async function paidOrder() {
  const { order_id } = (await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1 })).body;
  partner.forget();
  return { order_id, paid: (await world.guest('POST', `/orders/${order_id}/pay`)).body };
}
const spoil = (fault: object) =>
  world.operator('POST', '/faults', { interfaceName: 'voucher-order', direction: 'out', fault, pick: { next: 1 } });
const state = async (id: string) => (await world.guest('GET', `/orders/${id}`)).body.state;
const exchanges = async (id: string) =>
  (await world.operator('GET', `/exchanges?subject=${id}`)).body.exchanges.toReversed();

describe('spoilt calls', () => {
  it('a lost answer: the partner did it, the platform sends the same bytes again', async () => {
    await spoil({ kind: 'lose-answer' });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('creating');
    await world.move('2s');
    expect(await state(order_id)).toBe('paid');
    const [first, second] = partner.seen(CREATE);
    expect(second?.raw).toEqual(first?.raw);
    expect(second?.headers['x-bytedance-logid']).not.toBe(first?.headers['x-bytedance-logid']);
    const [lost, taken] = await exchanges(order_id);
    expect(lost).toMatchObject({ attempt: 1, verdict: 'lost', fault: 'lose-answer', status: 200, code: null });
    expect(lost?.reply).toContain(`PV-${order_id}`);
    expect(taken).toMatchObject({ attempt: 2, verdict: 'answered', fault: null, code: 0 });
  });

  it('a time-out: given up before the answer, repeated', async () => {
    await spoil({ kind: 'timeout', ms: 50 });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('creating');
    await world.move('2s');
    expect(await state(order_id)).toBe('paid');
    expect((await exchanges(order_id))[0]).toMatchObject({ verdict: 'timeout', fault: 'timeout' });
  });

  it('a status: taken for the partner’s, without asking it', async () => {
    await spoil({ kind: 'status', status: 503 });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('creating');
    expect(partner.seen(CREATE)).toHaveLength(0);
    expect((await exchanges(order_id))[0]).toMatchObject({
      verdict: 'status',
      status: 503,
      reason: 'HTTP 503 (fault)',
    });
    await world.move('2s');
    expect(await state(order_id)).toBe('paid');
  });

  it('a delay: late, but taken', async () => {
    await spoil({ kind: 'delay', ms: 30 });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('paid');
    const [late] = await exchanges(order_id);
    expect(late?.fault).toBe('delay');
    expect(late?.duration_ms).toBeGreaterThanOrEqual(29);
  });

  it('twice: the same request at once; both are kept, one counts', async () => {
    await spoil({ kind: 'twice' });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('paid');
    const [one, two] = partner.seen(CREATE);
    expect(two).toMatchObject({ raw: one?.raw, query: one?.query });
    expect(two?.headers['x-life-sign']).toBe(one?.headers['x-life-sign']);
    expect((await exchanges(order_id)).map((call) => call.copy).sort()).toEqual([0, 1]);
    expect(partner.seen(CREATE)).toHaveLength(2);
  });

  it('a late copy: the same bytes again after other things happened, changing nothing', async () => {
    await spoil({ kind: 'late-copy', ms: 60_000 });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('paid');
    const before = (await world.guest('GET', `/orders/${order_id}`)).body;
    partner.on(CREATE, () => says(9));
    await world.move('60s');
    partner.on(CREATE);
    const [one, two] = partner.seen(CREATE);
    expect(two).toMatchObject({ raw: one?.raw, query: one?.query });
    expect((await world.guest('GET', `/orders/${order_id}`)).body).toEqual(before);
    expect((await exchanges(order_id)).at(-1)).toMatchObject({ copy: 2, code: 9 });
  });
});

describe('a program that dies', () => {
  it('between noting an attempt and letting go of its timer does not make the attempt twice', async () => {
    partner.on(CREATE, () => says(100));
    const { order_id } = await paidOrder();
    const call = await world.db.one<{ account: string; call: string }>(
      'SELECT account_id AS account, call_id::text AS call FROM sandbox.spi_calls WHERE subject = $1',
      [order_id],
    );
    const dueAt = world.sandbox.context.clock.now();
    const payload = { ...call, number: 1 };
    await world.db.tx((session) =>
      world.sandbox.context.timers.add(session, { dueAt, kind: 'spi.attempt', subject: order_id, payload }),
    );
    await world.sandbox.idle();
    expect(partner.seen(CREATE)).toHaveLength(1);
    partner.on(CREATE);
    await world.move('10m');
    expect(partner.seen(CREATE)).toHaveLength(2);
    expect(await state(order_id)).toBe('paid');
  });
});

describe('addresses of scenes', () => {
  it('one per scene and application, with a query of its own; unset again', async () => {
    const path = `/applications/${DEMO_MERCHANT.clientKey}/addresses/voucher-order`;
    partner.on('/elsewhere', (call) => says(0, { order_id: call.body.order_id, order_out_id: 'ELSE' }));
    const set = await world.operator('PUT', path, { url: `${partner.url}/elsewhere?tenant=7` });
    expect(set.body.addresses).toContainEqual({
      interface: 'voucher-order',
      url: `${partner.url}/elsewhere?tenant=7`,
      own: true,
    });
    const { paid } = await paidOrder();
    expect(paid.hotel_order_id).toBe('ELSE');
    expect(partner.seen('/elsewhere')[0]?.query).toMatch(/^tenant=7&client_key=/);
    await world.operator('PUT', path, {});
    expect((await paidOrder()).paid.hotel_order_id).toMatch(/^PV-/);
    expect((await world.operator('PUT', path, { url: 'http://hotel.example/spi' })).body.error.code).toBe(
      'ADDRESS_INVALID',
    );
    expect((await world.operator('PUT', path.replace('voucher-order', 'nothing'), {})).status).toBe(404);
  });

  it('a partner that is not there is no answer', async () => {
    const path = `/applications/${DEMO_MERCHANT.clientKey}/addresses/voucher-order`;
    await world.operator('PUT', path, { url: 'http://127.0.0.1:1/spi' });
    const { order_id, paid } = await paidOrder();
    expect(paid.state).toBe('creating');
    expect((await exchanges(order_id))[0]).toMatchObject({
      verdict: 'connection',
      reason: 'ECONNREFUSED',
      status: null,
    });
    await world.operator('PUT', path, {});
    await world.move('2s');
    expect(await state(order_id)).toBe('paid');
  });
});

describe('exchanges', () => {
  it('are found by logid, by order and by interface', async () => {
    const { order_id } = await paidOrder();
    const [call] = await exchanges(order_id);
    const byLogid = (await world.operator('GET', `/exchanges?logid=${call?.logid}`)).body.exchanges;
    expect(byLogid).toEqual([call]);
    expect(call).toMatchObject({
      direction: 'out',
      interface: 'voucher-order',
      account_id: DEMO_MERCHANT.accountId,
      client_key: DEMO_MERCHANT.clientKey,
      status: 200,
      code: 0,
    });
    expect(JSON.parse(call?.request ?? '').order_id).toBe(order_id);
    expect(JSON.parse(call?.reply ?? '').data.error_code).toBe(0);
    expect(call?.headers['x-life-sign']).toMatch(/^[0-9a-f]{64}$/);
    const all = (await world.operator('GET', '/exchanges?interface=voucher-order&limit=3')).body.exchanges;
    expect(all).toHaveLength(3);
  });
});
