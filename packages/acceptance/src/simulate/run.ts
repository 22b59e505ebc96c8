import { hotelDate } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import type pg from 'pg';
import { Actors } from './actors/acts.ts';
import { CalendarWishes } from './actors/calendar-wishes.ts';
import { Faults } from './faults/inject.ts';
import { AnswerJudge } from './judge/answers.ts';
import { LateWrites } from './judge/late-writes.ts';
import { BROKEN, examineQuiet, unfinished } from './judge/quiet.ts';
import { real } from './machine/real.ts';
import { watchForStandstill } from './machine/standstill.ts';
import { type Entry, isFault } from './plan/entry.ts';
import { generateEnd, generateRound } from './plan/generate.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import type { ProgramStarters } from './programs/programs.ts';
import { liesAbroad, moveAbroad } from './world/abroad.ts';
import type { Databases } from './world/databases.ts';
import type { Template } from './world/template.ts';
import { World } from './world/world.ts';

/** What one run is made of. */
export interface RunOptions {
  readonly starters: ProgramStarters;
  readonly databases: Databases;
  readonly template: Template;
  readonly seed: string;
  /** Steps after which no new round begins. */
  readonly steps: number;
  /** Replays these entries instead of making them up. */
  readonly script?: readonly Entry[];
  /** A bug to be found. */
  readonly planted?: PlantedBug | undefined;
  /** Puts the world's machine in place of the real one. */
  use(world: World | undefined): void;
  readonly onTrace?: (line: string) => void;
}

/** Something that does not hold. */
export interface Failure {
  readonly what: string;
  readonly found: string;
  readonly step: number;
  /** Virtual ms after the run began. */
  readonly at: number;
}

/** What came of a run. */
export interface RunReport {
  readonly seed: string;
  readonly steps: number;
  readonly trace: string;
  readonly realMs: number;
  readonly virtualMs: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly interfaces: Readonly<Record<string, number>>;
  readonly actions: Readonly<
    Record<string, { readonly ok: number; readonly refused: number; readonly silent: number }>
  >;
  readonly guests: number;
  readonly checks: number;
  readonly starts: number;
  readonly lockWaits: number;
  readonly deadlocks: number;
  readonly failures: readonly Failure[];
  /** What happened, to be replayed. */
  readonly script: readonly Entry[];
}

/** Virtual time both programs may take to come to rest once nothing goes wrong any more. */
const REST_MS = 6 * 3_600_000;
/** Steps, and virtual time, between two looks whether they have: seldom, because it costs, and before a pull heals all. */
const LOOK_EVERY = 150;
const LOOK_EVERY_MS = 15_000;
const MOST_REST_STEPS = 40_000;
/** Virtual time between two tries to mend matches: the programs may be starting. */
const MEND_EVERY_MS = 60_000;

/** Runs one seed (or one script) from the template to rest, and judges it. */
export async function runSeed(options: RunOptions): Promise<RunReport> {
  const { template, databases, seed, planted } = options;
  const began = real.now();
  const { name, url } = await databases.make(template.database);
  const abroad = liesAbroad(seed);
  if (abroad) await moveAbroad(url);
  const { starters } = options;
  const world = new World({ starters, databaseUrl: url, seed, start: template.start, planted });
  options.use(world);
  const failures: Failure[] = [];
  const { machine } = world;
  const broken = (what: string, found: string): void => {
    if (failures.length < 20)
      failures.push({ what, found, step: machine.steps, at: Math.round(machine.now - template.start) });
  };
  const wishes = new CalendarWishes();
  const actors = new Actors(world, template, wishes, abroad);
  const faults = new Faults(world, template.clientKey);
  const answers = new AnswerJudge(world);
  answers.onBroken = broken;
  const late = new LateWrites(world.network, () => machine.now);
  // With its database in trouble a program may say so; without, it has no excuse.
  actors.onGaveUp = (what) => {
    if (!faults.databaseTrouble) broken('answers a caller can use', what);
  };
  actors.onOdd = (what) => broken('answers a caller can use', what);
  world.network.onReply = (message, reply) => answers.examine(message, reply);
  world.server.onWarning = (text) => {
    const [what = '', ...rest] = text.split(': ');
    broken(what, rest.join(': '));
  };
  if (options.onTrace !== undefined) machine.onTrace = options.onTrace;
  let quietChecks = 0;
  const judged = async (): Promise<RunReport> => {
    for (const sql of planted?.sql ?? []) await (await world.server.monitor()).query(sql);
    const script = await play(options, world, actors, faults, failures);
    if (failures.length === 0) {
      await faults.heal();
      const rested = await comeToRest(world, actors);
      const monitor = await world.server.monitor();
      for (const what of rested) broken('everything comes to rest', what);
      const today = hotelDate(Math.floor(machine.now));
      const examined = await examineQuiet(monitor, today, late);
      quietChecks = examined.checks;
      for (const { what, found } of examined.broken) broken(what, found);
      quietChecks += await examineWishes(monitor, wishes, late, today, broken);
    }
    // Last, because programs that come to rest take locks as well.
    const { deadlocks, circle } = world.server;
    if (deadlocks > 0)
      broken('locks are taken in one order', `${deadlocks} deadlocks, the first of: ${circle.join(' | ')}`);
    const { rows } = await (await world.server.monitor()).query('SELECT last_value::int AS checks FROM judge.checks');
    return {
      seed,
      steps: machine.steps,
      trace: machine.trace(),
      realMs: Math.round(real.now() - began),
      virtualMs: Math.round(machine.now - template.start),
      kinds: Object.fromEntries(machine.counts),
      faults: Object.fromEntries(faults.struck),
      interfaces: Object.fromEntries(answers.seen),
      actions: Object.fromEntries(actors.done),
      guests: actors.guests.size,
      checks: Number(rows[0].checks) + answers.checks + quietChecks,
      starts: world.gateway.starts + world.sandbox.starts,
      lockWaits: world.server.waits,
      deadlocks,
      failures,
      script,
    };
  };
  const watch = watchForStandstill(machine);
  try {
    return await Promise.race([judged(), watch.stands]);
  } catch (error) {
    // Whoever still waits in there is set free by the end of its session.
    world.end();
    await databases.drop(name);
    throw error;
  } finally {
    watch.end();
    await world.close();
    options.use(undefined);
    await databases.drop(name);
  }
}

