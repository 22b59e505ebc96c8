import { fen, flag, id, map, object, optional } from '../field.ts';
import { openApi } from '../interface.ts';

/** Estimated or settled income of one booking. */
export const incomeByOrder = openApi({
  name: 'income-by-order',
  title: { zh: '预估结算价查询', en: 'Income of a booking' },
  group: 'bills',
  method: 'GET',
  path: '/goodlife/v1/settle/bill/detail/ledger_income_by_order/',
  scope: 'life.capacity.settle.bill.detail.ledger_income_by_order',
  envelope: 'standard',
  accountHeader: 'required',
  limits: [{ counts: 'calls', max: 10, perSeconds: 1, per: 'application', source: 'documented' }],
  about: 'Presale bookings: the booking’s number (2012), never the voucher order’s. Concurrent calls are discouraged.',
  request: object({
    shop_order_id: id('booking'),
    simulate_ledger_charge: flag('true estimated, false settled'),
  }),
  reply: object({
    ledger_income: optional(fen('income', 'inferred')),
    amount: optional(map(fen('amount', 'inferred'), 'breakdown by name', 'inferred')),
  }),
});
