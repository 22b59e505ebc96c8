import type { Machine } from './machine.ts';
import { real } from './real.ts';

/**
 * After so many looks at the same step it is given up: two real minutes. Looks are counted instead of time, because a
 * process may be stopped and continued, and a machine may sleep.
 */
const MOST_LOOKS = 24;
const LOOK_MS = 5000;

/**
 * Rejects when one step of the machine takes for ever: something in it waits for what only a later step could bring.
 * Without this a run would hang without a word, and a night's work with it.
 */
export function watchForStandstill(machine: Machine): { readonly stands: Promise<never>; end(): void } {
  let end = (): void => undefined;
  const stands = new Promise<never>((_, reject) => {
    let last = { steps: -1, looks: 0 };
    const timer = real.setInterval(() => {
      last = { steps: machine.steps, looks: machine.steps === last.steps ? last.looks + 1 : 0 };
      if (last.looks < MOST_LOOKS) return;
      reject(
        new Error(
          `step ${machine.steps} (${machine.doing}) does not end: it waits for something no step of its own brings`,
        ),
      );
    }, LOOK_MS);
    end = () => real.clearInterval(timer);
  });
  return { stands, end };
}
