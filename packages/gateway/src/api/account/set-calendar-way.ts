import { setAriMode } from '../../ari/mode.ts';
import { input } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { calendarWay, wayField } from './calendar-way.ts';

export default apiRoute({
  operation: 'setCalendarSetting',
  method: 'PUT',
  path: '/settings/calendar',
  group: 'account',
  title: { zh: '设定价量态告知方式', en: 'Set how the platform hears of the calendar' },
  about: {
    zh: 'push（默认）：推送房量、房态与房价；notice：只发送变更通知，由平台来拉取。立即生效；尚未告知的晚次改用新的方式。使用 notice 前，须在开放平台配置“价量态拉取”的回调地址。',
    en: 'push (default): stock, room status and prices are sent; notice: only change notices are sent and the platform pulls. It counts at once, for what waits to be told too. Before notice, the address of the ARI pull must be set at the platform.',
  },
  body: input({ told_by: wayField }),
  reply: calendarWay,
  handle: async ({ db, wake }, { caller, body }) => {
    await db.tx((session) => setAriMode(session, caller.accountId, body.told_by));
    wake.ari();
    return { told_by: body.told_by };
  },
});
