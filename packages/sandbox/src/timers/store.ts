import { type Session, statement } from '@yuzhu/runtime';
import type { DueTimer, NewTimer } from './timers.ts';

/** How often a failing timer is tried, and how long after (clock ms). A choice. */
const ATTEMPTS = 5;
const RETRY_MS = 60_000;

/** The channel that tells the runner about a new timer, at the commit of its transaction. */
export const TIMER_CHANNEL = 'sandbox_timers';

const INSERT = statement(
  'sandbox.timers.insert',
  `WITH added AS (
     INSERT INTO sandbox.timers (due_ms, kind, subject, payload) VALUES ($1, $2, $3, $4) RETURNING id
   )
   SELECT id::text, pg_notify('${TIMER_CHANNEL}', '') FROM added`,
);
const DUE = statement(
  'sandbox.timers.due',
  `SELECT id::text, due_ms AS "dueAt", kind, subject, payload FROM sandbox.timers
   WHERE failure IS NULL AND due_ms <= $1 AND NOT (id = ANY($2::bigint[])) ORDER BY due_ms, id LIMIT 100`,
);
const NEXT = statement('sandbox.timers.next', 'SELECT min(due_ms) AS due FROM sandbox.timers WHERE failure IS NULL');
const LATER = statement(
  'sandbox.timers.later',
  'SELECT min(due_ms) AS due FROM sandbox.timers WHERE failure IS NULL AND due_ms > $1',
);
const REMOVE = statement('sandbox.timers.remove', 'DELETE FROM sandbox.timers WHERE id = $1');
const FAIL = statement(
  'sandbox.timers.fail',
  `UPDATE sandbox.timers SET attempts = attempts + 1, due_ms = $2::bigint + ${RETRY_MS},
     failure = CASE WHEN attempts + 1 >= ${ATTEMPTS} THEN $3::text END
   WHERE id = $1`,
);

/** Notes a timer; the runner hears of it when the transaction commits. */
export async function insertTimer(session: Session, timer: NewTimer): Promise<string> {
  const { id } = await session.one<{ id: string }>(INSERT, [
    timer.dueAt,
    timer.kind,
    timer.subject,
    JSON.stringify(timer.payload ?? {}),
  ]);
  return id;
}

/** Takes back pending timers of a subject; how many. */
export function cancelTimers(session: Session, subject: string, kind?: string): Promise<number> {
  return session.execute(
    'DELETE FROM sandbox.timers WHERE subject = $1 AND failure IS NULL AND ($2::text IS NULL OR kind = $2)',
    [subject, kind ?? null],
  );
}

/** The first hundred timers due by a moment, in order, without those in `except`. */
export function dueTimers(session: Session, by: number, except: readonly string[]): Promise<DueTimer[]> {
  return session.query<DueTimer>(DUE, [by, except]);
}

/** When the next timer is due (also in the past), or undefined. */
export async function nextDue(session: Session): Promise<number | undefined> {
  return (await session.one<{ due: number | null }>(NEXT)).due ?? undefined;
}

/** When the next timer after a moment is due. */
export async function nextDueAfter(session: Session, moment: number): Promise<number | undefined> {
  return (await session.one<{ due: number | null }>(LATER, [moment])).due ?? undefined;
}

export async function removeTimer(session: Session, id: string): Promise<void> {
  await session.execute(REMOVE, [id]);
}

/** Puts a failed timer off by a minute, or aside for a person after five tries. */
export async function failTimer(session: Session, id: string, now: number, reason: string): Promise<void> {
  await session.execute(FAIL, [id, now, reason]);
}
