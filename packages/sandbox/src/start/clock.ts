import { parseHotelClock } from '@yuzhu/contract';
import { type Database, manualClock, type SettableClock } from '@yuzhu/runtime';
import { readClock, writeClock } from '../clock/store.ts';
import type { SandboxSettings } from '../config.ts';
import { SANDBOX_ERRORS } from '../errors.ts';

/**
 * Opens the platform's clock: as the settings say in a new database, else as it was kept. In real time (rate 1) the time
 * the program was away counts; at any other speed the clock goes on from where it stood.
 * @param machineNow Unix ms of the machine, for a new database without a start of its own.
 * @throws AppError CLOCK_START_INVALID
 */
export async function openClock(
  db: Database,
  settings: Pick<SandboxSettings, 'clockStart' | 'clockRate'>,
  machineNow: number,
): Promise<SettableClock> {
  const { clockStart, clockRate } = settings;
  const start = clockStart === undefined ? machineNow : parseHotelClock(clockStart);
  if (start === undefined) throw SANDBOX_ERRORS.error('CLOCK_START_INVALID', { value: clockStart });
  const kept = await readClock(db);
  if (kept !== undefined) {
    const clock = manualClock(kept.now + (kept.rate === 1 ? Math.max(0, kept.age) : 0));
    clock.run(kept.rate);
    return clock;
  }
  const clock = manualClock(start);
  clock.run(clockRate);
  await writeClock(db, start, clockRate);
  return clock;
}
