import type { Schedule } from './schedule.ts';

/** A send whose moment has come. */
export interface DueSend {
  readonly number: number;
  readonly step: number;
  readonly which: number;
  /** Intended moment, ms from the start. */
  readonly dueMs: number;
  /** The moment it really is. */
  readonly nowMs: number;
}

/**
 * Goes through a schedule by the clock and calls `send` for each moment, never waiting for what becomes of it. When this
 * process itself was held up, everything missed is handed over at once, with its intended moment.
 * @param signal Ends it early. @returns when the last moment has passed
 */
export function sendOnTime(
  schedule: Schedule,
  parts: {
    /** Ms from the start of the run; may begin below 0. */
    readonly clock: () => number;
    readonly send: (due: DueSend) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { at, step, which } = schedule;
  const { clock, send, signal } = parts;
  return new Promise((resolve, reject) => {
    let next = 0;
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const round = () => {
      try {
        while (next < at.length && !signal.aborted) {
          const dueMs = at[next] ?? 0;
          const nowMs = clock();
          if (dueMs > nowMs) {
            // Timers come up to a millisecond late, never early; spinning instead would take the machine from the partner.
            timer = setTimeout(round, dueMs - nowMs);
            return;
          }
          const number = next++;
          send({ number, step: step[number] ?? 0, which: which[number] ?? 0, dueMs, nowMs });
        }
        end();
      } catch (error) {
        signal.removeEventListener('abort', end);
        reject(error);
      }
    };
    signal.addEventListener('abort', end, { once: true });
    round();
  });
}
