import { hotelSecond } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import type { MoveReport } from '../api/clock.ts';
import { OPERATOR } from '../texts.ts';

/** What happened while the clock was moved, in order. */
export function MoveStory({ report }: { readonly report: MoveReport }) {
  const texts = useTexts(OPERATOR);
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
            <span className="kind">{timer.kind}</span>
            <span className="mono">{timer.subject}</span>
            {timer.error === undefined ? null : <span className="bad"> {timer.error}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
