import type { GatewayContext } from '../../context.ts';
import type { AriKind } from './calls.ts';
import { HotelMemory } from './memory.ts';
import { type Horizon, type PushResult, pushOnce } from './push.ts';
import type { DueHotel } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;

/** Pushes of a lane at once. So many may wait for a slow platform while others use the turns of the rate limit. */
const PUSHES = 16;
/** The next push reads the truth when no more calls than this still wait for their turn. */
const CALLS_WAITING = 1;

/**
 * The pushes of one account and kind: the hotels in turn, several at once, just enough ahead that no turn of the rate
 * limit is missed.
 */
export class Lane {
  readonly #ctx: Ctx;
  readonly #take: (subject: string) => Promise<boolean>;
  readonly #memories: Map<string, HotelMemory>;
  readonly #horizon: Horizon;
  readonly #changed: (went: boolean) => void;
  /** Hotels with something to be told, next first. */
  readonly #ready: string[] = [];
  /** Hotels that are left alone in this round, until a moment (Unix ms) or until something changes. */
  readonly #aside = new Map<string, { readonly at: number | undefined; readonly empty: boolean }>();
  readonly #running = new Map<string, number>();
  readonly #account: { readonly accountId: string; readonly kind: AriKind };
  #waiting = 0;
  #reading = false;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #stopped = false;
  #failure: unknown;

  constructor(
    ctx: Ctx,
    account: { readonly accountId: string; readonly kind: AriKind },
    horizon: Horizon,
    memories: Map<string, HotelMemory>,
    /** Whether this process is the one that pushes a subject. */
    take: (subject: string) => Promise<boolean>,
    /** A push ended; `went` when something was settled. */
    changed: (went: boolean) => void,
  ) {
    this.#ctx = ctx;
    this.#account = account;
    this.#horizon = horizon;
    this.#memories = memories;
    this.#take = take;
    this.#changed = changed;
  }

  /** Whether pushes are under way. */
  get running(): boolean {
    return this.#running.size > 0;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Moments (Unix ms) at which hotels that were put aside may go on. */
  due(): number[] {
    const hotels = [...this.#aside.values()].map(({ at }) => at).filter((at) => at !== undefined);
    return this.#restsUntil > this.#ctx.clock.now() ? [...hotels, this.#restsUntil] : hotels;
  }

  /** Something may have changed: hotels that had nothing to be told are looked at again. */
  refresh(): void {
    for (const [hotelId, { empty }] of this.#aside) if (empty) this.#aside.delete(hotelId);
  }

  /** A hotel has marked nights. */
  offer({ hotelId, pausedUntil }: Pick<DueHotel, 'hotelId' | 'pausedUntil'>): void {
    const now = this.#ctx.clock.now();
    const aside = this.#aside.get(hotelId);
    if (aside !== undefined && (aside.at === undefined || aside.at > now)) return;
    this.#aside.delete(hotelId);
    if (pausedUntil !== undefined && pausedUntil > now) this.#aside.set(hotelId, { at: pausedUntil, empty: false });
    else if (!this.#ready.includes(hotelId)) this.#ready.push(hotelId);
    this.#pump();
  }

  /** Starts no further push. */
  stop(): void {
    this.#stopped = true;
  }

  #pump(): void {
    const now = this.#ctx.clock.now();
    const pushes = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    if (this.#stopped || this.#reading || this.#waiting > CALLS_WAITING || pushes >= PUSHES || this.#restsUntil > now)
      return;
    const hotelId = this.#ready.shift();
    if (hotelId === undefined) return;
    this.#reading = true;
    this.#running.set(hotelId, (this.#running.get(hotelId) ?? 0) + 1);
    let reading = true;
    const read = () => {
      if (reading) this.#reading = false;
      reading = false;
    };
    const steps = {
      prepared: (calls: number) => {
        this.#waiting += calls;
        read();
        // There may be more of it than this push took.
        if (calls > 0 && !this.#ready.includes(hotelId)) this.#ready.push(hotelId);
        this.#pump();
      },
      left: () => {
        this.#waiting -= 1;
        this.#pump();
      },
    };
    void this.#push(hotelId, steps)
      .catch((error: unknown) => {
        this.#failure ??= error;
        this.#stopped = true;
        return false;
      })
      .then((went) => {
        read();
        const left = (this.#running.get(hotelId) ?? 1) - 1;
        if (left === 0) this.#running.delete(hotelId);
        else this.#running.set(hotelId, left);
        this.#pump();
        this.#changed(went);
      });
  }

  async #push(hotelId: string, steps: Parameters<typeof pushOnce>[4]): Promise<boolean> {
    const { accountId, kind } = this.#account;
    const key = `${kind}/${accountId}/${hotelId}`;
    // Last write wins at the platform (documented): two senders of one hotel could leave the older truth behind.
    if (!(await this.#take(key))) {
      this.#setAside(hotelId, undefined, false);
      return false;
    }
    const memory = this.#memories.get(key) ?? new HotelMemory();
    this.#memories.set(key, memory);
    const result = await pushOnce(this.#ctx, { accountId, hotelId, kind }, this.#horizon, memory, steps);
    this.#follow(hotelId, result);
    return result.state === 'more';
  }

  #follow(hotelId: string, result: PushResult): void {
    switch (result.state) {
      case 'more':
        if (!this.#ready.includes(hotelId) && !this.#aside.has(hotelId)) this.#ready.push(hotelId);
        return;
      case 'done':
        // What another push was telling was left out: while that one goes on its end decides; when it has ended, look again.
        if ((this.#running.get(hotelId) ?? 0) > 1 || this.#aside.has(hotelId)) this.#unready(hotelId);
        else if (!result.besideOthers) this.#setAside(hotelId, result.at, true);
        else if (!this.#ready.includes(hotelId)) this.#ready.push(hotelId);
        return;
      case 'wait':
        this.#restsUntil = Math.max(this.#restsUntil, result.at);
        return;
      case 'paused':
        this.#setAside(hotelId, result.until, false);
    }
  }

  #setAside(hotelId: string, at: number | undefined, empty: boolean): void {
    this.#unready(hotelId);
    this.#aside.set(hotelId, { at, empty });
  }

  #unready(hotelId: string): void {
    const place = this.#ready.indexOf(hotelId);
    if (place >= 0) this.#ready.splice(place, 1);
  }
}
