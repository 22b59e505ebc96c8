import { type Bilingual, hotelClock } from '@yuzhu/contract';
import type { Hotel } from '../actors/hotel.ts';
import type { MoveView, Operator } from '../actors/operator.ts';
import type { Actor, Check, StoryListener } from '../report/events.ts';
import { checkExchange } from '../wire-log/check-exchange.ts';
import type { SeenExchange } from '../wire-log/exchange.ts';
import { factsOf } from '../wire-log/facts.ts';
import { WireLog } from '../wire-log/wire-log.ts';

/** What is expected of one exchange of a step: it must come, and then hold. */
export interface Expected {
  /** The contract's short name. */
  readonly interface: string;
  /** The answer's code; default 0. */
  readonly code?: number;
  /** It may come several times, as attempts of the same call; each of them is expected. */
  readonly repeats?: true;
  /** Picks the exchange when several of the interface come; default the first that is left. */
  readonly which?: (seen: SeenExchange) => boolean;
  /** What must hold beside the code: text in Chinese, in English, and the test. */
  readonly holds?: readonly (readonly [zh: string, en: string, test: (seen: SeenExchange) => boolean])[];
}

/** One thing somebody does, and what it must cause on the wire. */
export interface StepOptions<T> {
  readonly actor: Actor;
  readonly text: Bilingual;
  readonly run: () => Promise<T>;
  readonly expect?: readonly Expected[];
  /**
   * Clock milliseconds that pass after it, so that what follows (order confirms, calendar writes) happens: default one
   * second. 0 leaves everything at this very moment.
   */
  readonly passes?: number;
}

/** Interfaces whose exchanges come by themselves; several in a row are told as one line. */
const FOLDED: ReadonlySet<string> = new Set([
  'ari-pull',
  'stock-save',
  'price-save',
  'token',
  'trip-bill-detail',
  'income-by-order',
]);

/** Where the story is played: does things, reads what went over the wire, checks it, tells it. */
export class Stage {
  readonly operator: Operator;
  readonly #tell: StoryListener;
  readonly #log: WireLog;
  readonly #secretOf: (clientKey: string) => string;
  readonly #signal: AbortSignal | undefined;
  #chapters = 0;
  #now = 0;

  constructor(parts: {
    readonly operator: Operator;
    /** The hotels' side, one for each merchant that plays by now. */
    readonly hotels: () => readonly Hotel[];
    readonly secretOf: (clientKey: string) => string;
    readonly tell: StoryListener;
    /** Ends the story at its next step. */
    readonly signal?: AbortSignal | undefined;
  }) {
    this.operator = parts.operator;
    this.#tell = parts.tell;
    this.#secretOf = parts.secretOf;
    this.#signal = parts.signal;
    this.#log = new WireLog(parts.operator, parts.hotels);
  }

  /** The platform clock's time, as far as this stage moved it; Unix ms. */
  get now(): number {
    return this.#now;
  }

  /** Begins a chapter. */
  chapter(zh: string, en: string): void {
    this.#chapters += 1;
    this.#tell({ type: 'chapter', number: this.#chapters, title: { zh, en } });
  }

  /** Does something, lets its consequences happen, and tells every exchange it caused with its checks. */
  async step<T>(options: StepOptions<T>): Promise<T> {
    const { actor, text, run, expect = [], passes = 1000 } = options;
    this.#signal?.throwIfAborted();
    await this.#readClock();
    this.#tell({ type: 'step', at: this.#now, actor, text });
    const result = await run();
    if (passes > 0) await this.operator.moveClock({ by: passes });
    await this.#readClock();
    await this.#tellExchanges(expect);
    return result;
  }

  /** Moves the clock to a moment in hotel time or by a span; everything due on the way happens. */
  moveClock(
    target: { readonly to: string } | { readonly by: string },
    text: Bilingual,
    expect: readonly Expected[] = [],
  ): Promise<MoveView> {
    return this.step({ actor: 'clock', text, run: () => this.operator.moveClock(target), expect, passes: 0 });
  }

