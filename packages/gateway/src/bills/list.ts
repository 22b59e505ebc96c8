import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import type { NextStep } from '../platform/next-steps.ts';
import type { MatchReason, MatchState } from './match.ts';

type Ctx = Pick<GatewayContext, 'db'>;

/** One day of the bill. Times are Unix ms, amounts fen. */
export interface BillDay {
  readonly day: string;
  readonly lines: number;
  /** Last complete fetch; undefined: never. */
  readonly fetchedAt: number | undefined;
  /** Orders whose match has yet to be looked at. */
  readonly toMatch: number;
  readonly lastError: string | undefined;
  readonly nextStep: NextStep | undefined;
  /** Orders by outcome. */
  readonly matches: Readonly<Record<MatchState, number>>;
  /** Sum over all orders of the day, signed. */
  readonly billed: number;
}

const DAY = statement(
  'bill_day_view',
  `SELECT lines, fetched_at, cardinality(to_match) AS to_match, last_error, next_step
   FROM gateway.bill_days WHERE account_id = $1 AND bill_date = $2`,
);
const STATES = statement(
  'bill_day_states',
  `SELECT state, count(*)::int AS orders, coalesce(sum(billed), 0)::bigint AS billed
   FROM gateway.bill_matches WHERE account_id = $1 AND bill_date = $2 GROUP BY state`,
);

/** How a day stands; a day never fetched has zero lines and no `fetchedAt`. */
export async function billDay(ctx: Ctx, accountId: string, day: string): Promise<BillDay> {
  const row = await ctx.db.first<{
    lines: number;
    fetched_at: number | null;
    to_match: number;
    last_error: string | null;
    next_step: NextStep | null;
  }>(DAY, [accountId, day]);
  const states = await ctx.db.query<{ state: MatchState; orders: number; billed: number }>(STATES, [accountId, day]);
  const matches = { matched: 0, difference: 0, missing_bill: 0, unknown_booking: 0, unknown_type: 0 };
  for (const { state, orders } of states) matches[state] = orders;
  return {
    day,
    lines: row?.lines ?? 0,
    fetchedAt: row?.fetched_at ?? undefined,
    toMatch: row?.to_match ?? 0,
    lastError: row?.last_error ?? undefined,
    nextStep: row?.next_step ?? undefined,
    matches,
    billed: states.reduce((total, { billed }) => total + billed, 0),
  };
}

/** A bill line as people see it. */
export interface BillLineView {
  readonly ledgerId: string;
  readonly day: string;
  readonly orderId: string;
  readonly certificateId: string | undefined;
  readonly settleType: number | undefined;
  /** Fen, without sign. */
  readonly fundAmount: number | undefined;
  readonly amounts: Readonly<Record<string, number>>;
  /** The platform does not list it any more; it counts no longer. */
  readonly goneAt: number | undefined;
}

const LINES = statement(
  'bill_lines_view',
  `SELECT ledger_id, bill_date, order_id, certificate_id, settle_type, fund_amount, amounts, gone_at
   FROM gateway.bill_lines
   WHERE account_id = $1 AND ($2::date IS NULL OR bill_date = $2) AND ($3::text IS NULL OR order_id = $3)
     AND ledger_id > $4
   ORDER BY ledger_id LIMIT $5`,
);

/** Lines in order of id; `after` is the id to continue behind. */
export async function billLines(
  ctx: Ctx,
  accountId: string,
  filter: { readonly day?: string; readonly orderId?: string; readonly after?: string; readonly limit: number },
): Promise<BillLineView[]> {
  const { day = null, orderId = null, after = '', limit } = filter;
  const rows = await ctx.db.query<{
    ledger_id: string;
    bill_date: string;
    order_id: string;
    certificate_id: string | null;
    settle_type: number | null;
    fund_amount: number | null;
    amounts: Record<string, number>;
    gone_at: number | null;
  }>(LINES, [accountId, day, orderId, after, limit]);
  return rows.map((row) => ({
    ledgerId: row.ledger_id,
    day: row.bill_date,
    orderId: row.order_id,
    certificateId: row.certificate_id ?? undefined,
    settleType: row.settle_type ?? undefined,
    fundAmount: row.fund_amount ?? undefined,
    amounts: row.amounts,
    goneAt: row.gone_at ?? undefined,
  }));
}

/** The outcome of one order as people see it. Amounts in fen. */
export interface BillMatchView {
  readonly orderId: string;
  readonly day: string;
  readonly state: MatchState;
  /** Codes of REASONS. */
  readonly reasons: readonly MatchReason[];
  readonly billed: number;
  readonly income: number | undefined;
  readonly grossBilled: number | undefined;
  readonly grossOwn: number | undefined;
  readonly lineCount: number;
  readonly checkedAt: number;
}

const MATCHES = statement(
  'bill_matches_view',
  `SELECT order_id, bill_date, state, reasons, billed, income, gross_billed, gross_own, line_count, checked_at
   FROM gateway.bill_matches
   WHERE account_id = $1 AND ($2::date IS NULL OR bill_date = $2) AND ($3::text IS NULL OR state = $3)
     AND ($4::text IS NULL OR order_id > $4)
   ORDER BY order_id LIMIT $5`,
);

/** Outcomes in order of booking; `after` is the order id to continue behind. */
export async function billMatches(
  ctx: Ctx,
  accountId: string,
  filter: { readonly day?: string; readonly state?: MatchState; readonly after?: string; readonly limit: number },
): Promise<BillMatchView[]> {
  const { day = null, state = null, after = null, limit } = filter;
  const rows = await ctx.db.query<{
    order_id: string;
    bill_date: string;
    state: MatchState;
    reasons: MatchReason[];
    billed: number;
    income: number | null;
    gross_billed: number | null;
    gross_own: number | null;
    line_count: number;
    checked_at: number;
  }>(MATCHES, [accountId, day, state, after, limit]);
  return rows.map((row) => ({
    orderId: row.order_id,
    day: row.bill_date,
    state: row.state,
    reasons: row.reasons,
    billed: row.billed,
    income: row.income ?? undefined,
    grossBilled: row.gross_billed ?? undefined,
    grossOwn: row.gross_own ?? undefined,
    lineCount: row.line_count,
    checkedAt: row.checked_at,
  }));
}
