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
export function timeOf(heard: Heard, counter: number): number {
  return Math.round(heard.now + (counter - heard.at) * (heard.rate ?? 1));
}

/**
 * Something told from the program's time, looked at every second; the page is drawn again when it has changed.
 * @param see Must be the same function every time.
 */
export function useRunning<Seen extends string | number>(heard: Heard, see: (now: number) => Seen): Seen {
  const [seen, setSeen] = useState(() => see(timeOf(heard, performance.now())));
  useEffect(() => {
    const tick = () => setSeen(see(timeOf(heard, performance.now())));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [heard, see]);
  return seen;
}
