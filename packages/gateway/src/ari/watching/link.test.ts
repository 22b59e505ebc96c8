import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { day, NOW, platformContext, seedCatalog, seedPrice, seedStock } from '../../testing/platform-context.ts';
import { startPlatformDouble } from '../../testing/platform-double.ts';
import { createAriSender } from '../sending/sender.ts';
import { listStops, previewStop, resumeSales, stopSales } from '../stop-sell.ts';
import { startSync, syncProgress } from '../sync.ts';
import { findDrift, repairDrift } from './drift.ts';
import { createPullNotes } from './pulls-seen.ts';
import { createAriWatch } from './watch.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'ari_link' });
const double = await startPlatformDouble();
afterAll(() => double.close());
const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url });
const { db } = ctx;
const never = new AbortController().signal;
const ACCOUNT = '70112233445571';
const sender = createAriSender(ctx);
const watch = createAriWatch(ctx);

/** Until nothing is due; the clock is moved along where the rate limit wants it. */
async function tellAll(): Promise<void> {
  for (let due = await sender.round(never); due !== undefined && due < ctx.clock.now() + 60_000; ) {
    ctx.clock.set(due);
    due = await sender.round(never);
  }
}

beforeAll(async () => {
  const rooms = { R: ['A', 'B'], S: ['C'] };
  await seedCatalog(ctx, { accountId: ACCOUNT, clientKey: 'awlink', hotelId: 'H', rooms });
  await seedCatalog(ctx, { accountId: ACCOUNT, clientKey: 'awlink', hotelId: 'I', rooms: { T: ['D'] } });
  const nights = [day(1), day(2), day(3)];
  for (const room of ['R', 'S', 'T']) await seedStock(ctx, ACCOUNT, room, nights, 5);
  for (const plan of ['A', 'B', 'C', 'D']) await seedPrice(ctx, ACCOUNT, plan, nights, 50_000);
});

const openNights = async () =>
  (
    await db.query<{ open: string }>(
      `SELECT room_type_id || ' ' || night AS open FROM gateway.room_nights
       WHERE account_id = $1 AND open AND stock > 0 ORDER BY room_type_id, night`,
      [ACCOUNT],
    )
  ).map(({ open }) => open);
const dirty = async () =>
  (await db.one<{ marks: number }>('SELECT count(*) AS marks FROM gateway.ari_dirty WHERE account_id = $1', [ACCOUNT]))
    .marks;

describe('a full synchronisation', () => {
  it('tells every night of the published rate plans, closed ones too, and shows how far it is', async () => {
    expect(await syncProgress(ctx, ACCOUNT)).toBeUndefined();
    const begun = await startSync(ctx, ACCOUNT, { hotelIds: [], nights: 10 });
    // Three room types and four rate plans.
    expect(begun).toEqual({ startedAt: NOW, marks: 70, left: 70 });
    double.calls.length = 0;
    await tellAll();
    expect(await syncProgress(ctx, ACCOUNT)).toMatchObject({ marks: 70, left: 0 });
    const told = double
      .seen(interfaces.stockSave)
      .flatMap(
        ({ body }) => (body as { aris: { rate_plan_id: string; available: boolean; timerange: object }[] }).aris,
      );
    expect(told.filter(({ rate_plan_id }) => rate_plan_id === 'P-A')).toEqual([
      expect.objectContaining({ available: false, inventory: 0, timerange: { start: day(0), end: day(6) } }),
      expect.objectContaining({ available: true, inventory: 5, timerange: { start: day(1), end: day(3) } }),
      expect.objectContaining({ available: false, inventory: 0, timerange: { start: day(7), end: day(9) } }),
    ]);
  });
});

describe('drift', () => {
  it('is listed, leaves out what waits to be told, and is repaired except for what was refused', async () => {
    expect(await findDrift(ctx, ACCOUNT, { limit: 10 })).toMatchObject({ compared: 4 * 366, different: 0, items: [] });
    await db.execute('UPDATE gateway.ari_acknowledged SET inventory = 9 WHERE rate_plan_id = $1 AND night = $2', [
      'A',
      day(2),
    ]);
    await db.execute('UPDATE gateway.ari_acknowledged SET price = NULL WHERE rate_plan_id = $1 AND night = $2', [
      'D',
      day(3),
    ]);
    await db.execute(
      `INSERT INTO gateway.ari_refusals (account_id, kind, rate_plan_id, night, message, at)
       VALUES ($1, 'price', 'D', $2, 'no', now())`,
      [ACCOUNT, day(3)],
    );
    const found = await findDrift(ctx, ACCOUNT, { limit: 10 });
    expect(found.items).toEqual([
      expect.objectContaining({ ratePlanId: 'A', night: day(2), inventory: 5, toldInventory: 9, refused: false }),
      expect.objectContaining({ ratePlanId: 'D', night: day(3), toldPrice: undefined, refused: true }),
    ]);
    expect((await findDrift(ctx, ACCOUNT, { hotelId: 'I', limit: 10 })).different).toBe(1);
    expect(await repairDrift(ctx, ACCOUNT)).toBe(1);
    expect((await findDrift(ctx, ACCOUNT, { limit: 10 })).items.map(({ ratePlanId }) => ratePlanId)).toEqual(['D']);
    await tellAll();
    expect((await findDrift(ctx, ACCOUNT, { limit: 10 })).different).toBe(1);
    await db.execute('DELETE FROM gateway.ari_refusals');
    await repairDrift(ctx, ACCOUNT, { hotelId: 'I' });
    await tellAll();
    expect((await findDrift(ctx, ACCOUNT, { limit: 10 })).different).toBe(0);
  });

  it('is looked for every morning, for the first time on the morning after an account was made', async () => {
    await db.execute('DELETE FROM gateway.drift_checks');
    await db.execute('UPDATE gateway.ari_acknowledged SET inventory = 8 WHERE rate_plan_id = $1', ['C']);
    const due = await watch(never);
    expect(await dirty()).toBe(0);
    ctx.clock.set(due + 1);
    expect(await watch(never)).toBe(due + 86_400_000);
    expect(await dirty()).toBeGreaterThan(0);
    await tellAll();
    expect((await findDrift(ctx, ACCOUNT, { limit: 10 })).different).toBe(0);
  });
});

