import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { DayInput, Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { type Currency, currencyUnit } from '../../shared/money.ts';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Good, useKeepNights, useMakeGood } from '../api/back-office.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** Makes a good by hand, on a room type that a good of the merchant already uses or that is written in. */
export function GoodForm({
  accountId,
  goods,
}: {
  readonly accountId: string | undefined;
  readonly goods: readonly Good[];
}) {
  const texts = useTexts(OPERATOR);
  const tell = useTell();
  const make = useMakeGood(accountId);
  const [name, setName] = useState('');
  const [room, setRoom] = useState('');
  const roomId = room.trim() === '' ? (goods[0]?.room_id ?? '') : room.trim();
  return (
    <form
      className="sheet stack"
      aria-label={texts.makeGood}
      onSubmit={(event) => {
        event.preventDefault();
        const work = make.mutateAsync({ room_id: roomId, name: name.trim() });
        void tell(work, ({ rate_plan_id: id }) => fill(texts.goodMade, { id }));
      }}
    >
      <h2>{texts.makeGood}</h2>
      <div className="form-row">
        <Field label={texts.goodName}>
          {(id) => <Input id={id} maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={texts.roomId}>
          {(id) => (
            <Input
              id={id}
              maxLength={64}
              placeholder={goods[0]?.room_id ?? ''}
              value={room}
              onChange={(event) => setRoom(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div>
        <Button htmlType="submit" loading={make.isPending} disabled={name.trim() === '' || roomId === ''}>
          {texts.makeGood}
        </Button>
      </div>
    </form>
  );
}

/** Keeps price, rooms and status of a good's nights by hand. What is left empty stays. */
export function NightsForm({
  goods,
  currency,
  today,
}: {
  readonly goods: readonly Good[];
  readonly currency: Currency;
  readonly today: string;
}) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const common = useTexts(COMMON);
  const tell = useTell();
  const keep = useKeepNights();
  const [chosen, setChosen] = useState<string>();
  const [range, setRange] = useState({ from: today, to: today });
  const [price, setPrice] = useState<number | null>(null);
  const [rooms, setRooms] = useState<number | null>(null);
  const [status, setStatus] = useState<'keep' | 'on-sale' | 'closed'>('keep');
  const ratePlanId = chosen ?? goods[0]?.rate_plan_id;
  const isEmpty = price === null && rooms === null && status === 'keep';
  const nights = {
    ...range,
    ...(price === null ? {} : { price: Math.round(price * 100) }),
    ...(rooms === null ? {} : { inventory: rooms }),
    ...(status === 'keep' ? {} : { available: status === 'on-sale' }),
  };
  return (
    <form
      className="sheet stack"
      aria-label={texts.keepNights}
      onSubmit={(event) => {
        event.preventDefault();
        if (ratePlanId === undefined) return;
        void tell(keep.mutateAsync({ ratePlanId, nights }), ({ nights: n }) => fill(texts.nightsKept, { n }));
      }}
    >
      <h2>{texts.keepNights}</h2>
      <div className="form-row">
        <Field label={texts.bookableGood}>
          {(id) => (
            <Select
              id={id}
              value={ratePlanId ?? null}
              onChange={setChosen}
              options={goods.map(({ rate_plan_id: value, name }) => ({ value, label: `${name} · ${value}` }))}
            />
          )}
        </Field>
        <Field label={texts.firstNight}>
          {(id) => <DayInput id={id} value={range.from} onChange={(from) => setRange({ ...range, from })} />}
        </Field>
        <Field label={texts.lastNight}>
          {(id) => <DayInput id={id} value={range.to} onChange={(to) => setRange({ ...range, to })} />}
        </Field>
        <Field label={fill(texts.price, { currency: currencyUnit(currency, common.yuan) })}>
          {(id) => (
            <InputNumber
              id={id}
              className="wide"
              min={0.01}
              max={10_000_000}
              precision={2}
              value={price}
              onChange={setPrice}
            />
          )}
        </Field>
        <Field label={texts.rooms}>
          {(id) => (
            <InputNumber id={id} className="wide" min={0} max={9999} precision={0} value={rooms} onChange={setRooms} />
          )}
        </Field>
        <Field label={texts.state}>
          {(id) => (
            <Select
              id={id}
              value={status}
              onChange={setStatus}
              options={(['keep', 'on-sale', 'closed'] as const).map((value) => ({ value, label: words[value] }))}
            />
          )}
        </Field>
      </div>
      <div>
        <Button htmlType="submit" loading={keep.isPending} disabled={ratePlanId === undefined || isEmpty}>
          {common.save}
        </Button>
      </div>
    </form>
  );
}
