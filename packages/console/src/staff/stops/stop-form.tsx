import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { useHotels } from '../api/catalogue.ts';
import { useRoomTypes } from '../api/rooms.ts';
import { type StopPreview, type StopScope, useStopPreview, useStopSales } from '../api/stops.ts';
import { STOPS } from './texts.ts';

/** Asks what to stop, shows what that closes, and stops it. */
export function StopForm({ first, onClose }: { readonly first: StopScope; readonly onClose: () => void }) {
  const texts = useTexts(STOPS);
  const common = useTexts(COMMON);
  const { message } = App.useApp();
  const [scope, setScope] = useState(first);
  const [reason, setReason] = useState('');
  const preview = useStopPreview(scope);
  const stop = useStopSales();
  const confirm = () =>
    stop.mutate(
      { scope, reason: reason.trim() },
      {
        onSuccess: () => {
          message.success(texts.done);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={texts.title}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {common.cancel}
        </Button>,
        // Nobody confirms what has not been shown.
        <Button
          key="stop"
          type="primary"
          danger
          loading={stop.isPending}
          disabled={preview.data === undefined}
          onClick={confirm}
        >
          {texts.stop}
        </Button>,
      ]}
    >
      <div className="form">
        <p className="soft">{texts.about}</p>
        {stop.error === null ? null : <ProblemNote error={stop.error} />}
        <Field label={texts.what}>{(id) => <ScopeChoice id={id} scope={scope} onChange={setScope} />}</Field>
        <section className="stop-preview" aria-label={texts.willClose} aria-live="polite">
          <Answer of={preview}>{(data) => <Preview data={data} />}</Answer>
        </section>
        <Field label={texts.reason} hint={texts.reasonHint}>
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
        <p className="soft small">{texts.exception}</p>
      </div>
    </Modal>
  );
}

/** The account, its hotels, each with its room types. */
function ScopeChoice({
  id,
  scope,
  onChange,
}: {
  readonly id: string;
  readonly scope: StopScope;
  readonly onChange: (scope: StopScope) => void;
}) {
  const texts = useTexts(STOPS);
  const hotels = useHotels().data ?? [];
  const rooms = useRoomTypes().data ?? [];
  const choices: { readonly scope: StopScope; readonly label: string }[] = [
    { scope: { level: 'account', subject_id: '' }, label: texts.account },
    ...hotels.flatMap((hotel) => [
      {
        scope: { level: 'hotel' as const, subject_id: hotel.hotel_id },
        label: fill(texts.subject, { kind: texts.hotel, name: hotel.name }),
      },
      ...rooms
        .filter((room) => room.hotel_id === hotel.hotel_id)
        .map((room) => ({
          scope: { level: 'room_type' as const, subject_id: room.room_type_id },
          label: `└ ${room.name}`,
        })),
    ]),
  ];
  return (
    <Select
      id={id}
      value={keyOf(scope)}
      onChange={(key: string) => onChange(choices.find((one) => keyOf(one.scope) === key)?.scope ?? scope)}
      options={choices.map((one) => ({ value: keyOf(one.scope), label: one.label }))}
    />
  );
}

const keyOf = ({ level, subject_id: id }: StopScope) => `${level}/${id}`;

function Preview({ data }: { readonly data: StopPreview }) {
  const texts = useTexts(STOPS);
  const facts = [
    [texts.roomTypes, data.room_types],
    [texts.nights, data.nights],
    [texts.rooms, data.rooms],
    [texts.sold, data.sold],
  ] as const;
  return (
    <>
      <dl className="facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
      {data.nights === 0 ? <p className="small">{texts.nothing}</p> : null}
    </>
  );
}
