import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDays, interfaces } from '@yuzhu/contract';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { request } from 'undici';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listBroken } from '../../broken-matches/store.ts';
import { answeredPlans, readCalendar } from '../../calendar/pull.ts';
import { hasLeft } from '../../spi/receive.ts';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { day, secretOfTest, seedCatalog } from '../../testing/platform-context.ts';
import { refusal, startPlatformDouble, success } from '../../testing/platform-double.ts';
import { spiClient } from '../../testing/spi-client.ts';
import { startSpiGateway } from '../../testing/spi-gateway.ts';
import { markDirty, rateMarks, roomMarks } from '../dirty.ts';
import { ariMode, setAriMode } from '../mode.ts';
import { createAriSender } from '../sending/sender.ts';
import { startSync } from '../sync.ts';
import { findDrift, repairDrift } from '../watching/drift.ts';
import { ariPauses, ariRefusals, calendarDrift, pendingNights } from '../watching/view.ts';
import { sendNotices } from './notice-sender.ts';
import { notePulled } from './pulled.ts';
import { unpulledNotices } from './unpulled.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'ari_notices' });
const double = await startPlatformDouble();
const gateway = await startSpiGateway(db, { YUZHU_PLATFORM_URL: double.url });
const { ctx, clock } = gateway;
afterAll(async () => {
  await gateway.stop();
  await double.close();
});

const { ariNotify, stockSave, priceSave } = interfaces;
const never = new AbortController().signal;
const sender = createAriSender(ctx);
const PATIENCE = 60_000;
let houses = 0;

/** An account of its own with one hotel; ids carry its number. Its platform pulls through the real door. */
async function house(rooms: Record<string, readonly string[]>, mode: 'push' | 'notice' = 'notice') {
  const number = ++houses;
  const accountId = `7011223344558${String(number).padStart(6, '0')}`;
  const clientKey = `aw${accountId}`;
  const hotelId = `H${number}`;
  const id = (name: string) => `${name}-${number}`;
  const named = Object.fromEntries(Object.entries(rooms).map(([room, plans]) => [id(room), plans.map(id)]));
  await seedCatalog(ctx, { accountId, clientKey, hotelId, rooms: named });
  await setAriMode(db, accountId, mode);
  const platform = spiClient(gateway.url, { clientKey, secret: secretOfTest(clientKey) });
  afterAll(() => platform.close());
  const home = {
    accountId,
    clientKey,
    hotelId,
    id,
    stock: (room: string, nights: readonly string[], stock: number) =>
      db.tx(async (session) => {
        await session.execute(
          `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
           SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
           ON CONFLICT (account_id, room_type_id, night) DO UPDATE SET stock = excluded.stock`,
          [accountId, id(room), nights, stock],
        );
        await markDirty(session, accountId, roomMarks(id(room), nights), clock.now());
      }),
    price: (plan: string, room: string, nights: readonly string[], price: number) =>
      db.tx(async (session) => {
        await session.execute(
          `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
           SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
           ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET price = excluded.price`,
          [accountId, id(plan), nights, price],
        );
        await markDirty(session, accountId, rateMarks(id(plan), id(room), nights), clock.now());
      }),
    /** The platform pulls; resolves when what follows the answer is done. */
    pull: async (from: string, to: string, plans: readonly string[] = []) => {
      const rate_plan_ids = plans.map((plan) => `P-${id(plan)}`);
      const reply = await platform.send('ari', {
        hotel_ids: [`P-${hotelId}`],
        ...(plans.length === 0 ? {} : { rate_plan_ids }),
        date_range: { start: from, end: to },
      });
      await gateway.desks.after.idle();
      return reply;
    },
    pending: async () =>
      (await pendingNights(ctx, accountId, { limit: 1000 }))
        .map(({ kind, subjectId, night }) => `${kind} ${subjectId} ${night}`)
        .sort(),
    notices: () =>
      double
        .seen(ariNotify)
        .map(({ body }) => body as { account_id: string })
        .filter((body) => body.account_id === accountId),
    round: () => sendNotices(ctx, never),
  };
  return home;
}

