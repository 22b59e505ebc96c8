import { ARI_HORIZON_NIGHTS, addDays, daysBetween, hotelDate } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { currencyOf } from '../accounts/currency.ts';
import { type DirtyMark, markDirty } from '../ari/dirty.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS, notFound } from '../errors.ts';
import {
  layPrices,
  layQuotas,
  layStock,
  type NightRange,
  type PriceChange,
  type QuotaChange,
  type StockChange,
  type Wishes,
} from './changes.ts';
import {
  type BelowSold,
  decidePrices,
  decideStock,
  type NightFault,
  type PriceDecision,
  type RateNight,
  type RoomNight,
} from './decide.ts';
import { type Asker, keepOverbooking } from './overbooking.ts';
import { decideQuotas, lockQuotas, writeQuotas } from './quotas.ts';
import { type CalendarVersion, checkVersion, lockVersions, raiseVersions } from './version.ts';
import * as sql from './write-sql.ts';

/** Changes of one request: all of them happen, or none. */
export interface CalendarChanges {
  readonly stock: readonly StockChange[];
  readonly prices: readonly PriceChange[];
  readonly quotas: readonly QuotaChange[];
  /** The version of the hotel's calendar the changes were made from; absent: they are taken whatever it is. */
  readonly version?: number | undefined;
}

/** How many nights really changed. */
export interface CalendarWritten {
  readonly stock_nights: number;
  readonly price_nights: number;
  readonly quota_nights: number;
  /** Of every hotel of the request, after it. */
  readonly versions: readonly CalendarVersion[];
}

/** Longest range of one change, in nights: a year and a day. */
export const LONGEST_RANGE = 366;
/** Most nights of one request, weekdays that are left out not counted. */
export const MOST_NIGHTS = 20_000;

/**
 * Writes stock, prices, room status and quotas in one transaction and marks what changed for the platform. The night before
 * today may still be changed: rooms are sold after midnight (twin).
 * @throws AppError NOT_FOUND (also for ids of other accounts), RANGE_TOO_LONG, TOO_MANY_NIGHTS, NIGHTS_PAST,
 *   NIGHTS_TOO_FAR, NIGHTS_BELOW_SOLD, PRICE_MISSING, RACK_BELOW_PRICE, BEFORE_TAX_WRONG, BEFORE_TAX_NEEDLESS,
 *   CALENDAR_CHANGED, CALENDAR_VERSION_HOTELS; nothing is changed then.
 */
