// `npm run bench`: what the gateway does, each figure beside its reference, measured in turn in the same run.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Case } from './cases/case.ts';
import { database } from './cases/database.ts';
import { bookings, checks, levels } from './cases/end-to-end.ts';
import { firstSale } from './cases/first-sale.ts';
import { spiPath } from './cases/spi-path.ts';
import { benchDatabase, benchServer } from './environment.ts';
import { foldingFigures, foldingLine } from './folding.ts';
import { startGenerator } from './processes.ts';
import { type Told, table, tell } from './row.ts';
import { spanLines, type ToldSpan, tellSpan } from './span.ts';
import { stormLines } from './storm/lines.ts';
import { runStorm, SMALL_STORM, STORM, type StormFigures } from './storm/run-storm.ts';
import type { StormSize } from './storm/world.ts';

const CASES: readonly Case[] = [spiPath, database, checks, bookings, levels];
/** Measured in seconds, with programs and a database of its own: last, so that nothing else runs beside it. */
const FIRST_SALE = 'first-sale';
/** Told in figures of their own, without a reference that takes turns. */
const STORM_NAME = 'storm';
const FOLDING = 'folding';
const NAMES = [...CASES.map(({ name }) => name), FOLDING, STORM_NAME, FIRST_SALE];
const USAGE = `npm run bench -- [--only ${NAMES.join(',')}] [--rounds 5] [--quick] [--json]`;

interface Options {
  readonly cases: readonly Case[];
  readonly firstSale: boolean;
  readonly folding: boolean;
  readonly storm: StormSize | undefined;
  readonly rounds: number;
  readonly scale: number;
  readonly json: boolean;
}

function options(): Options | undefined {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',');
  const cases = CASES.filter(({ name }) => names === undefined || names.includes(name));
  const rounds = values.quick ? 1 : Number(values.rounds);
  const unknown = names?.some((name) => !NAMES.includes(name)) ?? false;
  const has = (name: string) => names?.includes(name) ?? true;
  if (unknown || !Number.isInteger(rounds) || rounds < 1) return undefined;
  const storm = has(STORM_NAME) ? (values.quick ? SMALL_STORM : STORM) : undefined;
  return {
    cases,
    firstSale: has(FIRST_SALE),
    folding: has(FOLDING),
    storm,
    rounds,
    scale: values.quick ? 0.2 : 1,
    json: values.json,
  };
}

async function main(options: Options): Promise<boolean> {
  const { rounds, json } = options;
  const loadBefore = loadavg()[0] ?? 0;
  const { lines, memory } = await compare(options);
  const folding = options.folding ? foldingFigures() : undefined;
  const storm = options.storm === undefined ? undefined : await storms(options.storm);
  const spans = options.firstSale ? (await firstSale(rounds, say)).map(tellSpan) : [];
  if (json)
    process.stdout.write(`${JSON.stringify({ rounds, loadBefore, lines, memory, folding, storm, spans }, null, 2)}\n`);
  else {
    const told = [folding === undefined ? [] : [foldingLine(folding)], storm === undefined ? [] : stormLines(storm)];
    process.stdout.write(report(lines, memory, told.flat(), spans, rounds, loadBefore));
  }
  const right = storm === undefined || (storm.different === 0 && storm.pushes.overLimit === 0);
  return right && lines.every((line) => line.holds !== false);
}

async function storms(size: StormSize): Promise<StormFigures> {
  const server = await benchServer();
  try {
    return await runStorm(server.url, size, say);
  } finally {
    await server.stop();
  }
}

const say = (text: string) => console.error(text);

interface Compared {
  readonly lines: readonly Told[];
  readonly memory: Readonly<Record<string, number>>;
}

/** The cases that have a reference, on one server with one load generator. */
async function compare({ cases, rounds, scale }: Options): Promise<Compared> {
  if (cases.length === 0) return { lines: [], memory: {} };
  const server = await benchServer();
  const generator = startGenerator();
  const lines: Told[] = [];
  const memory: Record<string, number> = {};
  try {
    for (const one of cases) {
      // A database of its own for each: nobody inherits the rows of the one before.
      const ground = await benchDatabase(server.url);
      try {
        const result = await one.run({ database: ground, generator, rounds, scale, say });
        lines.push(...result.rows.map(tell));
        Object.assign(memory, result.memory);
      } finally {
        await ground.drop();
      }
    }
  } finally {
    await generator.stop();
    await server.stop();
  }
  return { lines, memory };
}

function report(
  lines: readonly Told[],
  memory: Readonly<Record<string, number>>,
  told: readonly string[],
  spans: readonly ToldSpan[],
  rounds: number,
  load: number,
): string {
  const compared =
    lines.length === 0 ? [] : [table(lines), '', `medians of ${rounds} rounds; ratios are taken round by round`, ''];
  const notes = Object.entries(memory).map(([what, mib]) => `memory of the ${what}: ${Math.round(mib)} MiB`);
  const busy =
    load > 0.5
      ? [
          `the machine was busy with something else when this began (load ${load.toFixed(1)})${lines.length > 0 ? ': use the ratios' : ''}`,
        ]
      : [];
  return `${[...compared, ...notes, ...told, ...spanLines(spans), ...busy].join('\n')}\n`;
}

const chosen = options();
if (chosen === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (!(await main(chosen))) {
  process.exitCode = 1;
}
