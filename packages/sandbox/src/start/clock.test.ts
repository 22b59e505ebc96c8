import { hotelMoment } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeClock } from '../clock/store.ts';
import { openClock } from './clock.ts';
import { SANDBOX_MIGRATIONS } from './database.ts';

const { database: db } = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name: 'clock start' });
const NOW = hotelMoment('2026-09-01', '10:00');
const HOUR = 3_600_000;
const settings = { clockStart: undefined, clockRate: 0 };

/** A clock kept an hour of the machine's time ago. */
async function keptAnHourAgo(rate: number) {
  await writeClock(db, NOW, rate);
  await db.execute("UPDATE sandbox.clock SET recorded_at = recorded_at - interval '1 hour'");
}

beforeEach(() => db.execute('DELETE FROM sandbox.clock'));

describe('the clock at start', () => {
  it('begins where the settings say, else at the machine’s time, at their rate', async () => {
    const told = await openClock(db, { clockStart: '2026-09-01 10:00', clockRate: 0 }, 7);
    expect([told.now(), told.rate]).toEqual([NOW, 0]);
    await db.execute('DELETE FROM sandbox.clock');
    const machine = await openClock(db, { ...settings, clockRate: 3 }, NOW);
    expect(machine.rate).toBe(3);
    expect(machine.now()).toBeGreaterThanOrEqual(NOW);
  });

  it('in real time counts the time the program was away', async () => {
    await keptAnHourAgo(1);
    const clock = await openClock(db, settings, 0);
    expect(clock.rate).toBe(1);
    expect(clock.now()).toBeGreaterThanOrEqual(NOW + HOUR);
    expect(clock.now()).toBeLessThan(NOW + 2 * HOUR);
  });

  it.each([0, 60])('at rate %i goes on from where it stood', async (rate) => {
    await keptAnHourAgo(rate);
    const clock = await openClock(db, settings, 0);
    clock.stop();
    expect(clock.now() - NOW).toBeLessThan(HOUR);
    expect(clock.now()).toBeGreaterThanOrEqual(NOW);
  });

  it('refuses a start that is no hotel time, also when a clock is kept', async () => {
    await keptAnHourAgo(0);
    await expect(openClock(db, { ...settings, clockStart: 'soon' }, 0)).rejects.toThrow(/CLOCK_START_INVALID/);
  });
});
