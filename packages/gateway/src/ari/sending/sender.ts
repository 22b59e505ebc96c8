import { ARI_HORIZON_NIGHTS, addDays, hotelDate, hotelMoment } from '@yuzhu/contract';
import type { GatewayContext } from '../../context.ts';
import { Lane } from './lane.ts';
import type { HotelMemory } from './memory.ts';
import type { Horizon } from './push.ts';
import { type DueHotel, dropPastMarks, dueHotels, hasMarksAfter } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;

/** Tells the platform about marked nights. One per process. */
export interface AriSender {
  /**
   * One round: tells what is marked until nothing is left that could leave now. Returns when more is due, as the work
   * loop wants it. Under steady changes a round goes on for long: `wentWell` is called whenever pushes succeeded.
   */
  round(signal: AbortSignal, wentWell?: () => void): Promise<number | undefined>;
  /** There may be new marks: a running round takes them too. */
  poke(): void;
}

/** A running round looks for new marks so often (real ms) though nobody poked it: other processes mark too. */
const LOOK_EVERY_MS = 500;
/** Looking takes this share of the time at most: with a long backlog it is no small query. */
const LOOK_SHARE = 0.1;

/**
 * Makes the sender of a process. Accounts do not wait for each other: each has lanes of its own, and where they share a
 * rate limit they take turns.
 */
export function createAriSender(ctx: Ctx): AriSender {
  const memories = new Map<string, HotelMemory>();
  let poked = false;
  let wake: () => void = () => undefined;

  const round = async (signal: AbortSignal, wentWell: () => void = () => undefined): Promise<number | undefined> => {
    const today = hotelDate(ctx.clock.now());
    const horizon: Horizon = { today, last: addDays(today, ARI_HORIZON_NIGHTS) };
    await dropPastMarks(ctx.db, today);
    poked = false;
    const hotels = await dueHotels(ctx.db, horizon.today, horizon.last);
    const due = hotels.length === 0 ? [] : await ctx.platform.exclusive.hold((take) => tell(hotels, take));
    if (await hasMarksAfter(ctx.db, horizon.last)) due.push(hotelMoment(addDays(today, 1)));
    return due.length === 0 ? undefined : Math.min(...due);

    async function tell(first: readonly DueHotel[], take: (subject: string) => Promise<boolean>): Promise<number[]> {
      const lanes = new Map<string, Lane>();
      const changed = (went: boolean) => {
        if (went) wentWell();
        wake();
      };
      const offer = (some: readonly DueHotel[]) => {
        for (const hotel of some) {
          const { accountId, kind } = hotel;
          const key = `${kind}/${accountId}`;
          const lane = lanes.get(key) ?? new Lane(ctx, { accountId, kind }, horizon, memories, take, changed);
          lanes.set(key, lane);
          lane.offer(hotel);
        }
      };
      let lookedAt = performance.now();
      let looking = 0;
      const look = async () => {
        const began = performance.now();
        offer(await dueHotels(ctx.db, horizon.today, horizon.last));
        lookedAt = performance.now();
        looking = lookedAt - began;
      };
      offer(first);
      for (;;) {
        const all = [...lanes.values()];
        if (signal.aborted || all.some(({ failure }) => failure !== undefined)) for (const lane of all) lane.stop();
        const stopped = signal.aborted || all.some(({ failure }) => failure !== undefined);
        const busy = all.some(({ running }) => running);
        if (!busy) {
          const failed = all.find(({ failure }) => failure !== undefined);
          if (failed !== undefined) throw failed.failure;
          if (stopped) break;
          const again = poked;
          poked = false;
          if (again) for (const lane of all) lane.refresh();
          await look();
          if (![...lanes.values()].some(({ running }) => running)) break;
          continue;
        }
        const since = performance.now() - lookedAt;
        const rest = Math.max(0, looking / LOOK_SHARE - since);
        const next = Math.min(...all.flatMap((lane) => lane.due()));
        const wanted = poked || since >= LOOK_EVERY_MS || next <= ctx.clock.now();
        if (!stopped && wanted && rest === 0) {
          poked = false;
          for (const lane of all) lane.refresh();
          await look();
          continue;
        }
        await somethingHappens(wanted ? rest : Math.max(LOOK_EVERY_MS - since, rest), stopped ? undefined : next);
      }
      return [...lanes.values()].flatMap((lane) => lane.due());
    }
  };

  /** A push ends, somebody pokes, so many real milliseconds pass, or the clock comes to a moment. */
  const somethingHappens = async (ms: number, moment: number | undefined): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const over = new AbortController();
    const happened = new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    const comes = moment !== undefined && Number.isFinite(moment) && moment > ctx.clock.now();
    await (comes
      ? Promise.race([happened, ctx.clock.waitUntil(moment, over.signal).catch(() => undefined)])
      : happened);
    over.abort();
    clearTimeout(timer);
  };

  return {
    round,
    poke: () => {
      poked = true;
      wake();
    },
  };
}
