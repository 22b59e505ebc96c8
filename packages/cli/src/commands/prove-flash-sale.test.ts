import type { FlashSaleReport } from '@yuzhu/acceptance';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { describe, expect, inject, it } from 'vitest';

const MINUTES = 60_000;

// The small form; the long one has twenty thousand guests.
describe('a flash sale with both programs', () => {
  it(
    'sells exactly its stock, nobody over the limit, and the gateway sees the same',
    async () => {
      const proof = await spawnProgram({
        file: 'packages/cli/src/main.ts',
        args: ['prove', 'flash-sale', '--guests', '300', '--vouchers', '30', '--at-once', '60', '--json'],
        env: { DATABASE_URL: inject('yuzhuServerUrl') },
        ready: /^\{"proof".*\n/m,
        limitMs: 3 * MINUTES,
      });
      const { code } = await proof.ended;
      const { checks, figures } = JSON.parse(proof.ready[0]) as FlashSaleReport;
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(checks.length).toBeGreaterThan(5);
      expect(figures).toMatchObject({ guests: 300, vouchers: 30 });
      expect(code).toBe(0);
    },
    4 * MINUTES,
  );
});