beforeEach(async () => {
  await db.execute('TRUNCATE gateway.ari_dirty');
  double.calls.length = 0;
  double.always(ariNotify, () => success({ code: 0, message: 'success', save_result: [] }));
});

describe('an account that sends change notices', () => {
  it('names rate plans and nights instead of values, and waits for the pull', async () => {
    const home = await house({ R: ['A', 'B'], S: ['C'] });
    await home.stock('R', [day(1), day(3)], 5);
    await home.price('C', 'S', [day(2)], 50_000);
    const due = await home.round();
    expect(home.notices()).toEqual([
      {
        account_id: home.accountId,
        date_range: { start: day(1), end: day(3) },
        rate_plan_ids: [`P-${home.id('A')}`, `P-${home.id('B')}`, `P-${home.id('C')}`],
        notify_scene: [1, 2, 3],
      },
    ]);
    expect(due).toBe(clock.now() + PATIENCE);
    expect(await home.pending()).toHaveLength(4);
    // Told once: nothing is noticed again before its time.
    await home.round();
    await sender.round(never);
    expect(home.notices()).toHaveLength(1);
    expect([...double.seen(stockSave), ...double.seen(priceSave)]).toEqual([]);
  });

  it('counts nights as told once a pull was answered for them, each alone', async () => {
    const home = await house({ R: ['A'] });
    await home.price('A', 'R', [day(1), day(2)], 50_000);
    await home.stock('R', [day(1), day(2)], 5);
    await home.round();
    await home.pull(day(1), day(1));
    expect(await home.pending()).toEqual([`price ${home.id('A')} ${day(2)}`, `stock ${home.id('R')} ${day(2)}`]);
    await home.pull(day(0), day(20));
    expect(await home.pending()).toEqual([]);
    const range = { ratePlanId: home.id('A'), from: day(1), to: day(1) };
    expect(await calendarDrift(ctx, home.accountId, range)).toMatchObject([
      { same: true, acknowledged: { price: 50_000, rackPrice: 50_000, inventory: 5, available: true } },
    ]);
  });

  it('takes a pull it did not ask for as well', async () => {
    const home = await house({ R: ['A'] });
    await home.stock('R', [day(1)], 5);
    await home.pull(day(0), day(5));
    await home.round();
    expect(home.notices()).toEqual([]);
    expect(await home.pending()).toEqual([]);
  });

  it('needs every rate plan of a room type, in one pull or in several', async () => {
    const home = await house({ R: ['A', 'B'] });
    await home.stock('R', [day(1)], 5);
    await home.round();
    await home.pull(day(0), day(5), ['A']);
    expect(await home.pending()).toHaveLength(1);
    await home.pull(day(0), day(5), ['B']);
    expect(await home.pending()).toEqual([]);
  });

  it('a booking between two pulls of a room type keeps its night waiting', async () => {
    const home = await house({ R: ['A', 'B'] });
    await home.stock('R', [day(1)], 5);
    await home.pull(day(0), day(5), ['A']);
    await db.execute('UPDATE gateway.room_nights SET sold = sold + 1 WHERE account_id = $1', [home.accountId]);
    await home.pull(day(0), day(5), ['B']);
    expect(await home.pending()).toHaveLength(1);
    await home.pull(day(0), day(5));
    expect(await home.pending()).toEqual([]);
  });

  it.each(['a change', 'a booking'])('%s after the answer was read is noticed anew', async (what) => {
    const home = await house({ R: ['A'] });
    await home.stock('R', [day(1)], 5);
    await home.round();
    const question = { hotels: [`P-${home.hotelId}`], goods: [], from: day(0), to: day(5) };
    const readAt = clock.now();
    const goods = await readCalendar(db, home.clientKey, question);
    if (what === 'a change') await home.stock('R', [day(1)], 4);
    else await db.execute('UPDATE gateway.room_nights SET sold = 1 WHERE account_id = $1', [home.accountId]);
    await notePulled(ctx, home.accountId, answeredPlans(question, goods), readAt);
    expect(await home.pending()).toHaveLength(1);
    await home.round();
    expect(home.notices()).toHaveLength(2);
    await home.pull(day(1), day(1));
    expect(await home.pending()).toEqual([]);
  });

  it('has what was told otherwise while an answer was under way told again: the platform may keep either', async () => {
    const home = await house({ R: ['A'] });
    await home.stock('R', [day(1)], 5);
    const question = { hotels: [`P-${home.hotelId}`], goods: [], from: day(0), to: day(5) };
    const older = await readCalendar(db, home.clientKey, question);
    const readAt = clock.now();
    clock.set(clock.now() + 100);
    await home.stock('R', [day(1)], 4);
    await home.pull(day(0), day(5));
    expect(await home.pending()).toEqual([]);
    await notePulled(ctx, home.accountId, answeredPlans(question, older), readAt);
    expect(await home.pending()).toEqual([`stock ${home.id('R')} ${day(1)}`]);
  });

  it('forgets marks of which nothing is published', async () => {
    const home = await house({ R: [], S: ['C'] });
    await home.stock('R', [day(1)], 5);
    await home.stock('S', [day(1)], 5);
    await home.round();
    expect(await home.pending()).toEqual([`stock ${home.id('S')} ${day(1)}`]);
    expect(home.notices()).toMatchObject([{ rate_plan_ids: [`P-${home.id('C')}`] }]);
  });

  it('synchronises a whole year in few notices: 60 rate plans, 366 nights', async () => {
    const rooms = Object.fromEntries(Array.from({ length: 20 }, (_, r) => [`R${r}`, [`a${r}`, `b${r}`, `c${r}`]]));
    const home = await house(rooms);
    await startSync(ctx, home.accountId, { hotelIds: [], nights: 366 });
    await home.round();
    const named = home.notices() as unknown as {
      rate_plan_ids: string[];
      date_range: { start: string; end: string };
    }[];
    // 365 days a notice: the last night goes beside, for 50 and for 10 rate plans.
    expect(named.map(({ rate_plan_ids }) => rate_plan_ids.length)).toEqual([50, 10, 50, 10]);
    await home.pull(day(0), addDays(day(0), 365));
    expect(await home.pending()).toEqual([]);
  });
});

