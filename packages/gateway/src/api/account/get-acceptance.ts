import { listAcceptanceRules } from '../../bookings/acceptance-rules.ts';
import { apiRoute } from '../route.ts';
import { acceptanceView, toAcceptance } from './acceptance.ts';

export default apiRoute({
  operation: 'getAcceptance',
  method: 'GET',
  path: '/settings/acceptance',
  group: 'account',
  title: { zh: '查询接单方式', en: 'Read how bookings are accepted' },
  reply: acceptanceView,
  handle: async ({ db }, { caller }) => toAcceptance(await listAcceptanceRules(db, caller.accountId)),
});
