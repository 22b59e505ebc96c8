import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { money } from '../../shared/money.ts';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { type Order, useOrder, usePayOrder } from '../api/orders.ts';
import { Line } from '../lines.tsx';
import { COUPON_STATES, END_REASONS, GUEST, ORDER_STATES } from '../texts.ts';
import { COUPON_TONE, ORDER_TONE } from '../tones.ts';

/** One voucher order: pay it, see its vouchers, go on to booking. */
export function OrderPage() {
  const { orderId } = useParams({ from: '/orders/$orderId' });
  const texts = useTexts(GUEST);
  const found = useOrder(orderId);
  return (
    <>
      {found.data === undefined ? <h1>{texts.order}</h1> : null}
      <Answer of={found}>{(order) => <OrderSheet order={order} />}</Answer>
    </>
  );
}

function OrderSheet({ order }: { readonly order: Order }) {
  const texts = useTexts(GUEST);
  const states = useTexts(ORDER_STATES);
  const reasons = useTexts(END_REASONS);
  const pay = usePayOrder();
  return (
    <>
      <section className="sheet stack">
        <div className="card-heading">
          <h1>{order.voucher}</h1>
          <Mark tone={ORDER_TONE[order.state]}>{states[order.state]}</Mark>
        </div>
        <dl className="lines">
          <Line title={texts.count}>{`${order.count} × ${money(order.unit_amount, order.currency)}`}</Line>
          <Line title={texts.total}>
            <strong>{money(order.pay_amount, order.currency)}</strong>
          </Line>
          <Line title={texts.orderId}>
            <span className="mono">{order.order_id}</span>
          </Line>
          {order.hotel_order_id === null ? null : (
            <Line title={texts.hotelOrderId}>
              <span className="mono">{order.hotel_order_id}</span>
            </Line>
          )}
          <Line title={texts.bought}>{hotelMinute(order.created_at)}</Line>
          {order.paid_at === null ? null : <Line title={texts.paidAt}>{hotelMinute(order.paid_at)}</Line>}
          {order.close_reason === null ? null : (
            <Line title={texts.reason}>
              {label(reasons, order.close_reason)}
              {order.failure === null ? null : ` · ${order.failure.text}`}
            </Line>
          )}
        </dl>
      </section>
      {order.state === 'paid' ? (
        <section className="sheet">
          <h2>{texts.coupons}</h2>
          <ul className="plain-list">
            {order.coupons.map((coupon) => (
              <CouponLine key={coupon.coupon_id} coupon={coupon} />
            ))}
          </ul>
        </section>
      ) : null}
      {pay.error === null ? null : <ProblemNote error={pay.error} />}
      {order.actions.includes('pay') ? (
        <div className="action-bar">
          <span className="soft">
            {order.pay_deadline === null ? null : fill(texts.payBy, { time: hotelMinute(order.pay_deadline) })}
          </span>
          <Button type="primary" size="large" loading={pay.isPending} onClick={() => pay.mutate(order.order_id)}>
            {fill(texts.pay, { amount: money(order.pay_amount, order.currency) })}
          </Button>
        </div>
      ) : order.actions.includes('book') ? (
        <div className="action-bar">
          <Link to="/orders/$orderId/book" params={{ orderId: order.order_id }} className="button-link button-large">
            {texts.bookNow}
          </Link>
        </div>
      ) : null}
    </>
  );
}

function CouponLine({ coupon }: { readonly coupon: Order['coupons'][number] }) {
  const texts = useTexts(GUEST);
  const states = useTexts(COUPON_STATES);
  return (
    <li className="card-heading">
      <span>
        <span className="mono">{fill(texts.coupon, { code: coupon.code })}</span>
        <span className="soft small block">{fill(texts.nightsFree, { free: coupon.free, nights: coupon.nights })}</span>
      </span>
      <Mark tone={COUPON_TONE[coupon.status]}>{states[coupon.status]}</Mark>
    </li>
  );
}
