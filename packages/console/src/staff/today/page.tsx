import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { DayInput } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { addDays } from '../../shared/nights.ts';
import { type Column, Records } from '../../shared/records.tsx';
import { day, type SearchTexts } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { timeWords } from '../../shared/words.ts';
import { type Booking, type BookingFilter, useBookings } from '../api/bookings.ts';
import { useHotelDay, useHotelNow } from '../api/now.ts';
import { useBookingColumns } from '../bookings/columns.tsx';
import { BOOKINGS } from '../bookings/texts.ts';
import { STAFF } from '../texts.ts';
import { acceptTime } from './accept-time.ts';

/** What of the page stands in the address. */
interface TodaySearch {
  readonly day?: string | undefined;
}

/** Reads it out of an address. */
export function readTodaySearch(search: SearchTexts): TodaySearch {
  return { day: day(search.day) };
}

/** What the front desk needs: bookings to accept, who arrives, who leaves. */
export function TodayPage() {
  const staff = useTexts(STAFF);
  const common = useTexts(COMMON);
  const texts = useTexts(BOOKINGS);
  const today = useHotelDay();
  const search: TodaySearch = useSearch({ from: '/today' });
  const navigate = useNavigate({ from: '/today' });
  const shown = search.day ?? today;
  const go = (next: string) => void navigate({ search: next === today ? {} : { day: next } });
  return (
    <>
      <PageHead title={staff.today}>
        <div className="tools">
          <Button aria-label={common.earlierDay} onClick={() => go(addDays(shown, -1))}>
            ‹
          </Button>
          <DayInput label={texts.day} value={shown} onChange={go} />
          <Button aria-label={common.laterDay} onClick={() => go(addDays(shown, 1))}>
            ›
          </Button>
        </div>
      </PageHead>
      <BookingSection
        title={texts.toAccept}
        nothing={texts.noneToAccept}
        filter={{ state: ['wait_accept'] }}
        order={oldestFirst}
        extra={[
          { key: 'time', title: texts.deadline, width: 190, render: (booking) => <AcceptTime booking={booking} /> },
        ]}
      />
      <BookingSection
        title={texts.arrivals}
        nothing={texts.noArrivals}
        filter={{ state: ['accepted', 'checked_in', 'no_show'], check_in_from: shown, check_in_to: shown }}
      />
      <BookingSection
        title={texts.departures}
        nothing={texts.noDepartures}
        // The API filters by arrival; who is in the house and due to leave is picked here.
        filter={{ state: ['checked_in'], check_in_to: shown }}
        pick={(booking) => booking.check_out <= shown}
        extra={[
          {
            key: 'late',
            title: texts.note,
            width: 190,
            render: ({ check_out }) =>
              check_out < shown ? <span className="bad">{fill(texts.late, { day: check_out })}</span> : null,
          },
        ]}
      />
    </>
  );
}

const EVERYTHING = () => true;

/** Whoever waits longest is decided first. */
const oldestFirst = (a: Booking, b: Booking) => Date.parse(a.created_at) - Date.parse(b.created_at);

function BookingSection({
  title,
  nothing,
  filter,
  pick = EVERYTHING,
  order,
  extra = [],
}: {
  readonly title: string;
  readonly nothing: string;
  readonly filter: BookingFilter;
  readonly pick?: (booking: Booking) => boolean;
  /** Absent: as the API lists them, newest first. */
  readonly order?: (a: Booking, b: Booking) => number;
  readonly extra?: readonly Column<Booking>[];
}) {
  const common = useTexts(COMMON);
  const bookings = useBookings(filter, 200);
  const columns = useBookingColumns(extra);
  const found = bookings.data?.pages.flatMap((page) => page.items).filter(pick);
  const rows = order === undefined ? found : found?.toSorted(order);
  return (
    <section className="stack">
      <h2>
        {title} {rows === undefined ? null : <span className="soft">{rows.length}</span>}
      </h2>
      <Answer of={{ ...bookings, data: rows }}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{nothing}</Nothing>
          ) : (
            <Records label={title} rows={list} columns={columns} rowKey={(booking) => booking.order_id} />
          )
        }
      </Answer>
      {bookings.hasNextPage ? (
        <Button loading={bookings.isFetchingNextPage} onClick={() => void bookings.fetchNextPage()}>
          {common.more}
        </Button>
      ) : null}
    </section>
  );
}

function AcceptTime({ booking }: { readonly booking: Booking }) {
  const now = useHotelNow();
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const { waited, left } = acceptTime(Date.parse(booking.created_at), now);
  return (
    <>
      <Tooltip title={texts.leftHint}>
        <span className={left < 15 * 60_000 ? 'bad number' : 'number'}>
          {left > 0 ? fill(texts.left, { time: timeWords(common, left) }) : texts.overdue}
        </span>
      </Tooltip>
      <span className="soft small block">{fill(texts.waiting, { time: timeWords(common, waited) })}</span>
    </>
  );
}
