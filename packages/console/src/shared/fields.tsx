import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { isDay } from './nights.ts';

/** A labelled field of a form; the label belongs to the control for people and for readers of the screen. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly children: (id: string, describedBy: string | undefined) => ReactNode;
}) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, note === undefined ? undefined : `${id}-note`)}
      {note === undefined ? null : (
        <span id={`${id}-note`} className={error === undefined ? 'soft small' : 'bad small'}>
          {note}
        </span>
      )}
    </div>
  );
}

/** A day. The browser's own picker: it knows the keyboard, the phone and the person's language. */
export function DayInput({
  id,
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly id?: string;
  /** For readers of the screen, where no visible label stands beside it. */
  readonly label?: string;
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  /** Called with existing days only. */
  readonly onChange: (day: string) => void;
}) {
  return (
    <Input
      type="date"
      className="day-input"
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      value={value}
      onChange={(event) => {
        if (isDay(event.target.value)) onChange(event.target.value);
      }}
    />
  );
}
