import { hotelSecond } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import type { MoveReport } from '../api/clock.ts';
import { OPERATOR, TIMERS } from '../texts.ts';

/** What happened while the clock was moved, in order. */
export function MoveStory({ report }: { readonly report: MoveReport }) {
  const texts = useTexts(OPERATOR);
  const kinds = useTexts(TIMERS);
  return (
    <section className="sheet" aria-live="polite">
      <h2>
        {hotelSecond(report.from)} → {hotelSecond(report.to)} · {fill(texts.onTheWay, { n: report.ran })}
      </h2>
      {report.unsettled.length === 0 ? null : (
        <p className="bad">{fill(texts.unsettled, { n: report.unsettled.length })}</p>
      )}
      {report.dropped_followers.length === 0 ? null : (
        <p className="bad">{fill(texts.dropped, { list: report.dropped_followers.join(', ') })}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region */}
      <ol className="move-story" tabIndex={0}>
        {report.timers.map((timer, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes, and the same thing may happen twice
          <li key={index}>
            <span className="number soft">{hotelSecond(timer.at)}</span>
            <span className="kind" title={timer.kind}>
              {label(kinds, timer.kind)}
            </span>
            {timer.subject === timer.kind ? null : <span className="mono soft small">{timer.subject}</span>}
            {timer.error === undefined ? null : <span className="bad"> {timer.error}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
