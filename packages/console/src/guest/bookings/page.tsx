import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { money } from '../../shared/money.ts';
import { nightsBetween } from '../../shared/nights.ts';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { nightWords, roomWords } from '../../shared/words.ts';
import { type Booking, useBooking, usePayBooking } from '../api/bookings.ts';
import { Line } from '../lines.tsx';
import { BOOKING_STATES, END_REASONS, GUEST } from '../texts.ts';
import { BOOKING_TONE } from '../tones.ts';
import { GoodName } from './good-name.tsx';
import { NightTable } from './night-table.tsx';
import { StayDates } from './stay-dates.tsx';
import { Story } from './story.tsx';

/** One booking: where it stands, what it costs, what happened. */
export function BookingPage() {
  const { bookingId } = useParams({ from: '/bookings/$bookingId' });
  const texts = useTexts(GUEST);
  const found = useBooking(bookingId);
  return (
    <>
      {found.data === undefined ? <h1>{texts.booking}</h1> : null}
      <Answer of={found}>{(booking) => <BookingSheet booking={booking} />}</Answer>
    </>
  );
}

function BookingSheet({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  const states = useTexts(BOOKING_STATES);
  const pay = usePayBooking();
  const nights = nightsBetween(booking.check_in, booking.check_out);
  return (
    <>
      <section className="sheet stack">
        <div className="card-heading">
          <h1 className="stay-title">
            <StayDates from={booking.check_in} to={booking.check_out} />
          </h1>
          <Mark tone={BOOKING_TONE[booking.state]}>{states[booking.state]}</Mark>
        </div>
        <GoodName ratePlanId={booking.rate_plan_id} />
        <p className="soft">
          {booking.hours === null
            ? nightWords(common, nights)
            : fill(texts.hours, { from: booking.hours.start.slice(11, 16), to: booking.hours.end.slice(11, 16) })}{' '}
          · {roomWords(common, booking.rooms)}
        </p>
        <WhyEnded booking={booking} />
        {booking.state === 'waiting-accept' && booking.accept_deadline !== null ? (
          <p>{fill(texts.acceptBy, { time: hotelMinute(booking.accept_deadline) })}</p>
        ) : null}
        <dl className="lines">
          {booking.confirm_number === null ? null : (
            <Line title={texts.hotelNumber}>
              <strong className="mono">{booking.confirm_number}</strong>
            </Line>
          )}
          <Line title={texts.bookingId}>
            <span className="mono">{booking.booking_id}</span>
          </Line>
          {booking.hotel_booking_id === null || booking.hotel_booking_id === booking.confirm_number ? null : (
            <Line title={texts.hotelOrderId}>
              <span className="mono">{booking.hotel_booking_id}</span>
            </Line>
          )}
          <Line title={texts.fromOrder}>
            <Link to="/orders/$orderId" params={{ orderId: booking.order_id }} className="mono">
              {booking.order_id}
            </Link>
          </Line>
        </dl>
      </section>
      <section className="sheet">
        <h2>{texts.perNight}</h2>
        <NightTable
          nights={booking.nights}
          rooms={booking.rooms}
          surcharge={booking.surcharge}
          currency={booking.currency}
        />
      </section>
      <section className="sheet">
        <h2>{texts.story}</h2>
        <Story booking={booking} />
      </section>
      {pay.error === null ? null : <ProblemNote error={pay.error} />}
      {booking.actions.includes('pay') ? (
        <div className="action-bar">
          <span className="soft">
            {booking.pay_deadline === null ? null : fill(texts.payBy, { time: hotelMinute(booking.pay_deadline) })}
          </span>
          <Button type="primary" size="large" loading={pay.isPending} onClick={() => pay.mutate(booking.booking_id)}>
            {fill(texts.pay, { amount: money(booking.surcharge, booking.currency) })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function WhyEnded({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(GUEST);
  const reasons = useTexts(END_REASONS);
  if (booking.end_reason === null) return null;
  const words = [label(reasons, booking.end_reason), booking.reject?.reason, booking.failure?.text];
  return (
    <p className="bad">
      {fill(texts.reasonLine, {
        text: words.filter((one) => one !== null && one !== undefined && one !== '').join(' · '),
      })}
    </p>
  );
}
