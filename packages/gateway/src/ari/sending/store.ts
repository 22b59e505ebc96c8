import { type Session, statement } from '@yuzhu/runtime';
import { lotsOf } from '../../lots.ts';
import type { NextStep } from '../../platform/next-steps.ts';
import { sized } from '../../sized.ts';

import type { AriKind, PlanGroup, TruthOf } from './calls.ts';
import type { ReadMark } from './truth.ts';

/** A hotel that has something to be told. */
export interface DueHotel {
  readonly accountId: string;
  readonly hotelId: string;
  readonly kind: AriKind;
  /** Unix ms before which it rests after a failure; undefined when it may go at once. */
  readonly pausedUntil: number | undefined;
}

const DUE = statement(
  'ari_due_hotels',
  `SELECT d.account_id, rt.hotel_id, d.kind, p.until
   FROM (SELECT account_id, kind, subject_id, min(since) AS since FROM gateway.ari_dirty
         WHERE night BETWEEN $1 AND $2 AND NOT starts_with(account_id, 'stress:') GROUP BY account_id, kind, subject_id) d
   LEFT JOIN gateway.rate_plans rp ON d.kind = 'price' AND rp.account_id = d.account_id AND rp.rate_plan_id = d.subject_id
   JOIN gateway.room_types rt ON rt.account_id = d.account_id
     AND rt.room_type_id = CASE d.kind WHEN 'price' THEN rp.room_type_id ELSE d.subject_id END
   JOIN gateway.accounts a ON a.account_id = d.account_id AND a.ari_by = 'push'
   LEFT JOIN gateway.ari_pauses p ON p.account_id = d.account_id AND p.hotel_id = rt.hotel_id AND p.kind = d.kind
   GROUP BY d.account_id, rt.hotel_id, d.kind, p.until
   ORDER BY min(d.since), d.account_id, rt.hotel_id, d.kind`,
);

/**
 * Hotels of accounts that push, with marked nights between two days, both included; who has waited longest comes first. What a load test marks
 * stays marked: it costs the same work, and the platform is told nothing.
 */
export async function dueHotels(session: Session, from: string, to: string): Promise<DueHotel[]> {
  const rows = await session.query<{ account_id: string; hotel_id: string; kind: AriKind; until: number | null }>(DUE, [
    from,
    to,
  ]);
  return rows.map((row) => ({
    accountId: row.account_id,
    hotelId: row.hotel_id,
    kind: row.kind,
    pausedUntil: row.until ?? undefined,
  }));
}

const DROP_PAST = statement('ari_drop_past', 'DELETE FROM gateway.ari_dirty WHERE night < $1');
const DROP_PAST_REFUSALS = statement('ari_drop_past_refusals', 'DELETE FROM gateway.ari_refusals WHERE night < $1');
const BEYOND = statement(
  'ari_beyond',
  "SELECT 1 FROM gateway.ari_dirty WHERE night > $1 AND NOT starts_with(account_id, 'stress:') LIMIT 1",
);

/** Forgets marks and refusals of nights that are over: the platform takes no night before today (documented for the pull). */
export async function dropPastMarks(session: Session, today: string): Promise<void> {
  await session.execute(DROP_PAST, [today]);
  await session.execute(DROP_PAST_REFUSALS, [today]);
}

/** Whether nights beyond the horizon wait for their day. */
export async function hasMarksAfter(session: Session, last: string): Promise<boolean> {
  return (await session.first(BEYOND, [last])) !== undefined;
}

const FIRST_MARK: Readonly<Record<AriKind, ReturnType<typeof statement>>> = {
  stock: statement(
    'ari_first_stock',
    `SELECT d.night, d.subject_id FROM gateway.ari_dirty d
     JOIN gateway.room_types rt ON rt.account_id = d.account_id AND rt.room_type_id = d.subject_id
     WHERE d.account_id = $1 AND d.kind = 'stock' AND rt.hotel_id = $2 AND d.night BETWEEN $3 AND $4
       AND d.subject_id <> ALL ($5::text[])
     ORDER BY d.since, d.night, d.subject_id LIMIT 1`,
  ),
  price: statement(
    'ari_first_price',
    `SELECT d.night, d.subject_id FROM gateway.ari_dirty d
     JOIN gateway.rate_plans rp ON rp.account_id = d.account_id AND rp.rate_plan_id = d.subject_id
     JOIN gateway.room_types rt ON rt.account_id = d.account_id AND rt.room_type_id = rp.room_type_id
     WHERE d.account_id = $1 AND d.kind = 'price' AND rt.hotel_id = $2 AND d.night BETWEEN $3 AND $4
       AND d.subject_id <> ALL ($5::text[])
     ORDER BY d.since, d.night, d.subject_id LIMIT 1`,
  ),
};

/** The mark to begin with: of what has waited longest, the nearest. Undefined when nothing is marked. */
export async function firstMark(
  session: Session,
  kind: AriKind,
  range: {
    readonly accountId: string;
    readonly hotelId: string;
    readonly from: string;
    readonly to: string;
    /** Subjects that are left out. */
    readonly except: readonly string[];
  },
): Promise<{ readonly night: string; readonly subjectId: string } | undefined> {
  const { accountId, hotelId, from, to, except } = range;
  const row = await session.first<{ night: string; subject_id: string }>(FIRST_MARK[kind], [
    accountId,
    hotelId,
    from,
    to,
    except,
  ]);
  return row === undefined ? undefined : { night: row.night, subjectId: row.subject_id };
}

