import { type Session, statement } from '@yuzhu/runtime';
import type { NextStep } from '../platform/next-steps.ts';
import type { BillLine } from './line.ts';
import { type Match, type MatchLine, type OwnBooks, ownBooks } from './match.ts';
import type { DayFetch } from './schedule.ts';

const UPSERT = statement(
  'bill_lines_upsert',
  `INSERT INTO gateway.bill_lines AS l
     (account_id, ledger_id, bill_date, order_id, certificate_id, settle_type, fund_amount, amounts, line, fetched_at)
   SELECT $1, n.ledger_id, $2, n.order_id, n.certificate_id, n.settle_type, n.fund_amount, n.amounts::jsonb,
          n.line::jsonb, $3
   FROM unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[])
     AS n(ledger_id, order_id, certificate_id, settle_type, fund_amount, amounts, line)
   ORDER BY n.ledger_id
   ON CONFLICT (account_id, ledger_id) DO UPDATE SET bill_date = excluded.bill_date, order_id = excluded.order_id,
     certificate_id = excluded.certificate_id, settle_type = excluded.settle_type,
     fund_amount = excluded.fund_amount, amounts = excluded.amounts, line = excluded.line,
     fetched_at = excluded.fetched_at, gone_at = NULL
   WHERE l.line IS DISTINCT FROM excluded.line OR l.gone_at IS NOT NULL OR l.bill_date <> excluded.bill_date
   RETURNING order_id`,
);
const GONE = statement(
  'bill_lines_gone',
  `UPDATE gateway.bill_lines SET gone_at = $3
   WHERE account_id = $1 AND bill_date = $2 AND gone_at IS NULL AND NOT (ledger_id = ANY ($4::text[]))
   RETURNING order_id`,
);

/**
 * Keeps the complete lines of a day. A line the platform does not list any more is kept but counts no longer. Returns
 * the orders of lines that are new, changed or gone; the same lines again change nothing.
 */
export async function storeLines(
  session: Session,
  accountId: string,
  day: string,
  lines: readonly BillLine[],
  now: number,
): Promise<string[]> {
  // The same id twice in one fetch (a line that moved between pages): the later one counts.
  const unique = [...new Map(lines.map((line) => [line.ledgerId, line])).values()];
  const changed = await session.query<{ order_id: string }>(UPSERT, [
    accountId,
    day,
    new Date(now),
    unique.map((line) => line.ledgerId),
    unique.map((line) => line.orderId),
    unique.map((line) => line.certificateId ?? null),
    unique.map((line) => line.settleType ?? null),
    unique.map((line) => line.fundAmount ?? null),
    unique.map((line) => JSON.stringify(line.amounts)),
    unique.map((line) => JSON.stringify(line.line)),
  ]);
  const gone = await session.query<{ order_id: string }>(GONE, [
    accountId,
    day,
    new Date(now),
    unique.map((line) => line.ledgerId),
  ]);
  return [...changed, ...gone].map((row) => row.order_id);
}

// Verified the day after departure whatever was reported (documented). A no-show's rule is not known: only its lines count.
const DUE_BOOKINGS = statement(
  'bill_due_bookings',
  `SELECT b.order_id FROM gateway.bookings b
   LEFT JOIN gateway.bill_matches m ON m.account_id = b.account_id AND m.order_id = b.order_id
   WHERE b.account_id = $1 AND b.check_out = $2::date - 1 AND b.state IN ('accepted', 'checked_in', 'checked_out')
     AND m.state IS DISTINCT FROM 'matched'`,
);
const UNSETTLED = statement(
  'bill_unsettled',
  `SELECT order_id FROM gateway.bill_matches WHERE account_id = $1 AND bill_date = $2 AND state <> 'matched'`,
);

/** Orders of a day that are worth a look besides those whose lines changed: due or not matched so far. */
export async function openOrders(session: Session, accountId: string, day: string): Promise<string[]> {
  const due = await session.query<{ order_id: string }>(DUE_BOOKINGS, [accountId, day]);
  const unsettled = await session.query<{ order_id: string }>(UNSETTLED, [accountId, day]);
  return [...due, ...unsettled].map((row) => row.order_id);
}

