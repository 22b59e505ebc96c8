/** Guesses when calls arrive at the platform, which counts arrivals. All times are clock ms. */
export interface Arrivals {
  /** How long after its departure a call from which no answer comes may still arrive. */
  graceMs(): number;
  /**
   * A call was answered. Returns the moment from which it counts: the latest departure of a call that would have arrived
   * with it, had it travelled as quickly as any does. Whoever leaves a window after that moment arrives a window later.
   * @param platformTime `extra.now` of the answer; undefined when it holds none
   */
  answered(sent: number, received: number, platformTime: number | undefined): number;
}

/** Before anything is known: what a process meets that has just started, often on a machine in trouble. */
const UNKNOWN_MS = 1000;
const LEAST_MS = 100;
const MOST_MS = 2000;
/**
 * A call that is not answered is taken to have been as late as the latest of the last ones, or, while nothing is known of
 * their way, to have needed this many times the slowest answer. More would cost allowance with every lost answer: with a
 * tenth of them lost, each second of it costs a tenth.
 */
const TIMES_SLOWEST = 3;
const LATEST = 50;
/** The quickest way is known from so many answers at least, and forgotten after so many. */
const ENOUGH = 20;
const KEPT = 500;

/**
 * Between departure and answer lies the arrival, and the platform tells its own time of it. The difference between the
 * platform's time and our departure is the way there plus the difference of the clocks; its smallest value belongs to the
 * quickest way. What a call needed more than that it was late, and it counts from its departure plus that lateness.
 * Neither the way back nor the clocks matter, so an answer that takes 100 ms every time costs nothing of the allowance;
 * counted from its answer, each window lost those 100 ms. A platform that stamps later than it counts stamps all later
 * alike, and the difference falls out. Where no usable time is told, and until enough is known, a call counts from
 * its answer. The result never lies outside departure and answer, so a clock that jumps can only cost allowance.
 */
export function createArrivals(): Arrivals {
  const ways: number[] = [];
  const late: number[] = [];
  const times: number[] = [];
  const keep = (list: number[], value: number, most: number) => {
    list.push(value);
    if (list.length > most) list.shift();
  };
  return {
    graceMs: () => {
      if (times.length === 0) return UNKNOWN_MS;
      const guess = late.length >= ENOUGH ? Math.max(...late) : TIMES_SLOWEST * Math.max(...times);
      return Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, guess)));
    },
    answered: (sent, received, platformTime) => {
      keep(times, received - sent, LATEST);
      if (platformTime === undefined) return received;
      keep(ways, platformTime - sent, KEPT);
      if (ways.length < ENOUGH) return received;
      const moment = Math.min(received, platformTime - Math.min(...ways));
      keep(late, moment - sent, LATEST);
      return moment;
    },
  };
}
