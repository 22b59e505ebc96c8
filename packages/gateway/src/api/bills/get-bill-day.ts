import { billDay } from '../../bills/list.ts';
import { dateText } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { billDayView, toBillDay } from './bill-day.ts';

export default apiRoute({
  operation: 'getBillDay',
  method: 'GET',
  path: '/bills/{day}',
  group: 'bills',
  title: { zh: '某日账单', en: 'Read a day of the bill' },
  about: {
    zh: '每天 6 点起自动获取前一日及前七日的账单；没有获取过的日子为 0 行。',
    en: 'Bills of the day before and the week before are fetched every day from 6:00 on; a day never fetched has no lines.',
  },
  params: { day: dateText('day of verification') },
  reply: billDayView,
  handle: async (ctx, { caller, params }) => toBillDay(await billDay(ctx, caller.accountId, params.day)),
});