  /** Tells things that were looked up and must hold. */
  checks(text: Bilingual, checks: readonly Check[]): void {
    this.#tell({ type: 'checks', at: this.#now, text, checks });
  }

  async #readClock(): Promise<void> {
    this.#now = (await this.operator.clock()).now;
  }

  async #tellExchanges(expect: readonly Expected[]): Promise<void> {
    const seen = await this.#log.take();
    const left = [...expect];
    const came = new Set<Expected>();
    const told = seen.map((one) => {
      const at = left.findIndex((wanted) => wanted.interface === one.definition.name && (wanted.which?.(one) ?? true));
      const wanted = left[at];
      if (wanted !== undefined) came.add(wanted);
      if (wanted?.repeats !== true && at >= 0) left.splice(at, 1);
      return { seen: one, expected: wanted !== undefined, checks: this.#checksOf(one, wanted) };
    });
    for (const group of folded(told)) this.#tellGroup(group);
    const missing = expect.filter((wanted) => !came.has(wanted));
    if (missing.length === 0) return;
    this.checks(
      { zh: '应有而没有的交互', en: 'exchanges that should have come' },
      missing.map((wanted) => ({
        what: { zh: wanted.interface, en: wanted.interface },
        ok: false,
        seen: 'did not come',
      })),
    );
  }

  #checksOf(one: SeenExchange, wanted: Expected | undefined): Check[] {
    const checks = checkExchange(one, this.#secretOf);
    // What comes by itself has to succeed as well.
    const code = wanted?.code ?? 0;
    const ok = one.code === code;
    checks.push({
      what: { zh: `应答 ${code}`, en: `answered ${code}` },
      ok,
      ...(ok ? {} : { seen: String(one.code) }),
    });
    for (const [zh, en, test] of wanted?.holds ?? []) {
      const held = test(one);
      const shown = { request: one.request, reply: one.reply };
      checks.push({ what: { zh, en }, ok: held, ...(held ? {} : { seen: JSON.stringify(shown).slice(0, 600) }) });
    }
    return checks;
  }

  #tellGroup(group: readonly Told[]): void {
    const [first] = group;
    if (first === undefined) return;
    const { seen } = first;
    this.#tell({
      type: 'exchange',
      at: seen.at,
      from: seen.from,
      interface: seen.definition.name,
      title: seen.definition.title,
      logid: seen.logid,
      attempt: seen.attempt,
      times: group.length,
      ...(seen.code === undefined ? {} : { code: seen.code }),
      facts: factsOf(seen),
      checks: group.length === 1 ? first.checks : together(group),
    });
  }
}

interface Told {
  readonly seen: SeenExchange;
  readonly expected: boolean;
  readonly checks: readonly Check[];
}

/** Neighbours of a folded interface with the same caller become one group, unless the story waits for one of them. */
function folded(told: readonly Told[]): Told[][] {
  const groups: Told[][] = [];
  for (const one of told) {
    const last = groups.at(-1);
    const before = last?.[0];
    const joins =
      before !== undefined &&
      !one.expected &&
      !before.expected &&
      FOLDED.has(one.seen.definition.name) &&
      before.seen.definition === one.seen.definition;
    if (joins) last?.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** The checks of a group: each kind counts once and holds when it holds for all. */
function together(group: readonly Told[]): Check[] {
  const kinds = new Map<string, Check>();
  for (const { checks, seen } of group) {
    for (const check of checks) {
      const known = kinds.get(check.what.en);
      if (known === undefined || (known.ok && !check.ok)) {
        kinds.set(
          check.what.en,
          check.ok ? check : { ...check, seen: `${check.seen ?? ''} ${hotelClock(seen.at)}`.trim() },
        );
      }
    }
  }
  return [...kinds.values()];
}
