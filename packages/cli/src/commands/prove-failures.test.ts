import type { FailureReport } from '@yuzhu/acceptance';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { describe, expect, inject, it } from 'vitest';

const MINUTES = 60_000;

// The short form: docs/failures.md has the long ones and their figures.
describe.each(['gateways', 'database'])('%s failing once under load', (part) => {
  it(
    'costs nothing, and is healed',
    async () => {
      const proof = await spawnProgram({
        file: 'packages/cli/src/main.ts',
        args: ['prove', part, '--times', '1', '--guests', '6', '--platform-timeout', '1s', '--json'],
        env: { DATABASE_URL: inject('yuzhuServerUrl') },
        ready: /^\{"proof".*\n/m,
        limitMs: 4 * MINUTES,
      });
      const { code } = await proof.ended;
      const { faults, checks, figures } = JSON.parse(proof.ready[0]) as FailureReport;
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(figures).toMatchObject({ failures: 1 });
      expect(faults).toHaveLength(1);
      expect(faults[0]?.ready.at(-1)?.says).toBe('ready');
      expect(code).toBe(0);
    },
    5 * MINUTES,
  );
});
