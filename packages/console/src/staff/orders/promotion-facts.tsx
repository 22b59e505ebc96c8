import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import type { OrderPromotion, VoucherOrder } from '../api/orders.ts';
import { useMoney } from '../money.ts';
import { type BilledShares, expectedPayer, KINDS } from './promotion.ts';
import { ORDERS } from './texts.ts';

/** Which promotion it was. */
export function PromotionName({ promotion }: { readonly promotion: OrderPromotion }) {
  const texts = useTexts(ORDERS);
  const { promotion_type: type, promotion_id: id } = promotion;
  const kind = KINDS[type ?? ''];
  const name = kind !== undefined ? texts[kind] : type === null ? texts.untold : fill(texts.otherKind, { type });
  return (
    <>
      <Mark tone="busy">{name}</Mark>
      {id === null ? null : <span className="soft small block mono">{fill(texts.id, { id })}</span>}
    </>
  );
}

/** What the order cost before, what went off, what the guest paid. */
export function PriceEffect({ order }: { readonly order: VoucherOrder }) {
  const texts = useTexts(ORDERS);
  const money = useMoney();
  const { total_amount: total, pay_amount: paid, promotion } = order;
  if (promotion === null && total === paid) return <span className="number">{money.show(paid)}</span>;
  return (
    <>
      <span className="number">{money.show(paid)}</span>
      <span className="soft small block number">
        {texts.original} {money.show(total)} · {texts.discount} {money.show(promotion?.discount ?? total - paid)}
      </span>
    </>
  );
}

/** Who gives the discount: by the bill where there is one, else by the kind. */
export function PromotionPayer({
  promotion,
  billed,
}: {
  readonly promotion: OrderPromotion;
  readonly billed?: BilledShares | undefined;
}) {
  const texts = useTexts(ORDERS);
  const money = useMoney();
  if (billed !== undefined) {
    return <>{fill(texts.byBill, { merchant: money.show(billed.merchant), platform: money.show(billed.platform) })}</>;
  }
  const payer = expectedPayer(promotion.promotion_type);
  return <>{payer === undefined ? texts.unknownPayer : fill(texts.expected, { who: texts[payer] })}</>;
}
