import type { CrashReport } from '@yuzhu/acceptance';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { expect, inject, it } from 'vitest';

const MINUTES = 60_000;

// The short form of the proof: `npm run yuzhu -- prove crash` kills fifty times.
it(
  'the gateway killed three times under load loses, doubles and changes nothing',
  async () => {
    const proof = await spawnProgram({
      file: 'packages/cli/src/main.ts',
      args: ['prove', 'crash', '--kills', '3', '--guests', '16', '--seed', 'test', '--json'],
      env: { DATABASE_URL: inject('yuzhuServerUrl') },
      ready: /^\{"figures".*\n/m,
      limitMs: 6 * MINUTES,
    });
    const { code } = await proof.ended;
    const { figures, checks } = JSON.parse(proof.ready[0]) as CrashReport;
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(figures).toMatchObject({ kills: 3 });
    expect(figures.bookings).toBeGreaterThan(3);
    expect(code).toBe(0);
  },
  7 * MINUTES,
);
