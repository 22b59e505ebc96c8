import type { interfaces, ReplyOf } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { unixSeconds } from '../orders/wire.ts';

/** A line of the bill on the wire. */
export type WireLine = ReplyOf<typeof interfaces.tripBillDetail>['ledger_records'][number];

interface Row {
  readonly ledger_id: string;
  readonly account_id: string;
  readonly kind: 'coupon' | 'surcharge';
  readonly booking_id: string;
  readonly order_id: string;
  readonly coupon_id: string | null;
  readonly code: string | null;
  readonly verify_id: string;
  readonly verify_number: number;
  readonly posting_id: string;
  readonly settled_ms: number;
  readonly order_out_id: string | null;
  readonly hotel_id: string;
  readonly voucher_id: string;
  readonly voucher_name: string;
  /** Sums of the posting's entries by who got them. */
  readonly paid: number;
  readonly subsidy: number;
  readonly merchant_part: number;
  readonly service_fee: number;
  readonly commission: number;
  readonly merchant: number;
}

// Every amount is read from the ledger: there is no second place where a bill could differ from it.
const LINES = `SELECT l.ledger_id, l.account_id, l.kind, l.booking_id, l.order_id, l.coupon_id, c.code, l.verify_id,
    l.verify_number, l.posting_id, l.settled_ms, b.order_out_id, b.hotel_id, o.voucher_id,
    v.document -> 'pre_sale_coupon_info' ->> 'coupon_name' AS voucher_name, e.paid, e.subsidy,
    l.merchant_part, e.service_fee, e.commission, e.merchant
  FROM sandbox.bill_lines l
  JOIN sandbox.bookings b ON b.account_id = l.account_id AND b.booking_id = l.booking_id
  JOIN sandbox.voucher_orders o ON o.account_id = l.account_id AND o.order_id = l.order_id
  JOIN sandbox.voucher_versions v ON v.account_id = o.account_id AND v.voucher_id = o.voucher_id AND v.version = o.voucher_version
  LEFT JOIN sandbox.coupons c ON c.account_id = l.account_id AND c.coupon_id = l.coupon_id
  CROSS JOIN LATERAL (
    SELECT coalesce(-sum(amount) FILTER (WHERE ledger_account = 'platform:holding'), 0)::bigint AS paid,
      coalesce(-sum(amount) FILTER (WHERE ledger_account = 'platform:subsidy'), 0)::bigint AS subsidy,
      coalesce(sum(amount) FILTER (WHERE ledger_account = 'platform:service_fee'), 0)::bigint AS service_fee,
      coalesce(sum(amount) FILTER (WHERE ledger_account LIKE 'creator:%'), 0)::bigint AS commission,
      coalesce(sum(amount) FILTER (WHERE ledger_account LIKE 'merchant:%'), 0)::bigint AS merchant
    FROM sandbox.entries WHERE account_id = l.account_id AND posting_id = l.posting_id
  ) e`;
const OF_DAY = statement(
  'sandbox.bills.day',
  `${LINES}
   WHERE l.account_id = $1 AND l.bill_date = $2 AND l.ledger_id > $3 AND NOT b.stress ORDER BY l.ledger_id LIMIT $4`,
);
const OF_BOOKING = statement(
  'sandbox.bills.booking',
  `${LINES} WHERE l.account_id = $1 AND l.booking_id = $2 ORDER BY l.ledger_id`,
);

/** Lines of one verification day after a line, in order of their ids; load tests stand on no bill (choice). */
export async function linesOfDay(
  session: Session,
  accountId: string,
  day: string,
  after: string,
  limit: number,
): Promise<WireLine[]> {
  return (await session.query<Row>(OF_DAY, [accountId, day, after, limit])).map(wireLine);
}

/** All lines of one booking. */
export async function linesOfBooking(session: Session, accountId: string, bookingId: string): Promise<WireLine[]> {
  return (await session.query<Row>(OF_BOOKING, [accountId, bookingId])).map(wireLine);
}

/** Whether a day of a merchant has such a line: a cursor is only taken when it does. */
export async function lineExists(session: Session, accountId: string, day: string, ledgerId: string): Promise<boolean> {
  const row = await session.first(
    'SELECT 1 FROM sandbox.bill_lines WHERE account_id = $1 AND bill_date = $2 AND ledger_id = $3',
    [accountId, day, ledgerId],
  );
  return row !== undefined;
}

/**
 * The breakdown of an amount. Names from the by-order sibling (inferred): `original` and `goods` are the price before
 * promotion, `pay` what the guest paid, the tickets what merchant and platform gave up or added.
 */
export function amountMap(parts: {
  readonly paid: number;
  readonly platformPart: number;
  readonly merchantPart: number;
  readonly serviceFee: number;
  readonly commission: number;
  readonly merchant: number;
}): Record<string, number> {
  const discount = parts.platformPart + parts.merchantPart;
  return {
    original: parts.paid + discount,
    goods: parts.paid + discount,
    pay: parts.paid,
    pay_discount: discount,
    merchant_ticket: parts.merchantPart,
    platform_ticket: parts.platformPart,
    ledger_platform_ticket: parts.platformPart,
    ledger_total: parts.merchant,
    total_merchant_platform_service: parts.serviceFee,
    talent_commission: parts.commission,
  };
}

function wireLine(row: Row): WireLine {
  const { paid, commission, merchant } = row;
  return {
    ledger_id: row.ledger_id,
    account_id: row.account_id,
    shop_order_id: row.booking_id,
    item_order_id: row.order_id,
    ...(row.order_out_id === null ? {} : { order_ext_id: row.order_out_id }),
    ...(row.coupon_id === null ? {} : { certificate_id: row.coupon_id }),
    ...(row.code === null ? {} : { code: row.code }),
    verify_id: row.verify_id,
    verify_serial_num: row.verify_number,
    verify_poi_account_id: row.account_id,
    poi_id: row.hotel_id,
    group_name: row.kind === 'coupon' ? row.voucher_name : `${row.voucher_name}（预约加价）`,
    sku_id: row.voucher_id,
    book_number: row.booking_id,
    flow_id: row.posting_id,
    // 1 = group voucher: the kind the documented example of a presale line carries.
    biz_type: 1,
    settle_type: 1,
    settle_type_desc: row.kind === 'coupon' ? '核销' : '加价核销',
    settle_time: unixSeconds(row.settled_ms),
    fund_amount: merchant,
    amount: amountMap({
      paid,
      platformPart: row.subsidy,
      merchantPart: row.merchant_part,
      serviceFee: row.service_fee,
      commission,
      merchant,
    }),
  };
}
