import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill, type Spoken } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { StayDays } from '../../shared/stay-days.tsx';
import { COMMON } from '../../shared/texts.ts';
import { nightWords, roomWords } from '../../shared/words.ts';
import { type Booking, useBooking, useClearAttention } from '../api/bookings.ts';
import { useNames } from '../api/catalogue.ts';
import { useMoney } from '../money.ts';
import { Oddities } from '../oddities/oddities.tsx';
import { ODDITIES } from '../oddities/texts.ts';
import { OrderSheet } from '../orders/sheet.tsx';
import { MessageList } from '../todo/message-list.tsx';
import { Actions } from './actions.tsx';
import { StateMark } from './columns.tsx';
import { BookingExchanges } from './exchanges.tsx';
import { GuestSheet } from './guests.tsx';
import { hourWords } from './hours.ts';
import { BOOKINGS } from './texts.ts';

/** One booking: what it is, what can be done, who comes, what was said to the platform and what the platform said. */
export function BookingPage() {
  const texts = useTexts(BOOKINGS);
  const { orderId } = useParams({ from: '/bookings/$orderId' });
  const found = useBooking(orderId);
  const known = found.data?.booking;
  return (
    <>
      <div className="page-head">
        <span className="tools">
          <h1 className="mono">{known?.booking_number ?? orderId}</h1>
          {known === undefined ? null : <StateMark booking={known} />}
        </span>
        {known === undefined ? null : <Actions booking={known} />}
      </div>
      <Answer of={found}>
        {({ booking, messages }) => (
          <>
            <BookingOddities booking={booking} />
            <BookingFacts booking={booking} />
            {booking.voucher_order_id === null ? null : (
              <OrderSheet orderId={booking.voucher_order_id} bookingId={booking.order_id} />
            )}
            <GuestSheet orderId={booking.order_id} />
            <section className="sheet">
              <h2>{texts.messages}</h2>
              {messages.length === 0 ? <Nothing>{texts.noMessages}</Nothing> : <MessageList messages={messages} />}
            </section>
            <BookingExchanges orderId={booking.order_id} />
          </>
        )}
      </Answer>
    </>
  );
}

function BookingOddities({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(ODDITIES);
  const clear = useClearAttention();
  if (booking.attention.length === 0) return null;
  return (
    <section className="sheet sheet-wait">
      <h2>{texts.title}</h2>
      <Oddities names={booking.attention} clear={clear} onSeen={() => clear.mutate(booking.order_id)} />
    </section>
  );
}

function BookingFacts({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const names = useNames();
  const money = useMoney();
  const { currency } = booking;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [texts.stay, stayWords(booking, common)],
    [texts.guests, booking.guests],
    [texts.hotel, names.hotel(booking.hotel_id)],
    [texts.room, roomWithPlan(names.roomType(booking.room_type_id), names.ratePlan(booking.rate_plan_id))],
    [texts.roomAmount, money.show(booking.room_amount, currency)],
    [
      texts.beforeTax,
      booking.room_amount_before_tax === null ? null : money.show(booking.room_amount_before_tax, currency),
    ],
    [texts.currency, booking.currency === null || booking.currency === 'CNY' ? null : booking.currency],
    [texts.surchargeTitle, money.show(booking.surcharge, currency)],
    [texts.paidAt, minute(booking.paid_at)],
    [texts.came, minute(booking.created_at)],
    [texts.decidedAt, minute(booking.decided_at)],
    [texts.confirmMode, booking.confirm_mode === null ? null : booking.confirm_mode === 1 ? texts.mode1 : texts.mode2],
    [texts.orderId, mono(booking.order_id)],
    [texts.voucherOrder, voucherOrder(booking)],
    [texts.units, booking.units_taken],
    [texts.rejected, booking.reject_reason],
    [texts.refused, booking.code === 0 ? null : `${fill(texts.code, { code: booking.code })} ${booking.reason ?? ''}`],
  ];
  return (
    <section className="sheet">
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function stayWords(
  { check_in, check_out, starts_at, ends_at, nights, rooms }: Booking,
  common: Spoken<typeof COMMON>,
): ReactNode {
  return (
    <>
      <StayDays from={check_in} to={check_out} />
      <span className="soft small block">{`${hourWords(starts_at, ends_at) ?? nightWords(common, nights)} · ${roomWords(common, rooms)}`}</span>
    </>
  );
}

function roomWithPlan(room: string, plan: string): ReactNode {
  return (
    <>
      {room}
      <span className="soft small block">{plan}</span>
    </>
  );
}

function mono(id: string): ReactNode {
  return <span className="mono">{id}</span>;
}

function voucherOrder({ voucher_order_id: id }: Booking): ReactNode {
  if (id === null) return null;
  return (
    <Link to="/bookings" search={{ voucherOrder: id }} className="mono">
      {id}
    </Link>
  );
}

function minute(moment: string | null): string | null {
  return moment === null ? null : hotelMinute(Date.parse(moment));
}
