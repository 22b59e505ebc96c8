import Type from 'typebox';
import { findDrift } from '../../ari/watching/drift.ts';
import { count, dateText, list, nullable, oneOf, optional, output, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listDifferences',
  method: 'GET',
  path: '/calendar/differences',
  group: 'calendar',
  title: { zh: '与平台不一致的晚次', en: 'Nights that differ from the platform' },
  about: {
    zh: '所有已发布预定商品在今后 365 天内，本地实况与平台最后得到的内容的差异；该内容来自平台确认的推送（push）或对其拉取的应答（pull），以较晚者为准，每条都注明来源。正在等待告知的晚次不算。refused 为平台已拒绝，修复时不再重推。每天 04:30 自动比对并修复。',
    en: 'Over all published rate plans and 365 days: where the truth differs from the last word the platform was given, which is a push it acknowledged or the answer to a pull, whichever was later; each tells its source. What waits to be told does not count. What the platform refused is not told again by a repair. Compared and repaired by itself every day at 04:30.',
  },
  query: {
    hotel_id: optional(ownId('only this hotel')),
    source: optional(oneOf(['push', 'pull'], 'list only differences of this source')),
    limit: optional(count('most nights listed, default 100', 1, 1000)),
  },
  reply: Type.Object({
    compared: Type.Integer({ description: 'nights of rate plans' }),
    different: Type.Integer(),
    by_push: Type.Integer({ description: 'nights at which an acknowledged push differs' }),
    by_pull: Type.Integer({ description: 'nights at which the answer to a pull differs' }),
    never_told: Type.Integer({ description: 'nights that were never told, either way' }),
    items: list(
      output('Difference', {
        hotel_id: Type.String(),
        rate_plan_id: Type.String(),
        night: dateText('night'),
        refused: Type.Boolean({ description: 'the platform refused it (/calendar/refusals)' }),
        differs: list(oneOf(['price', 'stock'], 'stock is with room status'), 'what differs'),
        here: Type.Object({ price: Type.Integer(), inventory: Type.Integer(), available: Type.Boolean() }),
        platform: Type.Object({
          price: nullable(Type.Integer()),
          inventory: nullable(Type.Integer()),
          available: nullable(Type.Boolean()),
          price_by: nullable(oneOf(['push', 'pull'], 'source of the price')),
          stock_by: nullable(oneOf(['push', 'pull'], 'source of stock and room status')),
        }),
      }),
      'the first of them; null: never told',
    ),
  }),
  handle: async (ctx, { caller, query }) => {
    const { hotel_id: hotelId, source, limit = 100 } = query;
    const found = await findDrift(ctx, caller.accountId, { hotelId, source, limit });
    return {
      compared: found.compared,
      different: found.different,
      by_push: found.byPush,
      by_pull: found.byPull,
      never_told: found.neverTold,
      items: found.items.map((one) => ({
        hotel_id: one.hotelId,
        rate_plan_id: one.ratePlanId,
        night: one.night,
        refused: one.refused,
        differs: [...one.differs],
        here: { price: one.price, inventory: one.inventory, available: one.available },
        platform: {
          price: one.toldPrice ?? null,
          inventory: one.toldInventory ?? null,
          available: one.toldAvailable ?? null,
          price_by: one.priceBy ?? null,
          stock_by: one.stockBy ?? null,
        },
      })),
    };
  },
});
