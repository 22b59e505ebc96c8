import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input, Select } from 'antd';
import { DayInput } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { useTexts } from '../../shared/language-context.tsx';
import { Records } from '../../shared/records.tsx';
import { day, oneOf, type SearchTexts, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { BOOKING_STATES, type BookingState, useBookings } from '../api/bookings.ts';
import { useHotels } from '../api/catalogue.ts';
import { useBookingColumns } from './columns.tsx';
import { BOOKINGS, STATES } from './texts.ts';

/** What of the page stands in the address. */
export interface BookingsSearch {
  readonly state?: BookingState | undefined;
  readonly hotel?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly attention?: 'yes' | undefined;
  /** Our number. */
  readonly number?: string | undefined;
  readonly voucherOrder?: string | undefined;
}

/** Reads it out of an address. */
export function readBookingsSearch(search: SearchTexts): BookingsSearch {
  return {
    state: oneOf(search.state, BOOKING_STATES),
    hotel: word(search.hotel),
    from: day(search.from),
    to: day(search.to),
    attention: oneOf(search.attention, ['yes']),
    number: word(search.number),
    voucherOrder: word(search.voucherOrder),
  };
}

/** All bookings, by filters. */
export function BookingsPage() {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const search: BookingsSearch = useSearch({ from: '/bookings' });
  const columns = useBookingColumns();
  const bookings = useBookings({
    state: search.state === undefined ? undefined : [search.state],
    hotel_id: search.hotel,
    check_in_from: search.from,
    check_in_to: search.to,
    attention: search.attention === 'yes' ? true : undefined,
    booking_number: search.number,
    voucher_order_id: search.voucherOrder,
  });
  return (
    <>
      <PageHead title={texts.title} />
      <Filters search={search} />
      <Answer of={bookings}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Nothing>{texts.none}</Nothing>
          ) : (
            <>
              <Records label={texts.title} rows={rows} columns={columns} rowKey={(booking) => booking.order_id} />
              {bookings.hasNextPage ? (
                <Button loading={bookings.isFetchingNextPage} onClick={() => void bookings.fetchNextPage()}>
                  {common.more}
                </Button>
              ) : null}
            </>
          );
        }}
      </Answer>
    </>
  );
}

function Filters({ search }: { readonly search: BookingsSearch }) {
  const texts = useTexts(BOOKINGS);
  const states = useTexts(STATES);
  const navigate = useNavigate();
  const hotels = useHotels().data ?? [];
  const go = (change: Partial<BookingsSearch>) => void navigate({ to: '/bookings', search: { ...search, ...change } });
  const find = (text: string) => {
    // The platform's ids are long rows of digits; our numbers begin with letters.
    if (/^\d{15,}$/.test(text)) void navigate({ to: '/bookings/$orderId', params: { orderId: text } });
    else go({ number: word(text) });
  };
  return (
    <div className="tools">
      <Select
        aria-label={texts.state}
        value={search.state ?? 'all'}
        popupMatchSelectWidth={false}
        onChange={(value: string) => go({ state: oneOf(value, BOOKING_STATES) })}
        options={[
          { value: 'all', label: texts.all },
          ...BOOKING_STATES.map((state) => ({ value: state as string, label: states[state] })),
        ]}
      />
      {hotels.length < 2 ? null : (
        <Select
          aria-label={texts.hotel}
          value={search.hotel ?? ''}
          popupMatchSelectWidth={false}
          onChange={(hotel: string) => go({ hotel: word(hotel) })}
          options={[
            { value: '', label: texts.allHotels },
            ...hotels.map((hotel) => ({ value: hotel.hotel_id, label: hotel.name })),
          ]}
        />
      )}
      <span className="range">
        <span className="soft">{texts.arrivalFrom}</span>
        <DayInput label={texts.arrivalFrom} value={search.from ?? ''} onChange={(from) => go({ from })} />
        <span className="soft">{texts.arrivalTo}</span>
        <DayInput label={texts.arrivalTo} value={search.to ?? ''} onChange={(to) => go({ to })} />
      </span>
      <Checkbox
        checked={search.attention === 'yes'}
        onChange={(event) => go({ attention: event.target.checked ? 'yes' : undefined })}
      >
        {texts.attention}
      </Checkbox>
      <Input.Search
        key={search.number ?? ''}
        className="search"
        aria-label={texts.find}
        placeholder={texts.find}
        allowClear
        defaultValue={search.number ?? ''}
        onSearch={(text) => find(text.trim())}
      />
      <Button onClick={() => void navigate({ to: '/bookings', search: {} })}>{texts.clear}</Button>
    </div>
  );
}