describe('verdicts on a notice', () => {
  it('one rate plan that does not pass is shown and left; the others wait for their pull', async () => {
    const home = await house({ R: ['A', 'B'] });
    double.always(ariNotify, ({ body }) =>
      success({
        code: 0,
        message: 'success',
        save_result: (body as { rate_plan_ids: string[] }).rate_plan_ids.map((rate_plan_id) => ({
          rate_plan_id,
          pass: rate_plan_id !== `P-${home.id('A')}`,
          message: '预定商品不存在',
        })),
      }),
    );
    await home.price('A', 'R', [day(1)], 50_000);
    await home.round();
    expect(await listBroken(db, home.accountId)).toMatchObject([
      { ratePlanId: home.id('A'), reason: '预定商品不存在' },
    ]);
    expect(
      await db.query('SELECT kind, night FROM gateway.ari_refusals WHERE account_id = $1 ORDER BY 1', [home.accountId]),
    ).toEqual([
      { kind: 'price', night: day(1) },
      { kind: 'stock', night: day(1) },
    ]);
    expect(await home.pending()).toEqual([`stock ${home.id('R')} ${day(1)}`]);
    await home.pull(day(1), day(1), ['B']);
    expect(await home.pending()).toEqual([]);
    // It passes again: the refusals are forgotten, and the rate plan is sold again.
    double.always(ariNotify, () => success({ code: 0, message: 'success' }));
    await home.price('A', 'R', [day(1)], 51_000);
    await home.round();
    expect(await listBroken(db, home.accountId)).toEqual([]);
    expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
  });

  it('a notice refused as a whole is halved until the culprit stands alone', async () => {
    const home = await house({ R: ['A'], S: ['B'], T: ['C'] });
    double.always(ariNotify, ({ body }) =>
      (body as { rate_plan_ids: string[] }).rate_plan_ids.includes(`P-${home.id('B')}`)
        ? refusal(2119001, 'rate_plan_ids')
        : success({ code: 0, message: 'success' }),
    );
    for (const room of ['R', 'S', 'T']) await home.stock(room, [day(1)], 5);
    await home.round();
    // All three, the first two, each of those, the third.
    expect(home.notices()).toHaveLength(5);
    expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toMatchObject([
      { ratePlanId: home.id('B'), code: 2119001 },
    ]);
    expect(await home.pending()).toHaveLength(2);
  });

  it.each([
    ['the usual pair', () => refusal(2119002)],
    ['the pair of its own', () => success({ code: 2119002, message: 'busy' })],
  ])('a failure in %s lets the account rest; then it goes on', async (_which, failing) => {
    const home = await house({ R: ['A'] });
    double.next(ariNotify, failing);
    await home.stock('R', [day(1)], 5);
    const due = (await home.round()) ?? 0;
    expect(await ariPauses(ctx, home.accountId)).toMatchObject([
      { hotelId: '', kind: 'notice', strikes: 1, code: 2119002, nextStep: 'PLATFORM_BUSY', until: due },
    ]);
    expect(due).toBeGreaterThan(clock.now());
    await home.round();
    expect(home.notices()).toHaveLength(1);
    clock.set(due);
    await home.round();
    expect(home.notices()).toHaveLength(2);
    expect(await ariPauses(ctx, home.accountId)).toEqual([]);
    await home.pull(day(1), day(1));
    expect(await home.pending()).toEqual([]);
  });
});

