import type { Bilingual } from '@yuzhu/contract';

/** One bill line as matching needs it. Amounts in fen, without sign (documented). */
export interface MatchLine {
  readonly settleType: number | undefined;
  readonly fundAmount: number | undefined;
  /** Breakdown by name; names from the by-order sibling (inferred). */
  readonly amounts: Readonly<Record<string, number>>;
}

/** What our own books say about a booking. */
export interface OwnBooks {
  /** What guests paid for this stay: its share of the voucher order and the surcharge, fen. Undefined: not known. */
  readonly gross: number | undefined;
  /** By how much the platform's share may differ because coupons can not be cut evenly, fen. */
  readonly tolerance: number;
}

/** Outcome of matching one order. */
export type MatchState = 'matched' | 'difference' | 'missing_bill' | 'unknown_booking' | 'unknown_type';

/** Why an order is as it is. */
export type MatchReason = keyof typeof REASONS;

/** The reasons in words. */
export const REASONS = {
  income_differs: { zh: '账单合计与平台结算金额不一致', en: 'the bill lines do not add up to the settled income' },
  gross_differs: {
    zh: '账单的实付金额与本地订单不一致',
    en: 'what guests paid by the bill differs from our own books',
  },
  breakdown_differs: { zh: '账单行的明细与金额不一致', en: 'a line’s breakdown differs from its amount' },
  income_unavailable: { zh: '平台没有给出结算金额', en: 'the platform gave no settled income' },
  reversed: { zh: '含有冲正', en: 'a reversal is among the lines' },
  unknown_settle_type: {
    zh: '结算类型未知，方向没有猜测',
    en: 'a settle type is unknown; its direction was not guessed',
  },
  no_amount: { zh: '账单行没有金额', en: 'a line names no amount' },
  no_order_number: { zh: '账单行没有订单号', en: 'lines name no order' },
  unknown_order: { zh: '本地没有这个预约单', en: 'there is no such booking here' },
  no_lines: { zh: '应有账单但没有账单行', en: 'a bill was due and no line came' },
  no_check_possible: { zh: '没有可以核对的依据', en: 'there was nothing to check against' },
} as const satisfies Record<string, Bilingual>;

/** What matching found. Amounts in fen. */
export interface Match {
  readonly state: MatchState;
  readonly reasons: readonly MatchReason[];
  /** Sum of the lines with the sign of their settle type; lines of unknown type are left out. */
  readonly billed: number;
  readonly income: number | undefined;
  readonly grossBilled: number | undefined;
  readonly grossOwn: number | undefined;
  readonly lineCount: number;
}

/** Direction by settle type (inferred: the values are not published). Everything else is unknown and never guessed. */
const SIGNS: Readonly<Record<number, 1 | -1>> = { 1: 1, 2: -1 };

/** Direction of a line: 1 income, -1 reversal, undefined unknown. */
function signOf(settleType: number | undefined): 1 | -1 | undefined {
  return settleType === undefined ? undefined : SIGNS[settleType];
}

/**
 * Matches one order. `own` undefined: no such booking here. `income`: settled income by the platform's query,
 * undefined when it gave none. Matched means: every line is understood and every check that could be made agrees, and
 * at least one could be made.
 */
export function matchOrder(
  orderId: string,
  lines: readonly MatchLine[],
  own: OwnBooks | undefined,
  income: number | undefined,
): Match {
  const signed = lines.map((line) => ({ line, sign: signOf(line.settleType) }));
  const known = signed.flatMap(({ line, sign }) => (sign === undefined ? [] : [{ line, sign }]));
  const billed = sum(known.map(({ line, sign }) => sign * (line.fundAmount ?? 0)));
  const grossBilled = grossOf(known);
  const reasons: MatchReason[] = [];
  let checks = 0;

  const reversed = known.some(({ sign }) => sign === -1);
  if (reversed) reasons.push('reversed');
  if (lines.some((line) => line.fundAmount === undefined)) reasons.push('no_amount');
  if (lines.some(breakdownDiffers)) reasons.push('breakdown_differs');
  if (lines.length > 0 && own !== undefined) {
    if (income === undefined) reasons.push('income_unavailable');
    else {
      checks += 1;
      if (income !== billed) reasons.push('income_differs');
    }
    // After a reversal the money went back or not by rules of the refund: the income check alone tells.
    if (own.gross !== undefined && grossBilled !== undefined && !reversed) {
      checks += 1;
      if (Math.abs(own.gross - grossBilled) > own.tolerance) reasons.push('gross_differs');
    }
  }
  const found = { billed, income, grossBilled, grossOwn: own?.gross, lineCount: lines.length };
  const state = (to: MatchState, why?: MatchReason): Match => ({
    ...found,
    state: to,
    reasons: why === undefined ? reasons : [why, ...reasons],
  });
  if (known.length < lines.length) return state('unknown_type', 'unknown_settle_type');
  if (own === undefined) return state('unknown_booking', orderId === '' ? 'no_order_number' : 'unknown_order');
  if (lines.length === 0) return state('missing_bill', 'no_lines');
  if (reasons.some((reason) => DIFFERENCES.has(reason))) return state('difference');
  return checks === 0 ? state('difference', 'no_check_possible') : state('matched');
}

const DIFFERENCES: ReadonlySet<MatchReason> = new Set<MatchReason>([
  'income_differs',
  'gross_differs',
  'breakdown_differs',
  'no_amount',
]);

/** `ledger_total` is the merchant's split and so the line's amount (inferred from the published example). */
function breakdownDiffers(line: MatchLine): boolean {
  const total = line.amounts.ledger_total;
  return total !== undefined && line.fundAmount !== undefined && total !== line.fundAmount;
}

/** What guests paid by the lines; undefined unless every line tells. */
function grossOf(known: readonly { readonly line: MatchLine; readonly sign: 1 | -1 }[]): number | undefined {
  const parts = known.map(({ line, sign }) => (line.amounts.pay === undefined ? undefined : sign * line.amounts.pay));
  return parts.every((part) => part !== undefined) && parts.length > 0 ? sum(parts) : undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/**
 * A stay's share of what the guest paid for the voucher order, plus the surcharge. Coupons that can not be cut evenly
 * may be rounded one by one: up to one fen a unit.
 */
export function ownBooks(booking: {
  readonly unitsTaken: number;
  readonly surcharge: number;
  readonly order: { readonly payAmount: number; readonly unitsTotal: number } | undefined;
}): OwnBooks {
  const { order, unitsTaken, surcharge } = booking;
  if (order === undefined) return { gross: undefined, tolerance: 0 };
  const even = (order.payAmount * unitsTaken) % order.unitsTotal === 0;
  const share = Math.round((order.payAmount * unitsTaken) / order.unitsTotal);
  return { gross: share + surcharge, tolerance: even ? 0 : unitsTaken };
}
