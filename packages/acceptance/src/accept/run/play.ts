import { addDays, type Bilingual, hotelDate, interfaces, type RequestOf, type Spi } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { waitFor } from '../../wait.ts';
import type { Hint } from '../conditions/hints.ts';
import type { Operator as ComparesBy } from '../conditions/operators.ts';
import { type Condition, judge, judgeContract, judgeSpiAnswer, type Verdict } from '../conditions/verdict.ts';
import type { Direct } from '../exchanges/direct.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import { PULL, type PulledNight, pulledNights } from '../partner/calendar.ts';
import type { Action, ActionDetails, Hooks } from '../partner/hooks.ts';
import type { Good, Partner, Products } from '../partner/partner.ts';
import type { PlatformHalf } from '../platform/platform-half.ts';
import type { RunListener } from './results.ts';

/** A step waits for the partner's product, and it did not come. */
export class NotMet extends Error {
  override readonly name = 'NotMet';
  readonly reason: Bilingual;

  constructor(reason: Bilingual) {
    super(reason.en);
    this.reason = reason;
  }
}

/** The case does not fit this partner, which shows only on the way. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
  readonly reason: Bilingual;

  constructor(reason: Bilingual) {
    super(reason.en);
    this.reason = reason;
  }
}

/** Real milliseconds that are waited for the partner's product. */
export interface Patience {
  /** When a hook made it act. */
  readonly hookMs: number;
  /** When a person has to. */
  readonly personMs: number;
}

/** What a run knows and grows. */
export interface World {
  readonly partner: Partner;
  readonly direct: Direct;
  readonly hooks: Hooks;
  readonly platform: PlatformHalf | undefined;
  readonly random: Random;
  /** Platform time, Unix ms. */
  readonly now: () => number;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  readonly tell: RunListener;
  /** The partner's products: given, or learned while it publishes them. */
  products: Products | undefined;
  /** A good for each way of accepting, when it is known which is which. */
  readonly acceptance: ReadonlyMap<'sync' | 'async' | 'manual', string> | undefined;
  /** Set once nobody fetched a token in the time given: who calls nothing is not waited for again and again. */
  callsNothing: boolean;
  /** Goods whose voucher was waited for in vain; '' = any. They are not waited for again and again. */
  readonly neverSold: Set<string>;
  /** Ids handed out so far. */
  issued: number;
}

/** Nights ahead in which a direct case looks for rooms, counted from the day after tomorrow. */
const NIGHTS_AHEAD = 28;

const CODE = '$.resp.data.error_code';
const fewest = (nights: readonly PulledNight[]) => Math.min(...nights.map(({ left }) => left));

/** One step while it runs: does things, and collects what was seen and what did not hold. */
export class Play {
  readonly world: World;
  readonly verdicts: Verdict[] = [];
  readonly exchanges: Recorded[] = [];
  readonly #hourly: boolean;

  /** @param hourly Its good is the room by the hour. */
  constructor(world: World, hourly = false) {
    this.world = world;
    this.#hourly = hourly;
  }

  /** The good that is examined, with its voucher; cases that use it say so in `needs`. */
  get products(): Good {
    const { products } = this.world;
    const good = this.#hourly ? products?.hourly : products;
    if (good === undefined) throw new RangeError('the case does not say that it needs products');
    return good;
  }

  /** The platform's half; cases that use it say so in `needs`. */
  get platform(): PlatformHalf {
    if (this.world.platform === undefined) throw new RangeError('the case does not say that it needs the platform');
    return this.world.platform;
  }

  /** The mode in which this partner's vouchers are created, when a case has no mode of its own. */
  get mode(): 'one-step' | 'two-step' {
    return this.world.partner.creationModes[0] ?? 'one-step';
  }

  /** A fresh platform id: nineteen digits that no double holds. */
  newId(): string {
    this.world.issued += 1;
    const time = String(Date.now()).padStart(13, '0');
    return `11${time}${String(this.world.issued % 1000).padStart(3, '0')}7`;
  }

  /** A day so many days after today, hotel time. */
  day(after: number): string {
    return addDays(hotelDate(this.world.now()), after);
  }

