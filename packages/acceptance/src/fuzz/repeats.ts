import type { Sent } from './send.ts';

/** Codes that depend on when, not on what. */
const BY_TIME = new Set(['2119003', '10020', '4001601', '100', '2190001', '28003018', '28003017']);

/**
 * Whether the same bytes got another answer the second time, in words; undefined when all is well.
 * @param settled Nothing was changed between the two by anybody else.
 */
export function differs(first: Sent, second: Sent, settled: boolean): string | undefined {
  const { interface: one } = first.target;
  const [a, b] = [first.verdict.label, second.verdict.label];
  if (BY_TIME.has(a) || BY_TIME.has(b)) return undefined;
  const told = `${a} then ${b}`;
  // What is idempotent by the contract: once taken, the very same answer for ever.
  if (one.kind === 'spi' && one.idempotentOn !== null && first.verdict.accepted) {
    return textOf(first) === textOf(second) ? undefined : `${told}: ${textOf(first)} / ${textOf(second)}`.slice(0, 400);
  }
  if (one.kind === 'openapi' && first.verdict.accepted) {
    // A second save, decision or token is a new one; its answer may name what the first one did.
    return undefined;
  }
  return settled && a !== b ? told : undefined;
}

function textOf({ answer }: Sent): string {
  return answer.kind === 'answer' ? answer.body.toString('utf8') : answer.reason;
}
