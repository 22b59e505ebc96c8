import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import type { Column } from '../../shared/records.tsx';
import { StayDays } from '../../shared/stay-days.tsx';
import { COMMON } from '../../shared/texts.ts';
import { nightWords, roomWords } from '../../shared/words.ts';
import type { Booking } from '../api/bookings.ts';
import { useNames } from '../api/catalogue.ts';
import { useMoney } from '../money.ts';
import { ATTENTION, ODDITIES } from '../oddities/texts.ts';
import { Actions } from './actions.tsx';
import { hourWords } from './hours.ts';
import { BOOKINGS, STATES } from './texts.ts';
import { STATE_TONE } from './tones.ts';

/**
 * The columns of every list of bookings; `extra` comes before the buttons. The widths make lists below each other line up;
 * the room takes what is left.
 */
export function useBookingColumns(extra: readonly Column<Booking>[] = []): readonly Column<Booking>[] {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const names = useNames();
  const money = useMoney();
  return [
    {
      key: 'booking',
      title: texts.booking,
      place: 'heading',
      width: 170,
      render: (booking) => <BookingName booking={booking} />,
    },
    {
      key: 'state',
      title: texts.state,
      place: 'heading',
      width: 130,
      render: (booking) => <StateMark booking={booking} />,
    },
    {
      key: 'stay',
      title: texts.stay,
      width: 230,
      render: ({ check_in, check_out, starts_at, ends_at, nights, rooms }) => (
        <>
          <StayDays from={check_in} to={check_out} />
          <span className="soft small block">
            {hourWords(starts_at, ends_at) ?? nightWords(common, nights)} · {roomWords(common, rooms)}
          </span>
        </>
      ),
    },
    {
      key: 'room',
      title: texts.room,
      render: (booking) => (
        <>
          {names.roomType(booking.room_type_id)}
          <span className="soft small block">
            {names.ratePlan(booking.rate_plan_id)} · {names.hotel(booking.hotel_id)}
          </span>
        </>
      ),
    },
    {
      key: 'amount',
      title: texts.amount,
      width: 150,
      render: ({ room_amount, surcharge, currency }) => (
        <>
          <span className="number">{money.show(room_amount, currency)}</span>
          {surcharge === 0 ? null : (
            <span className="soft small block">
              {fill(texts.surcharge, { amount: money.show(surcharge, currency) })}
            </span>
          )}
        </>
      ),
    },
    ...extra,
    { key: 'actions', title: '', place: 'actions', width: 220, render: (booking) => <Actions booking={booking} /> },
  ];
}

/** A booking's number, linked to its page, with the time it came. */
function BookingName({ booking }: { readonly booking: Booking }) {
  return (
    <>
      <Link to="/bookings/$orderId" params={{ orderId: booking.order_id }} className="mono">
        {booking.booking_number}
      </Link>
      <span className="soft small block number">{hotelMinute(Date.parse(booking.created_at))}</span>
    </>
  );
}

/** A booking's state, with a mark when somebody should look at oddities. */
export function StateMark({ booking }: { readonly booking: Booking }) {
  const states = useTexts(STATES);
  const words = useTexts(ATTENTION);
  const texts = useTexts(ODDITIES);
  return (
    <span className="tools">
      <Mark tone={STATE_TONE[booking.state]}>{label(states, booking.state)}</Mark>
      {booking.attention.length === 0 ? null : (
        <Tooltip title={booking.attention.map((one) => label(words, one)).join(' · ')}>
          <span>
            <Mark tone="bad">{texts.title}</Mark>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
