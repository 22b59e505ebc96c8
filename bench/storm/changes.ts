import type { Random } from '@yuzhu/runtime';
import { Hotel } from '../../packages/acceptance/src/index.ts';
import type { StormAccount, StormWorld } from './world.ts';

/** Entries of one request: a hotel system gathers what changed in a moment. */
const ENTRIES = 40;
/** Requests of an account on their way at once. */
const AT_ONCE = 1;

/** What the hotels' systems asked for. */
export interface FedChanges {
  /** Nights of rate plans that have to be told for them, one by one: a stock change concerns every rate plan of the room. */
  readonly planNights: number;
  /** When the first and the last change of each account was written, ms of `performance.now()`. */
  readonly spans: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
}

/**
 * Writes random changes of single nights through the hotel API: seven of ten are prices, the others stock. All accounts
 * at once, as quickly as the gateway takes them.
 */
export async function feed(url: string, world: StormWorld, changes: number, random: Random): Promise<FedChanges> {
  const share = Math.ceil(changes / world.accounts.length);
  const spans = new Map<string, { from: number; to: number }>();
  let planNights = 0;
  await Promise.all(
    world.accounts.map(async (account) => {
      const hotel = new Hotel(url, account.apiKey);
      const own = random.fork(account.accountId);
      const requests = Array.from({ length: Math.ceil(share / ENTRIES) }, (_, at) =>
        entries(account, world.nights, Math.min(ENTRIES, share - at * ENTRIES), own),
      );
      const from = performance.now();
      let next = 0;
      const worker = async () => {
        for (let one = requests[next++]; one !== undefined; one = requests[next++]) {
          await hotel.putCalendar(one);
          planNights += one.prices.length;
          for (const { room_type_id } of one.stock) planNights += account.rooms.get(room_type_id)?.length ?? 0;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      spans.set(account.accountId, { from, to: performance.now() });
      await hotel.close();
    }),
  );
  return { planNights, spans };
}

function entries(account: StormAccount, nights: readonly string[], count: number, random: Random) {
  const rooms = [...account.rooms.keys()];
  const plans = [...account.rooms.values()].flat();
  const prices: { rate_plan_id: string; from: string; to: string; price: number }[] = [];
  const stock: { room_type_id: string; from: string; to: string; stock: number }[] = [];
  for (let n = 0; n < count; n++) {
    const night = nights[random.int(nights.length)] as string;
    const range = { from: night, to: night };
    if (random.int(10) < 7) {
      const plan = plans[random.int(plans.length)] as string;
      prices.push({ rate_plan_id: plan, ...range, price: 30_000 + 100 * random.int(500) });
    } else {
      stock.push({ room_type_id: rooms[random.int(rooms.length)] as string, ...range, stock: random.int(30) });
    }
  }
  return { prices, stock };
}