  /** Calls the partner; the exchange belongs to this step. */
  async call<I extends Spi>(spi: I, message: RequestOf<I>): Promise<Recorded> {
    return this.saw(await this.world.direct.call(spi, message));
  }

  /** Notes an exchange. */
  saw(one: Recorded): Recorded {
    this.world.signal?.throwIfAborted();
    this.exchanges.push(one);
    return one;
  }

  /** States a condition. Gives whether it holds. */
  expect(one: Recorded, path: string, operator: ComparesBy, expected?: unknown, hint?: Hint): boolean {
    const condition: Condition = { path, operator, expected, ...(hint === undefined ? {} : { hint }) };
    const verdict = judge(one, condition);
    this.verdicts.push(verdict);
    return verdict.ok;
  }

  /** States that a message is as the contract says. */
  expectContract(one: Recorded, path: '$.req' | '$.resp.data'): boolean {
    const verdict = judgeContract(one, path);
    this.verdicts.push(verdict);
    return verdict.ok;
  }

  /** States what holds for every SPI answer: HTTP 200, in time, wrapped, with a code of its interface. */
  expectAnswer(one: Recorded): boolean {
    const verdicts = judgeSpiAnswer(one);
    this.verdicts.push(...verdicts);
    return verdicts.every(({ ok }) => ok);
  }

  /** States that an SPI answered 0; `hint` tells what is most likely wrong otherwise. */
  expectSuccess(one: Recorded, hint?: Hint): boolean {
    const verdicts = judgeSpiAnswer(one);
    const [wrong] = verdicts.filter(({ ok }) => !ok);
    const told = wrong?.path === '$.http.status' || (wrong?.path === CODE && wrong.operator === 'in');
    this.verdicts.push(...verdicts.filter((verdict) => !told || verdict !== wrong));
    // What the case can explain better than the bare answer is stated by the case.
    if (wrong?.path === '$.http.status') return this.expect(one, '$.http.status', 'eq', 200, hint);
    if (wrong !== undefined && !told) return false;
    return this.expect(one, CODE, 'eq', 0, hint);
  }

  /** Whether everything stated so far in this step holds. */
  get clean(): boolean {
    return this.verdicts.every(({ ok }) => ok);
  }

  /** Asks the partner for its calendar. */
  async pull(from: string, to: string, ratePlanIds?: readonly string[]): Promise<Recorded> {
    const { hotelId, ratePlanId } = this.products;
    return this.call(PULL, {
      hotel_ids: [hotelId],
      rate_plan_ids: [...(ratePlanIds ?? [ratePlanId])],
      date_range: { start: from, end: to },
      client_key: this.world.partner.clientKey,
    });
  }

  /** The nights of the coming weeks as the partner states them. */
  async nights(): Promise<readonly PulledNight[]> {
    const one = await this.pull(this.day(2), this.day(1 + NIGHTS_AHEAD));
    if (!this.expectSuccess(one)) return [];
    return [...pulledNights(one, this.products.ratePlanId).values()];
  }

  /** One night as the partner states it now. */
  async nightNow(night: string): Promise<PulledNight | undefined> {
    const one = await this.pull(night, night);
    return pulledNights(one, this.products.ratePlanId).get(night);
  }

  /**
   * Neighbouring open nights with at least so many rooms, those with most rooms first. With `most`, none has more, and
   * the scarcest come first.
   * @throws NotMet when the partner has none
   */
  async freeNights(wanted: { rooms: number; nights?: number; most?: number }): Promise<readonly PulledNight[]> {
    const { rooms, nights = 1, most } = wanted;
    const all = await this.nights();
    const fits = (one: PulledNight | undefined) =>
      one?.open === true && one.price > 0 && one.left >= rooms && (most === undefined || one.left <= most);
    const runs = all
      .map((_, at) => all.slice(at, at + nights))
      .filter((run) => run.length === nights && run.every(fits))
      .sort((a, b) => (fewest(b) - fewest(a)) * (most === undefined ? 1 : -1));
    const [best] = runs;
    if (best !== undefined) return best;
    const atMost =
      most === undefined ? { zh: '', en: '' } : { zh: `（且不多于 ${most} 间）`, en: ` (and at most ${most})` };
    throw new NotMet({
      zh: `未来 ${NIGHTS_AHEAD} 天内没有连续 ${nights} 晚开房、有价且剩余不少于 ${rooms} 间${atMost.zh}的夜晚；请开放一些房量后重跑。`,
      en: `no ${nights} open nights in a row with a price and at least ${rooms} rooms${atMost.en} in the next ${NIGHTS_AHEAD} days; open some stock and run again.`,
    });
  }

