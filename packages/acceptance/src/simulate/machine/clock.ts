import type { ClockListener, SettableClock } from '@yuzhu/runtime';
import type { Machine } from './machine.ts';

/**
 * A program's clock: the machine's time, a little wrong. Setting it moves the machine's time forward, so that whoever
 * leads the time (the platform's operator) leads everybody's.
 */
export class SkewedClock implements SettableClock {
  readonly rate = 1;
  readonly #machine: Machine;
  readonly #listeners = new Set<ClockListener>();
  readonly #waiting = new Set<{ at: number; wake: () => void; rearm: () => void }>();
  /** Ms by which this clock is fast. */
  skew = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  now(): number {
    return Math.floor(this.#machine.now + this.skew);
  }

  waitUntil(at: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.now() >= at) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const owner = this.#machine.current;
      let scheduled = { cancel: (): void => undefined };
      const leave = () => {
        scheduled.cancel();
        this.#waiting.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter = {
        at,
        wake: () => {
          leave();
          resolve();
        },
        rearm: () => {
          scheduled.cancel();
          const left = at - this.#machine.now - this.skew;
          scheduled = this.#machine.schedule(owner, left, 'deadline', '', () => waiter.wake());
        },
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiter);
      waiter.rearm();
    });
  }

  onChange(listener: ClockListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes it wrong by so much from now on. */
  setSkew(ms: number): void {
    this.skew = ms;
    this.#changed();
  }

  set(ms: number): void {
    this.#machine.now = Math.max(this.#machine.now, ms - this.skew);
    this.#changed();
  }

  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  run(): void {
    this.#changed();
  }

  stop(): void {
    this.#changed();
  }

  #changed(): void {
    for (const { rearm } of [...this.#waiting]) rearm();
    for (const listener of [...this.#listeners]) listener();
  }
}
