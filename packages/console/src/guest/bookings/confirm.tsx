import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { fill } from '../../shared/language.ts';
import { useLanguage, useTexts } from '../../shared/language-context.tsx';
import { yuan } from '../../shared/money.ts';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Look, type Stay, useBook, useLook } from '../api/bookings.ts';
import { GUEST } from '../texts.ts';
import { NightTable } from './night-table.tsx';
import { NOBODY, type StayingDraft, StayingFields, stayingOf } from './staying.tsx';

/** Asks the hotel about the chosen stay, shows what it says, and submits the booking. */
export function ConfirmStay({ stay, onClose }: { readonly stay: Stay; readonly onClose: () => void }) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  const navigate = useNavigate();
  const look = useLook(stay);
  const book = useBook();
  const [staying, setStaying] = useState<readonly StayingDraft[]>(() => Array<StayingDraft>(stay.rooms).fill(NOBODY));
  const surcharge = look.data?.surcharge ?? 0;
  const submit = () => {
    const occupancies = stayingOf(staying);
    book.mutate(
      { ...stay, ...(occupancies.length === 0 ? {} : { occupancies }) },
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
          disabled={look.data?.bookable !== true}
          onClick={submit}
        >
          {surcharge > 0 ? fill(texts.submitPay, { amount: yuan(surcharge) }) : texts.submit}
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
                <NightTable nights={data.nights} rooms={stay.rooms} surcharge={data.surcharge} />
              )}
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
