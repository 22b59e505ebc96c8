import type { Machine } from './machine.ts';
import { real } from './real.ts';

/** Real ms after which a step that has not ended is given up; the longest of millions took less than two seconds. */
const MOST_MS = 120_000;
const LOOK_MS = 5000;

/**
 * Rejects when one step of the machine takes for ever: something in it waits for what only a later step could bring.
 * Without this a run would hang without a word, and a night's work with it.
 */
export function watchForStandstill(machine: Machine): { readonly stands: Promise<never>; end(): void } {
  let end = (): void => undefined;
  const stands = new Promise<never>((_, reject) => {
    let last = { steps: -1, at: real.now() };
    const timer = real.setInterval(() => {
      if (machine.steps !== last.steps) last = { steps: machine.steps, at: real.now() };
      else if (real.now() - last.at > MOST_MS) {
        reject(
          new Error(
            `step ${machine.steps} (${machine.doing}) does not end: it waits for something no step of its own brings`,
          ),
        );
      }
    }, LOOK_MS);
    end = () => real.clearInterval(timer);
  });
  return { stands, end };
}
