import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, Figures, type RunReport, shrink } from '@yuzhu/acceptance';
import { EXIT } from '@yuzhu/runtime';
import { colours } from '../colours.ts';
import { line, note } from '../output.ts';
import { awakeTime } from './awake-time.ts';
import type { Crew } from './crew.ts';
import { showFailure, showFigures } from './show.ts';

/** A script in a file. */
export interface KeptScript {
  readonly seed: string;
  readonly planted?: string;
  readonly failure: string;
  readonly script: readonly Entry[];
}

/** What many seeds are run with. */
export interface SeedsOptions {
  readonly seeds: number;
  readonly steps: number;
  readonly from: number;
  readonly json: boolean;
  /** Folder of the scripts of failing seeds. */
  readonly keep: string;
  readonly shrink: boolean;
  readonly signal: AbortSignal;
}

/** Failing seeds whose scripts are made short at the end; the others keep theirs as long as it was. */
const MOST_SHRUNK = 5;
/** Seeds that could not be run at all, after which no more are tried. */
const MOST_BROKEN = 20;
/** Real ms between two lines of progress. */
const PROGRESS_MS = 5000;

/**
 * Runs one seed after the other, as many side by side as there are workers. A failure is told and its script is on disk as
 * soon as it happens, so that an interrupted run loses nothing; the scripts are made short when all seeds are done. At an
 * interruption the figures so far are printed.
 */
export async function runSeeds(crew: Crew, options: SeedsOptions): Promise<void> {
  const { seeds, steps, from, json, signal } = options;
  const time = awakeTime();
  const figures = new Figures();
  const failed: { readonly report: RunReport; readonly file: string }[] = [];
  const tell = json ? note : line;
  let shown = performance.now();
  let next = 0;
  /** Seeds that could not be run, which says nothing about the programs. */
  const broken: { readonly seed: string; readonly error: string }[] = [];
  const lane = async (): Promise<void> => {
    while (next < seeds && !signal.aborted && broken.length < MOST_BROKEN) {
      const seed = String(from + next++);
      const report = await crew.run({ seed, steps }).catch((error: unknown) => {
        broken.push({ seed, error: String(error) });
        if (!signal.aborted) tell(`  ${colours.red('✗')} 种子 · seed ${seed}: ${String(error)}`);
      });
      if (report === undefined) continue;
      figures.add(report);
      if (report.failures.length > 0) {
        const file = await writeScript(options.keep, report, undefined);
        failed.push({ report, file });
        showFailure(report, file, tell);
      }
      if (performance.now() - shown < PROGRESS_MS) continue;
      shown = performance.now();
      const { runs, steps: done, virtualHours } = figures.result();
      const speed = Math.round(done / time.seconds());
      note(
        colours.dim(
          `${runs}/${seeds}  步 · steps ${done}  ${speed}/s  虚拟 · virtual ${virtualHours} h  失败 · failures ${failed.length}`,
        ),
      );
    }
  };
  await Promise.race([aborted(signal), Promise.all(Array.from({ length: crew.size }, lane))]);
  const realSeconds = time.seconds();
  time.end();
  const result = figures.result();
  if (json) {
    const failures = failed.map(({ report: { seed, failures } }) => ({ seed, failures }));
    line(JSON.stringify({ interrupted: signal.aborted, realSeconds, figures: result, failures, broken }));
  } else {
    showFigures(result, realSeconds);
    if (signal.aborted) line(`已中断 · interrupted: ${result.runs}/${seeds}`);
    if (broken.length > 0) line(`未能运行 · could not be run: ${broken.map(({ seed }) => seed).join(', ')}`);
    line(`${result.runs - failed.length} passed, ${failed.length + broken.length} failed`);
  }
  if (failed.length + broken.length > 0) process.exitCode = EXIT.failure;
  if (!options.shrink) return;
  for (const { report } of failed.slice(0, MOST_SHRUNK)) {
    if (signal.aborted) return;
    const short = await Promise.race([aborted(signal), keepShort(crew, options.keep, report, undefined)]);
    if (short !== undefined) showFailure(short.report, short.file, tell);
  }
}

/** Makes the script of a failing run short and writes it down. */
export async function keepShort(
  crew: Crew,
  folder: string,
  failing: RunReport,
  planted: string | undefined,
): Promise<{ readonly report: RunReport; readonly file: string }> {
  const job = { seed: failing.seed, steps: 0, ...(planted === undefined ? {} : { planted }) };
  const { report, script } = await shrink(failing, (one) => crew.run({ ...job, script: one }));
  const short = { ...report, script };
  return { report: short, file: await writeScript(folder, short, planted) };
}

/** Writes the script of a failing run down; gives the file. */
async function writeScript(folder: string, report: RunReport, planted: string | undefined): Promise<string> {
  const file = join(folder, `simulation-${planted ?? 'failure'}-${report.seed}.json`);
  const [failure] = report.failures;
  const kept: KeptScript = {
    seed: report.seed,
    ...(planted === undefined ? {} : { planted }),
    failure: `${failure?.what}: ${failure?.found}`,
    script: report.script,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(kept, undefined, 1)}\n`);
  return file;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
