import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useLanguage, useTexts } from '../../shared/language-context.tsx';
import { money } from '../../shared/money.ts';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Look, type Stay, useBook, useLook } from '../api/bookings.ts';
import type { Hourly } from '../api/vouchers.ts';
import { GUEST } from '../texts.ts';
import { startTimes } from './hours.ts';
import { NightTable } from './night-table.tsx';
import { NOBODY, type StayingDraft, StayingFields, stayingOf } from './staying.tsx';

/** Asks the hotel about the chosen stay, shows what it says, and submits the booking. */
export function ConfirmStay({
  stay,
  hourly,
  onClose,
}: {
  readonly stay: Stay;
  /** Of a room that is sold by the hour. */
  readonly hourly: Hourly | null;
  readonly onClose: () => void;
}) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  const navigate = useNavigate();
  const look = useLook(stay);
  const book = useBook();
  const [staying, setStaying] = useState<readonly StayingDraft[]>(() => Array<StayingDraft>(stay.rooms).fill(NOBODY));
  const [startTime, setStartTime] = useState<string>();
  const hourMissing = hourly !== null && startTime === undefined;
  const surcharge = look.data?.surcharge ?? 0;
  const submit = () => {
    const occupancies = stayingOf(staying);
    book.mutate(
      {
        ...stay,
        ...(startTime === undefined ? {} : { start_time: startTime }),
        ...(occupancies.length === 0 ? {} : { occupancies }),
      },
      {
        onSuccess: ({ booking_id }) => navigate({ to: '/bookings/$bookingId', params: { bookingId: booking_id } }),
      },
    );
  };
  return (
    <Modal
      open
      title={texts.confirmTitle}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {common.cancel}
        </Button>,
        <Button
          key="book"
          type="primary"
          loading={book.isPending}
          disabled={look.data?.bookable !== true || hourMissing}
          onClick={submit}
        >
          {surcharge > 0 ? fill(texts.submitPay, { amount: money(surcharge, look.data?.currency) }) : texts.submit}
        </Button>,
      ]}
    >
      <div className="stack">
        <p>{fill(texts.stayLine, { from: stay.check_in, to: stay.check_out })}</p>
        {look.isPending ? <p className="soft">{texts.checking}</p> : null}
        <Answer of={look}>
          {(data) => (
            <>
              <LookWord look={data} />
              {data.nights.length === 0 ? null : (
                <NightTable
                  nights={data.nights}
                  rooms={stay.rooms}
                  surcharge={data.surcharge}
                  currency={data.currency}
                />
              )}
              {data.bookable && hourly !== null ? (
                <Field label={texts.startTime} hint={fill(texts.startTimeHint, { hours: hourly.usage_duration })}>
                  {(id) => (
                    <Select
                      id={id}
                      size="large"
                      value={startTime}
                      placeholder={texts.startTimePick}
                      onChange={setStartTime}
                      options={startTimes(hourly).map((time) => ({ value: time, label: time }))}
                    />
                  )}
                </Field>
              ) : null}
              {data.bookable ? <StayingFields drafts={staying} asks={data.asks} onChange={setStaying} /> : null}
            </>
          )}
        </Answer>
        {book.error === null ? null : <ProblemNote error={book.error} />}
      </div>
    </Modal>
  );
}

function LookWord({ look }: { readonly look: Look }) {
  const texts = useTexts(GUEST);
  const { language } = useLanguage();
  if (look.bookable) return <Alert type="success" showIcon title={texts.canBook} />;
  const reason = look.reason?.[language] ?? '';
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      title={texts.cannotBook}
      description={look.reason?.night === undefined ? reason : `${look.reason.night} ${reason}`}
    />
  );
}
