import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Answer } from '../../shared/states.tsx';
import { useNames } from '../api/catalogue.ts';
import { useUnpulled } from '../api/pushes.ts';
import { NextStep } from './next-step.tsx';
import { Section } from './section.tsx';
import { TODO } from './texts.ts';

/** Changes the platform was told of by notices and did not come for. */
export function UnpulledNotices() {
  const texts = useTexts(TODO);
  const names = useNames();
  return (
    <Answer of={useUnpulled()}>
      {(waiting) =>
        waiting.length === 0 ? null : (
          <Section title={texts.unpulledNotices}>
            <ul className="plain-list">
              {waiting.map((one) => (
                <li key={`${one.kind}/${one.subject_id}`}>
                  <span className="tools">
                    <Mark tone="wait">{texts[one.kind]}</Mark>
                    <strong>
                      {one.kind === 'price' ? names.ratePlan(one.subject_id) : names.roomType(one.subject_id)}
                    </strong>
                    <span className="number">
                      {fill(texts.nightsRange, { from: one.from, to: one.to, n: one.nights })}
                    </span>
                    <span className="soft number">
                      {fill(texts.noticed, { n: one.notices, time: hotelMinute(Date.parse(one.since)) })}
                    </span>
                  </span>
                  <NextStep code={one.next_step} />
                </li>
              ))}
            </ul>
          </Section>
        )
      }
    </Answer>
  );
}
