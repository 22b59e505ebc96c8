import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { success } from '../../testing/platform-double.ts';
import { startSeededGateway } from '../../testing/seeded-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api broken matches' });
const gateway = await startSeededGateway(database.url);

describe('broken matches', () => {
  it('switch one rate plan off: no booking on it, the other one goes on; staff sees which, since when, why, who acts', async () => {
    const account = await gateway.seed({ account: 1, roomTypes: 2, nights: 3, from: '2026-10-01' });
    const { api, seeded } = account;
    const first = seeded.room;
    const refusing = (refused: boolean) => {
      for (const one of [interfaces.stockSave, interfaces.priceSave]) {
        gateway.platform.always(one, ({ body }) =>
          success({
            save_result: (body as { aris: { rate_plan_id: string }[] }).aris.map(({ rate_plan_id }) => ({
              rate_plan_id,
              code: refused && rate_plan_id === first.platformRatePlanId ? 1 : 0,
              message: '物理房型匹配关系已解除',
            })),
          }),
        );
      }
    };
    refusing(true);
    const prices = seeded.rooms.map(({ ratePlanId }) => ({
      rate_plan_id: ratePlanId,
      from: '2026-10-01',
      to: '2026-10-03',
      price: 52_800,
      rack_price: 60_000,
    }));
    await api.ok('PUT', '/calendar', { prices });
    await gateway.idle();
    expect(await api.ok('GET', '/broken-matches')).toEqual({
      items: [
        {
          rate_plan_id: first.ratePlanId,
          room_type_id: first.roomTypeId,
          hotel_id: seeded.hotelId,
          level: 'rate_plan',
          since: '2026-09-01T10:00:00.000+08:00',
          code: 1,
          reason: '物理房型匹配关系已解除',
          side: 'hotel_system',
          next_step: 'PLAN_MATCH_BROKEN',
          logid: 'LOGID',
        },
      ],
    });
    expect(await api.ok('GET', '/todo')).toMatchObject({ broken_matches: 1 });
    expect(await api.ok('GET', `/rate-plans/${first.ratePlanId}`)).toMatchObject({ active: true });
    await account.sell('1150000000000000011', 5);
    const book = (orderId: string, room: number) =>
      account.book({ orderId, sourceOrderId: '1150000000000000011', nights: 1, room });
    expect(await book('1150000000000000012', 0)).toBe(1);
    expect(await book('1150000000000000013', 1)).toBe(0);
    const { api: other } = await gateway.seed({ account: 2 });
    expect(await other.ok('GET', '/broken-matches')).toEqual({ items: [] });
    expect(await other.ok('POST', '/broken-matches/check', {})).toEqual({ rate_plans: 0 });

    refusing(false);
    expect(await api.ok('POST', '/broken-matches/check', {})).toEqual({ rate_plans: 1 });
    await gateway.idle();
    await gateway.idle();
    expect(await api.ok('GET', '/broken-matches')).toEqual({ items: [] });
    expect(await api.ok('GET', '/todo')).toMatchObject({ broken_matches: 0 });
    expect(await book('1150000000000000014', 0)).toBe(0);
  });
});
