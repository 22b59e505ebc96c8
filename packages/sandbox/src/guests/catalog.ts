import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import { nightProblem } from '../bookings/quote.ts';
import { type CalendarNight, calendarNights } from '../calendar/nights.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { promotedPrice, runs } from '../promotions/decide.ts';
import { promotionsOf } from '../promotions/store.ts';
import { readTerms } from '../terms/terms.ts';
import { sellableVouchers, type VoucherForSale, voucherForSale } from '../vouchers/for-sale.ts';
import { type Channel, nightRefusal, saleEnd, surchargeOf, type VoucherRules, validityOf } from '../vouchers/rules.ts';
import type { calendarShape, voucherShape } from './shapes.ts';

/** The vouchers on sale now in a place, with what a guest wants to know. */
export async function vouchersForGuests(
  session: Session,
  channel: Channel,
  now: number,
): Promise<Static<typeof voucherShape>[]> {
  const vouchers = (await sellableVouchers(session, now)).filter(({ rules }) => channel === 'live' || !rules.liveOnly);
  const views = await Promise.all(vouchers.map((voucher) => voucherView(session, voucher, now)));
  return [...views.filter(({ boosted }) => boosted), ...views.filter(({ boosted }) => !boosted)];
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
  const promotions = (await promotionsOf(session, accountId, voucherId)).filter(({ to }) => now <= to);
  return {
    voucher_id: voucherId,
    name: rules.name,
    account_id: accountId,
    merchant: voucher.accountName,
    currency: rules.currency,
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
    least_ahead: rules.lead.atLeast,
    per_booking: rules.limits.perBooking,
    live_only: rules.liveOnly,
    cancel: {
      kind: rules.cancel.kind,
      base: rules.cancel.base,
      steps: rules.cancel.steps.map(({ beforeMs, cut, value }) => ({ before_ms: beforeMs, cut, value })),
    },
    meals: [...rules.meals],
    packages: rules.packages.map(({ items, ...group }) => ({ ...group, items: [...items] })),
    promotions: promotions.map((one) => ({
      promotion_id: one.promotionId,
      kind: one.kind,
      name: one.name,
      price: promotedPrice(rules.price, one).pay,
      stock_left: one.stock === null ? null : Math.max(0, one.stock - one.sold),
      per_person: one.perPerson,
      from: one.from,
      to: one.to,
    })),
    boosted: promotions.some((one) => one.kind === 'boost' && runs(one, now)),
    asks_buyer: rules.guestData.buying.flatMap(({ items }) => items),
    asks_guests: rules.guestData.booking.flatMap(({ items }) => items),
    invoice_provider: rules.invoiceProvider,
    pictures: [rules.cover, ...rules.pictures],
    creation_mode: (await readTerms(session, accountId, voucherId)).creationMode,
    goods: await session.query(
      `SELECT g.rate_plan_id, g.name, g.hotel_id, h.name AS hotel, g.room_id, r.cn_name AS room, g.hourly
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
