import { pauseAfter } from '../../platform/pace.ts';

/** What the sender of a process remembers of a hotel's pushes of one kind between them. Nothing of it has to survive. */
export class HotelMemory {
  /** Subjects (room types or rate plans) whose nights are on their way: nobody tells them a second time meanwhile. */
  readonly #busy = new Set<string>();
  /** Subject -> Unix ms until which it is left alone. */
  readonly #rests = new Map<string, number>();
  /** Rate plan -> how often in a row it was to be tried again. */
  readonly #tries = new Map<string, number>();
  #healthy = false;
  #departed = 0;
  #failedAt = 0;

  /** Subjects that may not be told now. */
  except(now: number): string[] {
    for (const [subject, until] of this.#rests) {
      // One far ahead was written before the clock went back.
      if (until <= now || until > now + AGAIN_PAUSE.mostMs) this.#rests.delete(subject);
    }
    return [...new Set([...this.#busy, ...this.#rests.keys()])];
  }

  /** The moment (Unix ms) at which the next resting subject may be told again; undefined when none rests. */
  nextAt(now: number): number | undefined {
    const times = [...this.#rests.values()].filter((until) => until > now);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Whether something is on its way. */
  get busy(): boolean {
    return this.#busy.size > 0;
  }

  take(subjects: Iterable<string>): void {
    for (const subject of subjects) this.#busy.add(subject);
  }

  give(subjects: Iterable<string>): void {
    for (const subject of subjects) this.#busy.delete(subject);
  }

  /** A call went through. */
  wentThrough(): void {
    this.#healthy = true;
  }

  /** A call leaves; its number in the order of departures. */
  departs(): number {
    this.#departed += 1;
    return this.#departed;
  }

  /**
   * A call failed as a whole. Tells whether the hotel has to rest: not when calls went through just before, for then this
   * one failed alone and is repeated at once; and not for calls that left before a failure that was counted already.
   * @param departure number of the call; a clock may stand still
   */
  failed(departure: number): 'rest' | 'repeat' | 'counted' {
    if (departure <= this.#failedAt) return 'counted';
    this.#failedAt = this.#departed;
    if (!this.#healthy) return 'rest';
    this.#healthy = false;
    return 'repeat';
  }

  /**
   * The platform wants a rate plan tried again, for the how-many-th time in a row; its subject rests meanwhile. What calls
   * say that left beside each other counts once.
   */
  again(ratePlanId: string, subject: string, now: number, fraction: number): number {
    const before = this.#tries.get(ratePlanId) ?? 0;
    if (before > 0 && (this.#rests.get(subject) ?? 0) > now) return before;
    const tries = before + 1;
    this.#tries.set(ratePlanId, tries);
    this.rest(subject, now + pauseAfter(tries, AGAIN_PAUSE, fraction));
    return tries;
  }

  /** Leaves a subject alone until a moment (Unix ms). */
  rest(subject: string, until: number): void {
    this.#rests.set(subject, Math.max(until, this.#rests.get(subject) ?? 0));
  }

  /** The platform gave its verdict on a rate plan. */
  settled(ratePlanId: string): void {
    this.#tries.delete(ratePlanId);
  }
}

/** Pauses of a subject with an item the platform wants again. */
const AGAIN_PAUSE = { firstMs: 2000, mostMs: 60_000 };