export async function writeCalendar(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  changes: CalendarChanges,
  by: Asker,
): Promise<CalendarWritten> {
  checkRanges(changes.stock, 'body.stock');
  checkRanges(changes.prices, 'body.prices');
  checkRanges(changes.quotas, 'body.quotas');
  const stock = layStock(changes.stock);
  const prices = layPrices(changes.prices);
  const quotas = layQuotas(changes.quotas);
  const now = ctx.clock.now();
  checkNights([stock, prices, quotas], hotelDate(now));
  const written = await ctx.db.tx(async (session) => {
    const plans = [...new Set([...prices.keys(), ...quotas.keys()])];
    const held = await lockVersions(session, accountId, { roomTypeIds: [...stock.keys()], ratePlanIds: plans });
    await lockSubjects(session, sql.lockRoomTypes, accountId, [...stock.keys()], (id) =>
      notFound('room_type', id, 'body.stock.*.room_type_id'),
    );
    const roomTypeOf = await lockSubjects(session, sql.lockRatePlans, accountId, plans, (id) =>
      notFound('rate_plan', id, `body.${prices.has(id) ? 'prices' : 'quotas'}.*.rate_plan_id`),
    );
    // After the ids are known to be the account's, so that a foreign one is named first.
    checkVersion(held, changes.version);
    const roomNights = roomNightsOf(stock, quotas, roomTypeOf);
    if (roomNights[0].length > 0) await session.execute(sql.insertRoomNights, [accountId, ...roomNights]);
    const stockDecision = decideStock(
      await session.query<RoomNight>(sql.lockRoomNights, [accountId, ...roomNights]),
      stock,
    );
    refuse('NIGHTS_BELOW_SOLD', 'room_type_id', stockDecision.belowSold);
    const quotaDecision = decideQuotas(await lockQuotas(session, accountId, quotas), quotas);
    refuse('NIGHTS_BELOW_SOLD', 'rate_plan_id', quotaDecision.belowSold);
    const priceDecision = decidePrices(
      await session.query<RateNight>(sql.lockRateNights, [accountId, ...columns(prices)]),
      prices,
      prices.size > 0 && (await currencyOf(session, accountId)) !== undefined,
    );
    refuse('PRICE_MISSING', 'rate_plan_id', priceDecision.priceMissing);
    refuse('RACK_BELOW_PRICE', 'rate_plan_id', priceDecision.rackBelow);
    refuse('BEFORE_TAX_WRONG', 'rate_plan_id', priceDecision.beforeTaxWrong);
    refuse('BEFORE_TAX_NEEDLESS', 'rate_plan_id', priceDecision.beforeTaxNeedless);
    await writeStock(session, accountId, stockDecision.writes);
    await keepOverbooking(session, accountId, stockDecision.overbooked, by, now);
    await writePrices(session, accountId, priceDecision);
    await writeQuotas(session, accountId, quotaDecision.writes);
    const statusChanged = [...priceDecision.statusChanged, ...quotaDecision.writes];
    const told = { priceChanged: priceDecision.priceChanged, statusChanged };
    await markDirty(session, accountId, marksOf(stockDecision.writes, told, roomTypeOf), now);
    const stock_nights = stockDecision.writes.length;
    const price_nights = priceDecision.writes.length + priceDecision.clears.length;
    const quota_nights = quotaDecision.writes.length;
    const changed = stock_nights + price_nights + quota_nights > 0;
    const versions = changed ? await raiseVersions(session, accountId, held) : held;
    return { stock_nights, price_nights, quota_nights, versions };
  });
  if (written.stock_nights + written.price_nights + written.quota_nights > 0) ctx.wake.ari();
  return written;
}

function checkRanges(changes: readonly NightRange[], path: string): void {
  for (const [at, { from, to }] of changes.entries()) {
    const nights = daysBetween(from, to) + 1;
    if (nights > LONGEST_RANGE) {
      throw GATEWAY_ERRORS.error('RANGE_TOO_LONG', { path: `${path}[${at}]`, found: nights, limit: LONGEST_RANGE });
    }
  }
}

function checkNights(changes: readonly Wishes<object>[], today: string): void {
  const nights = changes.flatMap((wishes) => [...wishes.values()].flatMap((of) => [...of.keys()]));
  if (nights.length > MOST_NIGHTS) {
    throw GATEWAY_ERRORS.error('TOO_MANY_NIGHTS', { path: 'body', found: nights.length, limit: MOST_NIGHTS });
  }
  const first = addDays(today, -1);
  const last = addDays(today, ARI_HORIZON_NIGHTS);
  const past = nights.filter((night) => night < first);
  if (past.length > 0) throw GATEWAY_ERRORS.error('NIGHTS_PAST', { ...named(past), first });
  const far = nights.filter((night) => night > last);
  if (far.length > 0) throw GATEWAY_ERRORS.error('NIGHTS_TOO_FAR', { ...named(far), last });
}

/**
 * Locks the rows two writers of one calendar would meet at, so that they come one after the other.
 * @returns the room type of each subject
 */
async function lockSubjects(
  session: Session,
  statement: string,
  accountId: string,
  ids: readonly string[],
  missingOne: (id: string) => Error,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await session.query<{ id: string; room_type_id: string }>(statement, [accountId, ids]);
  const found = new Map(rows.map(({ id, room_type_id }) => [id, room_type_id]));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw missingOne(missing);
  return found;
}

