import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Limit, useSetLimit } from '../api/merchants.ts';
import { INTERFACES } from '../faults/draft.ts';
import { MERCHANTS } from './texts.ts';

const FIRST: Limit = { interface: 'stock-save', max_calls: 10, per_seconds: 1, per: 'application' };

/** Rate limits in place of the contract's or the default. */
export function LimitsForm({ clientKey, limits }: { readonly clientKey: string; readonly limits: readonly Limit[] }) {
  const texts = useTexts(MERCHANTS);
  const words = useTexts(INTERFACE_WORDS);
  const common = useTexts(COMMON);
  const tell = useTell();
  const save = useSetLimit(clientKey);
  const [draft, setDraft] = useState(FIRST);
  const set = (change: Partial<Limit>) => setDraft((before) => ({ ...before, ...change }));
  const send = (name: string, limit: Omit<Limit, 'interface'> | null) =>
    void tell(save.mutateAsync({ name, limit }), () => texts.saved);
  const number = (name: 'max_calls' | 'per_seconds', title: string, max: number) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={1}
          max={max}
          precision={0}
          value={draft[name]}
          onChange={(value) => set({ [name]: value ?? 1 })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="stack"
      aria-label={`${texts.limits} ${clientKey}`}
      onSubmit={(event) => {
        event.preventDefault();
        const { interface: name, ...limit } = draft;
        send(name, limit);
      }}
    >
      <h3>{texts.limits}</h3>
      {limits.length === 0 ? (
        <p className="soft">{texts.noLimits}</p>
      ) : (
        <ul className="plain-list">
          {limits.map(({ interface: name, max_calls: calls, per_seconds: seconds, per }) => (
            <li key={name} className="tools">
              <span className="mono">{name}</span>
              <span>{fill(texts.limitText, { calls, seconds, per: texts[per] })}</span>
              <Button size="small" onClick={() => send(name, null)}>
                {texts.toDefault}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="form-row">
        <Field label={texts.interface}>
          {(id) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.interface}
              onChange={(name: string) => set({ interface: name })}
              options={INTERFACES.in.map((name) => ({ value: name, label: `${label(words, name)} · ${name}` }))}
            />
          )}
        </Field>
        {number('max_calls', texts.calls, 1_000_000)}
        {number('per_seconds', texts.seconds, 3600)}
        <Field label={texts.per}>
          {(id) => (
            <Select
              id={id}
              value={draft.per}
              onChange={(per: Limit['per']) => set({ per })}
              options={(['application', 'merchant'] as const).map((value) => ({ value, label: texts[value] }))}
            />
          )}
        </Field>
      </div>
      <div>
        <Button htmlType="submit" loading={save.isPending}>
          {common.save}
        </Button>
      </div>
    </form>
  );
}
