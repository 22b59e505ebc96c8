import { PARTNER } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import type { Commands } from '../programs/stand.ts';
import { Attribution, type Unexplained } from './attribution.ts';
import { Corpus } from './corpus.ts';
import type { Inspector } from './coverage.ts';
import { chance } from './draw.ts';
import { type Finding, writeFinding } from './findings.ts';
import { Guide } from './guide.ts';
import { makeMessage } from './make.ts';
import type { FuzzMessage } from './message.ts';
import { type Target, targets } from './plans.ts';
import { differs } from './repeats.ts';
import { narrow, Sender, type Sent } from './send.ts';
import { type FuzzStand, openFuzzStand } from './set-up.ts';
import { shrink } from './shrink.ts';
import { type Digest, StateWatch } from './state.ts';
import { suspectsOf } from './suspects.ts';
import { Counts, type FuzzReport } from './tally.ts';
import { LogWatch, MemoryWatch } from './watch-programs.ts';
import { Made, type Source, sendersOf, type World } from './world.ts';

/** How a run is made. */
export interface FuzzOptions {
  readonly seed: string;
  readonly messages: number;
  /** Where findings are written. */
  readonly folder: string;
  /** Messages at once, default 96. */
  readonly inFlight?: number | undefined;
  /** Real ms until an answer is too late, default 10 000: the machine is as busy as it can be. */
  readonly slowMs?: number | undefined;
  /** Our own programs, or somebody's partner address. */
  readonly subject:
    | {
        readonly commands: Commands;
        readonly serverUrl: string;
        readonly onOutput?: (program: string, text: string) => void;
      }
    | { readonly partnerUrl: string; readonly world: World };
  readonly onProgress?: (messages: number, findings: number, perSecond: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Findings of one sort that are kept; more of the same teach nothing. */
const KEPT_OF_A_SORT = 2;
/** Messages in a finding whose one cause could not be told. */
const SUSPECTS = 30;
/** Of each batch, so many refused and so many accepted messages are sent again. */
const REFUSED_AGAIN = 120;
const ACCEPTED_AGAIN = 40;
/** Rows that may vanish: what was waiting and is done. */
const VANISHING = new Set([
  'gateway.ari_dirty',
  'gateway.ari_refusals',
  'gateway.ari_pauses',
  'sandbox.timers',
  'sandbox.tokens',
]);

/** Sends the contract's messages, good and bad, and looks at everything that comes of it. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { subject, seed } = options;
  if ('partnerUrl' in subject) {
    const run = new FuzzRun(options, subject.world, { gatewayUrl: subject.partnerUrl });
    return run.run();
  }
  const logs = new LogWatch();
  const onOutput = (program: string, text: string) => {
    logs.onOutput(program, text);
    subject.onOutput?.(program, text);
  };
  const own = await openFuzzStand({ commands: subject.commands, serverUrl: subject.serverUrl, seed, onOutput });
  const inspectors = new Map<string, Inspector>();
  try {
    for (const program of ['gateway', 'sandbox']) inspectors.set(program, await logs.inspector(program));
    const { gatewayUrl, sandboxUrl } = own.stand;
    return await new FuzzRun(options, own.world, { gatewayUrl, sandboxUrl, own, inspectors, logs }).run();
  } finally {
    for (const inspector of inspectors.values()) inspector.close();
    await own.close();
  }
}

interface Parts {
  readonly gatewayUrl: string;
  readonly sandboxUrl?: string;
  readonly own?: FuzzStand;
  readonly inspectors?: ReadonlyMap<string, Inspector>;
  readonly logs?: LogWatch;
}

class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #world: World;
  readonly #parts: Parts;
  readonly #sender: Sender;
  readonly #targets: readonly Target[];
  readonly #source: Source;
  readonly #counts = new Counts();
  readonly #corpus = new Corpus();
  readonly #guide: Guide;
  readonly #attribution: Attribution;
  /** Sent to make a finding small since the state was looked at: what it wrote is explained by it. */
  readonly #tried: Sent[] = [];
  readonly #memory: ReadonlyMap<string, MemoryWatch>;
  readonly #findings: Finding[] = [];
  readonly #sorts = new Map<string, number>();
  #state: StateWatch | undefined;
  #digest: Digest = new Map();
  #number = 0;
  #logFaults = 0;
  #again = 0;
  #stateChecks = 0;
  #unsettled = 0;
  #unexpected = 0;
  #compared = 0;

  constructor(options: FuzzOptions, world: World, parts: Parts) {
    this.#options = options;
    this.#world = world;
    this.#parts = parts;
    const { gatewayUrl, sandboxUrl, own, inspectors } = parts;
    this.#targets = targets(({ target }) => sandboxUrl !== undefined || target === 'gateway');
    this.#sender = new Sender({
      gatewayUrl,
      sandboxUrl,
      senders: sendersOf(world),
      inFlight: options.inFlight ?? 96,
      slowMs: options.slowMs ?? 10_000,
      targets: this.#targets,
    });
    this.#source = { world, random: seededRandom(options.seed), made: new Made() };
    this.#guide = new Guide(inspectors ?? new Map(), this.#corpus);
    this.#attribution = new Attribution(world);
    const pids: Readonly<Record<string, number>> =
      own === undefined ? {} : { gateway: own.stand.gateway().pid, sandbox: own.stand.sandbox.pid };
    this.#memory = new Map(
      [...(inspectors ?? [])].map(([name, inspector]) => [name, new MemoryWatch(pids[name] ?? 0, inspector)]),
    );
  }

  async run(): Promise<FuzzReport> {
    const { own } = this.#parts;
    const { messages: wanted, signal, onProgress } = this.#options;
    if (own !== undefined) {
      this.#state = await StateWatch.open(own.db);
      await this.#state.settle(5000);
      this.#digest = await this.#state.digest();
    }
    const begun = performance.now();
    const batches = planBatches(wanted, this.#parts.inspectors !== undefined);
    for (const [at, batch] of batches.entries()) {
      // Told to stop, a run still tells what it found.
      if (signal?.aborted) break;
      await this.#batch(batch);
      for (const watch of this.#memory.values()) {
        await watch.sample(this.#counts.total);
        // Warm: what is allocated once must not look like a leak.
        if (at > 0 && at % 4 === 0) await watch.heap();
      }
      onProgress?.(
        this.#counts.total,
        this.#findings.length,
        (this.#counts.total * 1000) / (performance.now() - begun),
      );
    }
    const seconds = (performance.now() - begun) / 1000;
    for (const watch of this.#memory.values()) await watch.heap();
    this.#sender.close();
    return this.#report(seconds);
  }

  async #batch({ size, guided }: Batch): Promise<void> {
    const messages = Array.from({ length: size }, () => this.#make());
    const mark = await this.#state?.mark();
    const sent: Sent[] = [];
    const repeated: Sent[] = [];
    if (guided) {
      await this.#guide.start();
      await this.#guide.send(this.#sender, messages, (results, again) => (again ? repeated : sent).push(...results));
      await this.#guide.stop();
      this.#again += repeated.length;
    } else sent.push(...(await this.#sender.all(messages)));
    for (const one of sent) await this.#look(one);
    if (mark !== undefined) await this.#checkState(mark, [...sent, ...repeated]);
    await this.#sendAgain(sent);
    await this.#checkLogs(messages);
  }

  #make(): FuzzMessage {
    // Each interface once, so that also the shortest run leaves none out; then by weight.
    const target = this.#targets[this.#number++] ?? weighted(this.#source, this.#targets);
    const parent = chance(this.#source, 0.3)
      ? this.#corpus.pick(this.#source.random, target.interface.name)
      : undefined;
    return makeMessage(this.#source, target, parent);
  }

  async #look(sent: Sent): Promise<void> {
    const { message, verdict } = sent;
    this.#counts.add(sent);
    if (verdict.fault === undefined) this.#corpus.answered(message, verdict.signature);
    if (verdict.accepted) this.#remember(sent);
    if (verdict.fault === undefined) return;
    const { rule, detail } = verdict.fault;
    await this.#found(rule, detail, message, async (candidate) => {
      const again = await this.#sender.one(candidate);
      this.#again += 1;
      this.#tried.push(again);
      return again.verdict.fault?.rule === rule;
    });
  }

  /** Later messages go on from what this one made. */
  #remember({ message }: Sent): void {
    if (message.interface !== 'voucher-order' && message.interface !== 'booking') return;
    const id = /"order_id":"([^"\\]{1,64})"/.exec(message.body.toString('utf8'))?.[1];
    if (id !== undefined) this.#source.made.add(message.interface === 'booking' ? 'bookings' : 'orders', id);
  }

  async #checkState(mark: string, batch: readonly Sent[]): Promise<void> {
    const state = this.#state;
    if (state === undefined) return;
    const { operator } = this.#parts.own?.stand ?? {};
    // What the platform accepted now and writes later is written now.
    await operator?.moveClock({ by: 5000 });
    if (!(await state.settle(5000))) this.#unsettled += 1;
    this.#stateChecks += 1;
    const sent = [...batch, ...this.#tried.splice(0)];
    const rows = await state.writtenSince(mark);
    for (const found of this.#attribution.unexplained(sent, rows, await state.noticesOfPlatform()).slice(0, 20)) {
      await this.#unexplained(found, batch);
    }
    const digest = await state.digest();
    for (const [table, { rows }] of digest) {
      if (rows >= (this.#digest.get(table)?.rows ?? 0) || VANISHING.has(table)) continue;
      this.#unexpected += 1;
      await this.#found('rows vanished', table, batch[0]?.message);
    }
    this.#digest = digest;
    for (const broken of await state.broken()) {
      this.#unexpected += 1;
      await this.#found('invariant broken', broken, batch[0]?.message);
    }
  }

  /** Finds the message behind a write: the one that names the row, else by sending halves of the refused ones again. */
  async #unexplained({ row, why }: Unexplained, batch: readonly Sent[]): Promise<void> {
    this.#unexpected += 1;
    const detail = `${row.table} ${row.subject}: ${why}`;
    if ((this.#sorts.get(`unexpected write ${row.table} ${why}`) ?? 0) >= KEPT_OF_A_SORT) return;
    const messages = suspectsOf(row, batch);
    const writes = (some: readonly FuzzMessage[]) => this.#writes(some, row.table);
    const culprit = messages.length === 1 ? messages[0] : await narrow(messages, writes);
    const sort = `${row.table} ${why}`;
    // Written once and for all, it can not be shown again by itself: then the finding holds those that come into question.
    if (culprit === undefined) return this.#keep('unexpected write', detail, messages.slice(-SUSPECTS), sort);
    await this.#found('unexpected write', detail, culprit, (candidate) => writes([candidate]), sort);
  }

  async #writes(part: readonly FuzzMessage[], table: string): Promise<boolean> {
    const mark = (await this.#state?.mark()) ?? '0';
    this.#again += part.length;
    this.#tried.push(...(await this.#sender.all(part)));
    await this.#state?.settle(1000);
    return ((await this.#state?.writtenSince(mark)) ?? []).some((row) => row.table === table);
  }

  /** The same bytes once more: the same answer, and what was refused still changes nothing. */
  async #sendAgain(sent: readonly Sent[]): Promise<void> {
    const whole = sent.filter(({ answer, verdict }) => answer.kind === 'answer' && verdict.fault === undefined);
    const spread = (list: readonly Sent[], most: number) => {
      const step = Math.max(1, Math.floor(list.length / most));
      return list.filter((_, at) => at % step === 0).slice(0, most);
    };
    const refused = spread(
      // 100 asks to be called again: that is no refusal yet.
      whole.filter(({ verdict }) => !verdict.accepted && verdict.code !== PARTNER.retry),
      REFUSED_AGAIN,
    );
    const mark = await this.#state?.mark();
    const second = await this.#compare(refused, false);
    const third = await this.#compare(second, true);
    if (this.#state !== undefined && mark !== undefined) {
      await this.#state.settle(3000);
      this.#stateChecks += 1;
      const rows = await this.#state.writtenSince(mark);
      const told = await this.#state.noticesOfPlatform();
      for (const found of this.#attribution.unexplained([...second, ...third], rows, told, true)) {
        await this.#unexplained(found, second);
      }
    }
    await this.#compare(
      spread(
        whole.filter(({ verdict }) => verdict.accepted),
        ACCEPTED_AGAIN,
      ),
      false,
    );
  }

  async #compare(before: readonly Sent[], settled: boolean): Promise<readonly Sent[]> {
    const now = await this.#sender.all(before.map(({ message }) => message));
    this.#again += now.length;
    for (const [at, second] of now.entries()) {
      const first = before[at] as Sent;
      this.#compared += 1;
      const told = differs(first, second, settled && !now.some(({ verdict }) => verdict.accepted));
      if (told !== undefined) await this.#found('same bytes, another answer', told, first.message);
    }
    return now;
  }

  async #checkLogs(messages: readonly FuzzMessage[]): Promise<void> {
    const faults = this.#parts.logs?.faults ?? [];
    for (const { program, rule, line } of faults.slice(this.#logFaults)) {
      const suspect = messages.find((one) => line.includes(one.interface)) ?? messages[0];
      await this.#found(rule, `${program}: ${line}`, suspect, undefined, line.slice(0, 80));
    }
    this.#logFaults = faults.length;
  }

  async #found(
    rule: string,
    detail: string,
    message: FuzzMessage | undefined,
    shows?: (candidate: FuzzMessage) => Promise<boolean>,
    sort = message?.interface ?? '',
  ): Promise<void> {
    if (message === undefined) return;
    const known = (this.#sorts.get(`${rule} ${sort}`) ?? 0) >= KEPT_OF_A_SORT;
    await this.#keep(rule, detail, [shows === undefined || known ? message : await shrink(message, shows)], sort);
  }

  async #keep(rule: string, detail: string, messages: readonly FuzzMessage[], sort: string): Promise<void> {
    const key = `${rule} ${sort}`;
    const seen = (this.#sorts.get(key) ?? 0) + 1;
    this.#sorts.set(key, seen);
    const last = messages.at(-1);
    if (seen > KEPT_OF_A_SORT || last === undefined) return;
    const { folder, seed } = this.#options;
    const finding: Finding = { rule, detail, interface: last.interface, after: this.#counts.total, messages };
    finding.file = await writeFinding(folder, this.#findings.length + 1, seed, this.#world, finding);
    this.#findings.push(finding);
  }

  #report(seconds: number): FuzzReport {
    const { seed } = this.#options;
    const programs: Record<string, FuzzReport['programs'][string]> = {};
    for (const [name, inspector] of this.#parts.inspectors ?? []) {
      const memory = this.#memory.get(name)?.figures();
      if (memory !== undefined) programs[name] = { coverage: inspector.coverage(), memory };
    }
    return {
      seed,
      messages: this.#counts.total,
      again: this.#again,
      seconds: Math.round(seconds * 10) / 10,
      perSecond: Math.round((this.#counts.total + this.#again) / seconds),
      interfaces: this.#counts.figures(
        (name) => this.#corpus.blocks(name),
        (name) => this.#corpus.size(name),
      ),
      serverErrors: this.#counts.serverErrors,
      unexpectedWrites: this.#unexpected,
      stateChecks: this.#stateChecks,
      unsettled: this.#unsettled,
      repeatsCompared: this.#compared,
      slowestMs: Math.round(this.#counts.slowestMs),
      logLines: this.#parts.logs?.lines ?? 0,
      programs,
      findings: this.#findings,
    };
  }
}

interface Batch {
  readonly size: number;
  readonly guided: boolean;
}

/**
 * A small guided batch, where something is learnt, then three large plain ones that go on from it, and so forth. Counting
 * blocks makes the programs several times slower, so a long run spends a thirtieth of its messages on it.
 */
function planBatches(messages: number, canGuide: boolean): readonly Batch[] {
  const batches: Batch[] = [];
  const plain = Math.min(10_000, Math.max(250, Math.ceil(messages / 20)));
  const guided = Math.min(1000, plain);
  for (let left = messages; left > 0; ) {
    const isGuided = canGuide && batches.length % 4 === 0;
    const size = Math.min(left, isGuided ? guided : plain);
    batches.push({ size, guided: isGuided });
    left -= size;
  }
  return batches;
}

function weighted(source: Source, all: readonly Target[]): Target {
  const sum = all.reduce((total, { weight }) => total + weight, 0);
  let left = source.random.next() * sum;
  for (const target of all) {
    left -= target.weight;
    if (left < 0) return target;
  }
  return all[0] as Target;
}
