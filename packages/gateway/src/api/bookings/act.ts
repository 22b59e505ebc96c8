import type { Bilingual } from '@yuzhu/contract';
import type { Static } from 'typebox';
import { applyCommand, type GivenCommand } from '../../bookings/apply.ts';
import { COMMAND_WORDS, STATE_WORDS } from '../../bookings/words.ts';
import type { GatewayContext } from '../../context.ts';
import { GATEWAY_ERRORS, notFound } from '../../errors.ts';
import type { bookingView } from './booking.ts';
import { readBooking } from './read-booking.ts';

/**
 * Carries out what staff decided; saying it again changes nothing and is no mistake. The platform is told by the outbox.
 * @throws AppError NOT_FOUND, BOOKING_ACTION_REFUSED with what is possible instead
 */
export async function act(
  ctx: GatewayContext,
  accountId: string,
  orderId: string,
  command: Exclude<GivenCommand, { kind: 'pay' }>,
): Promise<Static<typeof bookingView>> {
  const result = await applyCommand(ctx, accountId, orderId, command);
  if (result.outcome === 'unknown') throw notFound('booking', orderId);
  if (result.outcome === 'refused') {
    const allowed = result.allowed.filter((one) => one !== 'pay');
    const words = (language: keyof Bilingual, none: string) =>
      allowed.length === 0 ? none : allowed.map((one) => COMMAND_WORDS[one][language]).join(', ');
    throw GATEWAY_ERRORS.error('BOOKING_ACTION_REFUSED', {
      order_id: orderId,
      allowed,
      state: STATE_WORDS[result.state].en,
      state_zh: STATE_WORDS[result.state].zh,
      action: COMMAND_WORDS[command.kind].en,
      action_zh: COMMAND_WORDS[command.kind].zh,
      allowed_zh: words('zh', '无'),
      allowed_en: words('en', 'nothing'),
    });
  }
  return readBooking(ctx.db, accountId, orderId);
}
