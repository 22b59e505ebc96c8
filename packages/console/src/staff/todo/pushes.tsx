import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Answer } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type Names, useNames } from '../api/catalogue.ts';
import { type Publication, usePauses, usePublications, usePushAgain, useRefusals } from '../api/pushes.ts';
import { foldRefused, type RefusedRange } from './fold-nights.ts';
import { NextStep } from './next-step.tsx';
import { Section } from './section.tsx';
import { TODO } from './texts.ts';

/** Nights whose stock or price the platform did not take. */
export function RefusedNights() {
  const texts = useTexts(TODO);
  return (
    <Answer of={useRefusals()}>
      {(refused) =>
        refused.length === 0 ? null : (
          <Section title={texts.refusedNights}>
            <ul className="plain-list">
              {foldRefused(refused).map((range) => (
                <RefusedLine key={`${range.rate_plan_id}/${range.kind}/${range.from}/${range.message}`} range={range} />
              ))}
            </ul>
          </Section>
        )
      }
    </Answer>
  );
}

function RefusedLine({ range }: { readonly range: RefusedRange }) {
  const texts = useTexts(TODO);
  const names = useNames();
  const tell = useTell();
  const push = usePushAgain();
  const again = () => {
    const work = push.mutateAsync({ rate_plan_ids: [range.rate_plan_id], from: range.from, to: range.to });
    void tell(work, ({ nights }) => fill(texts.pushed, { n: nights }));
  };
  return (
    <li className="todo-line">
      <div>
        <span className="tools">
          <Mark tone="bad">{texts[range.kind]}</Mark>
          <strong>{names.ratePlan(range.rate_plan_id)}</strong>
          <span className="number">{fill(texts.nightsRange, { from: range.from, to: range.to, n: range.nights })}</span>
        </span>
        <span className="bad block">
          {range.message} {range.code === null ? '' : fill(texts.code, { code: range.code })}
        </span>
        {range.logid === null ? null : <span className="mono soft small block">logid {range.logid}</span>}
        <NextStep code="ITEM_REFUSED" />
      </div>
      <span className="tools">
        <Link to="/calendar" search={{ from: range.from }}>
          {texts.seeCalendar}
        </Link>
        <Button loading={push.isPending} onClick={again}>
          {texts.pushAgain}
        </Button>
      </span>
    </li>
  );
}

/** Hotels whose pushes rest after failures. */
export function RestingPushes() {
  const texts = useTexts(TODO);
  const names = useNames();
  return (
    <Answer of={usePauses()}>
      {(pauses) =>
        pauses.length === 0 ? null : (
          <Section title={texts.restingPushes}>
            <ul className="plain-list">
              {pauses.map((pause) => (
                <li key={`${pause.hotel_id}/${pause.kind}`}>
                  <span className="tools">
                    <Mark tone="wait">{texts[pause.kind]}</Mark>
                    <strong>{pause.hotel_id === null ? texts.wholeAccount : names.hotel(pause.hotel_id)}</strong>
                    <span className="soft number">
                      {fill(texts.until, { time: hotelMinute(Date.parse(pause.until)) })}
                    </span>
                  </span>
                  <span className="bad block">{pause.message}</span>
                  <NextStep code={pause.next_step} />
                </li>
              ))}
            </ul>
          </Section>
        )
      }
    </Answer>
  );
}

/** Hotels, room types, rate plans and vouchers that could not be published or were rejected. */
export function FailedPublications() {
  const texts = useTexts(TODO);
  const names = useNames();
  return (
    <Answer of={usePublications()}>
      {(publications) => {
        const failed = publications.filter((one) => one.state === 'failed');
        if (failed.length === 0) return null;
        return (
          <Section title={texts.failedPublications}>
            <ul className="plain-list">
              {failed.map((one) => (
                <li key={`${one.kind}/${one.subject_id}`}>
                  <span className="tools">
                    <Mark tone="bad">{texts[one.kind]}</Mark>
                    <strong>{nameOf(names, one)}</strong>
                    <span className="soft">{fill(texts.attempts, { n: one.attempts })}</span>
                  </span>
                  {one.last_error === null ? null : <span className="bad block">{one.last_error}</span>}
                  <NextStep code={one.next_step} />
                </li>
              ))}
            </ul>
          </Section>
        );
      }}
    </Answer>
  );
}

function nameOf(names: Names, { kind, subject_id: id }: Publication): string {
  if (kind === 'goods') return names.ratePlan(id);
  if (kind.startsWith('room')) return names.roomType(id);
  return kind.startsWith('hotel') ? names.hotel(id) : id;
}
