import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { nightsBetween } from '../../shared/nights.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { nightWords, roomWords } from '../../shared/words.ts';
import { type Booking, useBookings } from '../api/bookings.ts';
import { BOOKING_STATES, GUEST } from '../texts.ts';
import { BOOKING_TONE } from '../tones.ts';
import { GoodName } from './good-name.tsx';
import { StayDates } from './stay-dates.tsx';

/** The guest's bookings. */
export function BookingsPage() {
  const texts = useTexts(GUEST);
  const bookings = useBookings();
  return (
    <>
      <h1>{texts.bookings}</h1>
      <Answer of={bookings}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{texts.noBookings}</Nothing>
          ) : (
            <ul className="cards">
              {list.map((booking) => (
                <BookingCard key={booking.booking_id} booking={booking} />
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function BookingCard({ booking }: { readonly booking: Booking }) {
  const common = useTexts(COMMON);
  const states = useTexts(BOOKING_STATES);
  const nights = nightsBetween(booking.check_in, booking.check_out);
  return (
    <li className="card">
      <div className="card-heading">
        <Link to="/bookings/$bookingId" params={{ bookingId: booking.booking_id }}>
          <strong>
            <StayDates from={booking.check_in} to={booking.check_out} />
          </strong>
        </Link>
        <Mark tone={BOOKING_TONE[booking.state]}>{states[booking.state]}</Mark>
      </div>
      <GoodName ratePlanId={booking.rate_plan_id} />
      <p className="soft">
        {nightWords(common, nights)} · {roomWords(common, booking.rooms)}
      </p>
    </li>
  );
}
