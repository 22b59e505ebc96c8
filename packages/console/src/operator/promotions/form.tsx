import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { useClock } from '../api/clock.ts';
import type { Product } from '../api/products.ts';
import { type NewPromotion, useAddPromotion } from '../api/promotions.ts';
import { OPERATOR, WORDS } from '../texts.ts';

const KINDS: readonly NewPromotion['kind'][] = ['flash-sale', 'boost', 'subsidy'];
const HOUR_MS = 3_600_000;
const FIRST = {
  kind: 'flash-sale' as NewPromotion['kind'],
  name: '',
  hours: 2,
  yuan: 99,
  stock: 100,
  limit: 1,
  fee: 0,
};

/** Sets a promotion up. Money is yuan for people, fen at the API; it begins now. */
export function PromotionForm({ products }: { readonly products: readonly Product[] }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const now = useClock().data?.now;
  const add = useAddPromotion();
  const [draft, setDraft] = useState(FIRST);
  const [chosen, setChosen] = useState<string>();
  const set = (change: Partial<typeof FIRST>) => setDraft((before) => ({ ...before, ...change }));
  const voucherId = chosen ?? products[0]?.voucher_id;
  const flash = draft.kind === 'flash-sale';
  const number = (name: 'hours' | 'yuan' | 'stock' | 'limit' | 'fee', title: string, min: number, precision = 0) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={min}
          max={1_000_000}
          precision={precision}
          value={draft[name]}
          onChange={(value) => set({ [name]: value ?? min })}
        />
      )}
    </Field>
  );
  const send = () => {
    if (voucherId === undefined || now === undefined) return;
    const fen = Math.round(draft.yuan * 100);
    const promotion: NewPromotion = {
      kind: draft.kind,
      name: draft.name.trim() || label(words, draft.kind),
      to: now + draft.hours * HOUR_MS,
      stock: draft.stock,
      per_person: draft.limit,
      ...(flash ? { flash_price: fen } : { discount: fen }),
      ...(draft.kind === 'boost' ? { fee_bp: Math.round(draft.fee * 100) } : {}),
    };
    add.mutate({ voucherId, promotion });
  };
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h2>{texts.addPromotion}</h2>
      <div className="form-row">
        <Field label={texts.voucher}>
          {(id) => (
            <Select
              id={id}
              value={voucherId ?? null}
              onChange={setChosen}
              options={products.map(({ voucher_id: value, name }) => ({ value, label: name }))}
            />
          )}
        </Field>
        <Field label={texts.promotionKind}>
          {(id) => (
            <Select
              id={id}
              value={draft.kind}
              onChange={(kind: NewPromotion['kind']) => set({ kind, yuan: kind === 'flash-sale' ? 99 : 20 })}
              options={KINDS.map((kind) => ({ value: kind, label: label(words, kind) }))}
            />
          )}
        </Field>
        <Field label={texts.promotionName}>
          {(id) => (
            <Input id={id} maxLength={64} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        {number('yuan', flash ? texts.flashPrice : texts.discount, 0, 2)}
        {number('hours', texts.hours, 1)}
        {number('stock', texts.promotionStock, 1)}
        {number('limit', texts.perPerson, 1)}
        {draft.kind === 'boost' ? number('fee', texts.boostFee, 0, 2) : null}
      </div>
      {add.error === null ? null : <ProblemNote error={add.error} />}
      <div>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={voucherId === undefined}>
          {texts.add}
        </Button>
      </div>
    </form>
  );
}
