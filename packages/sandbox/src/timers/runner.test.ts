import { createMetrics, manualClock, silentLogger } from '@yuzhu/runtime';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SANDBOX_MIGRATIONS } from '../start/database.ts';
import { createTimerRunner } from './runner.ts';
import type { DueTimer } from './timers.ts';

const test = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name: 'timers' });
const db = test.database;
const clock = manualClock(0);
const runner = createTimerRunner({ db, clock, log: silentLogger(), metrics: createMetrics('t') });
const { timers } = runner;

let ran: string[] = [];
let running = 0;
let most = 0;
/** Subjects that were being handled twice at once. */
let overlapped: string[] = [];
const busy = new Set<string>();
let behave: (timer: DueTimer) => Promise<void> = async () => undefined;
const handler = async (timer: DueTimer) => {
  running += 1;
  most = Math.max(most, running);
  if (busy.has(timer.subject)) overlapped.push(timer.subject);
  busy.add(timer.subject);
  try {
    await behave(timer);
    ran.push(`${timer.kind} ${timer.subject}`);
  } finally {
    busy.delete(timer.subject);
    running -= 1;
  }
};
timers.register('one', handler);
timers.register('many', handler, { parallel: true });
await runner.start();
afterAll(() => runner.stop());

const add = (kind: string, subject: string, dueAt: number) =>
  db.tx((session) => timers.add(session, { dueAt, kind, subject }));
const left = () => db.query('SELECT kind, subject, attempts, failure, due_ms FROM sandbox.timers ORDER BY id');
/** Goes to a moment like one who moves the clock. */
async function settleAt(ms: number) {
  await runner.pause();
  clock.set(ms);
  const done = await runner.settle();
  runner.resume();
  return done;
}

beforeEach(async () => {
  await runner.idle();
  await db.execute('DELETE FROM sandbox.timers');
  ran = [];
  most = 0;
  overlapped = [];
  behave = async () => undefined;
});

describe('timers', () => {
  it('run after the commit that added them, not when it is rolled back', async () => {
    const now = clock.now();
    await add('one', 'kept', now);
    await expect(
      db.tx(async (session) => {
        await timers.add(session, { dueAt: now, kind: 'one', subject: 'undone' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await runner.idle();
    expect(ran).toEqual(['one kept']);
    expect(await left()).toEqual([]);
  });

  it('run in the order of their moments, then of their adding, one after the other', async () => {
    const at = clock.now() + 1000;
    for (const [subject, due] of [
      ['c', 3],
      ['a', 1],
      ['b1', 2],
      ['b2', 2],
    ] as const)
      await add('one', subject, at + due);
    const done = await settleAt(at + 10);
    expect(ran).toEqual(['one a', 'one b1', 'one b2', 'one c']);
    expect(done.map(({ at: due }) => due - at)).toEqual([1, 2, 2, 3]);
    expect(most).toBe(1);
  });

  it('of parallel kinds run side by side at one moment, but never two of one subject, and the next moment waits', async () => {
    const at = clock.now() + 1000;
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    behave = ({ kind }) => (kind === 'many' ? gate : Promise.resolve());
    for (let n = 0; n < 40; n++) await add('many', `s${n >> 1}`, at);
    await add('one', 'later', at + 1);
    const settled = settleAt(at + 1);
    await until(() => running === 16);
    expect(ran).toEqual([]);
    go();
    const done = await settled;
    expect(most).toBe(16);
    expect(overlapped).toEqual([]);
    expect(done).toHaveLength(41);
    expect(ran.at(-1)).toBe('one later');
    expect(new Set(ran).size).toBe(21);
  });

  it('added by a timer for the same moment run in the same go', async () => {
    const at = clock.now() + 1000;
    behave = async ({ subject }) => {
      if (subject === 'first') await add('one', 'second', at);
    };
    await add('one', 'first', at);
    expect(await settleAt(at)).toHaveLength(2);
    expect(ran).toEqual(['one first', 'one second']);
  });

  it('that fail are tried again a minute later, five times, then kept for a person', async () => {
    const at = clock.now() + 1000;
    behave = () => Promise.reject(new Error('broken'));
    await add('one', 'bad', at);
    const [first] = await settleAt(at);
    expect(first).toMatchObject({ kind: 'one', subject: 'bad', error: 'broken' });
    expect(await left()).toMatchObject([{ attempts: 1, failure: null, due_ms: at + 60_000 }]);
    for (let n = 1; n <= 4; n++) await settleAt(at + n * 60_000);
    expect(await left()).toMatchObject([{ attempts: 5, failure: 'broken' }]);
    behave = async () => undefined;
    expect(await settleAt(at + 3_600_000)).toEqual([]);
  });

  it('taken back do not run', async () => {
    const at = clock.now() + 1000;
    await add('one', 'x', at);
    await add('many', 'x', at);
    await add('one', 'y', at);
    expect(await timers.cancel(db, 'x', 'many')).toBe(1);
    expect(await timers.cancel(db, 'y')).toBe(1);
    await settleAt(at);
    expect(ran).toEqual(['one x']);
  });

  it('of a kind nobody handles fail visibly', async () => {
    await add('unknown', 'x', clock.now());
    await runner.idle();
    expect(await left()).toMatchObject([{ attempts: 1 }]);
  });

  it('run by themselves as the clock goes on', async () => {
    await add('one', 'soon', clock.now() + 50);
    clock.run(1);
    await until(() => ran.length === 1);
    clock.stop();
    expect(ran).toEqual(['one soon']);
  });
});
