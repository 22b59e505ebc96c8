import { listRatePlans } from '../../goods/store.ts';
import { optional, ownId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { ratePlanView, toRatePlan } from './rate-plan.ts';

export default apiRoute({
  operation: 'listRatePlans',
  method: 'GET',
  path: '/rate-plans',
  group: 'goods',
  title: { zh: '预定商品列表', en: 'List rate plans' },
  query: { room_type_id: optional(ownId('only this room type’s')), ...pageQuery },
  reply: page(ratePlanView, 'rate plans in order of id'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await listRatePlans(db, caller.accountId, {
      roomTypeIds: query.room_type_id === undefined ? undefined : [query.room_type_id],
      after: after?.[0] ?? '',
      limit: limit + 1,
    });
    return toPage(rows, limit, (row) => [row.rate_plan_id], toRatePlan);
  },
});
