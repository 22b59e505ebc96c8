import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, RunReport } from '@yuzhu/acceptance';
import { until } from '@yuzhu/runtime/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Crew } from './crew.ts';
import { runSeeds } from './run-seeds.ts';

const folder = mkdtempSync(join(tmpdir(), 'yuzhu-seeds-'));
let printed = '';
vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
  printed += String(text);
  return true;
});

afterEach(() => {
  printed = '';
  process.exitCode = undefined;
});

function report(seed: string, failures: RunReport['failures'] = []): RunReport {
  return {
    seed,
    steps: 10,
    trace: '',
    realMs: 1,
    virtualMs: 1,
    kinds: {},
    faults: {},
    interfaces: {},
    actions: {},
    guests: 0,
    checks: 0,
    starts: 2,
    lockWaits: 0,
    deadlocks: 0,
    failures,
    script: [{ at: 1, do: 'hotels' }],
  };
}

const BROKEN = { what: 'sold within stock', found: '3 of 2', step: 7, at: 70 };
/** A crew whose work is written down here. */
const crewThat = (run: (job: Job) => Promise<RunReport>): Crew => ({ size: 1, run, close: async () => undefined });
const run = (crew: Crew, signal: AbortSignal) =>
  runSeeds(crew, { seeds: 3, steps: 10, from: 1, json: false, keep: join(folder, 'kept'), shrink: false, signal });

describe('seeds one after the other', () => {
  it('tell a failure and keep its script as soon as it happens, and the figures so far when interrupted', async () => {
    const interrupt = new AbortController();
    const never = new Promise<RunReport>(() => undefined);
    const crew = crewThat(({ seed }) =>
      seed === '3' ? never : Promise.resolve(report(seed, seed === '2' ? [BROKEN] : [])),
    );
    const done = run(crew, interrupt.signal);
    const file = join(folder, 'kept', 'simulation-failure-2.json');
    await until(() => printed.includes(file));
    expect(printed).toContain('sold within stock: 3 of 2');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ seed: '2', script: [{ at: 1, do: 'hotels' }] });
    interrupt.abort();
    await done;
    expect(printed).toContain('interrupted: 2/3');
    expect(printed).toContain('1 passed, 1 failed');
    expect(process.exitCode).toBe(1);
  });

  it('are no failure when they are interrupted and hold', async () => {
    const interrupt = new AbortController();
    const never = new Promise<RunReport>(() => undefined);
    const done = run(
      crewThat(({ seed }) => (seed === '2' ? never : Promise.resolve(report(seed)))),
      interrupt.signal,
    );
    interrupt.abort();
    await done;
    expect(printed).toContain('interrupted');
    expect(process.exitCode).toBeUndefined();
  });

  it('go on after one that could not be run, and name it', async () => {
    const crew = crewThat(async ({ seed }) => {
      if (seed === '2') throw new Error('the connection was lost');
      return report(seed);
    });
    await run(crew, new AbortController().signal);
    expect(printed).toContain('could not be run: 2');
    expect(printed).toContain('2 passed, 1 failed');
    expect(process.exitCode).toBe(1);
  });
});
