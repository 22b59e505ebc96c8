import { type Bilingual, partnerCodes, yuan } from '@yuzhu/contract';
import { at, listAt, numberAt, type SeenExchange, textAt } from './exchange.ts';

/** The few facts of an exchange a reader wants to see, in both languages. */
export function factsOf(seen: SeenExchange): Bilingual {
  const facts = (FACTS[seen.definition.name] ?? (() => same('')))(seen);
  const answer = answerOf(seen);
  return { zh: `${facts.zh} → ${answer.zh}`.trim(), en: `${facts.en} → ${answer.en}`.trim() };
}

function answerOf({ code, definition }: SeenExchange): Bilingual {
  if (code === undefined) return { zh: '无应答', en: 'no answer' };
  if (definition.kind !== 'spi' || code === 0) return same(String(code));
  const meaning = partnerCodes.find((one) => one.code === code)?.meaning;
  return { zh: `${code} ${meaning?.zh ?? ''}`, en: `${code} ${meaning?.en ?? ''}` };
}

const same = (text: string): Bilingual => ({ zh: text, en: text });
/** Platform ids differ in their last digits. */
const short = (id: string) => (id.length > 6 ? `…${id.slice(-6)}` : id);
/** An amount of a message in its currency. */
const money = (fen: number, message: unknown) => {
  const currency = textAt(message, 'currency') || textAt(message, 'daily_rates.0.currency');
  return currency === '' || currency === 'CNY' ? `¥${yuan(fen)}` : `${currency} ${yuan(fen)}`;
};
const days = (request: unknown) =>
  `${textAt(request, 'check_in_date').slice(5)}→${textAt(request, 'check_out_date').slice(5)}`;
const both = (zh: string, en: string): Bilingual => ({ zh, en });

