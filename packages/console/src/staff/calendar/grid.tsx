import { type MouseEvent, useRef } from 'react';
import { fill, type Spoken } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { weekday } from '../../shared/nights.ts';
import { COMMON } from '../../shared/texts.ts';
import { weekdayWord } from '../../shared/words.ts';
import { type StaffMoney, useMoney } from '../money.ts';
import type { RateCell, RoomCell, Row } from './cells.ts';
import { CALENDAR } from './texts.ts';

type Words = Spoken<typeof CALENDAR>;

/** Which nights of which row somebody chose to change. */
export interface Choice {
  readonly row: Pick<Row, 'kind' | 'id'>;
  readonly from: string;
  readonly to: string;
}

/** The calendar: room types with their rate plans below each other, nights side by side. */
export function CalendarGrid({
  days,
  rows,
  today,
  onChoose,
}: {
  readonly days: readonly string[];
  readonly rows: readonly Row[];
  readonly today: string;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = useTexts(CALENDAR);
  const common = useTexts(COMMON);
  const last = useRef<{ row: string; night: string }>(undefined);
  const money = useMoney();
  const choose = (row: Row, night: string, event: MouseEvent) => {
    const key = `${row.kind}/${row.id}`;
    const anchor = event.shiftKey && last.current?.row === key ? last.current.night : night;
    last.current = { row: key, night };
    onChoose({ row, from: anchor < night ? anchor : night, to: anchor < night ? night : anchor });
  };
  return (
    // A wide table scrolls by itself; with a place in the tab order the arrow keys can do it too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
    <section className="grid-scroll" aria-label={texts.grid} tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{texts.roomOrRate}</th>
            {days.map((day) => (
              <th key={day} scope="col" className={dayClass(day, today)}>
                <span className="small">{weekdayWord(common, day)}</span>
                {day.slice(8) === '01' || day === days[0]
                  ? `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`
                  : Number(day.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kind}/${row.id}`} className={`grid-${row.kind}`}>
              <th scope="row">
                <span className="grid-name">{row.name}</span>
                <span className="mono soft small desk-only">{row.id}</span>
              </th>
              {row.cells.map((cell) => (
                <td key={cell.night} className={dayClass(cell.night, today)}>
                  <button
                    type="button"
                    className={`cell cell-${cell.state}`}
                    title={say(row, cell, texts, money)}
                    onClick={(event) => choose(row, cell.night, event)}
                  >
                    <span className="sr">{`${row.name} ${cell.night} `}</span>
                    {row.kind === 'room' ? (
                      <RoomFace cell={cell as RoomCell} texts={texts} />
                    ) : (
                      <RateFace cell={cell as RateCell} texts={texts} money={money} />
                    )}
                    <span className="sr">{` ${say(row, cell, texts, money)}`}</span>
                    {cell.refused !== undefined ? (
                      <i className="flag flag-refused" />
                    ) : cell.pending ? (
                      <i className="flag flag-pending" />
                    ) : null}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RoomFace({ cell, texts }: { readonly cell: RoomCell; readonly texts: Words }) {
  if (cell.state === 'none') return <span className="cell-main">–</span>;
  return (
    <>
      <span className="cell-main">
        {cell.state === 'closed'
          ? texts.closed
          : cell.state === 'full'
            ? texts.full
            : fill(texts.left, { n: cell.sellable })}
      </span>
      <span className="cell-sub">
        {fill(cell.overbooking === 0 ? texts.soldShort : texts.soldShortBeyond, { ...cell })}
      </span>
    </>
  );
}

/** Longer ones, `HK$1280`, are written smaller: a cell keeps its width. */
const LONG = 6;

function RateFace({
  cell,
  texts,
  money,
}: {
  readonly cell: RateCell;
  readonly texts: Words;
  readonly money: StaffMoney;
}) {
  if (cell.price === null) return <span className="cell-main">–</span>;
  const price = money.short(cell.price);
  return (
    <>
      <span className={price.length > LONG ? 'cell-main cell-long' : 'cell-main'}>{price}</span>
      {cell.state === 'closed' ? (
        <span className="cell-sub">{texts.closed}</span>
      ) : cell.quota !== null ? (
        <span className="cell-sub">{fill(texts.quotaShort, cell.quota)}</span>
      ) : null}
    </>
  );
}

/** A cell in words, for the pointer that rests on it and for readers of the screen. */
function say(row: Row, cell: RoomCell | RateCell, texts: Words, money: StaffMoney): string {
  const facts: string[] = [texts[cell.state]];
  if (row.kind === 'room' && cell.state !== 'none') {
    facts.push(fill(texts.sold, { ...(cell as RoomCell) }));
    if ((cell as RoomCell).overbooking > 0) facts.push(fill(texts.overbooked, { ...(cell as RoomCell) }));
  }
  if (row.kind === 'rate') {
    const { price, rackPrice, beforeTax, quota } = cell as RateCell;
    if (price !== null) facts.push(money.show(price));
    if (rackPrice !== null) facts.push(`${texts.rackPriceWord} ${money.show(rackPrice)}`);
    if (beforeTax !== null) facts.push(`${texts.beforeTaxWord} ${money.show(beforeTax)}`);
    if (quota !== null) facts.push(fill(texts.quotaSold, quota));
  }
  if (cell.pending) facts.push(texts.pending);
  if (cell.refused !== undefined) facts.push(fill(texts.refused, { message: cell.refused }));
  return facts.join(' · ');
}

function dayClass(day: string, today: string): string {
  const end = weekday(day) > 4 ? 'day-end' : '';
  return day === today ? `${end} day-today` : day < today ? `${end} day-past` : end;
}
