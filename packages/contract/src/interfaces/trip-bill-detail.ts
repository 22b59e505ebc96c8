import { date, fen, flag, id, int, list, map, object, optional, seconds, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** The keys for trip bills are not published; these are the named amounts of the by-order sibling. */
const AMOUNT_NAMES =
  'breakdown by name: original, goods, pay, coupon_pay, pay_discount, merchant_ticket, platform_ticket, ' +
  'ledger_platform_ticket, ledger_total, total_merchant_platform_service, talent_commission, institution_commission, ' +
  'total_agent_merchant, actual_insured';

/** One line of the bill. All amounts are absolute: settle_type tells the direction. */
const billLine = object(
  {
    ledger_id: optional(text('bill line', 'sdk')),
    account_id: optional(text('receiving merchant', 'sdk')),
    shop_order_id: optional(text('booking', 'inferred')),
    item_order_id: optional(text('sub order', 'sdk')),
    order_ext_id: optional(text('partner’s order number', 'sdk')),
    certificate_id: optional(text('voucher piece', 'sdk')),
    code: optional(text('voucher code', 'sdk')),
    verify_id: optional(text('verification', 'sdk')),
    verify_serial_num: optional(int('running number of the verification', 'sdk')),
    outer_verify_order_number: optional(text('third-party verification order', 'sdk')),
    outer_verify_coupon_number: optional(text('third-party verification coupon', 'sdk')),
    verify_poi_account_id: optional(text('account of the verifying store', 'sdk')),
    poi_id: optional(text('store', 'sdk')),
    group_name: optional(text('product name', 'sdk')),
    sku_id: optional(text('sku', 'sdk')),
    book_number: optional(text('booking number', 'sdk')),
    flow_id: optional(text('fund flow', 'sdk')),
    biz_type: optional(int('business type', 'sdk')),
    bill_trade_type: optional(int('values not published', 'sdk')),
    settle_type: optional(int('1 income, 2 reversal; unknown values are reported, never guessed', 'inferred')),
    settle_type_desc: optional(text('in words', 'sdk')),
    settle_sub_type: optional(int('values not published', 'sdk')),
    settle_time: optional(seconds('settlement', 'sdk')),
    fund_amount: optional(fen('amount of this line, without sign', 'sdk')),
    fund_amount_type: optional(int('values not published', 'sdk')),
    amount: optional(map(fen('amount', 'sdk'), AMOUNT_NAMES, 'inferred')),
  },
  'bill line',
  'sdk',
);

/** The bill of one verification day, page by page. */
export const tripBillDetail = openApi({
  name: 'trip-bill-detail',
  title: { zh: '酒店账单详情查询', en: 'Hotel bill details' },
  group: 'bills',
  method: 'GET',
  path: '/goodlife/v1/settle/bill/detail/trip/',
  scope: 'life.capacity.billing.detail',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [{ counts: 'calls', max: 20, perSeconds: 1, per: 'application', source: 'twin' }],
  about: 'bill_date is the day of verification. First cursor "0", then the one returned; never invent one.',
  request: object({
    account_id: id('receiving merchant'),
    bill_date: date('day of verification'),
    cursor: text('"0" first'),
    size: int('1 to 50', 'documented', { minimum: 1, maximum: 50 }),
    biz_type: optional(int('1 group voucher, 3 pay at counter')),
    root_account_id: optional(text('root account')),
    withdraw_id: optional(text('takes precedence over the date, which must still be sent')),
  }),
  reply: object({
    cursor: text('next page', 'sdk'),
    has_more: flag('more pages', 'sdk'),
    ledger_records: list(billLine, 'lines', 'sdk'),
  }),
});
