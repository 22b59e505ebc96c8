import { Link } from '@tanstack/react-router';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { money } from '../../shared/money.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Order, useOrders } from '../api/orders.ts';
import { GUEST, ORDER_STATES } from '../texts.ts';
import { ORDER_TONE } from '../tones.ts';

/** The guest's voucher orders. */
export function OrdersPage() {
  const texts = useTexts(GUEST);
  const orders = useOrders();
  return (
    <>
      <h1>{texts.orders}</h1>
      <Answer of={orders}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>
              {texts.noOrders} <Link to="/">{texts.seeVouchers}</Link>
            </Nothing>
          ) : (
            <ul className="cards">
              {list.map((order) => (
                <OrderCard key={order.order_id} order={order} />
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function OrderCard({ order }: { readonly order: Order }) {
  const texts = useTexts(GUEST);
  const states = useTexts(ORDER_STATES);
  const nights = order.coupons.reduce((sum, coupon) => sum + coupon.nights, 0);
  const free = order.coupons.reduce((sum, coupon) => sum + coupon.free, 0);
  const params = { orderId: order.order_id };
  return (
    <li className="card">
      <div className="card-heading">
        <Link to="/orders/$orderId" params={params}>
          <strong>{order.voucher}</strong>
        </Link>
        <Mark tone={ORDER_TONE[order.state]}>{states[order.state]}</Mark>
      </div>
      <p className="soft">
        {hotelMinute(order.created_at)} · {fill(texts.times, { n: order.count })} ·{' '}
        {money(order.pay_amount, order.currency)}
      </p>
      {order.state === 'paid' ? (
        <div className="card-actions spread">
          <span>{fill(texts.nightsFree, { free, nights })}</span>
          {order.actions.includes('book') ? (
            <Link to="/orders/$orderId/book" params={params} className="button-link">
              {texts.bookNow}
            </Link>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
