import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { InterfaceName } from '../../shared/interface-name.tsx';
import { indentJson } from '../../shared/json-text.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Notice, useNotices } from '../api/exchanges.ts';
import { OPERATOR, WORDS } from '../texts.ts';

const TONES: Readonly<Record<string, Tone>> = { delivered: 'good', waiting: 'busy', failed: 'bad' };

/** The platform's notices to the partner, with every attempt. */
export function NoticesPage() {
  const texts = useTexts(OPERATOR);
  return (
    <>
      <PageHead title={texts.notices} />
      <Answer of={useNotices()}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{texts.noNotices}</Nothing>
          ) : (
            <ul className="cards">
              {list.map((notice) => (
                <NoticeCard key={notice.message_id} notice={notice} />
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  return (
    <li className="card">
      <div className="card-heading">
        <div>
          <InterfaceName name={notice.event} />
        </div>
        <Mark tone={TONES[notice.state] ?? 'plain'}>{label(words, notice.state)}</Mark>
      </div>
      <p className="soft small">
        <span className="number">{hotelSecond(notice.created_at)}</span> ·{' '}
        <span className="mono">{notice.message_id}</span>
      </p>
      <ol>
        {notice.attempts.map((one) => (
          <li key={`${one.attempt}/${one.at}`}>
            <span className="number soft">{hotelSecond(one.at)}</span> {fill(texts.attempt, { n: one.attempt })} ·{' '}
            {one.status === null ? texts.noAnswer : `HTTP ${one.status}`} · {label(words, one.outcome)}
            {one.fault === null ? null : <Mark tone="bad">{label(words, one.fault)}</Mark>}
          </li>
        ))}
      </ol>
      <details>
        <summary>{texts.body}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region */}
        <pre className="mono bytes-text" tabIndex={0}>
          {indentJson(notice.body)}
        </pre>
      </details>
    </li>
  );
}
