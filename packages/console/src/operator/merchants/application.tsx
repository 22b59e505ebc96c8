import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Application, useSetAddress, useSetScopes, useSetWebhook } from '../api/merchants.ts';
import { LimitsForm } from './limits.tsx';
import { MERCHANTS } from './texts.ts';

/** An application: where it is called, what it may do, how often. */
export function ApplicationSheet({ application }: { readonly application: Application }) {
  const texts = useTexts(MERCHANTS);
  const words = useTexts(INTERFACE_WORDS);
  const tell = useTell();
  const { client_key: clientKey, name, addresses, webhook_url: webhook } = application;
  const address = useSetAddress(clientKey);
  const hook = useSetWebhook(clientKey);
  const saved = () => texts.saved;
  return (
    <section className="sheet stack" aria-label={clientKey}>
      <h2>{name}</h2>
      <p className="mono soft small">{clientKey}</p>
      <h3>{texts.addresses}</h3>
      {addresses.map(({ interface: scene, url, own }) => (
        <AddressLine
          key={`${scene}/${url}`}
          title={`${label(words, scene)} · ${scene}${own ? ` · ${texts.own}` : ''}`}
          url={url}
          back={own ? texts.toDefault : undefined}
          onSave={(next) => void tell(address.mutateAsync({ scene, url: next }), saved)}
        />
      ))}
      <AddressLine
        key={`webhook/${webhook}`}
        title={texts.webhook}
        url={webhook ?? ''}
        back={webhook === null ? undefined : texts.unsubscribe}
        onSave={(next) => void tell(hook.mutateAsync(next), saved)}
      />
      <ScopesForm key={application.scopes.join()} clientKey={clientKey} scopes={application.scopes} />
      <LimitsForm clientKey={clientKey} limits={application.limits} />
    </section>
  );
}

/** One address with its way back. */
function AddressLine({
  title,
  url,
  back,
  onSave,
}: {
  readonly title: string;
  readonly url: string;
  /** The word of the button that takes the address away; none when there is nothing to take. */
  readonly back: string | undefined;
  readonly onSave: (url: string | undefined) => void;
}) {
  const common = useTexts(COMMON);
  const [text, setText] = useState(url);
  return (
    <form
      className="tools filters address-line"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text.trim());
      }}
    >
      <Field label={title}>
        {(id) => <Input id={id} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <Button htmlType="submit" disabled={text.trim() === '' || text.trim() === url}>
        {common.save}
      </Button>
      {back === undefined ? null : <Button onClick={() => onSave(undefined)}>{back}</Button>}
    </form>
  );
}

function ScopesForm({ clientKey, scopes }: { readonly clientKey: string; readonly scopes: readonly string[] }) {
  const texts = useTexts(MERCHANTS);
  const common = useTexts(COMMON);
  const tell = useTell();
  const save = useSetScopes(clientKey);
  const [draft, setDraft] = useState<string[]>([...scopes]);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void tell(save.mutateAsync(draft), () => texts.saved);
      }}
    >
      <Field label={texts.scopes}>
        {(id) => <Select id={id} mode="tags" value={draft} onChange={setDraft} open={false} suffixIcon={null} />}
      </Field>
      <div>
        <Button htmlType="submit" loading={save.isPending}>
          {common.save}
        </Button>
      </div>
    </form>
  );
}