  /**
   * Has the partner's product act, by its hook or by a person, and waits for what should come of it.
   * @throws NotMet
   */
  async act<T>(
    action: Action,
    details: ActionDetails,
    text: Bilingual,
    look: () => Promise<T | undefined>,
  ): Promise<T> {
    const { hooks, patience, tell, signal } = this.world;
    const byHand = !hooks.has(action);
    const personMs = this.world.callsNothing ? 0 : patience.personMs;
    const limitMs = byHand ? personMs : patience.hookMs;
    tell({ type: 'ask', text, limitMs, byHand });
    try {
      if (!byHand) await hooks.act(action, details);
      const found = await waitFor(
        async () => {
          signal?.throwIfAborted();
          return await look();
        },
        (seen) => seen !== undefined,
        { what: text.en, limitMs, everyMs: byHand ? 500 : 50 },
      );
      return found as T;
    } catch (error) {
      if (ACCEPTANCE_ERRORS.is(error, 'HOOK_FAILED')) {
        const { reason } = error.details;
        throw new NotMet({
          zh: `${text.zh}：钩子失败，${String(reason)}`,
          en: `${text.en}: the hook failed, ${String(reason)}`,
        });
      }
      if (!ACCEPTANCE_ERRORS.is(error, 'NEVER_CAME')) throw error;
      const seconds = Math.round(limitMs / 1000);
      throw new NotMet({
        zh: `等待合作方系统动作（${seconds} 秒内未发生）：${text.zh}`,
        en: `waits for the partner’s own product (nothing within ${seconds} s): ${text.en}`,
      });
    }
  }

  /**
   * Waits for a call that the partner's product makes by itself, without a hook or a person.
   * @param before What was on record of the interface (`platform.mark`).
   * @throws NotMet
   */
  async comesByItself(
    interfaceName: string,
    before: ReadonlySet<string>,
    fits: (one: Recorded) => boolean,
    text: Bilingual,
  ): Promise<Recorded> {
    const limitMs = this.world.patience.hookMs;
    const found = await waitFor(
      async () => (await this.platform.since(before, interfaceName)).find(fits),
      (seen) => seen !== undefined,
      { what: text.en, limitMs, everyMs: 100 },
    ).catch((error: unknown) => {
      if (!ACCEPTANCE_ERRORS.is(error, 'NEVER_CAME')) throw error;
      const seconds = Math.round(limitMs / 1000);
      throw new NotMet({
        zh: `${seconds} 秒内没有发生：${text.zh}`,
        en: `did not come within ${seconds} s: ${text.en}`,
      });
    });
    return this.saw(found as Recorded);
  }

  /**
   * Like `act`, for a call of the partner that must arrive at the platform; it is judged and noted. With `ever`, one that
   * came before is as good: partners do several things at once.
   */
  async actAndSee(
    action: Action,
    details: ActionDetails,
    text: Bilingual,
    wanted: { readonly interface: string; readonly ever?: true; readonly which?: (one: Recorded) => boolean },
  ): Promise<Recorded> {
    const fits = wanted.which ?? (() => true);
    const before = wanted.ever ? new Set<string>() : await this.platform.mark(wanted.interface);
    const look = async () => (await this.platform.since(before, wanted.interface)).findLast(fits);
    const found =
      (await look()) ??
      (await this.act(action, details, text, look).catch((error: unknown) => {
        if (error instanceof NotMet && wanted.interface === interfaces.token.name) this.world.callsNothing = true;
        throw error;
      }));
    this.saw(found);
    // The platform's half keeps no body of the credential call: it is a secret.
    if (wanted.interface === interfaces.token.name) return found;
    this.expectContract(found, '$.req');
    this.expect(found, '$.resp.extra.error_code', 'eq', 0, 'openApiRefused');
    return found;
  }
}
