import Type from 'typebox';
import { billLines } from '../../bills/list.ts';
import { dateText, fenSum, momentText, nullable, optional, output, platformId, toMoment } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';

const billLineView = output('BillLine', {
  ledger_id: Type.String({ description: 'the platform’s id of the line' }),
  day: Type.String({ description: 'day of verification' }),
  order_id: Type.String({ description: 'booking; empty when the line names none' }),
  certificate_id: nullable(Type.String()),
  settle_type: nullable(Type.Integer({ description: '1 income, 2 reversal; others are not known' })),
  fund_amount: nullable(fenSum('without sign')),
  amounts: Type.Record(Type.String(), Type.Integer(), { description: 'breakdown by the platform’s names, fen' }),
  gone_at: nullable(momentText('the platform does not list it any more since then')),
});

export default apiRoute({
  operation: 'listBillLines',
  method: 'GET',
  path: '/bills/lines',
  group: 'bills',
  title: { zh: '账单行', en: 'List bill lines' },
  query: {
    day: optional(dateText('only of this day')),
    order_id: optional(platformId('only of this booking')),
    ...pageQuery,
  },
  reply: page(billLineView, 'lines in order of id'),
  handle: async (ctx, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await billLines(ctx, caller.accountId, {
      limit: limit + 1,
      ...(query.day === undefined ? {} : { day: query.day }),
      ...(query.order_id === undefined ? {} : { orderId: query.order_id }),
      ...(after === undefined ? {} : { after: after[0] }),
    });
    return toPage(
      rows,
      limit,
      (row) => [row.ledgerId],
      (row) => ({
        ledger_id: row.ledgerId,
        day: row.day,
        order_id: row.orderId,
        certificate_id: row.certificateId ?? null,
        settle_type: row.settleType ?? null,
        fund_amount: row.fundAmount ?? null,
        amounts: { ...row.amounts },
        gone_at: row.goneAt === undefined ? null : toMoment(row.goneAt),
      }),
    );
  },
});
