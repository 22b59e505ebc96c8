import { Button } from 'antd';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { shortMoney } from '../../shared/money.ts';
import { monthStart } from '../../shared/nights.ts';
import { COMMON } from '../../shared/texts.ts';
import { monthWords, weekdayNames } from '../../shared/words.ts';
import type { OfferedNight } from '../api/vouchers.ts';
import { GUEST, NIGHT_REASONS } from '../texts.ts';
import { type Selection, type StayDay, stayMonth } from './stay.ts';

/** Nights past or outside the voucher's dates: a month full of their reasons would hide the few that count. */
const OUTSIDE: ReadonlySet<string> = new Set(['same-day', 'outside-book-range', 'outside-validity']);

/** A month to choose the day of arrival from: what each night costs on top, and why a night can not be had. */
export function StayMonth({
  month,
  first,
  last,
  offers,
  currency,
  selection,
  onMonth,
  onPick,
}: {
  readonly month: string;
  /** First and last day that may be looked at. */
  readonly first: string;
  readonly last: string;
  readonly offers: readonly OfferedNight[];
  /** Of the surcharges. */
  readonly currency: string;
  readonly selection: Selection;
  readonly onMonth: (month: string) => void;
  readonly onPick: (day: string) => void;
}) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  return (
    <div>
      <div className="month-head">
        <Button
          aria-label={texts.previousMonth}
          disabled={month <= first}
          onClick={() => onMonth(monthStart(month, -1))}
        >
          ‹
        </Button>
        <h2 aria-live="polite">{monthWords(common, month)}</h2>
        <Button
          aria-label={texts.nextMonth}
          disabled={monthStart(month, 1) > last}
          onClick={() => onMonth(monthStart(month, 1))}
        >
          ›
        </Button>
      </div>
      <table className="month">
        <thead>
          <tr>
            {weekdayNames(common).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stayMonth(month, offers, selection).map((week) => (
            <tr key={week.find((day) => day !== null)?.day}>
              {week.map((day, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day of the week
                <td key={index}>{day === null ? null : <Day day={day} currency={currency} onPick={onPick} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({
  day: { day, offer, free, chosen },
  currency,
  onPick,
}: {
  readonly day: StayDay;
  readonly currency: string;
  readonly onPick: (day: string) => void;
}) {
  const texts = useTexts(GUEST);
  const reasons = useTexts(NIGHT_REASONS);
  const note = noteOf();
  return (
    <button
      type="button"
      className={`day ${chosen === undefined ? '' : `day-${chosen}`}`}
      disabled={!free}
      aria-pressed={chosen !== undefined}
      onClick={() => onPick(day)}
    >
      <span>{Number(day.slice(8))}</span>
      <span className="day-note">{note}</span>
      <span className="sr">{` ${day}`}</span>
    </button>
  );

  function noteOf(): string {
    if (offer === undefined) return '';
    if (offer.bookable && free) {
      return offer.surcharge === 0
        ? texts.noSurchargeShort
        : fill(texts.plus, { amount: shortMoney(offer.surcharge, currency) });
    }
    return OUTSIDE.has(offer.reason ?? '') ? '' : label(reasons, offer.reason ?? 'sold-out');
  }
}
