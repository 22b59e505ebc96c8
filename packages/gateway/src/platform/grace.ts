/** How long a call without an answer may still be on its way. */
export interface Grace {
  /** Clock ms to allow for the next call. */
  ms(): number;
  /** A call was answered after so many ms. */
  answered(ms: number): void;
}

/** Before anything is known: what a process meets that has just started, often on a machine in trouble. */
const UNKNOWN_MS = 1000;
const LEAST_MS = 100;
const MOST_MS = 2000;
/** A call that is not answered is taken to have needed this many times the slowest of the latest answers. */
const TIMES_SLOWEST = 3;
const LATEST = 50;

/**
 * Guesses by when a call has arrived from which no answer comes (lost, timed out, process killed). Too short and the
 * platform may count it together with later ones; too long and every lost answer costs a part of the allowance: with a
 * tenth of the answers lost, 100 ms cost 1 % and 1 s costs 9 %.
 */
export function createGrace(): Grace {
  const latest: number[] = [];
  return {
    ms: () =>
      latest.length === 0
        ? UNKNOWN_MS
        : Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, TIMES_SLOWEST * Math.max(...latest)))),
    answered: (ms) => {
      latest.push(ms);
      if (latest.length > LATEST) latest.shift();
    },
  };
}
