import { interfaces } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { takes } from '../testing/scripted-partner.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('partner');
const { partner } = world;
const { clock } = world.sandbox.context;

beforeEach(async () => {
  await world.move('2s');
  partner.on('/spi/booking', (call) => takes(call, 'async'));
});

async function waiting(acceptMinutes = 60): Promise<string> {
  const sale = await world.sell({ terms: { acceptMinutes } });
  const order_id = await world.bought(sale);
  const body = { order_id, rate_plan_id: sale.ratePlanId, check_in: world.day(5), check_out: world.day(6), rooms: 1 };
  return (await world.guest('POST', '/bookings', body)).body.booking_id;
}
const read = async (id: string) => (await world.guest('GET', `/bookings/${id}`)).body;
const confirm = (order_id: string, confirm_result: object, options = {}) =>
  world.call(interfaces.orderConfirm, { order_id, confirm_result }, options);
const accept = (id: string, options = {}) => confirm(id, { confirm_result: 1, confirm_number: 'H-1' }, options);
const reject = (id: string) => confirm(id, { confirm_result: 2, reject_code: 1, reject_reason: '装修' });
const status = (order_id: string, accommodation_status: number, order_out_id = `BK-${order_id}`, options = {}) =>
  world.call(interfaces.stayStatus, { order_id, order_out_id, accommodation_status }, options);
const codes = ({ data, extra }: Awaited<ReturnType<typeof accept>>) => [
  data.error_code,
  extra.error_code,
  data.description,
];
const refused = (text: string) => [3000001, 3000001, text];
const OK = [0, 0, 'success'];

