import { type Breakage, DOUBT_LASTS_MS, isSecondRefusal, type MatchSaid, refusedPlan } from './decide.ts';

/** What the platform was told of a rate plan when it refused it: each has a repetition of its own. */
export type ToldOf = 'stock' | 'price' | 'notice';

/** One refusal as the weighing reads it. */
export interface RefusalSaid {
  readonly ratePlanId: string;
  readonly said: MatchSaid;
  readonly why: Parameters<typeof refusedPlan>[0];
}

/** Refusals of a call by what they say of the matches. */
export interface Weighed<One> {
  /** Final: to be listed. */
  readonly settled: readonly One[];
  /** To be told again: what the platform means may pass. */
  readonly doubted: readonly One[];
  readonly broken: readonly { readonly ratePlanId: string; readonly why: Breakage }[];
}

/** An attempt to tell the platform something: calls that leave beside each other are one. */
export interface Attempt {
  readonly accountId: string;
  readonly toldOf: ToldOf;
  /** Unix ms at which it began. */
  readonly at: number;
}

/**
 * Refusals of this process in words that leave open whether the match is broken. Not kept in the database: what is
 * forgotten by a restart, or told by another process next time, costs one repetition more.
 */
export class MatchDoubts {
  /** Account, rate plan -> what it was told of -> Unix ms of the first refusal. */
  readonly #since = new Map<string, Map<ToldOf, number>>();

  /**
   * Sorts refusals. What says nothing of the match, or says plainly that it is broken, is final; a doubtful one becomes
   * final, and a broken match, when it is the second at a later attempt.
   */
  weigh<One>(attempt: Attempt, refused: readonly One[], now: number, read: (one: One) => RefusalSaid): Weighed<One> {
    const broken = new Map<string, Breakage>();
    const settled: One[] = [];
    const doubted: One[] = [];
    for (const one of refused) {
      const { ratePlanId, said, why } = read(one);
      const certain = said === 'broken' || (said === 'doubtful' && this.#isSecond(attempt, ratePlanId));
      if (certain) broken.set(ratePlanId, refusedPlan(why));
      if (said === 'doubtful' && !certain) doubted.push(one);
      else settled.push(one);
    }
    for (const one of doubted) this.#keep(attempt, read(one).ratePlanId, now);
    for (const ratePlanId of broken.keys()) this.#since.delete(keyOf(attempt.accountId, ratePlanId));
    return { settled, doubted, broken: [...broken].map(([ratePlanId, why]) => ({ ratePlanId, why })) };
  }

  /** The platform took what it was told of these rate plans. */
  taken({ accountId, toldOf }: Attempt, ratePlanIds: readonly string[]): void {
    for (const ratePlanId of ratePlanIds) this.#since.get(keyOf(accountId, ratePlanId))?.delete(toldOf);
  }

  #isSecond({ accountId, toldOf, at }: Attempt, ratePlanId: string): boolean {
    const since = this.#since.get(keyOf(accountId, ratePlanId));
    if (since === undefined) return false;
    // A notice counts together with a refused push as well.
    const firsts = toldOf === 'notice' ? [...since.values()] : [since.get(toldOf)];
    return firsts.some((first) => isSecondRefusal(first, at));
  }

  #keep({ accountId, toldOf }: Attempt, ratePlanId: string, now: number): void {
    const key = keyOf(accountId, ratePlanId);
    const since = this.#since.get(key) ?? new Map<ToldOf, number>();
    const first = since.get(toldOf);
    // One that runs keeps its beginning; an old one, or one of a clock that went back, does not count.
    if (first === undefined || first > now || now - first > DOUBT_LASTS_MS) since.set(toldOf, now);
    this.#since.set(key, since);
    for (const [other, { size }] of this.#since) if (size === 0) this.#since.delete(other);
  }
}

function keyOf(accountId: string, ratePlanId: string): string {
  return JSON.stringify([accountId, ratePlanId]);
}

const OF_PROCESS = new WeakMap<object, MatchDoubts>();

/** The doubts of a process, which its platform client stands for. */
export function doubtsOf(process: { readonly platform: object }): MatchDoubts {
  const doubts = OF_PROCESS.get(process.platform) ?? new MatchDoubts();
  OF_PROCESS.set(process.platform, doubts);
  return doubts;
}
