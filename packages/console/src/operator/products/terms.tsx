import { Button, Input, InputNumber, Modal, Radio } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Terms, type TermsOwner, useSetTerms } from '../api/products.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** Commercial terms of a merchant or of one voucher. */
export function TermsForm({
  owner,
  name,
  terms: before,
  onClose,
}: {
  readonly owner: TermsOwner;
  readonly name: string;
  readonly terms: Terms;
  readonly onClose: () => void;
}) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const common = useTexts(COMMON);
  const save = useSetTerms();
  const [terms, setTerms] = useState(before);
  const set = (change: Partial<Terms>) => setTerms((last) => ({ ...last, ...change }));
  const { creator_id, ...rest } = terms;
  const body = creator_id === null || creator_id === '' ? rest : { ...rest, creator_id };
  /** Basis points at the API, percent with two decimals for people. */
  const percent = (name: 'service_fee_bp' | 'commission_bp', title: string) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={0}
          max={100}
          precision={2}
          value={terms[name] / 100}
          onChange={(value) => set({ [name]: Math.round((value ?? 0) * 100) })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      title={fill(texts.termsTitle, { name })}
      onCancel={onClose}
      footer={[
        <Button key="default" onClick={() => save.mutate({ owner, terms: null }, { onSuccess: onClose })}>
          {texts.toDefault}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {common.cancel}
        </Button>,
        <Button
          key="save"
          type="primary"
          loading={save.isPending}
          onClick={() => save.mutate({ owner, terms: body }, { onSuccess: onClose })}
        >
          {common.save}
        </Button>,
      ]}
    >
      <div className="form">
        <p className="soft">{texts.termsHint}</p>
        {save.error === null ? null : <ProblemNote error={save.error} />}
        <fieldset>
          <legend>{texts.creation}</legend>
          <Radio.Group
            value={terms.creation_mode}
            onChange={(event) => set({ creation_mode: event.target.value as Terms['creation_mode'] })}
            options={[
              { value: 'one-step', label: words['one-step'] },
              { value: 'two-step', label: words['two-step'] },
            ]}
          />
        </fieldset>
        <div className="form-row">
          <Field label={texts.acceptMinutes}>
            {(id) => (
              <InputNumber
                id={id}
                className="wide"
                min={1}
                max={10_080}
                precision={0}
                value={terms.accept_minutes}
                onChange={(value) => set({ accept_minutes: value ?? 1 })}
              />
            )}
          </Field>
          {percent('service_fee_bp', texts.serviceFee)}
          {percent('commission_bp', texts.commission)}
          <Field label={texts.creator}>
            {(id) => (
              <Input
                id={id}
                maxLength={64}
                value={creator_id ?? ''}
                onChange={(event) => set({ creator_id: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </Modal>
  );
}
