import type { Entry } from './plan/entry.ts';
import type { RunReport } from './run.ts';

/** How a failing script is run again. */
export type Replay = (script: readonly Entry[]) => Promise<RunReport>;

/** What was left of a failing script. */
export interface Shrunk {
  readonly script: readonly Entry[];
  readonly report: RunReport;
  /** Runs it took. */
  readonly runs: number;
}

/**
 * Makes a failing script short: takes ever smaller pieces out of it and keeps what still fails in the same way (the same
 * thing that does not hold; where and when may change). What happens after the failure goes first.
 */
export async function shrink(failing: RunReport, replay: Replay, mostRuns = 80): Promise<Shrunk> {
  const [first] = failing.failures;
  if (first === undefined) throw new RangeError('only a failing run can be shrunk');
  let best: { script: readonly Entry[]; report: RunReport } = { script: failing.script, report: failing };
  let runs = 0;
  const attempt = async (script: readonly Entry[]): Promise<boolean> => {
    if (runs >= mostRuns) return false;
    runs += 1;
    const report = await replay(script);
    if (!report.failures.some(({ what }) => what === first.what)) return false;
    best = { script, report };
    return true;
  };
  const until = best.script.filter(({ at }) => at <= first.at);
  if (until.length < best.script.length) await attempt([...until, { at: first.at + 1, do: 'round' }]);

  for (let size = Math.ceil(best.script.length / 2); size >= 1 && runs < mostRuns; ) {
    let removed = false;
    for (let from = 0; from < best.script.length && runs < mostRuns; ) {
      const rest = best.script.filter((entry, at) => at < from || at >= from + size || isLast(best.script, at, entry));
      if (rest.length < best.script.length && (await attempt(rest))) removed = true;
      else from += size;
    }
    if (size === 1 && !removed) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return { ...best, runs };
}

/** The last end of a round stays: with it the world comes to rest. */
function isLast(script: readonly Entry[], at: number, entry: Entry): boolean {
  return entry.do === 'round' && at === script.length - 1;
}