const PLATFORM_HOTEL = statement(
  'ari_platform_hotel',
  'SELECT platform_hotel_id FROM gateway.hotels WHERE account_id = $1 AND hotel_id = $2',
);

/** The platform's id of a hotel; undefined while it is not matched. */
export async function platformHotelOf(
  session: Session,
  accountId: string,
  hotelId: string,
): Promise<string | undefined> {
  const row = await session.first<{ platform_hotel_id: string | null }>(PLATFORM_HOTEL, [accountId, hotelId]);
  return row?.platform_hotel_id ?? undefined;
}

// Waits for bookings that are being written; whoever books after it finds the mark gone and makes a new one.
const LOCK_COUNTERS = statement(
  'ari_lock_counters',
  `SELECT k.at::int AS at, r.sold
   FROM unnest($2::text[], $3::date[]) WITH ORDINALITY AS k(room_type_id, night, at)
   JOIN gateway.room_nights r ON r.account_id = $1 AND r.room_type_id = k.room_type_id AND r.night = k.night
   ORDER BY k.at FOR NO KEY UPDATE OF r`,
);

const CLEAR = statement('ari_clear_marks', 'SELECT gateway.clear_marks($1, $2, $3, $4, $5, $6)');

/** A number that no mark has. */
const NO_SEQ = 0;

/**
 * Forgets marks, each only if it is still the one that was read; one that was renewed counts as waiting from now on. A
 * booking renews no mark: it has changed the counter. Lock order: all room_nights, then ari_dirty in the order of its key,
 * which begins with the kind.
 */
export async function clearMarks(
  session: Session,
  accountId: string,
  { price = [], stock = [] }: { readonly [kind in AriKind]?: readonly ReadMark[] },
  now: number,
): Promise<void> {
  const counted: ReadMark[] = [];
  for (const lot of lotsOf(inKeyOrder(stock), MARKS_AT_ONCE)) {
    const sold = await lockCounters(session, accountId, lot);
    counted.push(...lot.map((mark, at) => (mark.sold === sold[at] ? mark : { ...mark, seq: NO_SEQ })));
  }
  for (const [kind, marks] of [
    ['price', inKeyOrder(price)],
    ['stock', counted],
  ] as const) {
    for (const lot of lotsOf(marks, MARKS_AT_ONCE)) {
      await session.execute(CLEAR, [
        accountId,
        kind,
        lot.map((mark) => mark.subjectId),
        lot.map((mark) => mark.night),
        lot.map((mark) => mark.seq),
        new Date(now),
      ]);
    }
  }
}

/** Marks settled in one statement. */
export const MARKS_AT_ONCE = 500;

/** Locks the room-nights of marks; the rooms sold of each, null where there is no such night. */
async function lockCounters(
  session: Session,
  accountId: string,
  marks: readonly ReadMark[],
): Promise<readonly (number | null)[]> {
  const sold: (number | null)[] = marks.map(() => null);
  const counters = await session.query<{ at: number; sold: number }>(sized(LOCK_COUNTERS, marks.length), [
    accountId,
    marks.map((mark) => mark.subjectId),
    marks.map((mark) => mark.night),
  ]);
  for (const counter of counters) sold[counter.at - 1] = counter.sold;
  return sold;
}

