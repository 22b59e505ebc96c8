import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { says } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('matches');
const { partner, day } = world;
const account_id = DEMO_MERCHANT.accountId;

const set = (kind: string, subject: string, state: string, notice?: boolean) =>
  world.operator('PUT', `/matches/${account_id}/${kind}/${subject}`, {
    state,
    ...(notice === undefined ? {} : { notice }),
  });

const push = async (...plans: string[]) => {
  const aris = plans.map((rate_plan_id) => ({
    rate_plan_id,
    timerange: { start: day(3), end: day(3) },
    available: true,
    inventory: 2,
  }));
  const { data } = await world.call(interfaces.stockSave, { account_id, aris });
  return data.save_result.map(({ code, message }) => `${code} ${message}`);
};

const notify = async (plan: string) => {
  const range = { start: day(3), end: day(3) };
  const { data } = await world.call(interfaces.ariNotify, { account_id, date_range: range, rate_plan_ids: [plan] });
  return data.save_result?.[0];
};

const roomStatus = async (roomId: string) => {
  const { data } = await world.call(interfaces.roomStatus, { account_id, room_ids: [roomId] });
  const [one] = data.room_list ?? [];
  return `${one?.status} ${one?.audit_message}`;
};

const look = async (sale: OnSale) => {
  const order = await world.bought(sale);
  partner.on('/spi/bookable-check', () => says(0));
  const { status, body } = await world.guest('POST', '/bookings/look', {
    order_id: order,
    rate_plan_id: sale.ratePlanId,
    check_in: day(3),
    check_out: day(4),
    rooms: 1,
  });
  return `${status} ${JSON.stringify(body)}`;
};

/** A good on a room type of its own, so that breaking it touches nothing else. */
async function sellElsewhere(): Promise<OnSale> {
  const sale = await world.sell();
  const roomId = DEMO_MERCHANT.hotels[0]?.rooms[1]?.roomId ?? '';
  await world.db.execute('UPDATE sandbox.goods SET room_id = $2 WHERE rate_plan_id = $1', [sale.ratePlanId, roomId]);
  return { ...sale, roomId };
}

beforeEach(async () => {
  await world.db.execute('DELETE FROM sandbox.broken_matches');
  await world.sandbox.idle();
  partner.forget();
});

