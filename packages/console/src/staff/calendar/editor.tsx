import { App, Button, Checkbox, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { DayInput, Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { currencyUnit } from '../../shared/money.ts';
import { ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { weekdayNames } from '../../shared/words.ts';
import { useOverbooking, useWriteCalendar } from '../api/calendar.ts';
import { useAccount } from '../api/catalogue.ts';
import type { Row } from './cells.ts';
import { type Draft, type DraftFault, readDraft } from './draft.ts';
import type { Choice } from './grid.tsx';
import { CALENDAR } from './texts.ts';

/** The form that changes a night or a range of one row. */
export function CalendarEditor({
  choice,
  rows,
  onClose,
}: {
  readonly choice: Choice;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}) {
  const texts = useTexts(CALENDAR);
  const common = useTexts(COMMON);
  const { message } = App.useApp();
  const write = useWriteCalendar();
  const currency = useAccount().data?.currency;
  const abroad = (currency ?? null) !== null;
  const inCurrency = (text: string) => fill(text, { currency: currencyUnit(currency, common.yuan) });
  const [draft, setDraft] = useState<Draft>(() => firstDraft(choice));
  const [tried, setTried] = useState(false);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const read = readDraft(draft);
  const faults: readonly DraftFault[] = tried && 'faults' in read ? read.faults : [];
  const fault = (name: DraftFault, text: string) => (faults.includes(name) ? text : undefined);

  const save = () => {
    setTried(true);
    if ('faults' in read) return;
    write.mutate(read.changes, {
      onSuccess: ({ stock_nights, price_nights, quota_nights }) => {
        const n = stock_nights + price_nights + quota_nights;
        message.success(n === 0 ? texts.unchanged : fill(texts.written, { n }));
        onClose();
      },
    });
  };
  const name = rows.find((row) => row.kind === draft.kind && row.id === draft.id)?.name ?? draft.id;

  return (
    <Modal
      open
      title={fill(texts.editTitle, { name })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {common.cancel}
        </Button>,
        <Button key="save" type="primary" loading={write.isPending} onClick={save}>
          {common.save}
        </Button>,
      ]}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {write.error === null ? null : <ProblemNote error={write.error} />}
        <Field label={texts.target}>
          {(id) => (
            <Select
              id={id}
              value={`${draft.kind}/${draft.id}`}
              onChange={(value: string) => set(targetOf(value))}
              options={rows.map((row) => ({
                value: `${row.kind}/${row.id}`,
                label: row.kind === 'room' ? row.name : `└ ${row.name}`,
              }))}
            />
          )}
        </Field>
        <div className="form-row">
          <Field label={texts.firstNight}>
            {(id) => (
              <DayInput
                id={id}
                value={draft.from}
                onChange={(from) => set({ from, to: draft.to < from ? from : draft.to })}
              />
            )}
          </Field>
          <Field label={texts.lastNight} error={fault('to', texts.faultTo)}>
            {(id) => <DayInput id={id} value={draft.to} min={draft.from} onChange={(to) => set({ to })} />}
          </Field>
        </div>
        <fieldset>
          <legend>
            {texts.weekdays} <span className="soft small">{texts.weekdaysHint}</span>
          </legend>
          <Checkbox.Group
            className="weekdays"
            value={[...draft.weekdays]}
            onChange={(weekdays: number[]) => set({ weekdays: [...weekdays].sort((a, b) => a - b) })}
            options={weekdayNames(common).map((label, index) => ({ label, value: index + 1 }))}
          />
        </fieldset>
        {draft.kind === 'room' ? (
          <>
            <Field label={texts.stock} hint={texts.stockHint} error={fault('stock', texts.faultStock)}>
              {(id, note) => <TextBox id={id} note={note} value={draft.stock} onChange={(stock) => set({ stock })} />}
            </Field>
            <Field
              label={texts.overbooking}
              hint={texts.overbookingHint}
              error={fault('overbooking', texts.faultOverbooking)}
            >
              {(id, note) => (
                <TextBox
                  id={id}
                  note={note}
                  value={draft.overbooking}
                  onChange={(overbooking) => set({ overbooking })}
                />
              )}
            </Field>
            <OverbookingLog roomTypeId={draft.id} />
          </>
        ) : (
          <>
            <div className="form-row">
              <Field label={inCurrency(texts.price)} hint={texts.priceHint} error={fault('price', texts.faultPrice)}>
                {(id, note) => (
                  <TextBox
                    id={id}
                    note={note}
                    disabled={draft.clear}
                    value={draft.price}
                    onChange={(price) => set({ price })}
                  />
                )}
              </Field>
              <Field
                label={inCurrency(texts.rackPrice)}
                hint={texts.rackPriceHint}
                error={fault('rackPrice', texts.faultRack)}
              >
                {(id, note) => (
                  <TextBox
                    id={id}
                    note={note}
                    disabled={draft.clear}
                    value={draft.rackPrice}
                    onChange={(rackPrice) => set({ rackPrice })}
                  />
                )}
              </Field>
            </div>
            {abroad ? (
              <Field
                label={inCurrency(texts.beforeTax)}
                hint={texts.beforeTaxHint}
                error={fault('beforeTax', texts.faultBeforeTax)}
              >
                {(id, note) => (
                  <TextBox
                    id={id}
                    note={note}
                    disabled={draft.clear}
                    value={draft.beforeTax}
                    onChange={(beforeTax) => set({ beforeTax })}
                  />
                )}
              </Field>
            ) : null}
            <Field label={texts.quota} hint={texts.quotaHint} error={fault('quota', texts.faultQuota)}>
              {(id, note) => (
                <TextBox
                  id={id}
                  note={note}
                  disabled={draft.noQuota}
                  value={draft.quota}
                  onChange={(quota) => set({ quota })}
                />
              )}
            </Field>
            <Checkbox checked={draft.noQuota} onChange={(event) => set({ noQuota: event.target.checked })}>
              {texts.noQuota}
            </Checkbox>
            <Checkbox checked={draft.clear} onChange={(event) => set({ clear: event.target.checked })}>
              {texts.clear}
            </Checkbox>
          </>
        )}
        {draft.clear ? null : (
          <fieldset>
            <legend>{texts.sale}</legend>
            <Radio.Group
              value={draft.sale}
              onChange={(event) => set({ sale: event.target.value as Draft['sale'] })}
              options={[
                { value: 'keep', label: texts.saleKeep },
                { value: 'open', label: texts.saleOpen },
                { value: 'stop', label: texts.saleStop },
              ]}
            />
          </fieldset>
        )}
        {faults.includes('nothing') ? (
          <p className="bad" role="alert">
            {texts.faultNothing}
          </p>
        ) : null}
        {/* Enter in a field saves. */}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}

/** Who set overbooking of the room type, the latest few. */
function OverbookingLog({ roomTypeId }: { readonly roomTypeId: string }) {
  const texts = useTexts(CALENDAR);
  const changes = useOverbooking(roomTypeId).data?.items ?? [];
  if (changes.length === 0) return null;
  return (
    <ul className="soft small">
      {changes.map(({ at, key_label: who, nights, rooms }) => {
        const [first = ''] = nights;
        const last = nights.at(-1) ?? first;
        const range = first === last ? first : `${first} – ${last}`;
        return (
          <li key={`${at} ${first}`}>
            {fill(texts.overbookingBy, { at: at.slice(0, 16).replace('T', ' '), who, rooms, range })}
          </li>
        );
      })}
    </ul>
  );
}

function TextBox({
  id,
  note,
  value,
  disabled = false,
  onChange,
}: {
  readonly id: string;
  readonly note: string | undefined;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Input
      id={id}
      aria-describedby={note}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function firstDraft({ row, from, to }: Choice): Draft {
  return {
    kind: row.kind,
    id: row.id,
    from,
    to,
    weekdays: [],
    stock: '',
    overbooking: '',
    price: '',
    rackPrice: '',
    beforeTax: '',
    quota: '',
    noQuota: false,
    clear: false,
    sale: 'keep',
  };
}

function targetOf(value: string): Pick<Draft, 'kind' | 'id' | 'clear' | 'noQuota'> {
  const kind = value.startsWith('room/') ? 'room' : 'rate';
  return { kind, id: value.slice(5), clear: false, noQuota: false };
}