describe('a notice that no pull follows', () => {
  it('is sent again after a minute, then listed with its next step and sent every 15 minutes; a pull ends it', async () => {
    const home = await house({ R: ['A'] });
    await home.stock('R', [day(1), day(4)], 5);
    const begin = clock.now();
    await home.round();
    clock.set(begin + PATIENCE - 1);
    await home.round();
    expect(home.notices()).toHaveLength(1);
    clock.set(begin + PATIENCE);
    await home.round();
    expect(home.notices()).toHaveLength(2);
    expect(await unpulledNotices(ctx, home.accountId, 9)).toEqual([]);
    clock.set(begin + 2 * PATIENCE);
    const due = await home.round();
    expect(home.notices()).toHaveLength(2);
    expect(await unpulledNotices(ctx, home.accountId, 9)).toEqual([
      {
        kind: 'stock',
        hotelId: home.hotelId,
        subjectId: home.id('R'),
        nights: 2,
        from: day(1),
        to: day(4),
        since: begin,
        noticedAt: begin + PATIENCE,
        notices: 2,
      },
    ]);
    expect(due).toBe(begin + 16 * PATIENCE);
    clock.set(begin + 16 * PATIENCE);
    await home.round();
    expect(home.notices()).toHaveLength(3);
    clock.set(begin + 17 * PATIENCE);
    expect(await unpulledNotices(ctx, home.accountId, 9)).toHaveLength(1);
    await home.pull(day(0), day(9));
    expect(await unpulledNotices(ctx, home.accountId, 9)).toEqual([]);
  });

  it('does not count a pull whose answer never left', async () => {
    const seen: boolean[] = [];
    const server = createServer((incoming, response) => {
      incoming.resume();
      const left = hasLeft(response);
      void left.then((all) => seen.push(all));
      if (incoming.url === '/broken') {
        incoming.socket.destroy();
        response.end('late');
      } else response.end('well');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await request(`${url}/`).then(({ body }) => body.text());
    await request(`${url}/broken`).catch(() => undefined);
    await until(() => seen.length === 2, { what: 'both ended' });
    expect(seen).toEqual([true, false]);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('drift', () => {
  it('is measured by the last word, a push or the answer to a pull, and tells which it was', async () => {
    const home = await house({ R: ['A'] }, 'push');
    await home.price('A', 'R', [day(1), day(2)], 50_000);
    await home.stock('R', [day(1), day(2)], 5);
    await sender.round(never);
    const drift = async (source?: 'push' | 'pull') =>
      (await findDrift(ctx, home.accountId, { limit: 9, source })).items.map(
        ({ night, differs, priceBy, stockBy, toldPrice, toldInventory }) =>
          `${night} ${differs} ${priceBy} ${toldPrice} ${stockBy} ${toldInventory}`,
      );
    expect(await drift()).toEqual([]);
    // Somebody changed the truth behind the program's back.
    const sold = (rooms: number) =>
      db.execute('UPDATE gateway.room_nights SET sold = $2 WHERE account_id = $1', [home.accountId, rooms]);
    clock.set(clock.now() + 1000);
    await sold(1);
    expect(await drift()).toEqual([`${day(1)} stock push 50000 push 5`, `${day(2)} stock push 50000 push 5`]);
    // The platform pulls one of the two nights: what it was answered is the truth again.
    await home.pull(day(1), day(1));
    expect(await drift()).toEqual([`${day(2)} stock push 50000 push 5`]);
    // And once more behind the back.
    await sold(2);
    await db.execute('UPDATE gateway.rate_nights SET price = 60000 WHERE account_id = $1 AND night = $2', [
      home.accountId,
      day(2),
    ]);
    expect(await drift()).toEqual([`${day(1)} stock pull 50000 pull 4`, `${day(2)} price,stock push 50000 push 5`]);
    expect(await drift('pull')).toEqual([`${day(1)} stock pull 50000 pull 4`]);
    expect(await findDrift(ctx, home.accountId, { limit: 1 })).toMatchObject({
      different: 2,
      byPush: 1,
      byPull: 1,
      neverTold: 0,
    });
    clock.set(clock.now() + 1000);
    expect(await repairDrift(ctx, home.accountId)).toBe(2);
    await sender.round(never);
    expect(await drift()).toEqual([]);
    const range = { ratePlanId: home.id('A'), from: day(1), to: day(1) };
    expect(await calendarDrift(ctx, home.accountId, range)).toMatchObject([
      { same: true, acknowledged: { inventory: 3, priceBy: 'push', stockBy: 'push' } },
    ]);
  });

  it('says what was never told, either way', async () => {
    const home = await house({ R: ['A'] });
    await home.price('A', 'R', [day(1)], 50_000);
    await db.execute('DELETE FROM gateway.ari_dirty WHERE account_id = $1', [home.accountId]);
    expect(await findDrift(ctx, home.accountId, { limit: 9 })).toMatchObject({
      different: 1,
      byPush: 0,
      byPull: 0,
      neverTold: 1,
      items: [{ differs: ['price'], priceBy: undefined }],
    });
  });

  it('of an account of change notices is repaired by a notice and its pull', async () => {
    const home = await house({ R: ['A'] });
    await home.stock('R', [day(1)], 5);
    await home.pull(day(0), day(9));
    await db.execute('UPDATE gateway.room_nights SET stock = 6 WHERE account_id = $1', [home.accountId]);
    expect(await repairDrift(ctx, home.accountId)).toBe(1);
    await home.round();
    expect(home.notices()).toHaveLength(1);
    await home.pull(day(1), day(1));
    expect(await findDrift(ctx, home.accountId, { limit: 9 })).toMatchObject({ different: 0 });
  });
});

describe('the setting', () => {
  it('is push unless somebody set it; what waits goes the new way from then on', async () => {
    const home = await house({ R: ['A'] }, 'push');
    expect(await ariMode(db, home.accountId)).toBe('push');
    await home.stock('R', [day(1)], 5);
    await home.round();
    expect(home.notices()).toEqual([]);
    await setAriMode(db, home.accountId, 'notice');
    await sender.round(never);
    expect(double.seen(stockSave)).toEqual([]);
    await home.round();
    expect(home.notices()).toHaveLength(1);
    await setAriMode(db, home.accountId, 'push');
    await sender.round(never);
    expect(double.seen(stockSave)).toHaveLength(1);
    expect(await home.pending()).toEqual([]);
  });
});