/** Room-nights that are written or counted under: those of the stock changes, and those of the rate plans with quotas. */
function roomNightsOf(
  stock: Wishes<object>,
  quotas: Wishes<object>,
  roomTypeOf: ReadonlyMap<string, string>,
): [subjects: string[], nights: string[]] {
  const wanted = new Map([...stock].map(([roomType, nights]) => [roomType, new Set(nights.keys())]));
  for (const [plan, nights] of quotas) {
    const roomType = roomTypeOf.get(plan) ?? '';
    wanted.set(roomType, new Set([...(wanted.get(roomType) ?? []), ...nights.keys()]));
  }
  return pairs([...wanted].flatMap(([subject, nights]) => [...nights].map((night) => ({ subject, night }))));
}

/** What the platform must be told again. Room status and quota of a rate plan are told with its room type's stock. */
function marksOf(
  stock: readonly NightFault[],
  prices: Pick<PriceDecision, 'priceChanged' | 'statusChanged'>,
  roomTypeOf: ReadonlyMap<string, string>,
): DirtyMark[] {
  return [
    ...stock.map(({ subject, night }) => mark('stock', subject, night)),
    ...prices.statusChanged.map(({ subject, night }) => mark('stock', roomTypeOf.get(subject) ?? '', night)),
    ...prices.priceChanged.map(({ subject, night }) => mark('price', subject, night)),
  ];
}

function mark(kind: DirtyMark['kind'], subjectId: string, night: string): DirtyMark {
  return { kind, subjectId, night };
}

async function writeStock(
  session: Session,
  accountId: string,
  writes: readonly Omit<RoomNight, 'sold'>[],
): Promise<void> {
  if (writes.length === 0) return;
  await session.execute(sql.updateRoomNights, [
    accountId,
    ...pairs(writes),
    writes.map(({ stock }) => stock),
    writes.map(({ overbooking }) => overbooking),
    writes.map(({ open }) => open),
  ]);
}

async function writePrices(
  session: Session,
  accountId: string,
  { writes, clears }: { readonly writes: readonly RateNight[]; readonly clears: readonly NightFault[] },
): Promise<void> {
  if (clears.length > 0) await session.execute(sql.deleteRateNights, [accountId, ...pairs(clears)]);
  if (writes.length === 0) return;
  await session.execute(sql.upsertRateNights, [
    accountId,
    ...pairs(writes),
    writes.map(({ price }) => price),
    writes.map(({ rack_price }) => rack_price),
    writes.map(({ price_before_tax }) => price_before_tax),
    writes.map(({ open }) => open),
  ]);
}

/** Subjects and nights as two columns of equal length. */
function pairs(rows: readonly NightFault[]): [subjects: string[], nights: string[]] {
  return [rows.map(({ subject }) => subject), rows.map(({ night }) => night)];
}

function columns(wishes: Wishes<object>): [subjects: string[], nights: string[]] {
  return pairs([...wishes].flatMap(([subject, nights]) => [...nights.keys()].map((night) => ({ subject, night }))));
}

function refuse(
  code: 'NIGHTS_BELOW_SOLD' | 'PRICE_MISSING' | 'RACK_BELOW_PRICE' | 'BEFORE_TAX_WRONG' | 'BEFORE_TAX_NEEDLESS',
  member: string,
  faults: readonly (NightFault & Partial<BelowSold>)[],
): void {
  if (faults.length === 0) return;
  throw GATEWAY_ERRORS.error(code, {
    nights: faults.map(({ subject, ...rest }) => ({ [member]: subject, ...rest })),
    nights_text: text(
      faults.map(({ subject, night, sold, stock, overbooking }) =>
        sold === undefined
          ? `${subject} ${night}`
          : `${subject} ${night} (${overbooking === undefined ? stock : `${stock} + ${overbooking}`} < ${sold})`,
      ),
    ),
  });
}

function named(nights: readonly string[]) {
  const distinct = [...new Set(nights)].sort();
  return { nights: distinct.map((night) => ({ night })), nights_text: text(distinct) };
}

/** The first few, and how many there are in all. */
function text(items: readonly string[]): string {
  return items.length <= 5 ? items.join(', ') : `${items.slice(0, 5).join(', ')} … (${items.length})`;
}
