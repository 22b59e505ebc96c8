import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../shared/language-context.tsx';
import { Answer } from '../../shared/states.tsx';
import { useBookingBill, useVoucherOrder, type VoucherOrder } from '../api/orders.ts';
import { useMoney } from '../money.ts';
import { billedShares } from './promotion.ts';
import { PromotionName, PromotionPayer } from './promotion-facts.tsx';
import { ORDERS } from './texts.ts';
import { VoucherName } from './voucher-name.tsx';

/** The voucher order a booking is paid with: what was bought, at which price, under which promotion, who pays that. */
export function OrderSheet({ orderId, bookingId }: { readonly orderId: string; readonly bookingId: string }) {
  const texts = useTexts(ORDERS);
  return (
    <section className="sheet" aria-label={texts.order}>
      <h2>{texts.order}</h2>
      <Answer of={useVoucherOrder(orderId)}>{(order) => <Facts order={order} bookingId={bookingId} />}</Answer>
    </section>
  );
}

function Facts({ order, bookingId }: { readonly order: VoucherOrder; readonly bookingId: string }) {
  const texts = useTexts(ORDERS);
  const billed = billedShares(useBookingBill(bookingId).data ?? []);
  const money = useMoney();
  const { promotion, total_amount: total, pay_amount: paid } = order;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [texts.voucher, <VoucherName key="voucher" order={order} />],
    [texts.vouchers, order.vouchers],
    [texts.used, `${order.units_used} / ${order.units_total}`],
    [texts.original, money.show(total)],
    ...(promotion === null
      ? []
      : ([
          [texts.discount, money.show(promotion.discount ?? total - paid)],
          [texts.promotion, <PromotionName key="promotion" promotion={promotion} />],
          [texts.payer, <PromotionPayer key="payer" promotion={promotion} billed={billed} />],
        ] as const)),
    [texts.paidAmount, money.show(paid)],
    [
      texts.bookings,
      <Link key="bookings" to="/bookings" search={{ voucherOrder: order.order_id }} className="mono">
        {order.order_number}
      </Link>,
    ],
  ];
  return (
    <>
      <dl className="facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {promotion === null ? null : <p className="soft small">{texts.inferred}</p>}
    </>
  );
}
