import { expect, it } from 'vitest';
import type { Entry } from './plan/entry.ts';
import type { RunReport } from './run.ts';
import { shrink } from './shrink.ts';

const line = (at: number): Entry => ({ at, do: 'pay', pick: at });

/** A run that fails, at line 70, when lines 13 and 57 are both there. */
function run(script: readonly Entry[]): RunReport {
  const has = (at: number) => script.some((entry) => entry.at === at);
  const failures = has(13) && has(57) ? [{ what: 'it', found: '', step: 1, at: 70 }] : [];
  return { failures, script } as unknown as RunReport;
}

it('leaves the lines a failure needs and the end of the last round', async () => {
  const script: readonly Entry[] = [...Array.from({ length: 100 }, (_, at) => line(at)), { at: 200, do: 'round' }];
  const { script: short, runs } = await shrink(run(script), async (one) => run(one));
  expect(short).toEqual([line(13), line(57), { at: 71, do: 'round' }]);
  expect(runs).toBeLessThan(80);
});

it('takes another failure for none', async () => {
  const failing = run([line(13), line(57), { at: 200, do: 'round' }]);
  const other = { failures: [{ what: 'something else', found: '', step: 1, at: 1 }] } as unknown as RunReport;
  expect((await shrink(failing, async () => other)).script).toBe(failing.script);
});
