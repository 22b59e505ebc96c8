import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { COMMON } from '../../shared/texts.ts';
import type { Booking } from '../api/bookings.ts';
import { BOOKINGS } from './texts.ts';

/** Asks why a booking is rejected. */
export function RejectForm({
  booking,
  busy,
  onClose,
  onReject,
}: {
  readonly booking: Booking;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onReject: (code: number, reason: string) => void;
}) {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  // The platform's codes of a rejection (documented): 1 fully booked, 2 surcharge needed, 3 wish can not be met.
  const kinds = [
    { value: 1, label: texts.rejectFull },
    { value: 2, label: texts.rejectSurcharge },
    { value: 3, label: texts.rejectWish },
  ];
  const [code, setCode] = useState(1);
  const [reason, setReason] = useState(texts.rejectFull as string);
  const missing = reason.trim() === '';
  const choose = (next: number) => {
    const isOurs = missing || kinds.some((kind) => kind.label === reason);
    setCode(next);
    if (isOurs) setReason(kinds.find((kind) => kind.value === next)?.label ?? '');
  };
  return (
    <Modal
      open
      title={fill(texts.rejectTitle, { number: booking.booking_number })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {common.cancel}
        </Button>,
        <Button
          key="reject"
          type="primary"
          danger
          loading={busy}
          disabled={missing}
          onClick={() => onReject(code, reason.trim())}
        >
          {texts.reject}
        </Button>,
      ]}
    >
      <div className="form">
        <p className="soft">{texts.rejectAbout}</p>
        <fieldset>
          <legend>{texts.rejectKind}</legend>
          <Radio.Group value={code} onChange={(event) => choose(event.target.value as number)} options={kinds} />
        </fieldset>
        <Field label={texts.rejectReason} error={missing ? texts.rejectMissing : undefined}>
          {(id, note) => (
            <Input
              id={id}
              aria-describedby={note}
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
