import { ARI_HORIZON_NIGHTS } from '@yuzhu/contract';
import { startSync } from '../../ari/sync.ts';
import { count, input, list, optional, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { syncView, toSync } from './sync-view.ts';

export default apiRoute({
  operation: 'startSync',
  method: 'POST',
  path: '/calendar/sync',
  group: 'calendar',
  title: { zh: '全量同步', en: 'Synchronise everything' },
  about: {
    zh: '不论是否改动，把全部已发布预定商品今天起若干晚的房量、房价与房态推送一遍，关房与无价的晚次也明确告知；也结束推送暂停。',
    en: 'Tells every night of all published rate plans from today on, changed or not, closed nights and nights without a price included, and ends pauses.',
  },
  body: input({
    hotel_ids: optional(list(ownId('hotel'), 'only these hotels', { maxItems: 200, uniqueItems: true })),
    nights: optional(count('nights from today, default all the calendar', 1, ARI_HORIZON_NIGHTS + 1)),
  }),
  status: 202,
  reply: syncView,
  handle: async (ctx, { caller, body }) =>
    toSync(
      await startSync(ctx, caller.accountId, {
        hotelIds: body.hotel_ids ?? [],
        nights: body.nights ?? ARI_HORIZON_NIGHTS + 1,
      }),
    ),
});
