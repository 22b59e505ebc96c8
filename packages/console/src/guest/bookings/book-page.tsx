import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { money } from '../../shared/money.ts';
import { addDays, monthStart } from '../../shared/nights.ts';
import { day, whole, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Order, useOrder } from '../api/orders.ts';
import { useVoucherCalendar, useVouchers, type Voucher } from '../api/vouchers.ts';
import { Counter } from '../counter.tsx';
import { GUEST, NIGHT_REASONS } from '../texts.ts';
import { ConfirmStay } from './confirm.tsx';
import { StayMonth } from './month.tsx';
import { staySteps, sumStay } from './stay.ts';

/** What of the choice stands in the address. */
export interface StaySearch {
  /** Rate plan. */
  readonly plan?: string | undefined;
  /** First day of the month that is shown. */
  readonly month?: string | undefined;
  readonly checkIn?: string | undefined;
  readonly nights?: number | undefined;
  readonly rooms?: number | undefined;
}

/** Reads the choice out of an address. */
export function readStaySearch(search: Readonly<Record<string, unknown>>): StaySearch {
  return {
    plan: word(search.plan),
    month: day(search.month),
    checkIn: day(search.checkIn),
    nights: whole(search.nights, 1, 60),
    rooms: whole(search.rooms, 1, 99),
  };
}

/** Choose room type and nights for a bought voucher. */
export function BookPage() {
  const texts = useTexts(GUEST);
  const { orderId } = useParams({ from: '/orders/$orderId/book' });
  const order = useOrder(orderId);
  const vouchers = useVouchers();
  return (
    <Answer of={order}>
      {(bought) => (
        <Answer of={vouchers}>
          {(list) => {
            const voucher = list.find((one) => one.voucher_id === bought.voucher_id);
            return voucher === undefined ? (
              <Nothing>{texts.voucherGone}</Nothing>
            ) : (
              <ChooseStay order={bought} voucher={voucher} />
            );
          }}
        </Answer>
      )}
    </Answer>
  );
}

function ChooseStay({ order, voucher }: { readonly order: Order; readonly voucher: Voucher }) {
  const texts = useTexts(GUEST);
  const reasons = useTexts(NIGHT_REASONS);
  const search: StaySearch = useSearch({ from: '/orders/$orderId/book' });
  const navigate = useNavigate({ from: '/orders/$orderId/book' });
  const [confirming, setConfirming] = useState(false);

  const steps = staySteps(voucher);
  const plan = search.plan ?? voucher.goods[0]?.rate_plan_id ?? '';
  const hourly = voucher.goods.find((good) => good.rate_plan_id === plan)?.hourly ?? null;
  const selection = {
    checkIn: search.checkIn,
    // By the hour means one day.
    nights: hourly === null ? (search.nights ?? steps.nights) : 1,
    rooms: search.rooms ?? steps.rooms,
  };
  const month = search.month ?? monthStart(search.checkIn ?? voucher.book_from);
  // A stay may reach into the next month.
  const calendar = useVoucherCalendar(voucher.voucher_id, month, addDays(monthStart(month, 1), 31));
  const go = (change: Partial<StaySearch>) => void navigate({ search: { ...search, ...change }, replace: true });
  const freeNights = order.coupons.reduce((sum, coupon) => sum + coupon.free, 0);

  return (
    <>
      <section className="sheet stack">
        <div>
          <h1>{texts.bookTitle}</h1>
          <p className="soft">
            {order.voucher} ·{' '}
            {fill(texts.nightsFree, {
              free: freeNights,
              nights: order.coupons.reduce((sum, one) => sum + one.nights, 0),
            })}
          </p>
        </div>
        <Field label={texts.room}>
          {(id) => (
            <Select
              id={id}
              size="large"
              value={plan}
              onChange={(value: string) => go({ plan: value })}
              options={voucher.goods.map((good) => ({
                value: good.rate_plan_id,
                label: `${good.room} · ${good.name}`,
              }))}
            />
          )}
        </Field>
        <div className="tools spread">
          <Counter
            label={texts.nightsLabel}
            value={selection.nights}
            min={steps.nights}
            max={hourly === null ? Math.max(steps.nights, freeNights) : 1}
            step={steps.nights}
            onChange={(nights) => go({ nights })}
          />
          <Counter
            label={texts.roomsLabel}
            value={selection.rooms}
            min={steps.rooms}
            max={Math.max(steps.rooms, freeNights * steps.rooms)}
            step={steps.rooms}
            onChange={(rooms) => go({ rooms })}
          />
        </div>
      </section>
      <section className="sheet">
        <Answer of={calendar}>
          {(data) => {
            const offers = data.goods.find((good) => good.rate_plan_id === plan)?.nights ?? [];
            const sum = sumStay(offers, selection);
            return (
              <>
                <StayMonth
                  month={month}
                  first={monthStart(voucher.book_from)}
                  last={voucher.book_to}
                  offers={offers}
                  currency={voucher.currency}
                  selection={selection}
                  onMonth={(value) => go({ month: value })}
                  onPick={(checkIn) => go({ checkIn, month })}
                />
                <div className="action-bar">
                  {sum === undefined ? (
                    <span className="soft">{texts.pickFirst}</span>
                  ) : (
                    <span>
                      <span className="block">{fill(texts.stayLine, { from: sum.checkIn, to: sum.checkOut })}</span>
                      {sum.blocked === undefined ? (
                        <span className="soft">
                          {texts.surcharge} {money(sum.surcharge, voucher.currency)}
                        </span>
                      ) : (
                        <span className="bad">
                          {sum.blocked.night}{' '}
                          {label(reasons, ('reason' in sum.blocked ? sum.blocked.reason : undefined) ?? 'sold-out')}
                        </span>
                      )}
                    </span>
                  )}
                  <Button
                    type="primary"
                    size="large"
                    disabled={sum === undefined || sum.blocked !== undefined}
                    onClick={() => setConfirming(true)}
                  >
                    {texts.next}
                  </Button>
                </div>
                {confirming && sum !== undefined ? (
                  <ConfirmStay
                    stay={{
                      order_id: order.order_id,
                      rate_plan_id: plan,
                      check_in: sum.checkIn,
                      check_out: sum.checkOut,
                      rooms: selection.rooms,
                      guests: selection.rooms,
                    }}
                    hourly={hourly}
                    onClose={() => setConfirming(false)}
                  />
                ) : null}
              </>
            );
          }}
        </Answer>
      </section>
    </>
  );
}
