/** Called after the clock was set, advanced, started or stopped (never on mere passage of time). */
export type ClockListener = () => void;

/**
 * The one source of time. Everything that asks "what time is it" or "wake me then" asks this, so that a test, a demo
 * or a program that follows another one can stop and move time.
 */
export interface Clock {
  /** Unix milliseconds, an integer. */
  now(): number;
  /**
   * Resolves as soon as `now() >= at`, also when the clock jumps there. Rejects with the signal's reason when aborted.
   * On a stopped clock it waits until somebody moves the clock.
   */
  waitUntil(at: number, signal?: AbortSignal): Promise<void>;
  /** Subscribes to jumps and changes of speed; returns the way to unsubscribe. */
  onChange(listener: ClockListener): () => void;
}

/** A clock that can be moved. */
export interface SettableClock extends Clock {
  /** Jumps to a moment (Unix ms), forwards or backwards. The rate stays. */
  set(ms: number): void;
  /** Jumps by a number of milliseconds. */
  advance(ms: number): void;
  /** Runs from the present moment on at `rate` clock milliseconds per real millisecond; 0 stops it. */
  run(rate: number): void;
  /** Same as `run(0)`. */
  stop(): void;
  /** Clock milliseconds per real millisecond; 0 when stopped. */
  readonly rate: number;
}

/** Node fires a timer at once when its delay does not fit 31 bits, so longer waits are cut into pieces. */
const LONGEST_TIMER_MS = 2_147_483_647;

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** The waiting list both clocks share: one timer per waiter, re-armed whenever time is moved. */
class Waiters {
  readonly #waiters = new Set<Waiter>();
  readonly #now: () => number;
  readonly #rate: () => number;

  constructor(now: () => number, rate: () => number) {
    this.#now = now;
    this.#rate = rate;
  }

  wait(at: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#now() >= at) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(waiter.timer);
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        at,
        timer: undefined,
        wake: () => {
          leave();
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(waiter);
      this.#arm(waiter);
    });
  }

  /** Wakes what is due, earliest first, and sets the timers of the rest anew. */
  rearm(): void {
    for (const waiter of [...this.#waiters].sort((a, b) => a.at - b.at)) {
      clearTimeout(waiter.timer);
      this.#arm(waiter);
    }
  }

  #arm(waiter: Waiter): void {
    const left = waiter.at - this.#now();
    if (left <= 0) {
      waiter.wake();
      return;
    }
    const rate = this.#rate();
    if (rate === 0) return;
    const delay = Math.min(Math.ceil(left / rate), LONGEST_TIMER_MS);
    waiter.timer = setTimeout(() => this.#arm(waiter), delay);
  }
}

/** The machine's clock, for production. */
export function systemClock(): Clock {
  const waiters = new Waiters(
    () => Date.now(),
    () => 1,
  );
  return {
    now: () => Date.now(),
    waitUntil: (at, signal) => waiters.wait(at, signal),
    onChange: () => () => undefined,
  };
}

/**
 * A clock that stands at `startMs` until it is set, advanced or run. It measures real time with the monotonic timer,
 * so a step of the machine's clock does not move it.
 * @throws RangeError for a moment that is not a finite number or a negative rate; the clock stays as it was.
 */
export function manualClock(startMs: number): SettableClock {
  let base = whole(startMs);
  let since = performance.now();
  let rate = 0;
  const listeners = new Set<ClockListener>();

  const now = () => (rate === 0 ? base : base + Math.floor((performance.now() - since) * rate));
  const waiters = new Waiters(now, () => rate);

  const change = (nextBase: number, nextRate: number) => {
    base = nextBase;
    rate = nextRate;
    since = performance.now();
    waiters.rearm();
    for (const listener of [...listeners]) listener();
  };

  return {
    now,
    waitUntil: (at, signal) => waiters.wait(at, signal),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (ms) => change(whole(ms), rate),
    advance: (ms) => change(whole(now() + ms), rate),
    run: (nextRate) => {
      if (!Number.isFinite(nextRate) || nextRate < 0) throw new RangeError(`clock rate must be >= 0, got ${nextRate}`);
      change(now(), nextRate);
    },
    stop: () => change(now(), 0),
    get rate() {
      return rate;
    },
  };
}

function whole(ms: number): number {
  if (!Number.isFinite(ms)) throw new RangeError(`clock time must be a finite number of milliseconds, got ${ms}`);
  return Math.floor(ms);
}
