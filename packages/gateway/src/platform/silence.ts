import type { Clock } from '@yuzhu/runtime';
import type { Journey } from './arrivals.ts';
import type { TakenSlot } from './slots.ts';

/** A call without an answer is looked after from this long after its departure, and so often. Real ms. */
const FIRST_MS = 400;
const EVERY_MS = 100;
/** So many looks: by then the slot is free again whatever is found. */
const LOOKS = 20;

/** The slot of a call on its way. */
export interface Watched {
  /** Ends the watch. Returns the slot as it stands now. */
  over(): Promise<TakenSlot>;
}

/**
 * Watches a call that has left: while its answer stays out, its slot counts from where the calls that left with it say.
 * @param move Moves the slot in the database. When it fails, the slot stays where it is: a guess as well.
 */
export function watchSilence(
  clock: Clock,
  journey: Journey,
  taken: TakenSlot,
  move: (slot: TakenSlot, moment: number) => Promise<TakenSlot>,
): Watched {
  let slot = taken;
  let looks = 0;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    const moment = journey.silent(clock.now(), slot.arrivesBy);
    if (moment !== slot.arrivesBy) slot = await move(slot, moment).catch(() => slot);
    if (!ended && ++looks < LOOKS) lookIn(EVERY_MS);
  };
  const lookIn = (ms: number) => {
    timer = setTimeout(() => {
      looking = look();
    }, ms);
  };
  lookIn(FIRST_MS);
  return {
    over: async () => {
      ended = true;
      clearTimeout(timer);
      await looking;
      return slot;
    },
  };
}
