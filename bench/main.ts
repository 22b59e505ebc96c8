// `npm run bench`: what the gateway does, each figure beside its reference, measured in turn in the same run.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Case } from './cases/case.ts';
import { database } from './cases/database.ts';
import { bookings, checks, levels } from './cases/end-to-end.ts';
import { spiPath } from './cases/spi-path.ts';
import { benchDatabase, benchServer } from './environment.ts';
import { startGenerator } from './processes.ts';
import { type Told, table, tell } from './row.ts';

const CASES: readonly Case[] = [spiPath, database, checks, bookings, levels];
const USAGE = `npm run bench -- [--only ${CASES.map(({ name }) => name).join(',')}] [--rounds 5] [--quick] [--json]`;

interface Options {
  readonly cases: readonly Case[];
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
  const unknown = names?.some((name) => !CASES.some((one) => one.name === name)) ?? false;
  if (unknown || !Number.isInteger(rounds) || rounds < 1) return undefined;
  return { cases, rounds, scale: values.quick ? 0.2 : 1, json: values.json };
}

async function main({ cases, rounds, scale, json }: Options): Promise<boolean> {
  const loadBefore = loadavg()[0] ?? 0;
  const server = await benchServer();
  const generator = startGenerator();
  const lines: Told[] = [];
  const memory: Record<string, number> = {};
  try {
    for (const one of cases) {
      // A database of its own for each: nobody inherits the rows of the one before.
      const ground = await benchDatabase(server.url);
      try {
        const say = (text: string) => console.error(text);
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
  if (json) process.stdout.write(`${JSON.stringify({ rounds, loadBefore, lines, memory }, null, 2)}\n`);
  else process.stdout.write(report(lines, memory, rounds, loadBefore));
  return lines.every((line) => line.holds !== false);
}

function report(
  lines: readonly Told[],
  memory: Readonly<Record<string, number>>,
  rounds: number,
  load: number,
): string {
  const notes = Object.entries(memory).map(([what, mib]) => `memory of the ${what}: ${Math.round(mib)} MiB`);
  const busy =
    load > 0.5
      ? [`the machine was busy with something else when this began (load ${load.toFixed(1)}): use the ratios`]
      : [];
  return `${[table(lines), '', `medians of ${rounds} rounds; ratios are taken round by round`, ...notes, ...busy].join('\n')}\n`;
}

const chosen = options();
if (chosen === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (!(await main(chosen))) {
  process.exitCode = 1;
}
