import { expect, it } from 'vitest';
import type { FuzzMessage } from './message.ts';
import { shrink } from './shrink.ts';

it('ends when its candidates are used up, however large the body', async () => {
  const body = Buffer.from(`{${'x'.repeat(8_000_000)}XYZ`);
  const message = { headers: [], query: '', proof: 'good', framing: 'length', body } as unknown as FuzzMessage;
  let tried = 0;
  await shrink(
    message,
    async () => {
      tried += 1;
      return false;
    },
    30,
  );
  expect(tried).toBe(30);
});
