import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoHotel, openStand, type Provisioned, provisioning, type Stand } from '@yuzhu/acceptance';
import { addDays, hotelDate } from '@yuzhu/contract';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ownCommand } from '../program-command.ts';

const NIGHTS = 5;
const MINUTES = 60_000;

let dataDir: string;
let stand: Stand;
let world: Provisioned;
let today: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yuzhu-stop-'));
  stand = await openStand({
    commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
    serverUrl: inject('yuzhuServerUrl'),
    label: 'stop',
    env: { YUZHU_LOG_LEVEL: 'error' },
  });
  const now = (await stand.operator.clock()).now;
  today = hotelDate(now);
  const { gatewayUrl, adminKey, operator } = stand;
  const plan = demoHotel(now, NIGHTS);
  const setUp = provisioning({ gatewayUrl, adminKey, operator, plan, keyLabel: 'stop' });
  for (const { run } of setUp.steps) await run();
  world = setUp.result();
}, 3 * MINUTES);

afterAll(async () => {
  await world?.hotel.close();
  await stand?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs `yuzhu stop-sell ...` as a person would, with the key in the environment. */
async function stopSell(args: readonly string[], key: string | undefined = world.apiKey) {
  const [file = '', ...words] = [...ownCommand('stop-sell'), ...args, '--url', stand.gatewayUrl];
  const env = { ...process.env, YUZHU_DATA_DIR: dataDir, YUZHU_API_KEY: key ?? '' };
  return promisify(execFile)(file, words, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

/** Room types with an open night that has stock. */
async function open(): Promise<string[]> {
  const { room_types } = await world.hotel.calendar(world.hotelId, today, addDays(today, NIGHTS - 1));
  return room_types
    .filter(({ nights }) => nights.some((one) => one.open && one.stock > 0))
    .map((one) => one.room_type_id);
}

describe('yuzhu stop-sell', () => {
  it('shows what it would close and stops nothing, until it is told to', async () => {
    const before = await open();
    const asked = await stopSell(['begin', '--account']);
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('[CONFIRM_NEEDED]') });
    expect(asked.out).toMatch(/整个账户[\s\S]*nights on sale to be closed \d+/);
    const { out } = await stopSell(['begin', '--hotel', world.hotelId, '--json']);
    expect(JSON.parse(out)).toMatchObject({ level: 'hotel', subject_id: world.hotelId, sold: 0 });
    expect(JSON.parse(out).nights).toBeGreaterThan(0);
    expect(await open()).toEqual(before);
    expect((await stopSell(['list'])).out).toContain('no stops of sales');
  });

  it('stops a room type and the account, lists both, and undoes them', async () => {
    const before = await open();
    const room = await stopSell(['begin', '--room-type', 'NWT-SUITE', '--reason', '水管爆裂', '--yes']);
    expect(room, room.err).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ {2}停售中 · stopped {2}房型/) });
    expect(await open()).toEqual(before.filter((one) => one !== 'NWT-SUITE'));
    const all = JSON.parse((await stopSell(['begin', '--account', '--yes', '--json'])).out);
    expect(all).toMatchObject({ level: 'account', ended_at: null });
    expect(await open()).toEqual([]);

    const running = JSON.parse((await stopSell(['list', '--json'])).out).items as { stop_id: string; reason: string }[];
    expect(running.map(({ reason }) => reason)).toEqual(['', '水管爆裂']);
    expect((await stopSell(['list'])).out).toMatch(/整个账户[\s\S]*NWT-SUITE[\s\S]*水管爆裂/);
    for (const { stop_id } of running) {
      const ended = await stopSell(['end', stop_id]);
      expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('已撤销 · undone') });
    }
    expect(await open()).toEqual(before);
  });

  it.each([
    ['a hotel that is none', ['begin', '--hotel', 'NOWHERE', '--yes'], 'NOT_FOUND'],
    ['a stop that is none', ['end', '999999'], 'NOT_FOUND'],
  ])('%s is refused in words', async (_, args, code) => {
    const answer = await stopSell(args);
    expect(answer).toMatchObject({ code: 1, out: '', err: expect.stringContaining(code) });
    expect(answer.err).toContain('→');
  });

  it('says what to do about a key that is missing or wrong', async () => {
    expect(await stopSell(['list'], '')).toMatchObject({ code: 1, err: expect.stringContaining('[API_KEY_MISSING]') });
    expect(await stopSell(['list'], 'yzk_wrong')).toMatchObject({ code: 1, err: expect.stringContaining('API_KEY') });
  });
});
