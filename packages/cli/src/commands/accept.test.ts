import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptGateway, type Plan, planNamed } from '@yuzhu/acceptance';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ownCommand } from '../program-command.ts';

const MINUTES = 60_000;
const MAIN = 'packages/cli/src/main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuzhu-accept-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface CaseLine {
  readonly id: string;
  readonly mandatory: boolean;
  readonly state: string;
  readonly failed: readonly object[];
}

/** Runs `yuzhu accept` to its end. */
async function accept(args: readonly string[]) {
  const program = await spawnProgram({
    file: MAIN,
    args: ['accept', ...args, '--json'],
    env: { DATABASE_URL: inject('yuzhuServerUrl') },
    ready: /^\{"outcome".*\n/m,
    limitMs: 4 * MINUTES,
  });
  const { code } = await program.ended;
  const lines = program
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('{"id"'));
  const summary = JSON.parse(program.ready[0]) as { outcome: string; html: string; junit: string; evidence: string };
  return { code, summary, cases: lines.map((line) => JSON.parse(line) as CaseLine) };
}

describe('the acceptance of our own gateway', () => {
  it(
    'passes every case, optional ones too, and leaves its reports',
    async () => {
      const { code, summary, cases } = await accept(['--gateway', '--report', join(folder, 'gateway')]);
      // Its merchant is on the mainland in this run: prices before tax are not asked for.
      const others = cases.filter(({ id }) => !id.startsWith('abroad.'));
      expect(others.filter(({ state }) => state !== 'passed')).toEqual([]);
      expect(others.length).toBeGreaterThan(80);
      expect(summary.outcome).toBe('passed');
      expect(code).toBe(0);
      const page = await readFile(summary.html, 'utf8');
      for (const { id } of cases) expect(page).toContain(id);
      expect(await readFile(join(summary.evidence, 'logids.csv'), 'utf8')).toContain(
        'order-confirm.accept,true,passed',
      );
    },
    5 * MINUTES,
  );

  it(
    'passes every case of prices before tax when its merchant is outside the mainland',
    async () => {
      const args = ['--gateway', '--currency', 'HKD', '--plan', 'abroad', '--report', join(folder, 'abroad')];
      const { code, cases } = await accept(args);
      expect(cases.filter(({ state }) => state !== 'passed')).toEqual([]);
      expect(cases.filter(({ id }) => id.startsWith('abroad.'))).toHaveLength(5);
      expect(code).toBe(0);
    },
    5 * MINUTES,
  );
});

describe('a hotel that does the contrary of what it should', () => {
  it(
    'is found by its own calls: it accepts what it was to reject',
    async () => {
      const result = await acceptGateway({
        commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
        serverUrl: inject('yuzhuServerUrl'),
        plan: { ...(planNamed('acceptance') as Plan), picks: ({ id }) => id === 'order-confirm.reject' },
        hooks: (own) => ({
          ...own,
          act: (action, details) => own.act(action === 'reject-booking' ? 'accept-booking' : action, details),
        }),
        tell: () => undefined,
      });
      const rejected = result.cases.find((one) => one.case.id === 'order-confirm.reject');
      const failed = rejected?.steps.flatMap(({ verdicts }) => verdicts).filter(({ ok }) => !ok);
      expect(failed).toMatchObject([
        { path: '$.req.confirm_result.confirm_result', actual: '1 (integer)', expected: '2' },
      ]);
      expect(failed?.[0]?.cause?.en).toMatch(/does not say what was done/);
      // What puts something on sale was played first, though the plan does not name it.
      expect(result.cases.find((one) => one.case.id === 'product-operate.on')?.state).toBe('passed');
    },
    5 * MINUTES,
  );
});

describe('the acceptance of any other partner', () => {
  it(
    'that has callbacks and a token only: code 3 and what waits for its own product; 0 with the plan of callbacks',
    async () => {
      const partner = await spawnProgram({
        file: 'packages/acceptance/src/testing/wrong-partner/main.ts',
        args: ['0'],
        env: {},
        ready: /^partner at (\S+),/m,
        limitMs: MINUTES,
      });
      const file = join(folder, 'partner.yaml');
      await writeFile(file, PARTNER.replace('BASE', partner.ready[1] ?? ''));
      // Its hook gets a token and nothing else: whoever waits long for the look-ups waits for nothing.
      const whole = await accept([file, '--wait', '0s', '--hook-wait', '1s', '--report', join(folder, 'whole')]);
      const waiting = whole.cases.filter(({ state }) => state === 'waiting').map(({ id }) => id);
      expect(whole.cases.filter(({ state }) => state === 'failed')).toEqual([]);
      // The one call it makes itself goes through, with the credentials it keeps.
      expect(whole.cases.find(({ id }) => id === 'token.fetch')).toMatchObject({ state: 'passed' });
      expect(waiting).toContain('goods-save.publish');
      expect(waiting).toContain('stay-status.in-and-out');
      expect(whole).toMatchObject({ code: 3, summary: { outcome: 'incomplete' } });
      expect(await readFile(whole.summary.junit, 'utf8')).toMatch(/<error message="[^"]+预定商品/);
      const callbacks = await accept([file, '--plan', 'spi', '--report', join(folder, 'spi')]);
      expect(callbacks).toMatchObject({ code: 0, summary: { outcome: 'passed' } });
      await partner.kill();
    },
    5 * MINUTES,
  );
});

const PARTNER = `
name: another hotel system
client_key: awother00partner1
client_secret: 00112233445566778899aabbccddeeff
base_url: BASE
spi:
  voucher-order: /douyin/presale/create
  payment: /douyin/presale/paid
  bookable-check: /douyin/stay/check
  booking: /douyin/stay/create
  ari-pull: /douyin/ari
webhook: /douyin/notices
creation_modes: [one-step, two-step]
products:
  hotel_id: "7500000000000000011"
  rate_plan_id: "1880011223344556"
  voucher_id: "1880099887766554"
  voucher_price: 49900
hooks:
  connect:
    http:
      url: "{platform_url}/oauth/client_token/"
      headers: { content-type: application/json }
      body: { client_key: "{client_key}", client_secret: 00112233445566778899aabbccddeeff, grant_type: client_credential }
`;
