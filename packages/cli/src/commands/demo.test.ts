import type { StoryEvent } from '@yuzhu/acceptance';
import { interfaces } from '@yuzhu/contract';
import { openDatabase } from '@yuzhu/runtime';
import { spawnProgram } from '@yuzhu/runtime/testkit';
import { beforeAll, describe, expect, inject, it } from 'vitest';

/** The whole story, played by the command with the real programs on the tests' PostgreSQL. */
let events: StoryEvent[];
let exitCode: number | null;

let databasesBefore: readonly string[];

const MINUTES = 60_000;

async function storyDatabases(): Promise<string[]> {
  const server = openDatabase(inject('yuzhuServerUrl'), { name: 'test', max: 1 });
  const rows = await server.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE starts_with(datname, 'yuzhu_story_')",
  );
  await server.close();
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  databasesBefore = await storyDatabases();
  const demo = await spawnProgram({
    file: 'packages/cli/src/main.ts',
    args: ['demo', '--json'],
    env: { DATABASE_URL: inject('yuzhuServerUrl') },
    ready: /"type":"end".*\n/,
    limitMs: 5 * MINUTES,
  });
  exitCode = (await demo.ended).code;
  events = demo
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('{"type"'))
    .map((line) => JSON.parse(line) as StoryEvent);
}, 6 * MINUTES);

const exchanges = () => events.filter((event) => event.type === 'exchange');

describe('the demo', () => {
  it('passes every check', () => {
    const failed = events
      .flatMap((event) => (event.type === 'exchange' || event.type === 'checks' ? event.checks : []))
      .filter(({ ok }) => !ok);
    expect(failed).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it('ends with the count of its checks', () => {
    const count = events.flatMap((event) => ('checks' in event ? event.checks : [])).length;
    expect(events.at(-1)).toMatchObject({ type: 'end', passed: count, failed: 0 });
    expect(count).toBeGreaterThan(500);
  });

  it('shows every interface of the contract', () => {
    const shown = new Set(exchanges().map((event) => event.interface));
    expect(
      Object.values(interfaces)
        .map(({ name }) => name)
        .filter((name) => !shown.has(name)),
    ).toEqual([]);
  });

  it('shows both creation modes, all ways of accepting, a refusal for each reason, and repeats', () => {
    const facts = exchanges().map((event) => `${event.interface} ${event.code} ${event.facts.en}`);
    const has = (pattern: RegExp) => facts.some((text) => pattern.test(text));
    expect(has(/^voucher-order 0 .* paid /)).toBe(true);
    expect(has(/^voucher-order 0 .* unpaid /)).toBe(true);
    expect(has(/^booking 0 .* accepted at once/)).toBe(true);
    expect(has(/^booking 0 .* decided later/)).toBe(true);
    expect(has(/^booking 0 .* ×2 /)).toBe(true);
    expect(has(/^order-confirm 0 .* rejected/)).toBe(true);
    expect(has(/^bookable-check 8 /)).toBe(true);
    expect(has(/^bookable-check 4 /)).toBe(true);
    expect(has(/^payment 0 .* surcharge/)).toBe(true);
    expect(has(/^stay-status 0 .* no-show/)).toBe(true);
    expect(exchanges().some((event) => event.attempt > 1)).toBe(true);
  });

  it('goes on in time, from a chapter to the next', () => {
    const times = events.flatMap((event) => (event.type === 'step' ? [event.at] : []));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.filter((event) => event.type === 'chapter').map(({ number }) => number)).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
  });

  it('leaves no database behind', async () => {
    expect((await storyDatabases()).filter((name) => !databasesBefore.includes(name))).toEqual([]);
  });
});
