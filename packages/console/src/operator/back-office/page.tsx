import { Button, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { hotelDay, hotelMinute } from '../../shared/hotel-time.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { useDecideBooking, useGoods, useWaitingBookings, type WaitingBooking } from '../api/back-office.ts';
import { useClock } from '../api/clock.ts';
import { useAccounts } from '../api/merchants.ts';
import { OPERATOR } from '../texts.ts';
import { GoodForm, NightsForm } from './goods.tsx';
import { VoucherForm } from './voucher-form.tsx';

/** What a merchant does by hand in the platform's back office. */
export function BackOfficePage() {
  const texts = useTexts(OPERATOR);
  const accounts = useAccounts().data ?? [];
  const [chosen, setChosen] = useState<string>();
  const account = accounts.find((one) => one.account_id === chosen) ?? accounts[0];
  const accountId = account?.account_id;
  const currency = account?.currency ?? null;
  const now = useClock().data?.now;
  return (
    <>
      <PageHead title={texts.backOffice}>
        <Field label={texts.merchant}>
          {(id) => (
            <Select
              id={id}
              value={accountId ?? null}
              onChange={setChosen}
              options={accounts.map(({ account_id: value, name }) => ({ value, label: name }))}
            />
          )}
        </Field>
      </PageHead>
      <h2>{texts.waitingBookings}</h2>
      <Answer of={useWaitingBookings(accountId)}>
        {(bookings) =>
          bookings.length === 0 ? <Nothing>{texts.noWaitingBookings}</Nothing> : <Waiting bookings={bookings} />
        }
      </Answer>
      <Answer of={useGoods(accountId)}>
        {(goods) => (
          <>
            <VoucherForm accountId={accountId} currency={currency} goods={goods} />
            <GoodForm accountId={accountId} goods={goods} />
            {now === undefined ? null : <NightsForm goods={goods} currency={currency} today={hotelDay(now)} />}
          </>
        )}
      </Answer>
    </>
  );
}

function Waiting({ bookings }: { readonly bookings: readonly WaitingBooking[] }) {
  const texts = useTexts(OPERATOR);
  const decide = useDecideBooking();
  const tell = useTell();
  const answer = (bookingId: string, accept: boolean) => void tell(decide.mutateAsync({ bookingId, accept }));
  return (
    <Records
      label={texts.waitingBookings}
      rows={bookings}
      rowKey={(booking) => booking.booking_id}
      columns={[
        {
          key: 'booking',
          title: texts.orderOrBooking,
          place: 'heading',
          render: (booking) => <span className="mono">{booking.booking_id}</span>,
        },
        { key: 'stay', title: texts.stay, render: (booking) => `${booking.check_in} – ${booking.check_out}` },
        { key: 'rooms', title: texts.rooms, align: 'right', render: (booking) => booking.rooms },
        {
          key: 'deadline',
          title: texts.acceptBy,
          render: (booking) => (
            <span className="number">
              {booking.accept_deadline === null ? '–' : hotelMinute(booking.accept_deadline)}
            </span>
          ),
        },
        {
          key: 'actions',
          title: '',
          place: 'actions',
          render: ({ booking_id: bookingId }) => (
            <span className="tools">
              <Button type="primary" size="small" onClick={() => answer(bookingId, true)}>
                {texts.takeBooking}
              </Button>
              <Button size="small" onClick={() => answer(bookingId, false)}>
                {texts.refuseBooking}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
