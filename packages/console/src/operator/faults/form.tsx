import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { useAddFault } from '../api/faults.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { EXTRA_RANGE, extraOf, type FaultDraft, interfacesFor, KINDS, toRule, withKind } from './draft.ts';

const FIRST: FaultDraft = {
  direction: 'out',
  interfaceName: 'booking',
  kind: 'timeout',
  value: 500,
  pick: 'next',
  pickValue: 1,
};

/** Sets a fault. */
export function FaultForm() {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const interfaces = useTexts(INTERFACE_WORDS);
  const add = useAddFault();
  const [draft, setDraft] = useState(FIRST);
  const set = (change: Partial<FaultDraft>) => setDraft((before) => ({ ...before, ...change }));
  const takes = extraOf(draft.kind);
  const extraTitles = { ms: texts.howLong, status: texts.httpStatus, share: texts.howMany };
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(toRule(draft));
      }}
    >
      <h2>{texts.addFault}</h2>
      <div className="form-row">
        <Field label={texts.direction}>
          {(id) => (
            <Select
              id={id}
              value={draft.direction}
              onChange={(direction: 'in' | 'out') => setDraft(withKind(draft, direction, draft.kind))}
              options={[
                { value: 'out', label: texts.out },
                { value: 'in', label: texts.in },
              ]}
            />
          )}
        </Field>
        <Field label={texts.kind}>
          {(id) => (
            <Select
              id={id}
              value={draft.kind}
              onChange={(kind: string) => setDraft(withKind(draft, draft.direction, kind))}
              options={KINDS[draft.direction].map((kind) => ({ value: kind, label: label(words, kind) }))}
            />
          )}
        </Field>
        <Field label={texts.interface}>
          {(id) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.interfaceName}
              onChange={(interfaceName: string) => set({ interfaceName })}
              options={interfacesFor(draft.direction, draft.kind).map((name) => ({
                value: name,
                label: name === '*' ? texts.allInterfaces : `${label(interfaces, name)} · ${name}`,
              }))}
            />
          )}
        </Field>
        {takes === undefined ? null : (
          <Field label={extraTitles[takes]}>
            {(id) => (
              <InputNumber
                id={id}
                className="wide"
                value={draft.value}
                min={EXTRA_RANGE[takes].min}
                max={EXTRA_RANGE[takes].max}
                onChange={(value) => set({ value: value ?? 0 })}
              />
            )}
          </Field>
        )}
        <Field label={texts.pick}>
          {(id) => (
            <Select
              id={id}
              value={draft.pick}
              onChange={(pick: 'next' | 'probability') => set({ pick, pickValue: pick === 'next' ? 1 : 10 })}
              options={[
                { value: 'next', label: texts.pickNext },
                { value: 'probability', label: texts.pickProbability },
              ]}
            />
          )}
        </Field>
        <Field label={texts.number}>
          {(id) => (
            <InputNumber
              id={id}
              className="wide"
              value={draft.pickValue}
              min={1}
              max={draft.pick === 'next' ? 1_000_000 : 100}
              onChange={(pickValue) => set({ pickValue: pickValue ?? 1 })}
            />
          )}
        </Field>
      </div>
      {add.error === null ? null : <ProblemNote error={add.error} />}
      <div>
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {texts.add}
        </Button>
      </div>
    </form>
  );
}