const DAY_DONE = statement(
  'bill_day_done',
  `INSERT INTO gateway.bill_days AS d (account_id, bill_date, lines, fetched_at, to_match) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id, bill_date) DO UPDATE SET lines = excluded.lines, fetched_at = excluded.fetched_at,
     to_match = ARRAY(SELECT DISTINCT unnest(d.to_match || excluded.to_match) ORDER BY 1),
     attempts = 0, next_at = NULL, last_error = NULL, next_step = NULL`,
);

/** A day was fetched to its last page; `toMatch` are the orders to look at. */
export async function dayFetched(
  session: Session,
  accountId: string,
  day: string,
  lines: number,
  toMatch: readonly string[],
  now: number,
): Promise<void> {
  await session.execute(DAY_DONE, [accountId, day, lines, new Date(now), [...new Set(toMatch)].sort()]);
}

const DAY_FAILED = statement(
  'bill_day_failed',
  `INSERT INTO gateway.bill_days AS d (account_id, bill_date, attempts, next_at, last_error, next_step)
   VALUES ($1, $2, 1, $3, $4, $5)
   ON CONFLICT (account_id, bill_date) DO UPDATE SET attempts = d.attempts + 1, next_at = excluded.next_at,
     last_error = excluded.last_error, next_step = excluded.next_step`,
);

/** A fetch failed; what an earlier one brought stays as it is. */
export async function dayFailed(
  session: Session,
  accountId: string,
  day: string,
  nextAt: number,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  await session.execute(DAY_FAILED, [accountId, day, new Date(nextAt), error, nextStep]);
}

const DAYS = statement(
  'bill_days_since',
  `SELECT bill_date, fetched_at, next_at, attempts FROM gateway.bill_days WHERE account_id = $1 AND bill_date >= $2`,
);

/** How the fetches of the days from `since` on went. */
export async function dayFetches(
  session: Session,
  accountId: string,
  since: string,
): Promise<Map<string, DayFetch & { readonly attempts: number }>> {
  const rows = await session.query<{
    bill_date: string;
    fetched_at: number | null;
    next_at: number | null;
    attempts: number;
  }>(DAYS, [accountId, since]);
  return new Map(
    rows.map((row) => [
      row.bill_date,
      { fetchedAt: row.fetched_at ?? undefined, nextAt: row.next_at ?? undefined, attempts: row.attempts },
    ]),
  );
}

const TO_MATCH = statement(
  'bill_to_match',
  `SELECT account_id, bill_date, to_match[1] AS order_id FROM gateway.bill_days
   WHERE cardinality(to_match) > 0 AND ($1::text IS NULL OR (account_id = $1 AND bill_date = $2))
   ORDER BY account_id, bill_date DESC LIMIT 1`,
);

/** An order whose match has to be looked at. */
export interface OpenMatch {
  readonly accountId: string;
  readonly day: string;
  readonly orderId: string;
}

/** The next order to look at, of one day or of any. */
export async function nextToMatch(
  session: Session,
  of?: { readonly accountId: string; readonly day: string },
): Promise<OpenMatch | undefined> {
  const row = await session.first<{ account_id: string; bill_date: string; order_id: string }>(TO_MATCH, [
    of?.accountId ?? null,
    of?.day ?? null,
  ]);
  return row === undefined ? undefined : { accountId: row.account_id, day: row.bill_date, orderId: row.order_id };
}

const LINES_OF = statement(
  'bill_lines_of_order',
  `SELECT settle_type, fund_amount, amounts, bill_date FROM gateway.bill_lines
   WHERE account_id = $1 AND order_id = $2 AND gone_at IS NULL AND ($2 <> '' OR bill_date = $3)
   ORDER BY bill_date, ledger_id`,
);

