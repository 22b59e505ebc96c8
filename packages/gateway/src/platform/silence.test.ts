import { interfaces } from '@yuzhu/contract';
import { manualClock } from '@yuzhu/runtime';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, platformContext, seedCatalog } from '../testing/platform-context.ts';
import { type Step, startPlatformDouble, success } from '../testing/platform-double.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'platform_silence' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { stayStatus } = interfaces;
const STAY = { order_id: '1120000000000000205', order_out_id: 'BK260901-000001', accommodation_status: 1 };
const CLOCKS_APART = 7;
const QUICKEST = 20;

/** A process that knows the quickest way to the platform, and its account's limiter. */
async function settled(accountId: string) {
  const db = database.open({ max: 8 });
  const clock = manualClock(NOW);
  const ctx = platformContext(db, { platformUrl: double.url, clock, seed: accountId, timeoutMs: 20_000 });
  const clientKey = `aw${accountId}`;
  await seedCatalog(ctx, { accountId, clientKey, hotelId: `H${accountId}`, rooms: {} });
  const call = (count: number) =>
    Array.from({ length: count }, () => ctx.platform.call(stayStatus, STAY, { accountId }));
  /** The platform's answer to a call that is `late` ms later than the quickest. */
  const answer = (late: number) => {
    const { body } = success() as { body: { data: object; extra: object } };
    return { body: { ...body, extra: { ...body.extra, now: clock.now() + CLOCKS_APART + late } } };
  };
  double.always(stayStatus, () => answer(0));
  for (let n = 0; n < QUICKEST; n++) await Promise.all(call(1));
  clock.advance(5000);
  /** From when the calls of the last five seconds count, in ms after now, by how many. */
  const counts = async () => {
    const { recent } = await db.one<{ recent: number[] }>(
      "SELECT recent FROM gateway.call_limits WHERE client_key = $1 AND interface = 'stay-status'",
      [clientKey],
    );
    const after = recent.map((moment) => Number(moment) - clock.now()).filter((ms) => ms >= -1000);
    return Object.fromEntries([...Map.groupBy(after, (ms) => ms)].map(([ms, equal]) => [ms, equal.length]));
  };
  return { clock, call, answer, counts };
}

/** Answers nothing until it is told what to. */
function held() {
  let release: (answer: Awaited<ReturnType<Step>>) => void = () => undefined;
  const answer = new Promise<Awaited<ReturnType<Step>>>((resolve) => {
    release = resolve;
  });
  let count = 0;
  const step: Step = () => {
    count += 1;
    return answer;
  };
  return { step, count: () => count, release };
}

describe('a call of which nothing is heard', () => {
  it('counts as late as the latest of those that left with it, and 30 ms more', async () => {
    const { clock, call, answer, counts } = await settled('7011223344559000001');
    const [silent, others] = [held(), held()];
    double.next(stayStatus, silent.step, ...Array.from({ length: 4 }, () => others.step));
    const calls = call(5);
    await until(() => silent.count() + others.count() === 5);
    const late = answer(60);
    clock.advance(80);
    others.release(late);
    await until(async () => (await counts())[90 - 80] === 1, { what: 'the guess of the silent call moved' });
    expect(await counts()).toEqual({ '-20': 4, 10: 1 });
    silent.release(answer(-50));
    await Promise.all(calls);
    expect(await counts()).toEqual({ '-20': 4, '-50': 1 });
  });

  it('has not arrived while nobody who left with it is heard of: the platform stands still', async () => {
    const { clock, call, answer, counts } = await settled('7011223344559000002');
    const still = held();
    double.next(stayStatus, ...Array.from({ length: 6 }, () => still.step));
    const calls = call(6);
    await until(() => still.count() === 6);
    clock.advance(450);
    await until(async () => (await counts())[0] === 6, { what: 'all six count from now' });
    clock.advance(300);
    await until(async () => (await counts())[0] === 6, { what: 'all six count from now again' });
    still.release(answer(0));
    await Promise.all(calls);
    expect(await counts()).toEqual({ 0: 6 });
  });
});