describe('a broken match', () => {
  it('of a good refuses that good alone: pushes, notices, guests; published again it holds', async () => {
    const [sale, other] = [await world.sell(), await world.sell()];
    expect((await set('good', sale.ratePlanId, 'unbound')).status).toBe(200);
    expect(await push(sale.ratePlanId, other.ratePlanId)).toEqual(['1 预定商品匹配关系已解除', '0 success']);
    expect(await notify(sale.ratePlanId)).toMatchObject({ pass: false, message: '预定商品匹配关系已解除' });
    expect(await notify(other.ratePlanId)).toMatchObject({ pass: true });
    expect(await look(sale)).toContain('good-off-shelf');
    expect(await look(other)).toMatch(/^200 /);
    // It is not pulled either.
    await world.move('1s');
    expect(partner.seen('/spi/ari').map(({ body }) => (body as { rate_plan_ids: unknown }).rate_plan_ids)).toEqual([
      [other.ratePlanId],
    ]);
    const [good] = await world.db.query<{ out: string }>(
      'SELECT out_rate_plan_id AS out FROM sandbox.goods WHERE rate_plan_id = $1',
      [sale.ratePlanId],
    );
    const { data } = await world.call(interfaces.goodsSave, {
      account_id,
      rate_plan: {
        hotel_id: sale.hotelId,
        rooms: [
          {
            room_id: sale.roomId,
            rate_plans: [
              { out_rate_plan_id: good?.out, rate_plan_id: sale.ratePlanId, rate_plan_name: '高级大床房（预售）' },
            ],
          },
        ],
      },
    });
    expect(data.rate_plan_map).toMatchObject([{ code: '0' }]);
    expect(await push(sale.ratePlanId)).toEqual(['0 success']);
  });

  it.each([
    ['unbound', MATCH_STATE.matchFailed, '物理房型匹配关系已解除'],
    ['off-shelf', MATCH_STATE.disabled, '物理房型已下架'],
    ['abnormal', MATCH_STATE.abnormal, '物理房型状态异常，已被管控'],
  ])(
    'of a room type (%s) shows in its state and refuses the goods on it, and no others',
    async (state, status, text) => {
      const [sale, other] = [await world.sell(), await sellElsewhere()];
      await set('room', sale.roomId, state);
      expect(await roomStatus(sale.roomId)).toBe(`${status} ${text}`);
      expect(await roomStatus(other.roomId)).toBe('6 ');
      expect(await push(sale.ratePlanId, other.ratePlanId)).toEqual([`1 ${text}`, '0 success']);
      const { data } = await world.call(interfaces.goodsSave, {
        account_id,
        rate_plan: {
          hotel_id: sale.hotelId,
          rooms: [{ room_id: sale.roomId, rate_plans: [{ out_rate_plan_id: `new ${state}`, rate_plan_name: 'x' }] }],
        },
      });
      expect(data.rate_plan_map).toMatchObject([{ code: '1' }]);
      await set('room', sale.roomId, 'bound');
      expect(await roomStatus(sale.roomId)).toBe('6 ');
      expect(await push(sale.ratePlanId)).toEqual(['0 success']);
    },
  );

  it('of a hotel refuses its goods', async () => {
    const sale = await world.sell();
    await set('hotel', sale.hotelId, 'off-shelf');
    expect(await push(sale.ratePlanId)).toEqual(['1 酒店已下架']);
  });

  it('of a room type is told by its notice, breaking and mending, unless the operator wants it silent', async () => {
    const sale = await world.sell();
    const told = async () => {
      const rows = await world.db.query<{ body: Buffer }>(
        'SELECT body FROM sandbox.webhook_messages WHERE event = $1',
        [interfaces.roomAuditResult.event],
      );
      return rows.map(({ body }) => {
        const { content } = JSON.parse(body.toString('utf8')) as { content: string };
        const { room_id, status } = JSON.parse(content) as { room_id: string; status: number };
        return `${room_id} ${status}`;
      });
    };
    const before = (await told()).length;
    await set('room', sale.roomId, 'off-shelf', false);
    expect(await told()).toHaveLength(before);
    await set('room', sale.roomId, 'bound');
    await set('room', sale.roomId, 'abnormal');
    expect((await told()).filter((one) => one.startsWith(sale.roomId)).sort()).toEqual(
      expect.arrayContaining([`${sale.roomId} 6`, `${sale.roomId} 99`]),
    );
    expect(await told()).toHaveLength(before + 2);
  });

  it('is listed, broken ones first; what is not the merchant’s is refused', async () => {
    const sale = await world.sell();
    await set('good', sale.ratePlanId, 'abnormal');
    const { body } = await world.operator('GET', '/matches');
    const { matches } = body as unknown as {
      matches: { kind: string; subject: string; state: string; since: unknown }[];
    };
    expect(matches[0]).toMatchObject({ kind: 'good', subject: sale.ratePlanId, state: 'abnormal' });
    expect(matches).toContainEqual(expect.objectContaining({ kind: 'room', subject: sale.roomId, state: 'bound' }));
    expect(matches).toContainEqual(expect.objectContaining({ kind: 'hotel', subject: sale.hotelId, since: null }));
    const foreign = SECOND_MERCHANT.hotels[0]?.hotel.hotelId ?? '';
    expect((await set('hotel', foreign, 'unbound')).status).toBe(404);
    expect((await set('room', '1', 'unbound')).status).toBe(404);
    expect((await set('good', sale.ratePlanId, 'lost')).status).toBe(400);
  });
});
