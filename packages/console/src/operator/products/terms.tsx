import { Input, InputNumber, Modal, Radio } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Product, type Terms, useSetTerms } from '../api/products.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** Commercial terms of one voucher. */
export function TermsForm({ product, onClose }: { readonly product: Product; readonly onClose: () => void }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const common = useTexts(COMMON);
  const save = useSetTerms();
  const [terms, setTerms] = useState(product.terms);
  const set = (change: Partial<Terms>) => setTerms((before) => ({ ...before, ...change }));
  const { creator_id, ...rest } = terms;
  const body = creator_id === null || creator_id === '' ? rest : { ...rest, creator_id };
  const number = (name: 'accept_minutes' | 'service_fee_bp' | 'commission_bp', title: string, max: number) => (
    <Field label={title}>
      {(id) => (
        <InputNumber
          id={id}
          className="wide"
          min={name === 'accept_minutes' ? 1 : 0}
          max={max}
          precision={0}
          value={terms[name]}
          onChange={(value) => set({ [name]: value ?? 0 })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      title={fill(texts.termsTitle, { name: product.name })}
      okText={common.save}
      cancelText={common.cancel}
      okButtonProps={{ loading: save.isPending }}
      onCancel={onClose}
      onOk={() => save.mutate({ voucherId: product.voucher_id, terms: body }, { onSuccess: onClose })}
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
          {number('accept_minutes', texts.acceptMinutes, 10_080)}
          {number('service_fee_bp', texts.serviceFee, 10_000)}
          {number('commission_bp', texts.commission, 10_000)}
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
