import { daysIn, interfaces, type OpenApi, weekday } from '@yuzhu/contract';
import { type Database, manualClock } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { markDirty, rateMarks, roomMarks } from '../ari/dirty.ts';
import { createAriSender } from '../ari/sending/sender.ts';
import { pendingNights } from '../ari/watching/view.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, type PlatformContext, platformContext, seedCatalog } from './platform-context.ts';
import { type PlatformDouble, type Scripted, type SeenCall, startPlatformDouble, success } from './platform-double.ts';

/** A hotel whose calendar is told to a double of the platform. */
export interface House {
  readonly accountId: string;
  readonly hotelId: string;
  readonly ctx: PlatformContext;
  readonly other: PlatformContext;
  readonly db: Database;
  /** The id of a room type or rate plan in this house. */
  id(name: string): string;
  /** One round of this process. */
  round(): Promise<number | undefined>;
  /** Nights the platform has yet to be told. */
  pending(): Promise<string[]>;
}

/** A database and a platform for houses. */
export interface PushHouses {
  readonly double: PlatformDouble;
  /** A hotel with room types of one test alone; its ids carry a number, so that platform ids stay unique. */
  house(rooms: Record<string, readonly string[]>, published?: boolean): Promise<House>;
  /** Forgets marks and calls: for the next test. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const never = new AbortController().signal;

/** Opens them; `name` is a part of the database's. */
export async function openPushHouses(name: string): Promise<PushHouses> {
  const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name });
  const double = await startPlatformDouble();
  let accounts = 0;
  return {
    double,
    house: async (rooms, published = true) => {
      const number = ++accounts;
      const accountId = `7011223344557${String(number).padStart(6, '0')}`;
      const hotelId = `H${number}`;
      const clock = manualClock(NOW);
      const make = (seed: string) =>
        platformContext(database.open({ max: 12 }), { platformUrl: double.url, clock, seed });
      const ctx = make('one');
      const id = (one: string) => `${one}-${number}`;
      const named = Object.fromEntries(Object.entries(rooms).map(([room, plans]) => [id(room), plans.map(id)]));
      await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId, rooms: named, published });
      const sender = createAriSender(ctx);
      return {
        accountId,
        hotelId,
        ctx,
        other: make('two'),
        db: ctx.db,
        id,
        round: () => sender.round(never),
        pending: async () =>
          (await pendingNights(ctx, accountId, { limit: 1000 })).map(
            ({ kind, subjectId, night }) => `${kind} ${subjectId} ${night}`,
          ),
      };
    },
    clear: async () => {
      await database.database.execute('TRUNCATE gateway.ari_dirty');
      double.calls.length = 0;
    },
    close: () => double.close(),
  };
}

/** Sets stock and marks it, in one transaction, as the calendar does. */
export async function changeStock(
  home: House,
  roomTypeId: string,
  nights: readonly string[],
  stock: number,
): Promise<void> {
  await home.db.tx(async (session) => {
    await session.execute(
      `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
       SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
       ON CONFLICT (account_id, room_type_id, night) DO UPDATE SET stock = excluded.stock`,
      [home.accountId, roomTypeId, nights, stock],
    );
    await markDirty(session, home.accountId, roomMarks(roomTypeId, nights), NOW);
  });
}

/** Sets a price and marks it. */
export async function changePrice(
  home: House,
  plan: { readonly ratePlanId: string; readonly roomTypeId: string },
  nights: readonly string[],
  price: number,
): Promise<void> {
  await home.db.tx(async (session) => {
    await session.execute(
      `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
       SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
       ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET price = excluded.price`,
      [home.accountId, plan.ratePlanId, nights, price],
    );
    await markDirty(session, home.accountId, rateMarks(plan.ratePlanId, plan.roomTypeId, nights), NOW);
  });
}

/** Says yes to every rate plan of a push. */
export function acceptAll(call: SeenCall): Scripted {
  const ids = new Set(groupsIn(call).map((group) => group.rate_plan_id));
  return success({ save_result: [...ids].map((id) => ({ rate_plan_id: id, code: 0, message: 'success' })) });
}

/** One group of a push. */
export interface Group {
  readonly rate_plan_id: string;
  readonly timerange: { readonly start: string; readonly end: string };
  readonly days_of_week?: readonly number[];
  readonly available?: boolean;
  readonly inventory?: number;
  readonly original_amount?: number;
  readonly retail_amount?: number;
}

/** The groups of a push. */
export const groupsIn = (call: SeenCall): readonly Group[] => (call.body as { aris: readonly Group[] }).aris;

/** What the platform holds after the calls it was sent, last write wins: `plan night` -> value. */
export function platformCopy(one: OpenApi, calls: readonly SeenCall[]): Map<string, string> {
  const copy = new Map<string, string>();
  for (const call of calls) {
    for (const group of groupsIn(call)) {
      for (const night of daysIn(group.timerange.start, group.timerange.end)) {
        if (group.days_of_week !== undefined && !group.days_of_week.includes(weekday(night))) continue;
        const value =
          one === interfaces.stockSave
            ? `${group.inventory} ${group.available ? 'open' : 'closed'}`
            : `${group.original_amount} ${group.retail_amount ?? '-'}`;
        copy.set(`${group.rate_plan_id} ${night}`, value);
      }
    }
  }
  return copy;
}
