import { type Session, statement } from '@yuzhu/runtime';
import type { Attention } from '../attention.ts';
import type { GatewayContext } from '../context.ts';

/**
 * How long after its creation a booking is looked at, ms. By then the platform has repeated an unanswered create or has
 * given it up: its longest measured series went on for more than nine minutes (observed), the scenic sibling's is twelve
 * repeats at a minute's spacing (twin).
 */
export const HEARD_BY_MS = 20 * 60_000;

const NAME = 'answer_unheard' satisfies Attention;

/** Serialises the processes of a database, and tells how far the last one came. A clock that went back starts anew. */
const MARK = statement(
  'unheard_mark',
  `INSERT INTO gateway.unheard_mark AS m (examined_until) VALUES ($1::timestamptz - interval '1 day')
   ON CONFLICT (only_row) DO UPDATE SET examined_until = least(m.examined_until, $1::timestamptz)
   RETURNING examined_until AS mark`,
);

// A decision in the outbox needs no guess: the platform takes it, or its refusal stands on the to-do list.
const FLAG = statement(
  'unheard_flag',
  `UPDATE gateway.bookings b SET attention = array_append(b.attention, '${NAME}'), updated_at = $3
   WHERE b.created_at > $1 AND b.created_at <= $2
     AND b.code = 0 AND b.state IN ('wait_pay', 'wait_accept', 'accepted') AND NOT ('${NAME}' = ANY (b.attention))
     AND NOT EXISTS (
       SELECT 1 FROM gateway.exchanges e
       WHERE e.account_id = b.account_id AND e.order_id = b.order_id AND e.direction = 'in' AND e.code = 0
         AND e.interface IN ('booking', 'payment'))
     AND NOT EXISTS (
       SELECT 1 FROM gateway.outbox o WHERE o.account_id = b.account_id AND o.subject_id = b.order_id)
   RETURNING b.account_id, b.order_id`,
);
const ADVANCE = statement('unheard_advance', 'UPDATE gateway.unheard_mark SET examined_until = $1');
const NEXT = statement(
  'unheard_next',
  'SELECT min(created_at) AS created_at FROM gateway.bookings WHERE created_at > $1',
);

/**
 * Flags bookings whose answer the platform may never have got. A gateway that dies between the commit and the answer
 * holds rooms for a booking of which the platform knows nothing yet; it asks again and hears the same answer, unless it
 * gives up first. Then it cancels the booking on its side and tells the hotel through the cancel interfaces, which are
 * not connected yet, so a person has to look. An answer leaves a record at once, hence: no record, nobody asked again.
 * May flag a booking whose answer did arrive when the process died in the tenth of a second before the record was kept.
 * Returns when the next booking is to be looked at, as the work loop wants it.
 */
export async function flagUnheard({
  db,
  clock,
  log,
}: Pick<GatewayContext, 'db' | 'clock' | 'log'>): Promise<number | undefined> {
  const now = clock.now();
  const { flagged, next } = await db.tx((session) => examine(session, now));
  for (const { account_id, order_id } of flagged) {
    log.warn({ account_id, order_id }, 'the platform may not know this booking: a person has to look at it');
  }
  return next;
}

interface Flagged {
  readonly account_id: string;
  readonly order_id: string;
}

async function examine(
  session: Session,
  now: number,
): Promise<{ readonly flagged: readonly Flagged[]; readonly next: number | undefined }> {
  const until = now - HEARD_BY_MS;
  const { mark } = await session.one<{ mark: number }>(MARK, [new Date(now)]);
  let flagged: readonly Flagged[] = [];
  if (until > mark) {
    flagged = await session.query<Flagged>(FLAG, [new Date(mark), new Date(until), new Date(now)]);
    await session.execute(ADVANCE, [new Date(until)]);
  }
  const waiting = await session.one<{ created_at: number | null }>(NEXT, [new Date(Math.max(mark, until))]);
  // A millisecond more: the database keeps microseconds, the clock does not.
  return { flagged, next: waiting.created_at === null ? undefined : waiting.created_at + HEARD_BY_MS + 1 };
}