const FACTS: Readonly<Record<string, (seen: SeenExchange) => Bilingual>> = {
  token: () => both('应用凭证', 'application credential'),
  'hotel-query': ({ reply }) =>
    both(`${listAt(reply, 'hotel_list').length} 家酒店`, `${listAt(reply, 'hotel_list').length} hotels`),
  'room-query': ({ reply }) => {
    const rooms = Object.values((at(reply, 'room_lists') ?? {}) as Record<string, unknown[]>).flat().length;
    return both(`${rooms} 个房型`, `${rooms} room types`);
  },
  'hotel-scroll': ({ reply }) =>
    both(`${listAt(reply, 'hotel_list').length} 家酒店`, `${listAt(reply, 'hotel_list').length} hotels`),
  'hotel-save': ({ request, reply }) => {
    const state = numberAt(reply, 'status');
    const name = textAt(request, 'hotel_base_info.hotel_name') || textAt(request, 'out_hotel_id');
    return both(`${name} 状态 ${state}`, `${name} state ${state}`);
  },
  'hotel-audit-result': ({ request }) => {
    const state = numberAt(request, 'status');
    return both(
      `${textAt(request, 'out_hotel_id')} 状态 ${state}`,
      `${textAt(request, 'out_hotel_id')} state ${state}`,
    );
  },
  'hotel-status': ({ request }) => {
    const hotels = listAt(request, 'out_hotel_id_list').length + listAt(request, 'hotel_id_list').length;
    return both(`${hotels} 家酒店`, `${hotels} hotels`);
  },
  'room-save': ({ request, reply }) => {
    const taken = at(reply, 'ok') === true;
    const name = textAt(request, 'room_info.cn_name');
    return both(`${name} ${taken ? '送审' : '未受理'}`, `${name} ${taken ? 'goes to audit' : 'not taken'}`);
  },
  'room-audit-result': ({ request }) => {
    const state = numberAt(request, 'status');
    return both(`${textAt(request, 'out_room_id')} 状态 ${state}`, `${textAt(request, 'out_room_id')} state ${state}`);
  },
  'room-status': ({ reply }) => {
    const rooms = listAt(reply, 'room_list').length;
    return both(`${rooms} 个房型`, `${rooms} room types`);
  },
  'room-operate': ({ request }) => {
    const word = ROOM_OPERATIONS[numberAt(request, 'op_type')] ?? same('?');
    const count = listAt(request, 'room_ids').length;
    return both(`${count} 个房型${word.zh}`, `${count} room types ${word.en}`);
  },
  'goods-save': ({ reply }) => {
    const goods = listAt(reply, 'rate_plan_map').length;
    return both(`${goods} 个商品`, `${goods} goods`);
  },
  'voucher-save': ({ request }) => same(textAt(request, 'presale_info.pre_sale_coupon_info.coupon_name')),
  'voucher-audit-result': ({ request }) => {
    const passed = numberAt(request, 'audit_result') === 1;
    return both(
      `${textAt(request, 'out_id')} ${passed ? '通过' : '驳回'}`,
      `${textAt(request, 'out_id')} ${passed ? 'approved' : 'rejected'}`,
    );
  },
  'product-operate': ({ request }) => {
    const on = numberAt(request, 'op_type') === 1;
    const count = listAt(request, 'product_id_list').length;
    return both(`${count} 个商品${on ? '上架' : '下架'}`, `${count} ${on ? 'on the shelf' : 'off the shelf'}`);
  },
  'stock-save': pushed,
  'price-save': pushed,
  'ari-failure': ({ request }) => same(textAt(request, 'message')),
  'ari-notify': ({ request }) => {
    const range = `${textAt(request, 'date_range.start').slice(5)}~${textAt(request, 'date_range.end').slice(5)}`;
    const goods = listAt(request, 'rate_plan_ids').length;
    return both(`${range} ${goods} 个商品有变更`, `${range} ${goods} goods changed`);
  },
  'ari-pull': ({ request, reply }) => {
    const range = `${textAt(request, 'date_range.start').slice(5)}~${textAt(request, 'date_range.end').slice(5)}`;
    const goods = listAt(reply, 'room_rates').length;
    return both(`${range} ${goods} 个商品`, `${range} ${goods} goods`);
  },
  'voucher-order': ({ request, reply }) => {
    const paid = at(request, 'pay_info') !== undefined;
    const head = `${short(textAt(request, 'order_id'))} ×${numberAt(request, 'total_coupon_count')} ${money(numberAt(request, 'total_amount'), request)}`;
    const number = textAt(reply, 'order_out_id');
    return both(`${head} ${paid ? '已付款' : '未付款'} ${number}`, `${head} ${paid ? 'paid' : 'unpaid'} ${number}`);
  },
  payment: ({ request }) => {
    const kind = numberAt(request, 'biz_type');
    const head = `${short(textAt(request, 'order_id'))} ${kind} ${money(numberAt(request, 'pay_amount'), request)}`;
    return both(`${head} ${kind === 2012 ? '加价' : '购券'}`, `${head} ${kind === 2012 ? 'surcharge' : 'vouchers'}`);
  },
  'bookable-check': ({ request, reply }) => {
    const head = `${days(request)} ×${numberAt(request, 'number_of_units')} ${money(numberAt(request, 'total_amount'), request)}`;
    const nights = listAt(reply, 'ari.stock_and_amount');
    if (nights.length === 0) return same(head);
    const now = nights
      .map((night) => `${money(numberAt(night, 'original_amount'), night)} 余${numberAt(night, 'inventory')}`)
      .join(' ');
    return both(`${head} 现价量 ${now}`, `${head} now ${now.replaceAll('余', 'left ')}`);
  },
  booking: ({ request, reply }) => {
    const added = numberAt(request, 'pay_info.add_amount');
    const extra = listAt(request, 'daily_rates').reduce<number>(
      (sum, night) => sum + (numberAt(night, 'daily_add_amount') || 0),
      0,
    );
    const units = numberAt(request, 'number_of_units');
    const head = `${short(textAt(request, 'order_id'))} ${days(request)} ×${units} ${money(numberAt(request, 'total_amount'), request)}`;
    const surcharge =
      extra > 0
        ? both(
            ` 加价 ${money(extra * units, request)}${added > 0 ? ' 已付' : ' 未付'}`,
            ` surcharge ${money(extra * units, request)}${added > 0 ? ' paid' : ' unpaid'}`,
          )
        : same('');
    const mode = numberAt(reply, 'confirm_info.confirm_mode');
    const word =
      mode === 1 ? both(' 即时确认', ' accepted at once') : mode === 2 ? both(' 稍后确认', ' decided later') : same('');
    const number = textAt(reply, 'order_out_id');
    return both(`${head}${surcharge.zh} ${number}${word.zh}`, `${head}${surcharge.en} ${number}${word.en}`);
  },
  'order-confirm': ({ request }) => {
    const accept = numberAt(request, 'confirm_result.confirm_result') === 1;
    const head = short(textAt(request, 'order_id'));
    return accept
      ? both(
          `${head} 接单 ${textAt(request, 'confirm_result.confirm_number')}`,
          `${head} accepted ${textAt(request, 'confirm_result.confirm_number')}`,
        )
      : both(
          `${head} 拒单 ${textAt(request, 'confirm_result.reject_reason')}`,
          `${head} rejected: ${textAt(request, 'confirm_result.reject_reason')}`,
        );
  },
  'stay-status': ({ request }) => {
    const word = STAY[numberAt(request, 'accommodation_status')] ?? same('?');
    const head = short(textAt(request, 'order_id'));
    return both(`${head} ${word.zh}`, `${head} ${word.en}`);
  },
  'trip-bill-detail': ({ request, reply }) => {
    const lines = listAt(reply, 'ledger_records').length;
    return both(`${textAt(request, 'bill_date')} ${lines} 行`, `${textAt(request, 'bill_date')} ${lines} lines`);
  },
  'income-by-order': ({ request, reply }) =>
    same(`${short(textAt(request, 'shop_order_id'))} ${money(numberAt(reply, 'ledger_income'), reply)}`),
};

const ROOM_OPERATIONS: Readonly<Record<number, Bilingual>> = {
  1: both('上架', 'online'),
  2: both('下架', 'offline'),
  3: both('删除', 'deleted'),
};

const STAY: Readonly<Record<number, Bilingual>> = {
  1: both('已入住', 'checked in'),
  2: both('未入住', 'no-show'),
  3: both('已离店', 'checked out'),
};

function pushed({ request }: SeenExchange): Bilingual {
  const groups = listAt(request, 'aris');
  const starts = groups.map((group) => textAt(group, 'timerange.start')).sort();
  const ends = groups.map((group) => textAt(group, 'timerange.end')).sort();
  const range = `${starts[0]?.slice(5)}~${ends.at(-1)?.slice(5)}`;
  return both(`${groups.length} 段 ${range}`, `${groups.length} ranges ${range}`);
}
