import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { useNames } from '../api/catalogue.ts';
import type { VoucherOrder } from '../api/orders.ts';
import { ORDERS } from './texts.ts';

/** The voucher's name; one made by hand at the platform is known by the platform's id alone. */
export function VoucherName({ order }: { readonly order: VoucherOrder }) {
  const texts = useTexts(ORDERS);
  const names = useNames();
  const { voucher_id: id, platform_voucher_id: platformId } = order;
  return <>{id === null ? fill(texts.unknownVoucher, { id: platformId }) : names.voucher(id)}</>;
}
