import type { Database, Logger, SettableClock } from '@yuzhu/runtime';
import { SANDBOX_ERRORS } from '../errors.ts';
import type { RanTimer, TimerRunner } from '../timers/runner.ts';
import type { Followers } from './followers.ts';
import { writeClock } from './store.ts';

/** Rounds at one moment after which a follower that never settles is left behind. */
const ROUNDS_AT_ONE_MOMENT = 200;
/** Timers listed in a report; the rest is counted. */
const LISTED = 1000;

/** The clock as it stands. */
export interface ClockState {
  /** Unix ms. */
  readonly now: number;
  readonly rate: number;
  /** Where it is being moved to, while it is. */
  readonly movingTo: number | undefined;
}

/** What happened while the clock was moved. */
export interface MoveReport {
  readonly from: number;
  readonly to: number;
  /** Moments at which something was due. */
  readonly steps: number;
  /** Timers run in all, the first of them listed. */
  readonly ran: number;
  readonly timers: readonly RanTimer[];
  readonly droppedFollowers: readonly string[];
  /** Moments at which followers still had work after many rounds. */
  readonly unsettled: readonly number[];
}

/** The only one who moves the platform's clock. Operations run one after the other. */
export interface ClockKeeper {
  state(): ClockState;
  stop(): Promise<ClockState>;
  /** Runs on at `rate` clock ms per real ms. */
  run(rate: number): Promise<ClockState>;
  /** Moves to a moment; everything due on the way happens at its own time, in order. @throws AppError CLOCK_BACKWARDS */
  move(to: (now: number) => number): Promise<MoveReport>;
  /** Tells the followers the present time, e.g. after one was added. */
  tell(): Promise<void>;
  /** Writes the clock down, so that a restart goes on from here. */
  save(): Promise<void>;
  /** Ends a move at its next step; for the shutdown. */
  close(): Promise<void>;
}

/** Makes the keeper. */
export function createClockKeeper(deps: {
  readonly db: Database;
  readonly clock: SettableClock;
  readonly runner: TimerRunner;
  readonly followers: Followers;
  readonly log: Logger;
}): ClockKeeper {
  const { db, clock, runner, followers, log } = deps;
  let last: Promise<unknown> = Promise.resolve();
  let movingTo: number | undefined;
  let closing = false;

  /** One operation after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  const save = () => writeClock(db, clock.now(), movingTo === undefined ? clock.rate : 0);
  const state = (): ClockState => ({ now: clock.now(), rate: clock.rate, movingTo });
  const setRate = (rate: number) =>
    inTurn(async () => {
      clock.run(rate);
      await save();
      await followers.tell(clock.now(), rate);
      return state();
    });

  /** Does what is due at the present moment, here and at the followers, until all have settled. */
  const settleMoment = async (report: Draft): Promise<number | undefined> => {
    const now = clock.now();
    for (let round = 0; round < ROUNDS_AT_ONE_MOMENT && !closing; round++) {
      const done = await runner.settle();
      report.ran += done.length;
      report.timers.push(...done.slice(0, Math.max(0, LISTED - report.timers.length)));
      const word = await followers.tell(now, 0);
      report.dropped.push(...word.dropped);
      const own = await runner.nextDue();
      if (own !== undefined && own <= now) continue;
      if (word.nextDue === undefined || word.nextDue > now) return earliest(own, word.nextDue);
    }
    if (!closing) {
      report.unsettled.push(now);
      log.warn({ now }, 'followers still have work at this moment: going on without waiting');
    }
    return runner.nextDue();
  };

  const move = async (target: number): Promise<MoveReport> => {
    const rate = clock.rate;
    clock.stop();
    const from = clock.now();
    if (target < from) {
      clock.run(rate);
      throw SANDBOX_ERRORS.error('CLOCK_BACKWARDS', { path: 'to', value: target, now: from });
    }
    const report: Draft = { steps: 0, ran: 0, timers: [], dropped: [], unsettled: [] };
    movingTo = target;
    await runner.pause();
    try {
      for (;;) {
        report.steps += 1;
        const next = await settleMoment(report);
        if (closing || clock.now() >= target) break;
        clock.set(next === undefined ? target : Math.min(target, Math.max(next, clock.now() + 1)));
        await save();
      }
    } finally {
      movingTo = undefined;
      clock.run(rate);
      runner.resume();
      await save();
      if (rate > 0) await followers.tell(clock.now(), rate);
    }
    return {
      from,
      to: clock.now(),
      steps: report.steps,
      ran: report.ran,
      timers: report.timers,
      droppedFollowers: report.dropped,
      unsettled: report.unsettled,
    };
  };

  return {
    state,
    stop: () => setRate(0),
    run: setRate,
    move: (to) => inTurn(() => move(to(clock.now()))),
    tell: () => inTurn(async () => void (await followers.tell(clock.now(), clock.rate))),
    save,
    close: async () => {
      closing = true;
      await last;
      await save();
    },
  };
}

interface Draft {
  steps: number;
  ran: number;
  readonly timers: RanTimer[];
  readonly dropped: string[];
  readonly unsettled: number[];
}

function earliest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
