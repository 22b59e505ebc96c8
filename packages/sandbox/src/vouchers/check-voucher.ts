import { checkProduct } from './check-product.ts';
import { checkSale } from './check-sale.ts';
import { checkTrade } from './check-trade.ts';
import type { PresaleInfo } from './document.ts';
import type { VoucherProblem } from './problems.ts';
import type { VoucherFacts } from './voucher-facts.ts';

/** Everything wrong with a voucher that was read without faults; empty = it may go to audit. */
export function checkVoucher(info: PresaleInfo, facts: VoucherFacts): VoucherProblem[] {
  return [...checkProduct(info, facts), ...checkSale(info, facts), ...checkTrade(info)];
}
