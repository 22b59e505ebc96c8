import { Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { useTexts } from '../../shared/language-context.tsx';
import type { ExchangeFilter } from '../api/exchanges.ts';
import { OPERATOR } from '../texts.ts';

/** What exchanges are looked for by. */
export function ExchangeFilters({
  filter,
  onFilter,
}: {
  readonly filter: ExchangeFilter;
  readonly onFilter: (filter: ExchangeFilter) => void;
}) {
  const texts = useTexts(OPERATOR);
  const [draft, setDraft] = useState(filter);
  const box = (name: keyof ExchangeFilter, title: string) => (
    <Field label={title}>
      {(id) => (
        <Input
          id={id}
          allowClear
          className="mono"
          value={draft[name] ?? ''}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value.trim() })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="tools filters"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(draft);
      }}
    >
      {box('logid', texts.logid)}
      {box('subject', texts.subjectField)}
      {box('interface', texts.interface)}
      <Button type="primary" htmlType="submit">
        {texts.search}
      </Button>
      <Button onClick={() => onFilter({})}>{texts.clear}</Button>
    </form>
  );
}
