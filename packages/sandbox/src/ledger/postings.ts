/** Accounts of the platform's ledger. What an account holds is the sum of its entries, fen. */
export const LEDGER = {
  /** A guest's purse at the platform: negative by what was paid. */
  guest: (userId: string) => `guest:${userId}`,
  /** Paid by guests, not settled yet. */
  holding: 'platform:holding',
  /** What the platform pays of vouchers it subsidises (货补): negative by what it gave. */
  subsidy: 'platform:subsidy',
  /** The platform's software service fee. */
  serviceFee: 'platform:service_fee',
  /** Commission of the creator (达人) who sold the voucher. */
  creator: (creatorId: string) => `creator:${creatorId}`,
  /** What the merchant earned. */
  merchant: (accountId: string) => `merchant:${accountId}`,
} as const;

/** What a posting is for. */
export type PostingKind = 'payment' | 'refund' | 'settlement';

/** One side of a posting; fen, positive = into the account. */
export interface Entry {
  readonly account: string;
  readonly amount: number;
}

/** A movement of money. Its entries add up to nothing. */
export interface Posting {
  readonly kind: PostingKind;
  /** The voucher order or booking it belongs to. */
  readonly subject: string;
  readonly entries: readonly Entry[];
}

/** The parts of a settled amount; they add up to it. */
export interface Split {
  readonly amount: number;
  readonly serviceFee: number;
  readonly commission: number;
  readonly merchant: number;
}

/** Who gets which part, in basis points of the amount. */
export interface SplitTerms {
  readonly serviceFeeBp: number;
  readonly commissionBp: number;
  readonly creatorId: string | null;
}

/** The guest pays: the platform holds the money. */
export function payment(subject: string, userId: string, amount: number): Posting {
  return posting('payment', subject, [
    { account: LEDGER.guest(userId), amount: -amount },
    { account: LEDGER.holding, amount },
  ]);
}

/** The guest gets the money back. */
export function refund(subject: string, userId: string, amount: number): Posting {
  return posting('refund', subject, [
    { account: LEDGER.guest(userId), amount },
    { account: LEDGER.holding, amount: -amount },
  ]);
}

/**
 * Splits an amount: fee and commission are each rounded half up to the fen, the merchant gets the rest (inferred; the
 * documented example, 299.00 yuan -> 17.94 fee and 281.06 income, agrees). Commission only where a creator sold it.
 */
export function split(amount: number, terms: SplitTerms): Split {
  const serviceFee = partOf(amount, terms.serviceFeeBp);
  const commission = terms.creatorId === null ? 0 : Math.min(partOf(amount, terms.commissionBp), amount - serviceFee);
  return { amount, serviceFee, commission, merchant: amount - serviceFee - commission };
}

/** What was held, and the platform's own part of a subsidised price, goes to those who earned it. */
export function settlement(
  subject: string,
  accountId: string,
  terms: SplitTerms,
  parts: Split,
  platformPart = 0,
): Posting {
  return posting('settlement', subject, [
    { account: LEDGER.holding, amount: platformPart - parts.amount },
    { account: LEDGER.subsidy, amount: -platformPart },
    { account: LEDGER.serviceFee, amount: parts.serviceFee },
    { account: LEDGER.creator(terms.creatorId ?? ''), amount: parts.commission },
    { account: LEDGER.merchant(accountId), amount: parts.merchant },
  ]);
}

/** Half up, in whole numbers only. */
function partOf(amount: number, basisPoints: number): number {
  return Math.floor((amount * basisPoints + 5000) / 10_000);
}

function posting(kind: PostingKind, subject: string, entries: readonly Entry[]): Posting {
  return { kind, subject, entries: entries.filter(({ amount }) => amount !== 0) };
}
