import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { DayInput } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { addDays } from '../../shared/nights.ts';
import { day, oneOf, type SearchTexts } from '../../shared/search.ts';
import { Answer, ProblemNote } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type BillDay, MATCH_STATES, type MatchState, useBillDay, useFetchBill } from '../api/bills.ts';
import { useHotelDay } from '../api/now.ts';
import { useMoney } from '../money.ts';
import { NextStep } from '../todo/next-step.tsx';
import { BillLines } from './lines.tsx';
import { BillMatches } from './matches.tsx';
import { BILLS, MATCHES } from './texts.ts';
import { MATCH_TONE } from './tones.ts';

/** What of the page stands in the address. */
export interface BillsSearch {
  readonly day?: string | undefined;
  readonly state?: MatchState | undefined;
}

/** Reads it out of an address. */
export function readBillsSearch(search: SearchTexts): BillsSearch {
  return { day: day(search.day), state: oneOf(search.state, MATCH_STATES) };
}

/** The bill of one day: its lines, and how they match the bookings. */
export function BillsPage() {
  const texts = useTexts(BILLS);
  const common = useTexts(COMMON);
  const today = useHotelDay();
  const search: BillsSearch = useSearch({ from: '/bills' });
  const navigate = useNavigate({ from: '/bills' });
  const fetchBill = useFetchBill();
  // A day's bill exists on the next day.
  const shown = search.day ?? addDays(today, -1);
  const go = (change: BillsSearch) => void navigate({ search: { ...search, ...change } });
  return (
    <>
      <PageHead title={texts.title}>
        <div className="tools">
          <Button aria-label={common.earlierDay} onClick={() => go({ day: addDays(shown, -1) })}>
            ‹
          </Button>
          <DayInput label={texts.day} value={shown} onChange={(value) => go({ day: value })} />
          <Button aria-label={common.laterDay} onClick={() => go({ day: addDays(shown, 1) })}>
            ›
          </Button>
          <Button
            type="primary"
            loading={fetchBill.isPending}
            disabled={shown >= today}
            onClick={() => fetchBill.mutate(shown)}
          >
            {texts.fetch}
          </Button>
        </div>
      </PageHead>
      {fetchBill.error === null ? null : <ProblemNote error={fetchBill.error} />}
      <Answer of={useBillDay(shown)}>
        {(bill) => <BillSummary bill={bill} state={search.state} onState={(state) => go({ state })} />}
      </Answer>
      <BillMatches day={shown} state={search.state} />
      <BillLines day={shown} />
    </>
  );
}

function BillSummary({
  bill,
  state,
  onState,
}: {
  readonly bill: BillDay;
  readonly state: MatchState | undefined;
  readonly onState: (state: MatchState | undefined) => void;
}) {
  const texts = useTexts(BILLS);
  const words = useTexts(MATCHES);
  const money = useMoney();
  return (
    <section className="sheet stack">
      {bill.last_error === null ? null : (
        <Alert
          type="error"
          role="alert"
          showIcon
          title={fill(texts.failed, { error: bill.last_error })}
          description={<NextStep code={bill.next_step} />}
        />
      )}
      <dl className="facts">
        <div>
          <dt>{texts.billed}</dt>
          <dd className="big number">{money.show(bill.billed)}</dd>
        </div>
        <div>
          <dt>{texts.lines}</dt>
          <dd className="big number">{bill.lines}</dd>
        </div>
        <div>
          <dt>{texts.toMatch}</dt>
          <dd className="big number">{bill.to_match}</dd>
        </div>
        <div>
          <dt>{texts.fetchedTitle}</dt>
          <dd>{bill.fetched_at === null ? texts.neverFetched : hotelMinute(Date.parse(bill.fetched_at))}</dd>
        </div>
      </dl>
      <div className="tools">
        <Pick chosen={state === undefined} onClick={() => onState(undefined)}>
          {texts.all}
        </Pick>
        {MATCH_STATES.map((one) => (
          <Pick key={one} chosen={state === one} onClick={() => onState(one)}>
            {words[one]} <Mark tone={bill.matches[one] === 0 ? 'plain' : MATCH_TONE[one]}>{bill.matches[one]}</Mark>
          </Pick>
        ))}
      </div>
    </section>
  );
}

/** One of several buttons of which one is chosen. */
function Pick({
  chosen,
  onClick,
  children,
}: {
  readonly chosen: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Button variant="outlined" color={chosen ? 'primary' : 'default'} aria-pressed={chosen} onClick={onClick}>
      {children}
    </Button>
  );
}