/** Plays the script, or makes rounds up until the steps are used; ends early at a failure. Gives what was played. */
async function play(
  options: RunOptions,
  world: World,
  actors: Actors,
  faults: Faults,
  failures: readonly Failure[],
): Promise<readonly Entry[]> {
  const { machine } = world;
  const { start } = options.template;
  const random = seededRandom(`${options.seed}/script`);
  const played: Entry[] = [];
  let rounds = 0;
  let over = false;
  let ending = false;
  const schedule = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      played.push(entry);
      if (entry.do === 'round') rounds += 1;
      const kind = isFault(entry) ? 'fault' : 'action';
      const begin = async (): Promise<void> => {
        if (isFault(entry)) await faults.begin(entry);
        else if (entry.do !== 'round') actors.begin(entry);
        else {
          rounds -= 1;
          if (options.script === undefined && machine.steps < options.steps) {
            schedule(generateRound(random, entry.at));
          } else if (options.script === undefined && !ending) {
            ending = true;
            schedule(generateEnd(random, entry.at));
          } else if (rounds === 0) over = true;
        }
      };
      // Last of its moment, so that a script whose lines are all known from the start runs like the rounds it came from.
      machine.schedule(world.actors, start + entry.at - machine.now, kind, entry.do, begin, true);
    }
  };
  world.sandbox.start();
  world.gateway.start(50);
  schedule(options.script ?? generateRound(random, 3000));
  while (!over && failures.length === 0 && (await machine.step())) {}
  return played;
}

/**
 * Goes on until nothing is under way; what still is when it takes too long. The platform mends what matches it broke, and the
 * hotel asks about them: nobody tells it of a good, and waiting for its own hourly question would let a pull heal the rest.
 */
async function comeToRest(world: World, actors: Actors): Promise<readonly string[]> {
  const { machine } = world;
  const until = machine.now + REST_MS;
  const monitor = await world.server.monitor();
  let looked = { step: 0, at: machine.now };
  let mended = Number.NEGATIVE_INFINITY;
  for (let step = 1; ; step++) {
    if (!(await machine.step())) return ['nothing happens any more'];
    if (step - looked.step < LOOK_EVERY && machine.now - looked.at < LOOK_EVERY_MS) continue;
    looked = { step, at: machine.now };
    const left = await unfinished(monitor, Math.floor(machine.now));
    if (left.length === 0 && actors.running === 0 && world.gateway.ready && world.sandbox.ready) return [];
    if (left.some((what) => what.startsWith(BROKEN)) && actors.running === 0 && machine.now > mended + MEND_EVERY_MS) {
      mended = machine.now;
      actors.begin({ do: 'mend-matches', notice: true, ask: true });
    }
    if (machine.now > until || step > MOST_REST_STEPS) return left.length > 0 ? left : ['the actors'];
  }
}

/** Every acknowledged change of the calendar is there. */
async function examineWishes(
  monitor: pg.Client,
  wishes: CalendarWishes,
  late: LateWrites,
  today: string,
  broken: (what: string, found: string) => void,
): Promise<number> {
  const { rows } = await monitor.query<{ key: string; value: string }>(
    `SELECT format('%s %s price', rate_plan_id, night) AS key, price::text AS value FROM gateway.rate_nights WHERE night >= $1
     UNION ALL SELECT format('%s %s price_before_tax', rate_plan_id, night), price_before_tax::text FROM gateway.rate_nights
               WHERE night >= $1
     UNION ALL SELECT format('%s %s stock', room_type_id, night), stock::text FROM gateway.room_nights WHERE night >= $1
     UNION ALL SELECT format('%s %s open', room_type_id, night), open::text FROM gateway.room_nights WHERE night >= $1
     UNION ALL SELECT format('%s %s overbooking', room_type_id, night), overbooking::text FROM gateway.room_nights
               WHERE night >= $1
     UNION ALL SELECT format('%s %s quota', rate_plan_id, night), coalesce(quota::text, 'null') FROM gateway.plan_nights
               WHERE night >= $1`,
    [today],
  );
  const now = new Map(rows.map(({ key, value }) => [key, value]));
  let checks = 0;
  for (const { key, values } of wishes.allowed()) {
    if ((key.split(' ')[1] ?? '') < today) continue;
    checks += 1;
    // A night without a quota needs no row.
    const value = now.get(key) ?? (key.endsWith(' quota') ? 'null' : undefined);
    const fits = [...values, ...late.values(key)];
    if (!values.has(undefined) && !fits.some((one) => String(one) === value)) {
      broken('every acknowledged change is applied', `${key} is ${value}, asked for ${fits.join(' or ')}`);
    }
  }
  return checks;
}
