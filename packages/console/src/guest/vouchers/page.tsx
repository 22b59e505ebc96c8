import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { money } from '../../shared/money.ts';
import { Answer, Nothing, ProblemNote } from '../../shared/states.tsx';
import { useBuy } from '../api/orders.ts';
import { type OfferedVoucher, useVouchers } from '../api/vouchers.ts';
import { Counter } from '../counter.tsx';
import { Line } from '../lines.tsx';
import { GUEST } from '../texts.ts';
import { OfferMarks } from './offer-marks.tsx';
import { VoucherWorth } from './worth.tsx';

/** One voucher: what it is worth, and how many to buy. */
export function VoucherPage() {
  const texts = useTexts(GUEST);
  const { voucherId } = useParams({ from: '/vouchers/$voucherId' });
  const vouchers = useVouchers();
  return (
    <Answer of={vouchers}>
      {(list) => {
        const voucher = list.find((one) => one.voucher_id === voucherId);
        return voucher === undefined ? (
          <Nothing>
            {texts.voucherGone} <Link to="/">{texts.seeVouchers}</Link>
          </Nothing>
        ) : (
          <VoucherToBuy voucher={voucher} />
        );
      }}
    </Answer>
  );
}

function VoucherToBuy({ voucher }: { readonly voucher: OfferedVoucher }) {
  const texts = useTexts(GUEST);
  const navigate = useNavigate();
  const buy = useBuy();
  const { offer } = voucher;
  const { promotion } = offer;
  const most = Math.min(
    voucher.per_order,
    voucher.per_person ?? 999,
    voucher.stock_left ?? 999,
    promotion?.per_person ?? 999,
    promotion?.stock_left ?? 999,
  );
  const [count, setCount] = useState(1);
  const order = () =>
    buy.mutate(
      {
        voucher_id: voucher.voucher_id,
        count,
        ...(voucher.live_only ? { channel: 'live' as const } : {}),
        ...(promotion?.kind === 'flash-sale' ? { promotion_id: promotion.promotion_id } : {}),
      },
      { onSuccess: ({ order_id }) => navigate({ to: '/orders/$orderId', params: { orderId: order_id } }) },
    );
  return (
    <>
      <section className="sheet stack">
        <h1>{voucher.name}</h1>
        <p className="soft">{voucher.merchant}</p>
        <VoucherWorth voucher={voucher} />
        <OfferMarks voucher={voucher} />
        <p>
          <span className="price price-large">{money(offer.price, voucher.currency)}</span>{' '}
          {voucher.original_amount > offer.price ? (
            <s className="soft">{money(voucher.original_amount, voucher.currency)}</s>
          ) : null}
        </p>
        <dl className="lines">
          <Line title={texts.bookable}>{`${voucher.book_from} – ${voucher.book_to}`}</Line>
          <Line title={texts.saleEnds}>{hotelMinute(voucher.sale_to)}</Line>
          <Line title={texts.limitOrder}>{fill(texts.pieces, { n: voucher.per_order })}</Line>
          {voucher.per_person === null ? null : (
            <Line title={texts.limitPerson}>{fill(texts.pieces, { n: voucher.per_person })}</Line>
          )}
        </dl>
      </section>
      <section className="sheet">
        <h2>{texts.roomsToChoose}</h2>
        <ul className="plain-list">
          {voucher.goods.map((good) => (
            <li key={good.rate_plan_id}>
              {good.room} <span className="soft">· {good.name}</span>
              <span className="soft small block">{good.hotel}</span>
            </li>
          ))}
        </ul>
      </section>
      {buy.error === null ? null : <ProblemNote error={buy.error} />}
      <div className="action-bar">
        <Counter label={texts.count} value={count} min={1} max={Math.max(1, most)} onChange={setCount} />
        <Button type="primary" size="large" loading={buy.isPending} disabled={most < 1} onClick={order}>
          {most < 1 ? texts.soldOut : `${texts.buy} ${money(offer.price * count, voucher.currency)}`}
        </Button>
      </div>
    </>
  );
}
