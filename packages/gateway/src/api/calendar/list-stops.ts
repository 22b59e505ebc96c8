import Type from 'typebox';
import { listStops } from '../../ari/stop-sell.ts';
import { list } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { stopView, toStop } from './stop-view.ts';

export default apiRoute({
  operation: 'listStops',
  method: 'GET',
  path: '/calendar/stops',
  group: 'calendar',
  title: { zh: '停售记录', en: 'Stops of sales' },
  reply: Type.Object({ items: list(stopView, 'running ones first, then the latest hundred') }),
  handle: async ({ db }, { caller }) => ({ items: (await listStops(db, caller.accountId)).map(toStop) }),
});
