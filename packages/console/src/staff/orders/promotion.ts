import type { BillLine } from '../api/bills.ts';

/** Who gives the discount. */
export type Payer = 'merchant' | 'platform';

/** What the bill says about who gave a discount, in fen; undefined while it says nothing. */
export interface BilledShares {
  readonly merchant: number;
  readonly platform: number;
}

/**
 * Kinds by their number on the wire. The platform publishes no values; these follow the order in which the solution's
 * overview names them (inferred), and are shown as such.
 */
export const KINDS: Readonly<Record<string, 'flashSale' | 'boost' | 'subsidy'>> = {
  '1': 'flashSale',
  '2': 'boost',
  '3': 'subsidy',
};

/** Who is expected to pay before the bill tells it: the platform a subsidy, the merchant the others. */
export function expectedPayer(type: string | null): Payer | undefined {
  const kind = KINDS[type ?? ''];
  if (kind === undefined) return undefined;
  return kind === 'subsidy' ? 'platform' : 'merchant';
}

/** Sums what both sides gave over the lines of a bill; lines of reversals count against. */
export function billedShares(lines: readonly BillLine[]): BilledShares | undefined {
  let merchant = 0;
  let platform = 0;
  for (const { amounts, settle_type, gone_at } of lines) {
    if (gone_at !== null) continue;
    const sign = settle_type === 2 ? -1 : 1;
    merchant += sign * (amounts.merchant_ticket ?? 0);
    platform += sign * (amounts.platform_ticket ?? 0);
  }
  return merchant === 0 && platform === 0 ? undefined : { merchant, platform };
}
