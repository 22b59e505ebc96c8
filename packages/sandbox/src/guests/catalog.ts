import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import { nightProblem } from '../bookings/quote.ts';
import { type CalendarNight, calendarNights } from '../calendar/nights.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { readTerms } from '../terms/terms.ts';
import { sellableVouchers, type VoucherForSale, voucherForSale } from '../vouchers/for-sale.ts';
import { nightRefusal, saleEnd, surchargeOf, type VoucherRules, validityOf } from '../vouchers/rules.ts';
import type { calendarShape, voucherShape } from './shapes.ts';

/** The vouchers on sale now, with what a guest wants to know. */
export async function vouchersForGuests(session: Session, now: number): Promise<Static<typeof voucherShape>[]> {
  const vouchers = await sellableVouchers(session, now);
  return Promise.all(vouchers.map((voucher) => voucherView(session, voucher, now)));
}

async function voucherView(
  session: Session,
  voucher: VoucherForSale,
  now: number,
): Promise<Static<typeof voucherShape>> {
  const validity = validityOf(voucher.rules, now);
  const { accountId, voucherId, rules } = voucher;
  const sold = await session.first<{ sold: number }>(
    'SELECT sold FROM sandbox.voucher_sales WHERE account_id = $1 AND voucher_id = $2',
    [accountId, voucherId],
  );
  return {
    voucher_id: voucherId,
    name: rules.name,
    account_id: accountId,
    merchant: voucher.accountName,
    price: rules.price,
    original_amount: rules.originalAmount,
    rooms_per_voucher: rules.roomsPerVoucher,
    nights_per_voucher: rules.nightsPerVoucher,
    separable: rules.separable,
    stock_left: rules.stock === null ? null : Math.max(0, rules.stock - (sold?.sold ?? 0)),
    per_order: rules.limits.perOrder,
    per_person: rules.limits.perPerson,
    sale_from: rules.sale.fromMs,
    sale_to: saleEnd(rules),
    book_from: rules.book.from,
    book_to: rules.book.to,
    valid_from: validity.from,
    valid_to: validity.to,
    most_days_ahead: rules.lead.earliestDays,
    creation_mode: (await readTerms(session, accountId, voucherId)).creationMode,
    goods: await session.query(
      `SELECT g.rate_plan_id, g.name, g.hotel_id, h.name AS hotel, g.room_id, r.cn_name AS room
       FROM sandbox.goods g JOIN sandbox.hotels h USING (account_id, hotel_id) JOIN sandbox.room_types r USING (account_id, room_id)
       WHERE g.account_id = $1 AND g.rate_plan_id = ANY($2) AND g.shelf = 'on' ORDER BY g.rate_plan_id`,
      [accountId, rules.ratePlanIds],
    ),
  };
}

/**
 * The calendar of a voucher as one bought now would see it. @throws AppError VOUCHER_UNKNOWN
 */
export async function voucherCalendar(
  session: Session,
  voucherId: string,
  nights: readonly string[],
  now: number,
): Promise<Static<typeof calendarShape>> {
  const voucher = await voucherForSale(session, voucherId);
  if (voucher === undefined) throw SANDBOX_ERRORS.error('VOUCHER_UNKNOWN', { path: 'voucher_id', value: voucherId });
  const { accountId, rules } = voucher;
  const goods: Static<typeof calendarShape>['goods'] = [];
  for (const ratePlanId of rules.ratePlanIds) {
    const copy = await calendarNights(session, accountId, ratePlanId, nights);
    goods.push({ rate_plan_id: ratePlanId, nights: copy.map((night) => nightView(rules, ratePlanId, night, now)) });
  }
  return { voucher_id: voucherId, goods };
}

function nightView(rules: VoucherRules, ratePlanId: string, copy: CalendarNight, now: number) {
  const { night, originalAmount: price, inventory } = copy;
  const reason = nightRefusal(rules, night, now, now) ?? nightProblem(copy, rules.roomsPerVoucher);
  return {
    night,
    bookable: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    price,
    inventory,
    surcharge: surchargeOf(rules, ratePlanId, night),
  };
}
