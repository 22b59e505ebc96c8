import { interfaces, isDate, PLATFORM } from '@yuzhu/contract';
import { findBooking } from '../bookings/store.ts';
import { sharesOf } from '../coupons/decide.ts';
import { couponsOf, usesOf } from '../coupons/store.ts';
import { type Split, type SplitTerms, split } from '../ledger/postings.ts';
import { assertAuthorised } from '../openapi/admission.ts';
import { type OpenApiCall, type RegisteredOpenApi, refuse, registerOpenApi } from '../openapi/handler.ts';
import { findOrder } from '../orders/store.ts';
import type { PromotedPrice } from '../promotions/decide.ts';
import { amountMap, lineExists, linesOfBooking, linesOfDay } from './lines.ts';

/** The cursor of the first page (documented), also given when there is no further page. */
const FIRST = '0';

/** What partners ask about money: the bill of a day, the income of a booking. */
export const billInterfaces: readonly RegisteredOpenApi[] = [
  registerOpenApi(interfaces.tripBillDetail, async (_ctx, call) => {
    const {
      account_id: accountId,
      bill_date: day,
      cursor,
      size,
      biz_type: kind,
      withdraw_id: withdrawal,
    } = call.request;
    if (!isDate(day)) return badParameter('bill_date', 'not a day');
    if (cursor !== FIRST && !(await lineExists(call.session, accountId, day, cursor)))
      return badParameter('cursor', 'not a cursor of this day');
    // Withdrawals are not played, and pay-at-counter orders do not exist: both name lines that are not there.
    const none = (withdrawal ?? '') !== '' || (kind !== undefined && kind !== 1);
    const lines = none ? [] : await linesOfDay(call.session, accountId, day, cursor === FIRST ? '' : cursor, size + 1);
    const page = lines.slice(0, size);
    const more = lines.length > size;
    return { cursor: more ? (page.at(-1)?.ledger_id ?? FIRST) : FIRST, has_more: more, ledger_records: page };
  }),
  registerOpenApi(interfaces.incomeByOrder, async (_ctx, call) => {
    const parts = call.request.simulate_ledger_charge ? await estimate(call) : await settled(call);
    const sum = (pick: (part: Part) => number) => parts.reduce((total, part) => total + pick(part), 0);
    return {
      ledger_income: sum(({ merchant }) => merchant),
      amount: amountMap({
        paid: sum(({ paid }) => paid),
        platformPart: sum(({ platformPart }) => platformPart),
        merchantPart: sum(({ merchantPart }) => merchantPart),
        serviceFee: sum(({ serviceFee }) => serviceFee),
        commission: sum(({ commission }) => commission),
        merchant: sum(({ merchant }) => merchant),
      }),
    };
  }),
];

/** What one line of a bill holds or will hold, fen. */
interface Part extends Pick<Split, 'serviceFee' | 'commission' | 'merchant'> {
  readonly paid: number;
  readonly platformPart: number;
  readonly merchantPart: number;
}

type IncomeCall = OpenApiCall<typeof interfaces.incomeByOrder>;

async function bookingOf(call: IncomeCall) {
  const booking = await findBooking(call.session, call.request.shop_order_id);
  if (booking === undefined || (call.accountId !== '' && call.accountId !== booking.accountId))
    return refuse(
      PLATFORM.business,
      '订单不存在',
      'there is no such booking of this merchant; voucher orders have no income of their own',
    );
  await assertAuthorised(call, booking.accountId);
  return booking;
}

async function settled(call: IncomeCall): Promise<Part[]> {
  const booking = await bookingOf(call);
  const lines = await linesOfBooking(call.session, booking.accountId, booking.bookingId);
  if (lines.length === 0)
    return refuse(PLATFORM.business, '订单尚未结算', 'not settled yet: ask with simulate_ledger_charge=true');
  return lines.map(({ amount = {}, fund_amount = 0 }) => ({
    paid: amount.pay ?? 0,
    platformPart: amount.platform_ticket ?? 0,
    merchantPart: amount.merchant_ticket ?? 0,
    serviceFee: amount.total_merchant_platform_service ?? 0,
    commission: amount.talent_commission ?? 0,
    merchant: fund_amount,
  }));
}

/** The parts the settlement will have when everything goes as agreed: one per coupon use and one for the surcharge. */
async function estimate(call: IncomeCall): Promise<Part[]> {
  const booking = await bookingOf(call);
  const { accountId, bookingId, state } = booking;
  if (state === 'rejected' || state === 'cancelled')
    return refuse(PLATFORM.business, '预约单已取消，无结算金额', 'the booking came to nothing');
  const order = await findOrder(call.session, booking.orderId);
  if (order === undefined) throw new Error(`order ${booking.orderId} is gone`);
  const coupons = await couponsOf(call.session, accountId, booking.orderId);
  const uses = await usesOf(call.session, accountId, bookingId);
  const parts = uses.map(({ couponId, nights, amount, platformPart, merchantPart }) => {
    const coupon = coupons.find((one) => one.couponId === couponId);
    if (coupon === undefined) throw new Error(`coupon ${couponId} is gone`);
    const before = coupon.verified + coupon.settled;
    const verified = { pay: amount ?? 0, platformPart, merchantPart };
    return partOf(amount === null ? sharesOf(coupon, before, nights) : verified, order.terms);
  });
  const surcharge = { pay: booking.surcharge, platformPart: 0, merchantPart: 0 };
  return booking.surcharge > 0 ? [...parts, partOf(surcharge, order.terms)] : parts;
}

function partOf({ pay, platformPart, merchantPart }: PromotedPrice, terms: SplitTerms): Part {
  return { ...split(pay + platformPart, terms), paid: pay, platformPart, merchantPart };
}

function badParameter(path: string, reason: string): never {
  return refuse(PLATFORM.badParameter, '参数不合法', `${path}: ${reason}`);
}
