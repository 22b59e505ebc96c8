import { Input } from 'antd';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import type { Staying } from '../api/bookings.ts';
import { GUEST } from '../texts.ts';

/** What is typed about one room's guest. */
export interface StayingDraft {
  readonly name: string;
  readonly phone: string;
  readonly id: string;
}

export const NOBODY: StayingDraft = { name: '', phone: '', id: '' };

/** Those of whom something was typed, as they go into the booking. */
export function stayingOf(drafts: readonly StayingDraft[]): Staying[] {
  return drafts
    .map(({ name, phone, id }) => ({ name: name.trim(), phone: phone.trim(), id: id.trim() }))
    .filter(({ name }) => name !== '')
    .map(({ name, phone, id }) => ({
      name,
      ...(phone === '' ? {} : { phone }),
      ...(id === '' ? {} : { id_number: id }),
    }));
}

/** The guest of each room: a name, and what else the voucher asks for. */
export function StayingFields({
  drafts,
  asks,
  onChange,
}: {
  readonly drafts: readonly StayingDraft[];
  readonly asks: readonly string[];
  readonly onChange: (drafts: readonly StayingDraft[]) => void;
}) {
  const texts = useTexts(GUEST);
  const must = asks.length > 0;
  const field = (index: number, member: keyof StayingDraft, title: string, maxLength: number) => (
    <Input
      aria-label={`${title} ${fill(texts.nameOf, { n: index + 1 })}`}
      placeholder={member === 'name' ? fill(texts.nameOf, { n: index + 1 }) : title}
      maxLength={maxLength}
      value={drafts[index]?.[member] ?? ''}
      onChange={(event) => onChange(drafts.with(index, { ...(drafts[index] ?? NOBODY), [member]: event.target.value }))}
    />
  );
  return (
    <fieldset className="stack">
      <legend>
        {texts.names} <span className="soft small">{must ? texts.namesAsked : texts.namesHint}</span>
      </legend>
      {drafts.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the room
        <div key={index} className="stack">
          {field(index, 'name', texts.names, 64)}
          {asks.includes('phone') ? field(index, 'phone', texts.phone, 32) : null}
          {asks.includes('id-number') ? field(index, 'id', texts.idNumber, 32) : null}
        </div>
      ))}
    </fieldset>
  );
}
