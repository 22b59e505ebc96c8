import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { useTexts } from '../../shared/language-context.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Account, type Handling, useSetHandling } from '../api/merchants.ts';
import { CurrencyField } from './currency-field.tsx';
import { MERCHANTS } from './texts.ts';

const MODES: readonly Handling['audit_mode'][] = ['approve', 'reject', 'manual'];
const MOST_SECONDS = 604_800;

/** How the platform treats a merchant. Seconds for people, milliseconds at the API. */
export function HandlingForm({ account }: { readonly account: Account }) {
  const texts = useTexts(MERCHANTS);
  const common = useTexts(COMMON);
  const tell = useTell();
  const save = useSetHandling();
  const { audit_mode, audit_message, audit_delay_ms, ari_write_delay_ms, currency } = account;
  const [draft, setDraft] = useState<Handling>({
    audit_mode,
    audit_message,
    audit_delay_ms,
    ari_write_delay_ms,
    currency,
  });
  const set = (change: Partial<Handling>) => setDraft((before) => ({ ...before, ...change }));
  const seconds = (name: 'audit_delay_ms' | 'ari_write_delay_ms', title: string) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={0}
          max={MOST_SECONDS}
          value={draft[name] / 1000}
          onChange={(value) => set({ [name]: Math.round((value ?? 0) * 1000) })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void tell(save.mutateAsync({ accountId: account.account_id, handling: draft }), () => texts.saved);
      }}
    >
      <h3>{texts.handling}</h3>
      <div className="form-row">
        <Field label={texts.auditMode}>
          {(id) => (
            <Select
              id={id}
              value={draft.audit_mode}
              onChange={(mode: Handling['audit_mode']) => set({ audit_mode: mode })}
              options={MODES.map((value) => ({ value, label: texts[value] }))}
            />
          )}
        </Field>
        <Field label={texts.auditMessage}>
          {(id) => (
            <Input
              id={id}
              maxLength={500}
              value={draft.audit_message}
              onChange={(event) => set({ audit_message: event.target.value })}
            />
          )}
        </Field>
        {seconds('audit_delay_ms', texts.auditDelay)}
        {seconds('ari_write_delay_ms', texts.writeDelay)}
      </div>
      <CurrencyField currency={draft.currency} error={save.error} onChange={(code) => set({ currency: code })} />
      <div>
        <Button htmlType="submit" loading={save.isPending}>
          {common.save}
        </Button>
      </div>
    </form>
  );
}
