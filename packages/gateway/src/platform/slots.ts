import type { OpenApi } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { type ConfiguredLimit, costOf, limitPause, type WindowLimit, windowsOf } from './limits.ts';

/** Who makes a call, as far as limits are concerned. */
export interface Caller {
  readonly clientKey: string;
  /** Merchant account; absent for the token call. */
  readonly accountId?: string;
  /** Configured limits of the application, by interface. */
  readonly limits?: ReadonlyMap<string, ConfiguredLimit>;
}

/** The right to make one call. */
export interface TakenSlot {
  readonly free: true;
  /** How often in a row the platform has said "too frequent" on this interface. */
  readonly strikes: number;
  /** Unix ms by which the call is taken to have arrived as long as nothing is heard of it. */
  readonly arrivesBy: number;
  /** The counters it stands in, with what it costs there. */
  readonly counted: readonly {
    readonly key: readonly [string, string, string];
    readonly cost: number;
    readonly windowMs: number;
  }[];
}

/** Whether a call may leave now; when not, not before `at` (Unix ms). */
export type Slot = TakenSlot | { readonly free: false; readonly at: number };

/** A counter this far ahead of the clock was written under another time: it is started anew. */
const CLOCK_WENT_BACK_MS = 60_000;

// `recent` holds, oldest first, the moments from which the counted calls count (arrivals.ts), or a guess while there is no
// answer. The platform counts arrivals, and a busy machine or network holds some calls up for longer than others; counted
// from their departure, twenty late ones and twenty quick ones met in one second there and the platform said "too
// frequent". What a dead process had on its way still counts for the next one.
// At most `max` in any window: of the kept moments, the one that the new ones push out must lie outside the window.
const TAKE = statement(
  'call_limit_take',
  `INSERT INTO gateway.call_limits AS l (client_key, interface, merchant, recent)
   VALUES ($1, $2, $3, array_fill($9::bigint, ARRAY[$5::int]))
   ON CONFLICT (client_key, interface, merchant) DO UPDATE SET recent = CASE
     WHEN l.recent[cardinality(l.recent)] > $4::bigint + ${CLOCK_WENT_BACK_MS} THEN array_fill($9::bigint, ARRAY[$5::int])
     ELSE ARRAY(
       SELECT unnest((l.recent || array_fill($9::bigint, ARRAY[$5::int]))[greatest(1, cardinality(l.recent) + $5::int - $6::int + 1):])
       ORDER BY 1)
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
  `SELECT CASE WHEN cardinality(recent) + $4::int > $5::int
               THEN least(recent[cardinality(recent) + $4::int - $5::int], $7::bigint) + $6::bigint END AS free_at,
          blocked_until
   FROM gateway.call_limits WHERE client_key = $1 AND interface = $2 AND merchant = $3`,
);

/**
 * Takes the right to make one call at `leaving` (Unix ms; now or a moment ahead), counted over all processes of this
 * database, or tells when to come back. Never waits: on a clock that stands still a wait would never end, so the caller
 * decides.
 * @param graceMs how long after it leaves the call may arrive when no answer comes
 */
export async function takeSlot(
  session: Session,
  one: OpenApi,
  caller: Caller,
  request: unknown,
  leaving: number,
  graceMs: number,
): Promise<Slot> {
  let strikes = 0;
  const arrivesBy = leaving + graceMs;
  const counted: TakenSlot['counted'][number][] = [];
  for (const window of windowsOf(one, caller.limits?.get(one.name))) {
    const cost = costOf(window, request);
    const key = [caller.clientKey, window.counter, merchantOf(window, caller)] as const;
    const taken = await session.first<{ strikes: number }>(TAKE, [
      ...key,
      leaving,
      cost,
      window.max,
      window.windowMs,
      new Date(leaving),
      arrivesBy,
    ]);
    if (taken === undefined) {
      await replaceMoments(session, { arrivesBy, counted }, null);
      // A call still on its way is taken to end now: rather come once too often than stay away for the whole guess.
      const look = await session.first<{ free_at: number | null; blocked_until: number | null }>(LOOK, [
        ...key,
        cost,
        window.max,
        window.windowMs,
        leaving,
      ]);
      // At least one millisecond on, so that nobody spins on a slot another process has just taken.
      return { free: false, at: Math.max(leaving + 1, look?.free_at ?? 0, look?.blocked_until ?? 0) };
    }
    strikes = Math.max(strikes, taken.strikes);
    counted.push({ key, cost, windowMs: window.windowMs });
  }
  return { free: true, strikes, arrivesBy, counted };
}

// As many of the guesses as the call had cost; equal ones of other calls are as good as its own.
const SETTLE = statement(
  'call_limit_settle',
  `UPDATE gateway.call_limits SET recent = array_remove(ARRAY(
     SELECT CASE WHEN moment = $4::bigint AND row_number() OVER (PARTITION BY moment) <= $6::int THEN $5::bigint
                 ELSE moment END
     FROM unnest(recent) AS moment ORDER BY 1), NULL)
   WHERE client_key = $1 AND interface = $2 AND merchant = $3 AND $4::bigint = ANY (recent)`,
);

/** A call was answered, or surely will not arrive any more: it counts from this moment (Unix ms), not from the guess. */
export function settleSlot(session: Session, slot: TakenSlot, moment: number): Promise<void> {
  return replaceMoments(session, slot, moment);
}

/** Nothing was heard of a call: it counts from another guess (Unix ms). Returns its slot as it stands then. */
export async function moveSlot(session: Session, slot: TakenSlot, moment: number): Promise<TakenSlot> {
  await replaceMoments(session, slot, moment);
  return { ...slot, arrivesBy: moment };
}

/** A call will not leave after all. Its slot is free again at the moment (Unix ms) for which it was taken, not before. */
export async function giveBackSlot(session: Session, slot: TakenSlot, leaving: number): Promise<void> {
  for (const { key, cost, windowMs } of slot.counted)
    await session.execute(SETTLE, [...key, slot.arrivesBy, leaving - windowMs, cost]);
}

/** The line in which calls of an interface wait for their turn. */
export function lineOf(one: OpenApi, caller: Caller): string {
  return callsKey(one, caller).join('/');
}

/** `null` takes the guesses back: a call that had no turn in one of its windows must not count in the others. */
async function replaceMoments(
  session: Session,
  { counted, arrivesBy }: Pick<TakenSlot, 'counted' | 'arrivesBy'>,
  moment: number | null,
): Promise<void> {
  for (const { key, cost } of counted) await session.execute(SETTLE, [...key, arrivesBy, moment, cost]);
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
  const windows = windowsOf(one, caller.limits?.get(one.name));
  const window = windows.find((candidate) => candidate.counts === 'calls') as WindowLimit;
  return [caller.clientKey, window.counter, merchantOf(window, caller)];
}

function merchantOf(window: WindowLimit, caller: Caller): string {
  return window.per === 'merchant' ? (caller.accountId ?? '') : '';
}
