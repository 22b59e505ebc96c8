import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { Guest, waitFor } from '../../packages/acceptance/src/index.ts';
import type { Span } from '../span.ts';

/** Rounds are long and alike. */
const MOST_ROUNDS = 3;

/**
 * From the start to the first voucher sold, as somebody meets it who has everything installed: `npm start` in an empty
 * data folder (a database is made, the demo hotel brought onto the platform), then a guest buys and pays, and the
 * gateway's number has come back. One start before is not counted: it builds pages that are missing or old.
 */
export async function firstSale(rounds: number, say: (text: string) => void): Promise<Span[]> {
  say('npm start to the first voucher sold, once without counting');
  await startAndSell();
  const ready: number[] = [];
  const sold: number[] = [];
  for (let round = 1; round <= Math.min(MOST_ROUNDS, rounds); round++) {
    say(`npm start to the first voucher sold, round ${round}`);
    const seconds = await startAndSell();
    ready.push(seconds.ready);
    sold.push(seconds.sold);
  }
  return [
    { name: 'npm start, empty data folder: ready', seconds: ready },
    { name: 'npm start, empty data folder: first voucher sold', seconds: sold },
  ];
}

/** Seconds since the start. */
async function startAndSell(): Promise<{ readonly ready: number; readonly sold: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yuzhu-first-sale-'));
  const env = { YUZHU_DATA_DIR: dataDir, YUZHU_GATEWAY_PORT: '0', YUZHU_SANDBOX_PORT: '0', DATABASE_URL: undefined };
  try {
    const begun = performance.now();
    const since = () => (performance.now() - begun) / 1000;
    const program = await spawnProgram({ file: 'scripts/run.mjs', args: ['start'], env, ready: /stop {2}Ctrl-C/ });
    try {
      const ready = since();
      const { sandbox } = JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8')) as { sandbox: string };
      await buy(sandbox);
      return { ready, sold: since() };
    } finally {
      await program.kill('SIGTERM');
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function buy(sandboxUrl: string): Promise<void> {
  const guest = new Guest(sandboxUrl, { userId: 'guest-01', name: '' });
  try {
    const [voucher] = await guest.vouchers();
    if (voucher === undefined) throw new Error('nothing is on sale after the start');
    const { order_id: id } = await guest.order(voucher.voucher_id, 1);
    // A two-step product is created at the hotel before it is paid.
    await waitFor(
      () => guest.readOrder(id),
      ({ state }) => state !== 'creating',
      { what: 'the order can be paid' },
    );
    await guest.payOrder(id);
    await waitFor(
      () => guest.readOrder(id),
      ({ state, notice, hotel_order_id }) => state === 'paid' && notice !== 'sending' && hotel_order_id !== null,
      { what: 'the voucher sold' },
    );
  } finally {
    await guest.close();
  }
}
