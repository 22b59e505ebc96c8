import type { interfaces } from '@yuzhu/contract';
import { PARTNER } from '@yuzhu/contract';
import type { Directory } from '../accounts/directory.ts';
import type { GatewayContext } from '../context.ts';
import type { Door } from '../spi/door.ts';
import type { BookingDesk } from './create.ts';
import { readBooking, toItem } from './prepare.ts';
import { bookingReply } from './reply.ts';

/** Makes bookings. */
export function createBookingDoor(
  { keys }: Pick<GatewayContext, 'keys'>,
  parts: { readonly directory: Directory; readonly bookings: BookingDesk },
): Door<typeof interfaces.booking> {
  return async (call, message) => {
    const data = { order_id: message.order_id };
    const booking = readBooking(message, call.at);
    if (!booking.ok) return { code: booking.refusal.code, description: booking.refusal.reason, data };
    const { clientKey, secret } = call.application;
    const plan = await parts.directory.ratePlan(message.rate_plan_id, clientKey);
    if (plan === undefined)
      return { code: PARTNER.roomTypeInvalid, description: 'rate_plan_id is not known here', data };
    const item = toItem(booking.value, message, {
      plan,
      secret,
      stress: call.stress,
      attention: call.attention,
      seal: (plain) => keys.encrypt(plain),
      request: call.sealedBody(),
    });
    const verdict = await parts.bookings.create(plan.accountId, item);
    return {
      code: verdict.code,
      description: verdict.code === PARTNER.ok ? 'success' : (verdict.reason ?? 'refused'),
      data: bookingReply(message.order_id, verdict),
      accountId: plan.accountId,
    };
  };
}
