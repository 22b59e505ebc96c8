import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { currencyUnit } from '../../shared/money.ts';
import { ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Good, useMakeVoucher } from '../api/back-office.ts';
import { useClock } from '../api/clock.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { presaleInfo, type VoucherDraft } from './draft.ts';

const FIRST: VoucherDraft = {
  name: '',
  goods: [],
  price: 499,
  originalPrice: 888,
  nights: 1,
  rooms: 1,
  stock: 100,
  days: 30,
  separable: false,
  category: '8001001',
};

/** Makes a voucher out of goods, as a merchant does by hand. */
export function VoucherForm({
  accountId,
  currency,
  goods,
}: {
  readonly accountId: string | undefined;
  readonly currency: string | null;
  readonly goods: readonly Good[];
}) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const common = useTexts(COMMON);
  const now = useClock().data?.now;
  const make = useMakeVoucher(accountId);
  const [draft, setDraft] = useState(FIRST);
  const [docking, setDocking] = useState<'direct' | 'manual'>('direct');
  const set = (change: Partial<VoucherDraft>) => setDraft((before) => ({ ...before, ...change }));
  const number = (
    name: 'price' | 'originalPrice' | 'nights' | 'rooms' | 'stock' | 'days',
    title: string,
    precision = 0,
  ) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={1}
          max={100_000}
          precision={precision}
          value={draft[name]}
          onChange={(value) => set({ [name]: value ?? 1 })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (now !== undefined) make.mutate({ docking, presale_info: presaleInfo(draft, now, currency) });
      }}
    >
      <h2>{texts.makeVoucher}</h2>
      <div className="form-row">
        <Field label={texts.voucherTitle}>
          {(id) => (
            <Input id={id} maxLength={64} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label={texts.goods}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={[...draft.goods]}
              onChange={(chosen: string[]) => set({ goods: chosen })}
              options={goods
                .filter(({ sales_type, shelf }) => sales_type === 1 && shelf === 'on')
                .map(({ rate_plan_id: value, name }) => ({ value, label: `${name} · ${value}` }))}
            />
          )}
        </Field>
        <Field label={texts.category}>
          {(id) => (
            <Input
              id={id}
              maxLength={20}
              value={draft.category}
              onChange={(event) => set({ category: event.target.value })}
            />
          )}
        </Field>
        {number('price', fill(texts.price, { currency: currencyUnit(currency, common.yuan) }), 2)}
        {number('originalPrice', fill(texts.originalPrice, { currency: currencyUnit(currency, common.yuan) }), 2)}
        {number('nights', texts.nightsEach)}
        {number('rooms', texts.roomsEach)}
        {number('stock', texts.promotionStock)}
        {number('days', texts.saleDays)}
      </div>
      <Checkbox checked={draft.separable} onChange={(event) => set({ separable: event.target.checked })}>
        {texts.separable}
      </Checkbox>
      <fieldset>
        <legend>{texts.docking}</legend>
        <Radio.Group
          value={docking}
          onChange={(event) => setDocking(event.target.value as 'direct' | 'manual')}
          options={[
            { value: 'direct', label: words.direct },
            { value: 'manual', label: words.manual },
          ]}
        />
      </fieldset>
      {make.error === null ? null : <ProblemNote error={make.error} />}
      {make.data === undefined ? null : <p className="soft">{fill(texts.voucherMade, { id: make.data.voucher_id })}</p>}
      <div>
        <Button
          type="primary"
          htmlType="submit"
          loading={make.isPending}
          disabled={draft.name.trim() === '' || draft.goods.length === 0}
        >
          {texts.makeVoucher}
        </Button>
      </div>
    </form>
  );
}
