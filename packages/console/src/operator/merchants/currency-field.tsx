import { Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { useLanguage, useTexts } from '../../shared/language-context.tsx';
import { Problem } from '../../shared/problem.ts';
import { MERCHANTS } from './texts.ts';

/** Offered at first; any other code can be typed, and whether it is one is for the platform to say. */
const OFFERED = ['HKD', 'MOP', 'TWD', 'JPY', 'KRW', 'SGD', 'THB', 'USD'] as const;
const MAINLAND = '';

/** The currency of a merchant, with what it changes; what the platform refused of it stands below. */
export function CurrencyField({
  currency,
  error,
  onChange,
}: {
  readonly currency: string | null;
  /** Of the last attempt to save. */
  readonly error: unknown;
  readonly onChange: (currency: string | null) => void;
}) {
  const texts = useTexts(MERCHANTS);
  const { language } = useLanguage();
  const [typed, setTyped] = useState('');
  const names = new Intl.DisplayNames(language === 'zh' ? 'zh-Hans' : 'en', { type: 'currency', fallback: 'code' });
  const option = (code: string) => {
    const name = isCode(code) ? names.of(code) : undefined;
    return { value: code, label: name === undefined || name === code ? code : `${code} · ${name}` };
  };
  const codes = new Set<string>([...OFFERED, ...(currency === null ? [] : [currency])]);
  const wanted = typed.trim().toUpperCase();
  const options = [{ value: MAINLAND, label: texts.mainland }, ...[...codes].map(option)];
  const isKnown = options.some(({ value, label }) => `${value} ${label}`.toUpperCase().includes(wanted));
  const refused = error instanceof Problem && error.where?.includes('currency') === true ? error : undefined;
  return (
    <Field label={texts.currency} hint={texts.currencyHint} error={refused?.say(language).what}>
      {(id, note) => (
        <Select
          id={id}
          className="currency-field"
          {...(note === undefined ? {} : { 'aria-describedby': note })}
          {...(refused === undefined ? {} : { status: 'error' as const })}
          value={currency ?? MAINLAND}
          showSearch={{
            onSearch: setTyped,
            filterOption: (text, one) =>
              `${one?.value} ${one?.label}`.toUpperCase().includes(text.trim().toUpperCase()),
          }}
          onChange={(code: string) => {
            setTyped('');
            onChange(code === MAINLAND ? null : code);
          }}
          options={wanted === '' || isKnown ? options : [...options, option(wanted)]}
        />
      )}
    </Field>
  );
}

/** What the browser has a name for; it throws for anything else. */
function isCode(code: string): boolean {
  return /^[A-Z]{3}$/.test(code);
}
