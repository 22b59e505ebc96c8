import { hotelDate } from '@yuzhu/contract';
import { fetchBills } from '../../bills/fetch.ts';
import { dateText } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { billDayView, toBillDay } from './bill-day.ts';

export default apiRoute({
  operation: 'fetchBillDay',
  method: 'POST',
  path: '/bills/{day}/fetch',
  group: 'bills',
  title: { zh: '立即获取某日账单', en: 'Fetch a day of the bill now' },
  about: {
    zh: '向平台取回该日全部账单行并与预约单核对；重复获取不会重复记账。',
    en: 'Fetches all lines of the day and matches them with the bookings; fetching again counts nothing twice.',
  },
  params: { day: dateText('day of verification, before today') },
  reply: billDayView,
  errors: ['PLATFORM_REFUSED', 'PLATFORM_SILENT', 'PLATFORM_BUSY', 'PLATFORM_UNAUTHORISED', 'BILL_PAGES_BROKEN'],
  handle: async (ctx, { caller, params }) => {
    const today = hotelDate(ctx.clock.now());
    if (params.day >= today) {
      const message_zh = `应早于今天（${today}）：当日账单次日才有`;
      const message_en = `must be before today (${today}): a day’s bill exists on the next day`;
      throw inputInvalid([{ where: 'path.day', message_zh, message_en }]);
    }
    return toBillDay(await fetchBills(ctx, caller.accountId, params.day));
  },
});
