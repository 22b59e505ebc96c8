import type { OpenApi } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { costOf, limitPause, type WindowLimit, windowsOf } from './limits.ts';

/** Who makes a call, as far as limits are concerned. */
export interface Caller {
  readonly clientKey: string;
  /** Merchant account; absent for the token call. */
  readonly accountId?: string;
}

/** Whether a call may leave now. */
export type Slot =
  /** `strikes`: how often in a row the platform has said "too frequent" on this interface. */
  | { readonly free: true; readonly strikes: number }
  /** Not before this moment (Unix ms). */
  | { readonly free: false; readonly at: number };

/** A counter this far ahead of the clock was written under another time: it is started anew. */
const CLOCK_WENT_BACK_MS = 60_000;

// At most `max` in any window: of the kept moments, the one that the new ones push out must lie outside the window.
const TAKE = statement(
  'call_limit_take',
  `INSERT INTO gateway.call_limits AS l (client_key, interface, merchant, recent)
   VALUES ($1, $2, $3, array_fill($4::bigint, ARRAY[$5::int]))
   ON CONFLICT (client_key, interface, merchant) DO UPDATE SET recent = CASE
     WHEN l.recent[cardinality(l.recent)] > $4::bigint + ${CLOCK_WENT_BACK_MS} THEN array_fill($4::bigint, ARRAY[$5::int])
     ELSE (l.recent || array_fill($4::bigint, ARRAY[$5::int]))[greatest(1, cardinality(l.recent) + $5::int - $6::int + 1):]
   END
   WHERE (l.blocked_until IS NULL OR l.blocked_until <= $8
          OR l.blocked_until > $8::timestamptz + interval '${CLOCK_WENT_BACK_MS + 60_000} ms')
     AND (cardinality(l.recent) + $5::int <= $6::int
          OR l.recent[cardinality(l.recent) + $5::int - $6::int] <= $4::bigint - $7::bigint
          OR l.recent[cardinality(l.recent)] > $4::bigint + ${CLOCK_WENT_BACK_MS})
   RETURNING l.strikes`,
);

const LOOK = statement(
  'call_limit_look',
  `SELECT recent[cardinality(recent) + $4::int - $5::int] + $6::bigint AS free_at, blocked_until
   FROM gateway.call_limits WHERE client_key = $1 AND interface = $2 AND merchant = $3`,
);

/**
 * Takes the right to make one call now, counted over all processes of this database, or tells when to come back.
 * Never waits: on a clock that stands still a wait would never end, so the caller decides.
 */
export async function takeSlot(
  session: Session,
  one: OpenApi,
  caller: Caller,
  request: unknown,
  now: number,
): Promise<Slot> {
  let strikes = 0;
  for (const window of windowsOf(one)) {
    const cost = costOf(window, request);
    const key = [caller.clientKey, window.counter, merchantOf(window, caller)];
    const taken = await session.first<{ strikes: number }>(TAKE, [
      ...key,
      now,
      cost,
      window.max,
      window.windowMs,
      new Date(now),
    ]);
    if (taken === undefined) {
      const look = await session.first<{ free_at: number | null; blocked_until: number | null }>(LOOK, [
        ...key,
        cost,
        window.max,
        window.windowMs,
      ]);
      // At least one millisecond on, so that nobody spins on a slot another process has just taken.
      return { free: false, at: Math.max(now + 1, look?.free_at ?? 0, look?.blocked_until ?? 0) };
    }
    strikes = Math.max(strikes, taken.strikes);
  }
  return { free: true, strikes };
}

const BLOCK = statement(
  'call_limit_block',
  `INSERT INTO gateway.call_limits AS l (client_key, interface, merchant, strikes) VALUES ($1, $2, $3, 1)
   ON CONFLICT (client_key, interface, merchant) DO UPDATE SET strikes = l.strikes + 1
   RETURNING strikes`,
);
const BLOCK_UNTIL = statement(
  'call_limit_block_until',
  `UPDATE gateway.call_limits SET blocked_until = greatest(blocked_until, $4)
   WHERE client_key = $1 AND interface = $2 AND merchant = $3`,
);
const CLEAR = statement(
  'call_limit_clear',
  `UPDATE gateway.call_limits SET strikes = 0, blocked_until = NULL
   WHERE client_key = $1 AND interface = $2 AND merchant = $3 AND strikes > 0`,
);

/** The platform said "too frequent": the interface rests for this application, in all processes. Returns until when. */
export async function blockSlots(
  session: Session,
  one: OpenApi,
  caller: Caller,
  now: number,
  fraction: number,
): Promise<number> {
  const key = callsKey(one, caller);
  const { strikes } = await session.one<{ strikes: number }>(BLOCK, key);
  const until = now + limitPause(strikes, fraction);
  await session.execute(BLOCK_UNTIL, [...key, new Date(until)]);
  return until;
}

/** A call went through: the next "too frequent" counts as the first again. */
export async function clearStrikes(session: Session, one: OpenApi, caller: Caller): Promise<void> {
  await session.execute(CLEAR, callsKey(one, caller));
}

function callsKey(one: OpenApi, caller: Caller): [string, string, string] {
  const window = windowsOf(one).find((candidate) => candidate.counts === 'calls') as WindowLimit;
  return [caller.clientKey, window.counter, merchantOf(window, caller)];
}

function merchantOf(window: WindowLimit, caller: Caller): string {
  return window.per === 'merchant' ? (caller.accountId ?? '') : '';
}
