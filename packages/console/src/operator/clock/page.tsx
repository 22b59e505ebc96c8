import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond, parseHotelTime } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Answer, Nothing, ProblemNote } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type ClockState, useClock, useFollower, useMoveClock, useRate, useTimers } from '../api/clock.ts';
import { OPERATOR, TIMERS } from '../texts.ts';
import { MoveStory } from './move-story.tsx';

const SPEEDS = [1, 60, 600, 3600];

/** The platform's clock: stop it, let it run, move it, and see what happens on the way. */
export function ClockPage() {
  const texts = useTexts(OPERATOR);
  return (
    <>
      <PageHead title={texts.clock} />
      <Answer of={useClock()}>{(clock) => <Clock clock={clock} />}</Answer>
      <Upcoming />
    </>
  );
}

function Clock({ clock }: { readonly clock: ClockState }) {
  const texts = useTexts(OPERATOR);
  const rate = useRate();
  const move = useMoveClock();
  const [speed, setSpeed] = useState(1);
  const [target, setTarget] = useState('');
  const moment = parseHotelTime(target);
  const busy = move.isPending || clock.moving_to !== null;
  const error = move.error ?? rate.error;
  return (
    <>
      <section className="sheet clock">
        <div>
          <time className="clock-face number">{hotelSecond(clock.now)}</time>
          <p className="tools">
            {clock.moving_to !== null ? (
              <Mark tone="busy">{fill(texts.moving, { time: hotelSecond(clock.moving_to) })}</Mark>
            ) : clock.rate === 0 ? (
              <Mark tone="wait">{texts.stopped}</Mark>
            ) : (
              <Mark tone="good">{fill(texts.running, { rate: clock.rate })}</Mark>
            )}
            <span className="soft">
              {texts.nextDue} {clock.next_due === null ? texts.nothingDue : hotelSecond(clock.next_due)}
            </span>
          </p>
        </div>
        <div className="stack">
          <div className="tools">
            <Button disabled={clock.rate === 0 || busy} loading={rate.isPending} onClick={() => rate.mutate(0)}>
              {texts.stop}
            </Button>
            <Button type="primary" disabled={busy} loading={rate.isPending} onClick={() => rate.mutate(speed)}>
              {texts.run}
            </Button>
            <Select
              aria-label={texts.speed}
              value={speed}
              onChange={setSpeed}
              options={SPEEDS.map((value) => ({ value, label: `× ${value}` }))}
            />
          </div>
          <div className="tools">
            <Button loading={busy} onClick={() => move.mutate({ by: '1h' })}>
              {texts.hour}
            </Button>
            <Button loading={busy} onClick={() => move.mutate({ by: '1d' })}>
              {texts.day}
            </Button>
            <Button
              loading={busy}
              disabled={clock.next_due === null}
              onClick={() => clock.next_due !== null && move.mutate({ to: Math.max(clock.next_due, clock.now) })}
            >
              {texts.toNext}
            </Button>
          </div>
          <form
            className="tools filters address-line"
            onSubmit={(event) => {
              event.preventDefault();
              if (moment !== undefined) move.mutate({ to: moment });
            }}
          >
            <Field label={texts.moveTo} error={target !== '' && moment === undefined ? texts.timeWrong : undefined}>
              {(id, note) => (
                <Input
                  id={id}
                  aria-describedby={note}
                  placeholder={hotelSecond(clock.now + 86_400_000).slice(0, 16)}
                  value={target}
                  onChange={(event) => setTarget(event.target.value)}
                />
              )}
            </Field>
            <Button htmlType="submit" disabled={moment === undefined} loading={busy}>
              {texts.move}
            </Button>
          </form>
        </div>
      </section>
      {error === null ? null : <ProblemNote error={error} />}
      {move.data === undefined ? null : <MoveStory report={move.data} />}
      <Followers clock={clock} />
    </>
  );
}

function Followers({ clock }: { readonly clock: ClockState }) {
  const texts = useTexts(OPERATOR);
  const tell = useTell();
  const follower = useFollower();
  const [url, setUrl] = useState('');
  return (
    <section className="sheet">
      <h2>{texts.followers}</h2>
      {clock.followers.length === 0 ? (
        <p className="soft">{texts.noFollowers}</p>
      ) : (
        <ul className="plain-list">
          {clock.followers.map((one) => (
            <li key={one.url} className="tools">
              <span className="mono">{one.url}</span>
              {one.failures === 0 ? (
                <Mark tone="good">{texts.following}</Mark>
              ) : (
                <Mark tone="bad">{fill(texts.failing, { n: one.failures })}</Mark>
              )}
              {one.last_error === null ? null : <span className="bad small">{one.last_error}</span>}
              <Button
                size="small"
                onClick={() => void tell(follower.mutateAsync({ url: one.url, follows: false }), () => texts.done)}
              >
                {texts.unfollow}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="tools filters address-line"
        onSubmit={(event) => {
          event.preventDefault();
          void tell(follower.mutateAsync({ url: url.trim(), follows: true }), () => texts.done);
        }}
      >
        <Field label={texts.follow}>
          {(id) => (
            <Input
              id={id}
              maxLength={500}
              placeholder="http://127.0.0.1:7001/clock"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Button htmlType="submit" disabled={url.trim() === ''} loading={follower.isPending}>
          {texts.add}
        </Button>
      </form>
    </section>
  );
}

function Upcoming() {
  const texts = useTexts(OPERATOR);
  const kinds = useTexts(TIMERS);
  return (
    <section className="sheet">
      <h2>{texts.upcoming}</h2>
      <Answer of={useTimers(30)}>
        {(timers) =>
          timers.length === 0 ? (
            <Nothing>{texts.nothingDue}</Nothing>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
            <ol className="move-story" tabIndex={0}>
              {timers.map((timer) => (
                <li key={timer.id}>
                  <span className="number soft">{hotelSecond(timer.due_at)}</span>
                  <span className="kind" title={timer.kind}>
                    {label(kinds, timer.kind)}
                  </span>
                  {timer.subject === timer.kind ? null : <span className="mono soft small">{timer.subject}</span>}
                  {timer.failure === null ? null : <span className="bad"> {timer.failure}</span>}
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </section>
  );
}
