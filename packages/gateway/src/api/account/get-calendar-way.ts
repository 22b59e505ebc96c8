import { ariMode } from '../../ari/mode.ts';
import { apiRoute } from '../route.ts';
import { calendarWay } from './calendar-way.ts';

export default apiRoute({
  operation: 'getCalendarSetting',
  method: 'GET',
  path: '/settings/calendar',
  group: 'account',
  title: { zh: '查询价量态告知方式', en: 'Read how the platform hears of the calendar' },
  reply: calendarWay,
  handle: async ({ db }, { caller }) => ({ told_by: await ariMode(db, caller.accountId) }),
});
