import { billMatches } from '../../bills/list.ts';
import { dateText, oneOf, optional } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { billMatchView, MATCH_STATES, toBillMatch } from './match.ts';

export default apiRoute({
  operation: 'listBillMatches',
  method: 'GET',
  path: '/bills/matches',
  group: 'bills',
  title: { zh: '账单核对结果', en: 'List outcomes of matching' },
  about: {
    zh: '每个预约单与其账单行的核对结果。difference、missing_bill、unknown_booking、unknown_type 需要人工处理。',
    en: 'What came of matching each booking with its bill lines; everything but `matched` needs a person.',
  },
  query: {
    day: optional(dateText('only of this day')),
    state: optional(oneOf(MATCH_STATES, 'only with this outcome')),
    ...pageQuery,
  },
  reply: page(billMatchView, 'outcomes in order of booking'),
  handle: async (ctx, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await billMatches(ctx, caller.accountId, {
      limit: limit + 1,
      ...(query.day === undefined ? {} : { day: query.day }),
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(after === undefined ? {} : { after: after[0] }),
    });
    return toPage(rows, limit, (row) => [row.orderId], toBillMatch);
  },
});
