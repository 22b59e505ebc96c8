import type { Session } from '@yuzhu/runtime';
import { rulesOf } from './document.ts';
import { saleEnd, type VoucherRules } from './rules.ts';
import { type OnSaleRow, voucherOnShelf, vouchersOnShelf } from './store.ts';

/** A voucher a guest can see: on the shelf, in its approved version. */
export interface VoucherForSale {
  readonly accountId: string;
  readonly accountName: string;
  readonly voucherId: string;
  /** Keep it with the order: the guest has bought this version. */
  readonly version: number;
  readonly rules: VoucherRules;
}

/** The vouchers on sale at a moment: approved, on the shelf, inside their time on sale. Stock and limits not looked at. */
export async function sellableVouchers(session: Session, now: number): Promise<VoucherForSale[]> {
  const vouchers = (await vouchersOnShelf(session)).map(forSale);
  return vouchers.filter(({ rules }) => rules.sale.fromMs <= now && now <= saleEnd(rules));
}

/**
 * One voucher on the shelf with its approved version, or undefined. Whether it may be bought now, and how many, is
 * told by `purchaseRefusal`.
 */
export async function voucherForSale(session: Session, voucherId: string): Promise<VoucherForSale | undefined> {
  const row = await voucherOnShelf(session, voucherId);
  return row === undefined ? undefined : forSale(row);
}

function forSale({ document, ...row }: OnSaleRow): VoucherForSale {
  return { ...row, rules: rulesOf(document) };
}
