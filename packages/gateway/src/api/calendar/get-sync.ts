import Type from 'typebox';
import { syncProgress } from '../../ari/sync.ts';
import { nullable } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { syncView, toSync } from './sync-view.ts';

export default apiRoute({
  operation: 'getSync',
  method: 'GET',
  path: '/calendar/sync',
  group: 'calendar',
  title: { zh: '全量同步进度', en: 'Progress of the synchronisation' },
  reply: Type.Object({ sync: nullable(syncView) }),
  handle: async (ctx, { caller }) => {
    const progress = await syncProgress(ctx, caller.accountId);
    return { sync: progress === undefined ? null : toSync(progress) };
  },
});
