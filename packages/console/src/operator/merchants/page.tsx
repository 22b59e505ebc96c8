import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Answer } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type Account, useAccounts, useAddGuests, useApplications, useGuestCount } from '../api/merchants.ts';
import { TermsForm } from '../products/terms.tsx';
import { OPERATOR } from '../texts.ts';
import { ApplicationSheet } from './application.tsx';
import { HandlingForm } from './handling.tsx';
import { MERCHANTS } from './texts.ts';

/** Merchants, the applications they authorised, and the guests there are. */
export function MerchantsPage() {
  const texts = useTexts(MERCHANTS);
  return (
    <>
      <PageHead title={texts.title} />
      <Answer of={useAccounts()}>
        {(accounts) => accounts.map((account) => <MerchantSheet key={account.account_id} account={account} />)}
      </Answer>
      <Answer of={useApplications()}>
        {(applications) => applications.map((one) => <ApplicationSheet key={one.client_key} application={one} />)}
      </Answer>
      <GuestsForm />
    </>
  );
}

function MerchantSheet({ account }: { readonly account: Account }) {
  const texts = useTexts(MERCHANTS);
  const [editing, setEditing] = useState(false);
  const { account_id, name, applications, terms } = account;
  return (
    <section className="sheet stack" aria-label={name}>
      <h2>{name}</h2>
      <div className="tools">
        <span className="mono soft small">{account_id}</span>
        <span className="soft small">{fill(texts.ofMerchants, { list: applications.join(', ') })}</span>
        <Button size="small" onClick={() => setEditing(true)}>
          {texts.terms}
        </Button>
      </div>
      <HandlingForm account={account} />
      {editing ? (
        <TermsForm owner={{ account_id }} name={name} terms={terms} onClose={() => setEditing(false)} />
      ) : null}
    </section>
  );
}

function GuestsForm() {
  const texts = useTexts(MERCHANTS);
  const operator = useTexts(OPERATOR);
  const tell = useTell();
  const count = useGuestCount().data;
  const add = useAddGuests();
  const [draft, setDraft] = useState({ prefix: 'crowd', count: 10 });
  return (
    <form
      className="sheet stack"
      aria-label={texts.guests}
      onSubmit={(event) => {
        event.preventDefault();
        void tell(add.mutateAsync(draft), () => texts.guestsAdded);
      }}
    >
      <h2>{texts.guests}</h2>
      {count === undefined ? null : <p className="soft">{fill(texts.guestCount, { n: count })}</p>}
      <div className="form-row">
        <Field label={texts.prefix}>
          {(id) => (
            <Input
              id={id}
              maxLength={16}
              value={draft.prefix}
              onChange={(event) => setDraft({ ...draft, prefix: event.target.value })}
            />
          )}
        </Field>
        <Field label={texts.count}>
          {(id) => (
            <InputNumber
              id={id}
              className="wide"
              min={1}
              max={100_000}
              precision={0}
              value={draft.count}
              onChange={(value) => setDraft({ ...draft, count: value ?? 1 })}
            />
          )}
        </Field>
      </div>
      <div>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!/^[a-z]{1,16}$/.test(draft.prefix)}>
          {operator.add}
        </Button>
      </div>
    </form>
  );
}
