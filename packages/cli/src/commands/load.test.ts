import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoHotel, GatewayAdmin, Hotel, openStand, prepareLoad, provisioning, waitFor } from '@yuzhu/acceptance';
import { addDays, hotelDate } from '@yuzhu/contract';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ownCommand } from '../program-command.ts';

const MINUTES = 60_000;
const NIGHTS = 20;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuzhu-load-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  'a load test of the real gateway holds, leaves all of the hotel as it was, and can be purged',
  async () => {
    const stand = await openStand({
      commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
      serverUrl: inject('yuzhuServerUrl'),
      label: 'load',
      env: { YUZHU_STRESS_ROOMS: '1000', YUZHU_LOG_LEVEL: 'error' },
    });
    try {
      const { gatewayUrl, adminKey, operator } = stand;
      const now = (await operator.clock()).now;
      const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: demoHotel(now, NIGHTS), keyLabel: 'load' });
      for (const { run } of setUp.steps) await run();
      const { hotel, hotelId, clientKey, clientSecret, apiKey } = setUp.result();
      const { plan, files } = await prepareLoad({
        hotel,
        hotelId,
        partner: { url: gatewayUrl, clientKey, clientSecret },
        now: (await operator.clock()).now,
        stamp: 1_700_000_000_000,
        bookings: 60,
        seed: 'test',
      });
      for (const [name, text] of files) await writeFile(join(folder, name), text);
      // What holds on a busy machine is not the question here.
      const goal = { p99Ms: 30_000 };
      const interfaces = (plan.interfaces as object[]).map((one) => ({ ...one, goal }));
      await writeFile(join(folder, 'plan.json'), JSON.stringify({ ...plan, interfaces, timeoutMs: 30_000 }));

      const today = hotelDate(now);
      const everything = async () => ({
        calendar: await hotel.calendar(hotelId, today, addDays(today, NIGHTS - 1)),
        pending: await hotel.pendingNights(),
        bookings: await hotel.bookings(),
        orders: await hotel.voucherOrders(),
        messages: await hotel.messages(),
      });
      const before = await everything();
      const load = await spawnProgram({
        file: 'packages/cli/src/main.ts',
        args: [
          'load',
          join(folder, 'plan.json'),
          '--start',
          '20',
          '--step',
          '20',
          '--max',
          '40',
          '--seconds',
          '2',
          '--report',
          join(folder, 'report'),
          '--json',
        ],
        env: {},
        ready: /^\{"plan".*\n/m,
        limitMs: 3 * MINUTES,
      });
      const { code } = await load.ended;
      const report = JSON.parse(load.ready[0]);
      expect(report.steps.flatMap((step: { interfaces: object[] }) => step.interfaces)).toMatchObject(
        Array.from({ length: 8 }, () => ({ held: true, errors: {} })),
      );
      expect(report).toMatchObject({ ended: 'complete', highestHeldQps: 40 });
      expect(code).toBe(0);
      expect(await readFile(join(folder, 'report', 'report.html'), 'utf8')).toContain(
        'highest step that held the goal: 40 QPS',
      );

      expect(await everything()).toEqual(before);
      const stress = new Hotel(`${gatewayUrl}`, apiKey, { stress: true });
      const made = await stress.bookings();
      // Two of ten sends are bookings; the debug call's order is that of the first.
      expect(made.length).toBe(24);
      expect(made.every((one) => one.code === 0)).toBe(true);
      // Bookings accepted apart from the answer are told to the platform, which knows no such order: on nobody's list.
      await waitFor(
        () => stress.messages('waiting'),
        (waiting) => waiting.length === 0,
        { what: 'the order confirms sent', limitMs: MINUTES },
      );
      expect(await hotel.messages()).toEqual(before.messages);

      const admin = new GatewayAdmin(gatewayUrl, adminKey);
      expect(await admin.purgeStress()).toMatchObject({ bookings: 24 });
      expect(await stress.bookings()).toEqual([]);
      expect(await everything()).toEqual(before);
      await Promise.all([admin.close(), stress.close(), hotel.close()]);
    } finally {
      await stand.close();
    }
  },
  5 * MINUTES,
);
