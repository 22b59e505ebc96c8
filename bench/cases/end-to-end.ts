import { startServer } from '../processes.ts';
import type { LoadJob } from '../requests.ts';
import type { Measured, Row } from '../row.ts';
import { type Case, portable } from './case.ts';

/** The answer of a good check, as bare node:http gives it. */
const CHECK_REPLY = '{"data":{"error_code":0,"description":"success"}}';

/** Bookable checks over HTTP against bare node:http that takes the same bodies and answers the same text. */
export const checks: Case = {
  name: 'check',
  run: async ({ database, generator, rounds, scale, say }) => {
    const seeded = portable(database);
    const [gateway, raw] = await Promise.all([startServer('gateway', database.url), startServer('raw', CHECK_REPLY)]);
    const load = (url: string, hot: boolean) =>
      generator.run({ url, kind: 'check', seeded, requests: 20_000 * scale, atOnce: 64, hot, prefix: '0' });
    const rows: Row[] = [];
    await load(gateway.url, false);
    await load(raw.url, false);
    for (const hot of [false, true]) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 1; round <= rounds; round++) {
        say(`bookable checks over HTTP, ${hot ? 'one room type' : 'spread'}, round ${round} of ${rounds}`);
        ours.push(await load(gateway.url, hot));
        theirs.push(await load(raw.url, hot));
      }
      const name = `bookable check over HTTP, 64 at once, ${hot ? 'one room type' : 'spread'}`;
      rows.push({ name, reference: 'bare node:http, same bodies', ours, theirs, target: 0.3 });
    }
    const memory = { 'gateway after the checks': await gateway.memory() };
    await Promise.all([gateway.stop(), raw.stop()]);
    return { rows, memory };
  },
};

/** Bookings over HTTP: group commit against one function call per booking behind the very same door. */
export const bookings: Case = {
  name: 'booking',
  run: async ({ database, generator, rounds, scale, say }) => {
    const seeded = portable(database);
    const [gateway, one] = await Promise.all([
      startServer('gateway', database.url),
      startServer('gateway-one-call', database.url),
    ]);
    const load = async (url: string, requests: number, hot: boolean) =>
      generator.run({
        url,
        kind: 'booking',
        seeded,
        requests,
        atOnce: 64,
        hot,
        prefix: await database.voucherOrders(requests),
      });
    const rows: Row[] = [];
    for (const { url } of [gateway, one]) await load(url, 3000, false);
    for (const hot of [false, true]) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 1; round <= rounds; round++) {
        say(`bookings over HTTP, ${hot ? 'one hot room type' : 'spread'}, round ${round} of ${rounds}`);
        ours.push(await load(gateway.url, 6000 * scale, hot));
        theirs.push(await load(one.url, (hot ? 2000 : 4000) * scale, hot));
      }
      const name = `booking over HTTP, 64 at once, ${hot ? 'one hot room type' : 'spread'}`;
      rows.push({ name, reference: 'one function call each', ours, theirs, target: 2 });
    }
    const memory = { 'gateway after the bookings': await gateway.memory(), 'one-call gateway': await one.memory() };
    await Promise.all([gateway.stop(), one.stop()]);
    return { rows, memory };
  },
};

/** Latencies of both at 1, 16, 64 and 1,000 requests at once. */
export const levels: Case = {
  name: 'levels',
  run: async ({ database, generator, rounds, scale, say }) => {
    const seeded = portable(database);
    const gateway = await startServer('gateway', database.url);
    const rows: Row[] = [];
    for (const kind of ['check', 'booking'] as const) {
      const run = async (atOnce: number, requests: number) => {
        const prefix = kind === 'booking' ? await database.voucherOrders(requests) : '0';
        const job: LoadJob = { url: gateway.url, kind, seeded, requests, atOnce, hot: false, prefix };
        return generator.run(job);
      };
      await run(64, 3000);
      for (const atOnce of [1, 16, 64, 1000]) {
        const ours: Measured[] = [];
        for (let round = 1; round <= Math.min(3, rounds); round++) {
          say(`${kind} over HTTP, ${atOnce} at once, round ${round}`);
          ours.push(await run(atOnce, (atOnce === 1 ? 1000 : 6000) * scale));
        }
        const name = `${kind === 'check' ? 'bookable check' : 'booking'} over HTTP, ${atOnce.toLocaleString('en-US')} at once`;
        rows.push({ name, ours, theirs: [] });
      }
    }
    const memory = { 'gateway after 1,000 at once': await gateway.memory() };
    await gateway.stop();
    return { rows, memory };
  },
};
