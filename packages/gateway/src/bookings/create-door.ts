import type { interfaces } from '@yuzhu/contract';
import { PARTNER } from '@yuzhu/contract';
import { decideHours, hoursOf } from '../calendar/hours.ts';
import type { GatewayContext } from '../context.ts';
import type { Door, SpiAnswer } from '../spi/door.ts';
import type { Refusal } from '../spi/refusal.ts';
import type { AccountsOf } from '../stress/accounts.ts';
import { borrowVoucherOrder } from '../stress/borrow.ts';
import type { BookingVerdict } from './book.ts';
import type { BookingDesk } from './create.ts';
import { keepRefusal } from './keep-refusal.ts';
import { readBooking, toItem } from './prepare.ts';
import { bookingReply } from './reply.ts';
import { storedVerdict } from './stored-verdict.ts';

/**
 * Makes bookings. Every decision is kept, so the same id gets the same answer for ever. Not kept, because nothing was
 * decided: a message that can not be read, code 100, and an unknown rate plan of which nobody can say whose it is.
 */
export function createBookingDoor(
  { db, keys }: Pick<GatewayContext, 'db' | 'keys'>,
  parts: { readonly accounts: AccountsOf; readonly bookings: BookingDesk },
): Door<typeof interfaces.booking> {
  return async (call, message) => {
    const { clientKey, secret } = call.application;
    const { order_id: orderId } = message;
    const refuse = async (refusal: Refusal): Promise<SpiAnswer> => {
      const stored = await storedVerdict({ db }, orderId, clientKey, call.stress);
      if (stored !== undefined) return answerOf(orderId, stored, stored.accountId);
      return { code: refusal.code, description: refusal.reason, data: { order_id: orderId } };
    };
    const booking = readBooking(message, call.at);
    if (!booking.ok) return refuse(booking.refusal);
    const plan = await parts.accounts(call.stress).ratePlan(message.rate_plan_id, clientKey);
    if (plan === undefined) {
      const kept = await keepRefusal({ db, keys }, call, message, booking.value, parts.accounts);
      return answerOf(orderId, kept, kept.accountId);
    }
    const hours = plan.hourly
      ? decideHours(await hoursOf({ db }, plan.accountId, plan.ratePlanId), booking.value.stay, message.daily_rates)
      : undefined;
    const item = toItem(booking.value, message, {
      plan,
      hours,
      secret,
      stress: call.stress,
      attention: call.attention,
      seal: (plain) => keys.encrypt(plain),
      request: call.sealedBody(),
    });
    const { accountId } = plan;
    let verdict = await parts.bookings.create(accountId, item);
    // A load test may name a voucher order that was really bought.
    if (
      verdict.code === PARTNER.retry &&
      call.stress &&
      (await borrowVoucherOrder(db, accountId, item.sourceOrderId))
    ) {
      verdict = await parts.bookings.create(accountId, item);
    }
    return answerOf(orderId, verdict, accountId);
  };
}

function answerOf(orderId: string, verdict: BookingVerdict, accountId: string | undefined): SpiAnswer {
  return {
    code: verdict.code,
    description: verdict.code === PARTNER.ok ? 'success' : (verdict.reason ?? 'refused'),
    data: bookingReply(orderId, verdict),
    accountId,
  };
}
