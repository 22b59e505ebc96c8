import { interfaces } from '@yuzhu/contract';
import { untilBlocked } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { goodsRequest, savedGoods } from '../testing/samples.ts';
import { goodsOf, insertGood } from './store.ts';

const world = await catalogWorld('goods');
const account_id = DEMO_MERCHANT.accountId;
const hotel = DEMO_MERCHANT.hotels[0];
const room_id = hotel?.rooms[0]?.roomId ?? '';
const other_room = hotel?.rooms[1]?.roomId ?? '';

type Plan = Record<string, unknown>;

function save(plans: readonly Plan[], room = room_id, hotel_id: unknown = hotel?.hotel.hotelId) {
  world.passReal(1000);
  const rate_plan = { hotel_id, rooms: [{ room_id: room, rate_plans: plans }] };
  return world.call(interfaces.goodsSave, { account_id, rate_plan });
}

async function verdict(plan: Plan, room = room_id, hotel_id: unknown = hotel?.hotel.hotelId) {
  const { data } = await save([plan], room, hotel_id);
  return data.rate_plan_map[0];
}

function plan(out: string, more: Plan = {}): Plan {
  return { out_rate_plan_id: out, rate_plan_name: '高级大床房（预售）', ...more };
}

const HOURS = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };

describe('goods save', () => {
  it('creates a good per item, on the shelf at once, and answers item by item', async () => {
    const { data } = await world.call(interfaces.goodsSave, goodsRequest('first'));
    expect(data.rate_plan_map).toHaveLength(5);
    expect(data.rate_plan_map.every(({ code, rate_plan_id }) => code === '0' && /^179\d{13}$/.test(rate_plan_id))).toBe(
      true,
    );
    const goods = (await goodsOf(world.db, account_id)).filter((good) => good.outRatePlanId.startsWith('first'));
    expect(goods.every((good) => good.shelf === 'on' && good.salesType === 1 && good.currency === 'CNY')).toBe(true);
  });

  it('takes the same partner id for the same good, with or without the platform’s id', async () => {
    const created = await verdict(plan('same'));
    expect(await verdict(plan('same', { rate_plan_name: '新名字' }))).toEqual(created);
    expect(await verdict(plan('same', { rate_plan_id: created?.rate_plan_id, active: false }))).toEqual(created);
    const good = (await goodsOf(world.db, account_id)).find((one) => one.outRatePlanId === 'same');
    expect(good).toMatchObject({ name: '高级大床房（预售）', shelf: 'off' });
    await verdict(plan('same'));
    expect((await goodsOf(world.db, account_id)).find((one) => one.outRatePlanId === 'same')?.shelf).toBe('off');
  });

  it('saves hourly goods with their hours', async () => {
    expect(await verdict(plan('hourly', { sales_type: 2, hourly_room_detail: HOURS }))).toMatchObject({ code: '0' });
    const good = (await goodsOf(world.db, account_id)).find((one) => one.outRatePlanId === 'hourly');
    expect(good).toMatchObject({ salesType: 2, hourly: HOURS });
  });

  it.each([
    ['an unknown room type', plan('r1'), '7699999999999999999', undefined, '1', '物理房型'],
    [
      'another merchant’s room type',
      plan('r2'),
      SECOND_MERCHANT.hotels[0]?.rooms[0]?.roomId,
      undefined,
      '1',
      '物理房型',
    ],
    ['a room type of another hotel', plan('r3'), room_id, DEMO_MERCHANT.hotels[1]?.hotel.hotelId, '1', '物理房型'],
    ['midnight rooms', plan('r4', { sales_type: 3 }), room_id, undefined, '13', '全日房'],
    ['hourly without hours', plan('r5', { sales_type: 2 }), room_id, undefined, '13', 'hourly_room_detail'],
    [
      '25 o’clock',
      plan('r6', { sales_type: 2, hourly_room_detail: { ...HOURS, earliest_check_in: '25:00' } }),
      room_id,
      undefined,
      '13',
      'HH:mm',
    ],
    [
      '24 hours of use',
      plan('r7', { sales_type: 2, hourly_room_detail: { ...HOURS, usage_duration: 24 } }),
      room_id,
      undefined,
      '13',
      '23',
    ],
    [
      'an unknown platform id',
      plan('r8', { rate_plan_id: '1799999999999999' }),
      room_id,
      undefined,
      '1',
      '预定商品不存在',
    ],
    ['a lower-case currency', plan('r9', { currency: 'cny' }), room_id, undefined, '13', '币种'],
  ])('refuses %s in the item', async (_name, item, room, hotel_id, code, text) => {
    const before = await fingerprint(world.db);
    const refused = await verdict(item, room, hotel_id);
    expect(refused).toMatchObject({ rate_plan_id: '', code });
    expect(refused?.message).toContain(text);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('refuses to move a good to another room type, another partner id or another kind', async () => {
    const made = await verdict(plan('fixed'));
    expect(await verdict(plan('fixed'), other_room)).toMatchObject({ code: '13', message: '预定商品不能更换物理房型' });
    expect(await verdict(plan('renamed', { rate_plan_id: made?.rate_plan_id }))).toMatchObject({ code: '13' });
    expect(await verdict(plan('fixed', { sales_type: 2, hourly_room_detail: HOURS }))).toMatchObject({ code: '13' });
  });

  it('refuses another merchant’s good exactly like an unknown one', async () => {
    const [foreign] = await savedGoods(world, 'foreign', SECOND_MERCHANT);
    expect(foreign).toMatch(/^179/);
    const refused = await verdict(plan('foreign-0', { rate_plan_id: foreign }));
    expect(refused).toEqual({
      ...(await verdict(plan('foreign-0', { rate_plan_id: '1799999999999999' }))),
    });
    expect(await verdict(plan('foreign-0'))).toMatchObject({ code: '0' });
  });

  it('does the good items of a call and refuses the others', async () => {
    const { data } = await save([plan('mix-1'), plan('mix-2', { sales_type: 3 }), plan('mix-1'), plan('mix-3')]);
    expect(data.error_code).toBe(0);
    expect(data.rate_plan_map.map(({ code }) => code)).toEqual(['0', '13', '13', '0']);
    expect(data.rate_plan_map[2]?.message).toContain('重复');
  });

  it('makes one good of many calls at once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => save([plan('race')])));
    const made = replies.flatMap(({ data }) => data.rate_plan_map).filter(({ code }) => code === '0');
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ rate_plan_id }) => rate_plan_id)).size).toBe(1);
    expect((await goodsOf(world.db, account_id)).filter((one) => one.outRatePlanId === 'race')).toHaveLength(1);
  });

  it('refuses the item whose partner id another call is just binding', async () => {
    const good = (await goodsOf(world.db, account_id)).find((one) => one.outRatePlanId === 'race');
    if (good === undefined) throw new Error('the good of the test before is missing');
    let reply: ReturnType<typeof save> | undefined;
    await world.db.tx(async (session) => {
      await insertGood(session, account_id, { ...good, ratePlanId: '1790000000000777', outRatePlanId: 'binding' }, 0);
      reply = save([plan('binding')]);
      await untilBlocked(world.db, 'the other call');
    });
    const { data } = (await reply) ?? {};
    expect(data?.rate_plan_map).toMatchObject([{ code: '13', rate_plan_id: '' }]);
  });

  it('takes 20 goods a call, counted over all rooms, and refuses 21', async () => {
    world.passReal(1000);
    const rooms = (count: number) =>
      [room_id, other_room].map((id, at) => ({
        room_id: id,
        rate_plans: Array.from({ length: at === 0 ? 10 : count - 10 }, (_, index) => plan(`many-${at}-${index}`)),
      }));
    const call = (count: number) =>
      world.call(interfaces.goodsSave, { account_id, rate_plan: { rooms: rooms(count) } });
    const before = await fingerprint(world.db);
    const refused = await call(21);
    expect(refused.data.error_code).toBe(2119001);
    expect(refused.extra.sub_description).toContain('rate_plan.rooms[].rate_plans[] holds 21, at most 20');
    expect(await fingerprint(world.db)).toBe(before);
    expect((await call(20)).data.rate_plan_map.every(({ code }) => code === '0')).toBe(true);
  });

  it('takes 200 goods a second of a merchant, then 2119003 until the second has passed', async () => {
    world.passReal(1000);
    const call = async (at: number, count = 20) => {
      const plans = Array.from({ length: count }, (_, index) => plan(`rate-${at}-${index}`));
      const rate_plan = { rooms: [{ room_id, rate_plans: plans }] };
      return (await world.call(interfaces.goodsSave, { account_id, rate_plan })).data.error_code;
    };
    for (let at = 0; at < 10; at++) expect(await call(at)).toBe(0);
    expect(await call(11, 1)).toBe(2119003);
    world.passReal(1000);
    expect(await call(11, 1)).toBe(0);
  });

  it.each([
    ['no plan at all', undefined, 2119001, 'rate_plan'],
    ['null', null, 2119001, 'rate_plan'],
    ['a list in place of the object', [], 2100004, 'rate_plan'],
    ['no rooms', { rooms: [] }, 2119001, 'rate_plan.rooms'],
    ['a room without goods', { rooms: [{ room_id, rate_plans: [] }] }, 2119001, 'rate_plan.rooms[0].rate_plans'],
    [
      'a good without a name',
      { rooms: [{ room_id, rate_plans: [plan('x', { rate_plan_name: '' })] }] },
      2119001,
      'rate_plan_name',
    ],
    ['a good without partner id', { rooms: [{ room_id, rate_plans: [plan('')] }] }, 2119001, 'out_rate_plan_id'],
    ['a number for the room', { rooms: [{ room_id: 7, rate_plans: [plan('x')] }] }, 2100004, 'room_id'],
    ['text for active', { rooms: [{ room_id, rate_plans: [plan('x', { active: 'true' })] }] }, 2100004, 'active'],
    [
      'hours without an end',
      {
        rooms: [
          {
            room_id,
            rate_plans: [plan('x', { hourly_room_detail: { earliest_check_in: '09:00', usage_duration: 4 } })],
          },
        ],
      },
      2119001,
      'latest_check_out',
    ],
  ])('refuses %s and names the member', async (_name, rate_plan, code, member) => {
    world.passReal(1000);
    const before = await fingerprint(world.db);
    const { data, extra, status } = await world.call(interfaces.goodsSave, { account_id, rate_plan });
    expect([status, data.error_code]).toEqual([200, code]);
    expect(extra.sub_description).toContain(member);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('takes "" and null of optional members for absent', async () => {
    const odd = plan('odd', {
      rate_plan_id: '',
      active: null,
      currency: '',
      sales_type: null,
      hourly_room_detail: null,
    });
    expect(await verdict(odd, room_id, '')).toMatchObject({ code: '0' });
    expect(await verdict(odd, room_id, null)).toMatchObject({ code: '0' });
  });
});
