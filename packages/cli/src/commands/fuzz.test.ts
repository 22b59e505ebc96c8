import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzReport } from '@yuzhu/acceptance';
import { interfaces } from '@yuzhu/contract';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { expect, inject, it } from 'vitest';

const MINUTES = 60_000;

// The short form: `npm run yuzhu -- fuzz --messages 1000000` is the long one.
it(
  'some hundred fuzzed messages get their documented answers and change nothing they should not',
  async () => {
    const findings = await mkdtemp(join(tmpdir(), 'yuzhu-fuzz-'));
    const run = await spawnProgram({
      file: 'packages/cli/src/main.ts',
      args: ['fuzz', '--messages', '700', '--seed', 'test', '--findings', findings, '--json'],
      env: { DATABASE_URL: inject('yuzhuServerUrl') },
      ready: /^\{"seed".*\n/m,
      limitMs: 4 * MINUTES,
    });
    const { code } = await run.ended;
    const report = JSON.parse(run.ready[0]) as FuzzReport;
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ messages: 700, serverErrors: 0, unexpectedWrites: 0 });
    expect(report.stateChecks).toBeGreaterThan(2);
    expect(report.programs.gateway?.coverage.reached).toBeGreaterThan(300);
    const fuzzed = report.interfaces.map((one) => one.interface).sort();
    expect(fuzzed).toEqual(
      Object.values(interfaces)
        .map(({ name }) => name)
        .sort(),
    );
    expect(code).toBe(0);
  },
  5 * MINUTES,
);
