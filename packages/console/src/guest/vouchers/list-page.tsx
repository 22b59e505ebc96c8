import { Link } from '@tanstack/react-router';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { money } from '../../shared/money.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type OfferedVoucher, useVouchers } from '../api/vouchers.ts';
import { GUEST } from '../texts.ts';
import { OfferMarks } from './offer-marks.tsx';
import { VoucherWorth } from './worth.tsx';

/** The vouchers on sale. */
export function VouchersPage() {
  const texts = useTexts(GUEST);
  const vouchers = useVouchers();
  return (
    <>
      <h1>{texts.vouchers}</h1>
      <Answer of={vouchers}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{texts.noVouchers}</Nothing>
          ) : (
            <ul className="voucher-list">
              {list.map((voucher) => (
                <li key={voucher.voucher_id}>
                  <VoucherCard voucher={voucher} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function VoucherCard({ voucher }: { readonly voucher: OfferedVoucher }) {
  const texts = useTexts(GUEST);
  return (
    <Link to="/vouchers/$voucherId" params={{ voucherId: voucher.voucher_id }} className="ticket">
      <span className="ticket-body">
        <strong>{voucher.name}</strong>
        <span className="soft">
          {[...new Set(voucher.goods.map(({ hotel }) => hotel))].join(' · ') || voucher.merchant}
        </span>
        <VoucherWorth voucher={voucher} />
        <OfferMarks voucher={voucher} />
      </span>
      <span className="ticket-price">
        <span className="price">{money(voucher.offer.price, voucher.currency)}</span>
        {voucher.original_amount > voucher.offer.price ? (
          <s className="soft small">{money(voucher.original_amount, voucher.currency)}</s>
        ) : null}
        <span className="small soft">
          {voucher.stock_left === null
            ? null
            : voucher.stock_left === 0
              ? texts.soldOut
              : fill(texts.left, { n: voucher.stock_left })}
        </span>
      </span>
    </Link>
  );
}