function inKeyOrder(marks: readonly ReadMark[]): readonly ReadMark[] {
  return [...marks].sort((a, b) => compare(a.subjectId, b.subjectId) || compare(a.night, b.night));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const ACKNOWLEDGE: Readonly<Record<AriKind, ReturnType<typeof statement>>> = {
  stock: statement(
    'ari_acknowledge_stock',
    `INSERT INTO gateway.ari_acknowledged (account_id, rate_plan_id, night, inventory, available, stock_at)
     SELECT $1, a.rate_plan_id, a.night, a.inventory, a.available, $6::timestamptz
     FROM unnest($2::text[], $3::date[], $4::int[], $5::bool[]) AS a(rate_plan_id, night, inventory, available)
     ORDER BY a.rate_plan_id, a.night
     ON CONFLICT (account_id, rate_plan_id, night)
     DO UPDATE SET inventory = excluded.inventory, available = excluded.available, stock_at = excluded.stock_at`,
  ),
  price: statement(
    'ari_acknowledge_price',
    `INSERT INTO gateway.ari_acknowledged (account_id, rate_plan_id, night, price, rack_price, price_before_tax, price_at)
     SELECT $1, a.rate_plan_id, a.night, a.price, a.rack_price, a.before_tax, $6::timestamptz
     FROM unnest($2::text[], $3::date[], $4::int[], $5::int[], $7::int[])
       AS a(rate_plan_id, night, price, rack_price, before_tax)
     ORDER BY a.rate_plan_id, a.night
     ON CONFLICT (account_id, rate_plan_id, night)
     DO UPDATE SET price = excluded.price, rack_price = excluded.rack_price,
       price_before_tax = excluded.price_before_tax, price_at = excluded.price_at`,
  ),
};
const FORGIVE = statement(
  'ari_forgive',
  `DELETE FROM gateway.ari_refusals r USING unnest($3::text[], $4::date[]) AS a(rate_plan_id, night)
   WHERE r.account_id = $1 AND r.kind = $2 AND r.rate_plan_id = a.rate_plan_id AND r.night = a.night`,
);

/** Keeps what the platform accepted and forgets earlier refusals of the same nights. */
export async function acknowledge<Kind extends AriKind>(
  session: Session,
  accountId: string,
  kind: Kind,
  groups: readonly PlanGroup<TruthOf[Kind]>[],
  now: number,
): Promise<void> {
  const nights = groups.flatMap((group) => group.nights.map((night) => ({ group, night })));
  if (nights.length === 0) return;
  const plans = nights.map(({ group }) => group.ratePlanId);
  const days = nights.map(({ night }) => night);
  const values = nights.map(({ group }) => columnsOf(group.value));
  await session.execute(ACKNOWLEDGE[kind], [
    accountId,
    plans,
    days,
    values.map(([first]) => first),
    values.map(([, second]) => second),
    new Date(now),
    ...(kind === 'price' ? [values.map(([, , third]) => third)] : []),
  ]);
  await session.execute(FORGIVE, [accountId, kind, plans, days]);
}

function columnsOf(value: TruthOf[AriKind]): [first: number, second: boolean | number | null, third: number | null] {
  return 'inventory' in value
    ? [value.inventory, value.available, null]
    : [value.price, value.rackPrice ?? null, value.beforeTax ?? null];
}

const REFUSE = statement(
  'ari_refuse',
  `INSERT INTO gateway.ari_refusals (account_id, kind, rate_plan_id, night, code, message, logid, at)
   SELECT $1, $2, $3, night, $5, $6, $7, $8 FROM unnest($4::date[]) AS night ORDER BY night
   ON CONFLICT (account_id, kind, rate_plan_id, night)
   DO UPDATE SET code = excluded.code, message = excluded.message, logid = excluded.logid, at = excluded.at`,
);

/** Keeps that the platform will not have these nights of a rate plan, with its words. */
export async function refuse(
  session: Session,
  accountId: string,
  kind: AriKind,
  group: Pick<PlanGroup<unknown>, 'ratePlanId' | 'nights'>,
  why: { readonly code: number | undefined; readonly message: string; readonly logid: string | undefined },
  now: number,
): Promise<void> {
  await session.execute(REFUSE, [
    accountId,
    kind,
    group.ratePlanId,
    group.nights,
    why.code ?? null,
    why.message,
    why.logid ?? null,
    new Date(now),
  ]);
}

/** Why a hotel's pushes rest. */
export interface PauseReason {
  readonly code: number | undefined;
  readonly message: string;
  readonly nextStep: NextStep;
  readonly logid: string | undefined;
}

/** What rests: pushes of a hotel, or the notices of an account, which have no hotel (''). */
export interface Resting {
  readonly accountId: string;
  readonly hotelId: string;
  readonly kind: AriKind | 'notice';
}

const STRIKES = statement(
  'ari_strikes',
  'SELECT strikes FROM gateway.ari_pauses WHERE account_id = $1 AND hotel_id = $2 AND kind = $3',
);

/** How often in a row pushes of a hotel have failed. */
export async function strikesOf(session: Session, hotel: Resting): Promise<number> {
  const { accountId, hotelId, kind } = hotel;
  return (await session.first<{ strikes: number }>(STRIKES, [accountId, hotelId, kind]))?.strikes ?? 0;
}

const PAUSE = statement(
  'ari_pause',
  `INSERT INTO gateway.ari_pauses (account_id, hotel_id, kind, until, strikes, code, message, next_step, logid, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   ON CONFLICT (account_id, hotel_id, kind) DO UPDATE SET until = excluded.until, strikes = excluded.strikes,
     code = excluded.code, message = excluded.message, next_step = excluded.next_step, logid = excluded.logid,
     at = excluded.at`,
);

/** Lets a hotel's pushes rest until a moment (Unix ms). */
export async function pauseHotel(
  session: Session,
  hotel: Resting,
  until: number,
  strikes: number,
  why: PauseReason,
  now: number,
): Promise<void> {
  const { accountId, hotelId, kind } = hotel;
  await session.execute(PAUSE, [
    accountId,
    hotelId,
    kind,
    new Date(until),
    strikes,
    why.code ?? null,
    why.message,
    why.nextStep,
    why.logid ?? null,
    new Date(now),
  ]);
}

const RESUME = statement(
  'ari_resume',
  'DELETE FROM gateway.ari_pauses WHERE account_id = $1 AND hotel_id = $2 AND kind = $3',
);

/** The hotel's pushes go through again. */
export async function resumeHotel(session: Session, hotel: Resting): Promise<void> {
  await session.execute(RESUME, [hotel.accountId, hotel.hotelId, hotel.kind]);
}
