import Type from 'typebox';
import { findDrift } from '../../ari/drift.ts';
import { count, dateText, list, nullable, optional, output, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listDifferences',
  method: 'GET',
  path: '/calendar/differences',
  group: 'calendar',
  title: { zh: '与平台不一致的晚次', en: 'Nights that differ from the platform' },
  about: {
    zh: '所有已发布预定商品在今后 365 天内，本地实况与平台最后确认内容的差异；正在等待推送的晚次不算。refused 为平台已拒绝，修复时不再重推。每天 04:30 自动比对并修复。',
    en: 'Over all published rate plans and 365 days: where the truth differs from what the platform last acknowledged; what waits to be told does not count. What the platform refused is not told again by a repair. Compared and repaired by itself every day at 04:30.',
  },
  query: {
    hotel_id: optional(ownId('only this hotel')),
    limit: optional(count('most nights listed, default 100', 1, 1000)),
  },
  reply: Type.Object({
    compared: Type.Integer({ description: 'nights of rate plans' }),
    different: Type.Integer(),
    items: list(
      output('Difference', {
        hotel_id: Type.String(),
        rate_plan_id: Type.String(),
        night: dateText('night'),
        refused: Type.Boolean({ description: 'the platform refused it (/calendar/refusals)' }),
        here: Type.Object({ price: Type.Integer(), inventory: Type.Integer(), available: Type.Boolean() }),
        platform: Type.Object({
          price: nullable(Type.Integer()),
          inventory: nullable(Type.Integer()),
          available: nullable(Type.Boolean()),
        }),
      }),
      'the first of them; null: never acknowledged',
    ),
  }),
  handle: async (ctx, { caller, query }) => {
    const found = await findDrift(ctx, caller.accountId, { hotelId: query.hotel_id, limit: query.limit ?? 100 });
    return {
      compared: found.compared,
      different: found.different,
      items: found.items.map((one) => ({
        hotel_id: one.hotelId,
        rate_plan_id: one.ratePlanId,
        night: one.night,
        refused: one.refused,
        here: { price: one.price, inventory: one.inventory, available: one.available },
        platform: {
          price: one.toldPrice ?? null,
          inventory: one.toldInventory ?? null,
          available: one.toldAvailable ?? null,
        },
      })),
    };
  },
});
