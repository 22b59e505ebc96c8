import { nightsOf } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { markDirty, roomMarks } from '../ari/dirty.ts';
import type { GatewayContext } from '../context.ts';
import { addMessage } from '../outbox/add.ts';
import { DECISION } from '../outbox/message.ts';
import { type AcceptanceMode, DEFAULT_ACCEPTANCE } from './acceptance.ts';
import { type BookingCommand, type BookingDecision, type BookingEffect, type BookingState, decide } from './decide.ts';

/** The columns a command works with. */
interface BookingRow {
  readonly order_id: string;
  readonly order_out_id: string;
  readonly state: BookingState;
  readonly source_order_id: string | null;
  readonly units_taken: number;
  readonly hotel_id: string;
  readonly room_type_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly paid_at: number | null;
}

/** What a command came to. */
export type CommandOutcome =
  | { readonly outcome: 'changed' | 'unchanged'; readonly state: BookingState; readonly orderOutId: string }
  | Extract<BookingDecision, { outcome: 'refused' }>
  | { readonly outcome: 'unknown' };

/** A command as it is given; whether a payment is accepted by hand is looked up. */
export type GivenCommand = Exclude<BookingCommand, { kind: 'pay' }> | { readonly kind: 'pay'; readonly paidAt: number };

interface Applied {
  readonly result: CommandOutcome;
  readonly effects: readonly BookingEffect[];
}

const LOCK = statement(
  'booking_lock',
  `SELECT order_id, order_out_id, state, source_order_id, units_taken, hotel_id, room_type_id, rate_plan_id, check_in,
          check_out, rooms, paid_at
   FROM gateway.bookings WHERE account_id = $1 AND order_id = $2 FOR NO KEY UPDATE`,
);

const CHANGE = statement(
  'booking_change',
  `UPDATE gateway.bookings
   SET state = $3, paid_at = $4, decided_at = coalesce($5, decided_at), reject_code = $6, reject_reason = $7,
       units_taken = $8, updated_at = $9
   WHERE account_id = $1 AND order_id = $2`,
);

const MODE = statement(
  'booking_acceptance_mode',
  `SELECT mode FROM gateway.acceptance_rules
   WHERE account_id = $1
     AND (level, subject_id) IN (('rate_plan', $2), ('hotel', $3), ('account', ''))
   ORDER BY CASE level WHEN 'rate_plan' THEN 1 WHEN 'hotel' THEN 2 ELSE 3 END
   LIMIT 1`,
);

/**
 * Carries a command out: decision and all its effects in one transaction. Locks in the order every transaction of the
 * trade keeps: booking, voucher order, room-nights in key order and quotas under them, ARI marks, outbox. Saying the
 * same again changes nothing.
 */
export async function applyCommand(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  orderId: string,
  given: GivenCommand,
): Promise<CommandOutcome> {
  const now = ctx.clock.now();
  const { result, effects } = await ctx.db.tx(async (session): Promise<Applied> => {
    const booking = await session.first<BookingRow>(LOCK, [accountId, orderId]);
    if (booking === undefined) return { result: { outcome: 'unknown' }, effects: [] };
    const command = await complete(session, accountId, booking, given);
    const decision = decide({ state: booking.state, paidAt: booking.paid_at }, command, now);
    if (decision.outcome === 'refused') return { result: decision, effects: [] };
    const state = decision.outcome === 'changed' ? decision.state : booking.state;
    const result = { outcome: decision.outcome, state, orderOutId: booking.order_out_id };
    if (decision.outcome === 'unchanged') return { result, effects: [] };
    await change(session, accountId, booking, decision, now);
    return { result, effects: decision.effects };
  });
  if (effects.includes('release_rooms')) ctx.wake.ari();
  if (effects.some((effect) => effect.startsWith('send_'))) ctx.wake.outbox();
  return result;
}

/** How bookings of a rate plan are accepted; the narrowest rule wins. */
async function acceptanceMode(
  session: Session,
  accountId: string,
  ratePlanId: string,
  hotelId: string,
): Promise<AcceptanceMode> {
  const row = await session.first<{ mode: AcceptanceMode }>(MODE, [accountId, ratePlanId, hotelId]);
  return row?.mode ?? DEFAULT_ACCEPTANCE;
}

