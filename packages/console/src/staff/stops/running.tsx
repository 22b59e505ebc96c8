import { Button, Popconfirm } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Answer } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { useNames } from '../api/catalogue.ts';
import { type Stop, useResumeSales, useRunningStops } from '../api/stops.ts';
import { STOPS } from './texts.ts';

/** The stops that last, each with its undo. Nothing when there is none. */
export function RunningStops({ only = () => true }: { readonly only?: (stop: Stop) => boolean }) {
  const texts = useTexts(STOPS);
  const running = useRunningStops();
  // While it is asked for the first time the page has no place for it: there is hardly ever one.
  if (running.data === undefined && !running.isError) return null;
  return (
    <Answer of={running}>
      {(all) => {
        const stops = all.filter(only);
        return stops.length === 0 ? null : (
          <section className="sheet sheet-wait" aria-label={texts.running}>
            <ul className="plain-list">
              {stops.map((stop) => (
                <StopLine key={stop.stop_id} stop={stop} />
              ))}
            </ul>
          </section>
        );
      }}
    </Answer>
  );
}

function StopLine({ stop }: { readonly stop: Stop }) {
  const texts = useTexts(STOPS);
  const common = useTexts(COMMON);
  const names = useNames();
  const tell = useTell();
  const resume = useResumeSales();
  const { stop_id: id, level, subject_id: subject, reason, started_at: started } = stop;
  const name = level === 'hotel' ? names.hotel(subject) : names.roomType(subject);
  return (
    <li className="todo-line">
      <div>
        <span className="tools">
          <Mark tone="bad">{texts.stopped}</Mark>
          <strong>{level === 'account' ? texts.account : fill(texts.subject, { kind: texts[level], name })}</strong>
          <span className="soft number">{fill(texts.since, { time: hotelMinute(Date.parse(started)) })}</span>
        </span>
        {reason === '' ? null : <span className="block">{reason}</span>}
      </div>
      <Popconfirm
        title={texts.undoAsk}
        okText={texts.undo}
        cancelText={common.cancel}
        // Inside the page's landmarks, where a reader of the screen finds it.
        getPopupContainer={(button) => button.parentElement ?? document.body}
        onConfirm={() => void tell(resume.mutateAsync(id), () => texts.undone)}
      >
        <Button loading={resume.isPending}>{texts.undo}</Button>
      </Popconfirm>
    </li>
  );
}