describe('stopping sales', () => {
  it('closes a room type, a hotel or all of it in one call; its undo opens exactly what it closed', async () => {
    await db.execute(`UPDATE gateway.room_nights SET open = false WHERE room_type_id = 'S' AND night = $1`, [day(2)]);
    await repairDrift(ctx, ACCOUNT);
    const before = await openNights();
    const would = (level: 'account' | 'hotel' | 'room_type', subjectId = '') =>
      previewStop(ctx, ACCOUNT, { level, subjectId });
    // A night closed by hand is not counted: a stop would change nothing about it.
    expect(await would('account')).toEqual({ roomTypes: 3, nights: 8, rooms: 40, sold: 0 });
    expect(await would('hotel', 'H')).toEqual({ roomTypes: 2, nights: 5, rooms: 25, sold: 0 });
    expect(await would('room_type', 'S')).toEqual({ roomTypes: 1, nights: 2, rooms: 10, sold: 0 });
    const room = await stopSales(ctx, ACCOUNT, { level: 'room_type', subjectId: 'R' }, 'burst pipe');
    expect(await openNights()).toEqual(before.filter((night) => !night.startsWith('R')));
    const hotel = await stopSales(ctx, ACCOUNT, { level: 'hotel', subjectId: 'H' }, 'fire drill');
    expect(await openNights()).toEqual(before.filter((night) => night.startsWith('T')));
    const all = await stopSales(ctx, ACCOUNT, { level: 'account', subjectId: '' }, '');
    expect(await openNights()).toEqual([]);
    expect(await would('account')).toEqual({ roomTypes: 3, nights: 0, rooms: 0, sold: 0 });
    await tellAll();
    expect((await findDrift(ctx, ACCOUNT, { limit: 1 })).different).toBe(0);
    // What another stop still covers stays closed and opens with that one.
    await resumeSales(ctx, ACCOUNT, room.stopId);
    expect(await openNights()).toEqual([]);
    await resumeSales(ctx, ACCOUNT, all.stopId);
    expect(await openNights()).toEqual(before.filter((night) => night.startsWith('T')));
    await resumeSales(ctx, ACCOUNT, hotel.stopId);
    expect(await openNights()).toEqual(before);
    expect((await resumeSales(ctx, ACCOUNT, hotel.stopId))?.endedAt).toBe(ctx.clock.now());
    await tellAll();
    expect((await findDrift(ctx, ACCOUNT, { limit: 1 })).different).toBe(0);
    expect((await listStops(db, ACCOUNT)).map(({ level, reason }) => [level, reason])).toEqual([
      ['account', ''],
      ['hotel', 'fire drill'],
      ['room_type', 'burst pipe'],
    ]);
  });

  it('also holds for nights that get their stock while it lasts, and again closes what was opened since', async () => {
    const stop = await stopSales(ctx, ACCOUNT, { level: 'room_type', subjectId: 'T' }, '');
    await db.execute(`UPDATE gateway.room_nights SET stock = 7 WHERE room_type_id = 'T' AND night = $1`, [day(40)]);
    await db.execute(`UPDATE gateway.room_nights SET open = true WHERE room_type_id = 'T' AND night = $1`, [day(3)]);
    expect((await openNights()).filter((night) => night.startsWith('T'))).toEqual([`T ${day(3)}`]);
    const again = await stopSales(ctx, ACCOUNT, { level: 'room_type', subjectId: 'T' }, 'again');
    expect(again.stopId).toBe(stop.stopId);
    expect((await openNights()).filter((night) => night.startsWith('T'))).toEqual([]);
    await resumeSales(ctx, ACCOUNT, stop.stopId);
    expect(await openNights()).toContain(`T ${day(40)}`);
    expect(await resumeSales(ctx, ACCOUNT, '999999')).toBeUndefined();
  });
});

describe('pulls that stay away', () => {
  it('are an alarm after fifteen minutes while something is on the shelf', async () => {
    const count = async () => {
      await watch(never);
      const text = await ctx.metrics.registry.metrics();
      return Number(/^ari_pulls_missing(?:{.*})? (\d+)$/m.exec(text)?.[1]);
    };
    expect(await count()).toBe(0);
    await db.execute(
      `INSERT INTO gateway.vouchers (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher, state,
         created_at, updated_at) VALUES ($1, 'V', 'V', '{}', 1, 1, 'on_shelf', $2, $2)`,
      [ACCOUNT, new Date(ctx.clock.now())],
    );
    expect(await count()).toBe(0);
    ctx.clock.advance(16 * 60_000);
    expect(await count()).toBe(1);
    const note = createPullNotes(db);
    await note(ACCOUNT, ctx.clock.now());
    expect(await count()).toBe(0);
    ctx.clock.advance(16 * 60_000);
    expect(await count()).toBe(1);
    await note(ACCOUNT, ctx.clock.now());
    expect(await count()).toBe(0);
  });
});
