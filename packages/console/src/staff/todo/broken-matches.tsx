import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Answer } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { useNames } from '../api/catalogue.ts';
import { useBrokenMatches, useCheckMatches } from '../api/pushes.ts';
import { NextStep } from './next-step.tsx';
import { Section } from './section.tsx';
import { TODO } from './texts.ts';

/** Rate plans that are off because of a broken match: which, since when, why, and who has to act. */
export function BrokenMatches() {
  const texts = useTexts(TODO);
  const names = useNames();
  return (
    <Answer of={useBrokenMatches()}>
      {(broken) =>
        broken.length === 0 ? null : (
          <Section title={texts.brokenMatches}>
            <ul className="plain-list">
              {broken.map((one) => (
                <li key={one.rate_plan_id}>
                  <span className="tools">
                    <Mark tone="bad">{texts[one.level]}</Mark>
                    <strong>{names.ratePlan(one.rate_plan_id)}</strong>
                    <span className="soft number">
                      {fill(texts.offSince, { time: hotelMinute(Date.parse(one.since)) })}
                    </span>
                    <Mark tone="wait">{texts[one.side]}</Mark>
                  </span>
                  <span className="bad block">
                    {names.roomType(one.room_type_id)}: {one.reason}{' '}
                    {one.code === null ? '' : fill(texts.code, { code: one.code })}
                  </span>
                  {one.logid === null ? null : <span className="mono soft small block">logid {one.logid}</span>}
                  <NextStep code={one.next_step} />
                </li>
              ))}
            </ul>
            <CheckNow />
          </Section>
        )
      }
    </Answer>
  );
}

function CheckNow() {
  const texts = useTexts(TODO);
  const tell = useTell();
  const check = useCheckMatches();
  return (
    <span className="tools">
      <Button
        loading={check.isPending}
        onClick={() => void tell(check.mutateAsync(), ({ rate_plans }) => fill(texts.checked, { n: rate_plans }))}
      >
        {texts.checkMatches}
      </Button>
      <Link to="/matching">{texts.seeMatching}</Link>
    </span>
  );
}
