/** Guesses when calls arrive at the platform, which counts arrivals. All times are clock ms. */
export interface Arrivals {
  /** How long after its departure a call of the interface may still arrive, as it leaves: nothing is heard of it yet. */
  graceMs(interfaceName: string): number;
  /** A call leaves. */
  left(interfaceName: string, sent: number): Journey;
}

/** A call on its way. */
export interface Journey {
  /**
   * Its answer came. Returns the moment from which it counts: the latest departure of a call that would have arrived
   * with it, had it travelled as quickly as any does. Whoever leaves a window after that moment arrives a window later.
   * @param platformTime `extra.now` of the answer; undefined when it holds none
   */
  answered(received: number, platformTime: number | undefined): number;
  /**
   * Nothing was heard of it until now. Returns the moment from which it is taken to count by what was heard of others.
   * @param guess the moment from which it is taken to count so far
   */
  silent(now: number, guess: number): number;
  /** Nothing will be heard of it any more. */
  lost(): void;
}

/** Before anything is known: what a process meets that has just started, often on a machine in trouble. */
const UNKNOWN_MS = 1000;
const LEAST_MS = 100;
const MOST_MS = 2000;
/**
 * A call that leaves is taken to be as late as the latest of the last ones, or, while nothing is known of their way, to
 * need this many times the slowest answer. More would cost allowance with every lost answer: with a tenth of them lost,
 * each second of it costs a tenth.
 */
const TIMES_SLOWEST = 3;
const LATEST = 50;
/** The quickest way is known from so many answers at least, and forgotten after so many. */
const ENOUGH = 20;
const KEPT = 500;
/**
 * Of so many of the quickest ways seen, the spread is taken for what a still quicker one may gain. Of 2,000 calls in a
 * storm on a machine that was busy by turns, 37 counted more than the limiter's margin too early without it (so that in
 * two runs of 58 the first quick call was one too many), with 3, 5, 8 and 10 of them 2, 1, 0 and 0; the guess of 10 costs
 * 12 ms a call until some hundred are known. Rejected: to wait until the quickest way has not changed for twenty calls, which
 * counts nine of ten calls of such a storm from their answers.
 */
const LOWEST = 10;
/** What holds calls up, a busy machine or network, holds up those that leave at about the same time. */
const TOGETHER_MS = 150;
/** So many calls that left together say what befell one of which nothing is heard. */
const WITNESSES = 3;
/** What it may have been later than the latest of them: a new connection takes a little longer than a used one. */
const SPARE_MS = 30;

/** What is known of the way of one interface's calls. */
interface Way {
  readonly offsets: number[];
  readonly late: number[];
  readonly times: number[];
}

/**
 * Between departure and answer lies the arrival, and the platform tells its own time of it. The difference between the
 * platform's time and our departure is the way there plus the difference of the clocks; its smallest value belongs to the
 * quickest way, or nearly so: it is guessed a little quicker than any that was seen. What a call needed more than that it was
 * late, and it counts from its departure plus that lateness.
 * Neither the way back nor the clocks matter, so an answer that takes 100 ms every time costs nothing of the allowance;
 * counted from its answer, each window lost those 100 ms. A platform that stamps later than it counts stamps all later
 * alike, and the difference falls out. Where no usable time is told, and until enough is known, a call counts from
 * its answer. The result never lies outside departure and answer, so a clock that jumps can only cost allowance.
 *
 * A call whose answer does not come was as late as those that left with it. While they are not answered either, the
 * platform stands still and the call has not arrived. Rejected: as late as the latest of the last fifty, all the time.
 * In a storm with a tenth of the answers lost that cost allowance after each stall, and was too little in the next one.
 */
export function createArrivals(): Arrivals {
  const ways = new Map<string, Way>();
  const wayOf = (interfaceName: string): Way => {
    const way = ways.get(interfaceName) ?? { offsets: [], late: [], times: [] };
    ways.set(interfaceName, way);
    return way;
  };
  /** Of all interfaces: they share the road. Undefined: on its way. */
  let journeys: { readonly sent: number; late: number | undefined }[] = [];

  return {
    graceMs: (interfaceName) => {
      const { late, times } = wayOf(interfaceName);
      if (times.length === 0) return UNKNOWN_MS;
      const guess = late.length >= ENOUGH ? Math.max(...late) : TIMES_SLOWEST * Math.max(...times);
      return Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, guess)));
    },
    left: (interfaceName, sent) => {
      const way = wayOf(interfaceName);
      const own: (typeof journeys)[number] = { sent, late: undefined };
      journeys = journeys.filter((one) => Math.abs(one.sent - sent) <= MOST_MS);
      journeys.push(own);
      const gone = () => {
        journeys = journeys.filter((one) => one !== own);
      };
      return {
        answered: (received, platformTime) => {
          keep(way.times, received - sent, LATEST);
          if (platformTime !== undefined) keep(way.offsets, platformTime - sent, KEPT);
          if (platformTime === undefined || way.offsets.length < ENOUGH) {
            gone();
            return received;
          }
          const moment = Math.min(received, platformTime - quickest(way.offsets));
          own.late = moment - sent;
          keep(way.late, own.late, LATEST);
          return moment;
        },
        silent: (now, guess) => {
          const company = journeys.filter((one) => one !== own && Math.abs(one.sent - sent) <= TOGETHER_MS);
          const known = company.flatMap(({ late }) => late ?? []);
          const later = company.filter((one) => one.sent >= sent);
          const passed = later.some(({ late }) => late !== undefined);
          if (passed && known.length >= WITNESSES) return sent + Math.max(...known) + SPARE_MS;
          return later.length > 0 && !passed ? Math.max(guess, Math.min(now, sent + MOST_MS)) : guess;
        },
        lost: gone,
      };
    },
  };
}

/**
 * The offset of the quickest way there is, as far as it can be told from those seen: below the lowest by as much as the lowest
 * ones lie apart. In a quiet time that is nothing.
 */
function quickest(offsets: readonly number[]): number {
  const lowest = offsets.toSorted((a, b) => a - b);
  const least = lowest[0] as number;
  return 2 * least - (lowest[Math.min(LOWEST, lowest.length) - 1] as number);
}

function keep(list: number[], value: number, most: number): void {
  list.push(value);
  if (list.length > most) list.shift();
}
