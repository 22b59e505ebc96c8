import { createHash } from 'node:crypto';
import type { interfaces, ReplyOf } from '@yuzhu/contract';
import type { MatchLine } from './match.ts';

/** A bill line as it came. */
export type WireLine = ReplyOf<typeof interfaces.tripBillDetail>['ledger_records'][number];

/** A bill line as it is kept. */
export interface BillLine extends MatchLine {
  /** The platform's id; without one, made of the line itself. */
  readonly ledgerId: string;
  /** Booking; '' when the line names none. */
  readonly orderId: string;
  readonly certificateId: string | undefined;
  readonly line: WireLine;
}

/**
 * Reads the lines of a day. A line without an id gets one from its content, numbered among equal ones, so that fetching
 * the day again finds it.
 */
export function readLines(lines: readonly WireLine[]): BillLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const orderId = line.shop_order_id ?? '';
    return {
      ledgerId: line.ledger_id || madeId(line, seen),
      orderId,
      certificateId: line.certificate_id || undefined,
      settleType: line.settle_type,
      fundAmount: line.fund_amount,
      amounts: line.amount ?? {},
      line,
    };
  });
}

function madeId(line: WireLine, seen: Map<string, number>): string {
  const hash = createHash('sha256').update(JSON.stringify(line)).digest('hex').slice(0, 32);
  const number = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, number);
  return `none:${hash}:${number}`;
}