async function complete(
  session: Session,
  accountId: string,
  booking: BookingRow,
  given: GivenCommand,
): Promise<BookingCommand> {
  if (given.kind !== 'pay') return given;
  const mode = await acceptanceMode(session, accountId, booking.rate_plan_id, booking.hotel_id);
  return { ...given, byHand: mode === 'manual' };
}

async function change(
  session: Session,
  accountId: string,
  booking: BookingRow,
  decision: Extract<BookingDecision, { outcome: 'changed' }>,
  now: number,
): Promise<void> {
  const { effects } = decision;
  await session.execute(CHANGE, [
    accountId,
    booking.order_id,
    decision.state,
    date(decision.paidAt),
    date(decision.decidedAt),
    decision.rejectCode,
    decision.rejectReason,
    effects.includes('release_units') ? 0 : booking.units_taken,
    date(now),
  ]);
  if (effects.includes('release_units')) await releaseUnits(session, accountId, booking);
  if (effects.includes('release_rooms')) await releaseRooms(session, accountId, booking, now);
  for (const effect of effects) await send(session, accountId, booking, effect, decision, now);
}

function date(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

async function releaseUnits(session: Session, accountId: string, booking: BookingRow): Promise<void> {
  await session.execute(
    'UPDATE gateway.voucher_orders SET units_used = units_used - $3 WHERE account_id = $1 AND order_id = $2',
    [accountId, booking.source_order_id, booking.units_taken],
  );
}

async function releaseRooms(session: Session, accountId: string, booking: BookingRow, now: number): Promise<void> {
  const nights = nightsOf(booking.check_in, booking.check_out);
  // Locked in order first: an UPDATE alone takes its rows in whatever order the plan finds them.
  const held = await session.query<{ counters: number }>(
    `SELECT plan_counters AS counters FROM gateway.room_nights
     WHERE account_id = $1 AND room_type_id = $2 AND night = ANY ($3::date[]) ORDER BY night FOR NO KEY UPDATE`,
    [accountId, booking.room_type_id, nights],
  );
  await session.execute(
    `UPDATE gateway.room_nights SET sold = sold - $4
     WHERE account_id = $1 AND room_type_id = $2 AND night = ANY ($3::date[])`,
    [accountId, booking.room_type_id, nights, booking.rooms],
  );
  if (held.some(({ counters }) => counters > 0)) {
    await session.execute(
      `UPDATE gateway.plan_nights SET sold = sold - $4
       WHERE account_id = $1 AND rate_plan_id = $2 AND night = ANY ($3::date[])`,
      [accountId, booking.rate_plan_id, nights, booking.rooms],
    );
  }
  await markDirty(session, accountId, roomMarks(booking.room_type_id, nights), now);
}

/** `accommodation_status` (observed values). */
const STAY_STATUS = { send_check_in: 1, send_no_show: 2, send_check_out: 3 } as const;

async function send(
  session: Session,
  accountId: string,
  booking: BookingRow,
  effect: BookingEffect,
  decision: Extract<BookingDecision, { outcome: 'changed' }>,
  now: number,
): Promise<void> {
  const { order_id, order_out_id } = booking;
  switch (effect) {
    case 'release_rooms':
    case 'release_units':
      return;
    case 'send_accept':
    case 'send_reject': {
      const confirm_result =
        effect === 'send_accept'
          ? { confirm_result: 1, confirm_number: order_out_id }
          : {
              confirm_result: 2,
              ...(decision.rejectCode === null ? {} : { reject_code: decision.rejectCode }),
              ...(decision.rejectReason === null ? {} : { reject_reason: decision.rejectReason }),
            };
      const body = { order_id, confirm_result };
      await addMessage(session, { accountId, kind: 'order-confirm', subjectId: order_id, once: DECISION, body }, now);
      return;
    }
    default: {
      const status = STAY_STATUS[effect];
      const body = { order_id, order_out_id, accommodation_status: status };
      const message = { accountId, kind: 'stay-status', subjectId: order_id, once: String(status), body } as const;
      await addMessage(session, message, now);
    }
  }
}