/** All lines of an order that count, of every day; lines without an order number only of the given day. */
export async function linesOfOrder(
  session: Session,
  one: OpenMatch,
): Promise<{ readonly lines: MatchLine[]; readonly lastDay: string | undefined }> {
  const rows = await session.query<{
    settle_type: number | null;
    fund_amount: number | null;
    amounts: Record<string, number>;
    bill_date: string;
  }>(LINES_OF, [one.accountId, one.orderId, one.day]);
  const lines = rows.map((row) => ({
    settleType: row.settle_type ?? undefined,
    fundAmount: row.fund_amount ?? undefined,
    amounts: row.amounts,
  }));
  return { lines, lastDay: rows.at(-1)?.bill_date };
}

const OWN = statement(
  'bill_own_books',
  `SELECT b.units_taken, b.surcharge, o.pay_amount, o.units_total FROM gateway.bookings b
   LEFT JOIN gateway.voucher_orders o ON o.account_id = b.account_id AND o.order_id = b.source_order_id
   WHERE b.account_id = $1 AND b.order_id = $2`,
);

/** What our own books say about a booking; undefined when there is none. */
export async function ownBooksOf(session: Session, accountId: string, orderId: string): Promise<OwnBooks | undefined> {
  const row = await session.first<{
    units_taken: number;
    surcharge: number;
    pay_amount: number | null;
    units_total: number | null;
  }>(OWN, [accountId, orderId]);
  if (row === undefined) return undefined;
  const { pay_amount: payAmount, units_total: unitsTotal } = row;
  const order = payAmount === null || unitsTotal === null ? undefined : { payAmount, unitsTotal };
  return ownBooks({ unitsTaken: row.units_taken, surcharge: row.surcharge, order });
}

const SAVE_MATCH = statement(
  'bill_match_save',
  `INSERT INTO gateway.bill_matches
     (account_id, order_id, bill_date, state, reasons, billed, income, gross_billed, gross_own, line_count, checked_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   ON CONFLICT (account_id, order_id) DO UPDATE SET bill_date = excluded.bill_date, state = excluded.state,
     reasons = excluded.reasons, billed = excluded.billed, income = excluded.income,
     gross_billed = excluded.gross_billed, gross_own = excluded.gross_own, line_count = excluded.line_count,
     checked_at = excluded.checked_at`,
);
const MATCH_DROPPED = statement(
  'bill_match_drop',
  'DELETE FROM gateway.bill_matches WHERE account_id = $1 AND order_id = $2',
);
const MATCHED = statement(
  'bill_matched',
  `UPDATE gateway.bill_days SET to_match = array_remove(to_match, $3) WHERE account_id = $1 AND bill_date = $2`,
);

/** Keeps the outcome of an order and strikes it off the day's list; `undefined`: there is nothing to say about it. */
export async function saveMatch(
  session: Session,
  one: OpenMatch,
  day: string,
  match: Match | undefined,
  now: number,
): Promise<void> {
  const { accountId, orderId } = one;
  if (match === undefined) await session.execute(MATCH_DROPPED, [accountId, orderId]);
  else {
    await session.execute(SAVE_MATCH, [
      accountId,
      orderId,
      day,
      match.state,
      match.reasons,
      match.billed,
      match.income ?? null,
      match.grossBilled ?? null,
      match.grossOwn ?? null,
      match.lineCount,
      new Date(now),
    ]);
  }
  await session.execute(MATCHED, [accountId, one.day, orderId]);
}

const ACCOUNTS = statement(
  'bill_accounts',
  `SELECT a.account_id FROM gateway.accounts a
   WHERE a.stress_of IS NULL AND EXISTS (SELECT 1 FROM gateway.bookings b WHERE b.account_id = a.account_id)
   ORDER BY a.account_id`,
);

/** Accounts that ever had a booking: the others have no bill, nor have load tests. */
export async function billedAccounts(session: Session): Promise<string[]> {
  return (await session.query<{ account_id: string }>(ACCOUNTS)).map((row) => row.account_id);
}