describe('order confirm', () => {
  it('accepts; the same again succeeds, another decision is refused and changes nothing', async () => {
    const id = await waiting();
    const at = clock.now();
    expect(codes(await accept(id))).toEqual(OK);
    const accepted = await read(id);
    expect(accepted).toMatchObject({
      state: 'accepted',
      confirm_number: 'H-1',
      decided_by: 'partner',
      accepted_at: at,
    });
    await world.move('30s');
    expect(codes(await accept(id))).toEqual(OK);
    expect(codes(await reject(id))).toEqual(refused('接单结果已确定，不能修改'));
    expect(await read(id)).toEqual(accepted);
    await world.move('2h');
    expect((await read(id)).state).toBe('accepted');
    expect(codes(await accept(id))).toEqual(OK);
  });

  it('rejects with code and reason; the same again succeeds, accepting after it does not', async () => {
    const id = await waiting();
    expect(codes(await reject(id))).toEqual(OK);
    expect(await read(id)).toMatchObject({
      state: 'rejected',
      decided_by: 'partner',
      reject: { code: 1, reason: '装修' },
    });
    expect(codes(await reject(id))).toEqual(OK);
    expect(codes(await accept(id))).toEqual(refused('接单结果已确定，不能修改'));
  });

  it('is too late at the deadline', async () => {
    const id = await waiting(10);
    await world.move('10m');
    expect(codes(await accept(id))).toEqual(refused('已超过接单时限，预约单已自动拒单'));
    expect((await read(id)).decided_by).toBe('platform');
  });

  it('takes no voucher order (非法请求), nothing decided at once, nothing unknown', async () => {
    const sale = await world.sell();
    const order = await world.bought(sale);
    expect(codes(await accept(order))).toEqual(refused('非法请求'));
    partner.on('/spi/booking', (call) => takes(call, 'accept'));
    const id = await waiting();
    expect(codes(await accept(id))).toEqual(refused('该预约单为同步接单，无需确认'));
    expect(codes(await accept('1100000000000000000'))).toEqual(refused('订单不存在'));
  });

  it('of another merchant’s application is refused, with and without the header', async () => {
    const id = await waiting();
    const foreign = { merchant: SECOND_MERCHANT };
    expect(codes(await accept(id, foreign)).slice(0, 2)).toEqual([2119005, 2119005]);
    const claimed = { ...foreign, headers: { 'rpc-transit-life-account': SECOND_MERCHANT.accountId } };
    expect(codes(await accept(id, claimed))).toEqual(refused('订单不存在'));
    const stolen = { ...foreign, headers: { 'rpc-transit-life-account': DEMO_MERCHANT.accountId } };
    expect(codes(await accept(id, stolen)).slice(0, 2)).toEqual([2119005, 2119005]);
    expect((await read(id)).state).toBe('waiting-accept');
    expect(codes(await accept(id, { headers: { 'rpc-transit-life-account': DEMO_MERCHANT.accountId } }))).toEqual(OK);
  });

  it('names the field that is wrong', async () => {
    const id = await waiting();
    const missing = await world.call(interfaces.orderConfirm, { order_id: id });
    expect(missing.data.error_code).toBe(2100005);
    expect(missing.extra.sub_description).toContain('confirm_result');
    const before = await fingerprint(world.db);
    expect((await confirm(id, { confirm_result: 3 })).data.error_code).toBe(2100005);
    expect((await confirm(id, { confirm_result: '1' })).data.error_code).toBe(2100004);
    expect((await confirm(id, { confirm_result: -1 })).data.error_code).toBe(2100005);
    expect((await status(id, 0)).data.error_code).toBe(2100005);
    expect((await status(id, -(2 ** 31))).data.error_code).toBe(2100005);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it.each([
    ['NUL', 'a\0b', 2100005],
    ['SQL', "'; DROP TABLE sandbox.bookings; --", 3000001],
    ['20 digits', '18446744073709551616', 3000001],
    ['a number', 1100000000000000000, 2100004],
    ['an object', { $ne: null }, 2100004],
    ['129 characters', 'x'.repeat(129), 2100005],
    ['half a character', '\ud800', 2100005],
  ] as const)('as id: %s is refused, never an internal error, and changes nothing', async (_what, order_id, code) => {
    await waiting();
    const before = await fingerprint(world.db);
    const confirmed = await world.call(interfaces.orderConfirm, { order_id, confirm_result: { confirm_result: 1 } });
    const report = { order_id, order_out_id: 'x', accommodation_status: 1 };
    const reported = await world.call(interfaces.stayStatus, report);
    expect([confirmed.data.error_code, reported.data.error_code]).toEqual([code, code]);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('that comes before the answer of the create call is seen takes effect with it', async () => {
    await world.operator('POST', '/faults', {
      interfaceName: 'booking',
      direction: 'out',
      fault: { kind: 'lose-answer' },
      pick: { next: 1 },
    });
    const id = await waiting();
    expect((await read(id)).state).toBe('creating');
    expect(codes(await accept(id))).toEqual(OK);
    expect(codes(await reject(id))).toEqual(refused('接单结果已确定，不能修改'));
    expect((await read(id)).state).toBe('creating');
    await world.move('2s');
    expect(await read(id)).toMatchObject({ state: 'accepted', confirm_number: 'H-1' });
  });

  it('counts once when it comes many times at once, even with both decisions', async () => {
    const id = await waiting();
    const all = await Promise.all([accept(id), reject(id), accept(id), reject(id), accept(id), reject(id)]);
    const { state } = await read(id);
    expect(all.filter((one) => one.data.error_code === 0)).toHaveLength(3);
    expect(all[state === 'accepted' ? 0 : 1]?.data.error_code).toBe(0);
  });
});

describe('stay status', () => {
  it('check-in and check-out, repeats, with the number of the create answer', async () => {
    const id = await waiting();
    expect(codes(await status(id, 1))).toEqual(refused('预约单当前状态不允许该操作'));
    await accept(id);
    expect(codes(await status(id, 1, 'BK-else'))).toEqual(refused('三方订单号与预约单不一致'));
    const at = clock.now();
    expect(codes(await status(id, 1))).toEqual(OK);
    await world.move('1m');
    expect(codes(await status(id, 1))).toEqual(OK);
    expect(await read(id)).toMatchObject({ state: 'checked-in', checked_in_at: at });
    expect(codes(await status(id, 2))).toEqual(refused('预约单当前状态不允许该操作'));
    expect(codes(await status(id, 3))).toEqual(OK);
    expect(codes(await status(id, 3))).toEqual(OK);
    expect(await read(id)).toMatchObject({ state: 'checked-out', checked_out_at: clock.now() });
  });

  it('a no-show, and a guest who came after all', async () => {
    const id = await waiting();
    await accept(id);
    expect(codes(await status(id, 2))).toEqual(OK);
    expect((await read(id)).state).toBe('no-show');
    expect(codes(await status(id, 1))).toEqual(OK);
    expect((await read(id)).state).toBe('checked-in');
  });

  it('is refused for voucher orders, ended bookings and other merchants', async () => {
    const sale = await world.sell();
    const order = await world.bought(sale);
    expect(codes(await status(order, 1, `PV-${order}`))).toEqual(refused('非法请求'));
    const id = await waiting();
    await reject(id);
    expect(codes(await status(id, 1))).toEqual(refused('预约单已取消'));
    expect((await status(id, 1, `BK-${id}`, { merchant: SECOND_MERCHANT })).data.error_code).toBe(2119005);
    expect((await status(id, 4)).data.error_code).toBe(2100005);
  });
});
