import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { DayInput } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { addDays, daysFrom } from '../../shared/nights.ts';
import { day, type SearchTexts, whole, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useCalendar } from '../api/calendar.ts';
import { type Hotel, useHotels } from '../api/catalogue.ts';
import { useHotelDay } from '../api/now.ts';
import { useRefusals } from '../api/pushes.ts';
import { stopsRoom } from '../stops/covers.ts';
import { RunningStops } from '../stops/running.tsx';
import { StopButton } from '../stops/stop-button.tsx';
import { foldCalendar } from './cells.ts';
import { CalendarEditor } from './editor.tsx';
import { CalendarGrid, type Choice } from './grid.tsx';
import { CALENDAR } from './texts.ts';

const SPANS = [7, 14, 31];

/** What of the page stands in the address. */
export interface CalendarSearch {
  readonly hotel?: string | undefined;
  readonly from?: string | undefined;
  readonly days?: number | undefined;
}

/** Reads it out of an address. */
export function readCalendarSearch(search: SearchTexts): CalendarSearch {
  return { hotel: word(search.hotel), from: day(search.from), days: whole(search.days, 1, 62) };
}

/** Stock, prices and room status of a hotel by night. */
export function CalendarPage() {
  const texts = useTexts(CALENDAR);
  const hotels = useHotels();
  return (
    <Answer of={hotels}>
      {(list) => (list.length === 0 ? <Nothing>{texts.noHotels}</Nothing> : <HotelCalendar hotels={list} />)}
    </Answer>
  );
}

function HotelCalendar({ hotels }: { readonly hotels: readonly Hotel[] }) {
  const texts = useTexts(CALENDAR);
  const today = useHotelDay();
  const search: CalendarSearch = useSearch({ from: '/calendar' });
  const navigate = useNavigate({ from: '/calendar' });
  const [choice, setChoice] = useState<Choice>();

  const hotelId = hotels.find((one) => one.hotel_id === search.hotel)?.hotel_id ?? hotels[0]?.hotel_id;
  const from = search.from ?? today;
  const span = search.days ?? (window.innerWidth < 768 ? 7 : 14);
  const days = daysFrom(from, addDays(from, span));
  const calendar = useCalendar(hotelId, from, addDays(from, span - 1));
  const refusals = useRefusals().data ?? [];
  const go = (change: Partial<CalendarSearch>) => void navigate({ search: { ...search, ...change } });

  return (
    <>
      <PageHead title={texts.title}>
        <div className="tools">
          {hotels.length === 1 ? null : (
            <Select
              aria-label={texts.hotel}
              value={hotelId ?? ''}
              popupMatchSelectWidth={false}
              onChange={(hotel: string) => go({ hotel })}
              options={hotels.map((one) => ({ value: one.hotel_id, label: one.name }))}
            />
          )}
          <Button onClick={() => go({ from: addDays(from, -span) })} aria-label={texts.earlier}>
            ‹
          </Button>
          <DayInput label={texts.from} value={from} onChange={(first) => go({ from: first })} />
          <Button onClick={() => go({ from: addDays(from, span) })} aria-label={texts.later}>
            ›
          </Button>
          <Link to="/calendar" search={{ ...search, from: undefined }}>
            {texts.todayButton}
          </Link>
          <Select
            aria-label={texts.span}
            value={span}
            onChange={(value: number) => go({ days: value })}
            options={SPANS.map((n) => ({ value: n, label: fill(texts.spanDays, { n }) }))}
          />
        </div>
      </PageHead>
      <Answer of={calendar}>
        {(data) => {
          const rows = foldCalendar(data, days, refusals);
          const first = rows[0];
          if (first === undefined) return <Nothing>{texts.noRooms}</Nothing>;
          return (
            <>
              <RunningStops
                only={(stop) =>
                  data.room_types.some(({ room_type_id }) => stopsRoom(stop, { hotel_id: hotelId ?? '', room_type_id }))
                }
              />
              <div className="tools legend">
                <Button type="primary" onClick={() => setChoice({ row: first, from, to: addDays(from, span - 1) })}>
                  {texts.editMany}
                </Button>
                <StopButton scope={{ level: 'hotel', subject_id: hotelId ?? '' }} />
                <span className="soft small">
                  {texts.legendHelp} <span className="desk-only">{texts.legendShift}</span>
                </span>
                <span className="small">
                  <i className="flag flag-pending" /> {texts.legendPending}
                </span>
                <span className="small">
                  <i className="flag flag-refused" /> {texts.legendRefused}
                </span>
              </div>
              <CalendarGrid days={days} rows={rows} today={today} onChoose={setChoice} />
              {choice === undefined ? null : (
                <CalendarEditor choice={choice} rows={rows} onClose={() => setChoice(undefined)} />
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}
