import { useEffect, useState } from 'react';

/**
 * A program's clock, followed by the page: what it said last, and the time since then on the machine's own counter. The
 * clock of a demonstration stands or runs faster; it is asked again every few seconds, and a stretch in between that is
 * not the real one is not guessed.
 */
export interface Heard {
  /** Unix ms the program said. */
  readonly now: number;
  /** `performance.now()` when it said so. */
  readonly at: number;
  /** Clock ms per real ms; 1 unless the program says otherwise. */
  readonly rate?: number | undefined;
}

/** The program's time at a moment of the machine's counter. */
function timeOf(heard: Heard, counter: number): number {
  return Math.round(heard.now + (counter - heard.at) * (heard.rate ?? 1));
}

/** The program's time, shown anew every second. */
export function useRunning(heard: Heard): number {
  const [counter, setCounter] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setCounter(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return timeOf(heard, Math.max(counter, heard.at));
}
