import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import type { Calibration } from './calibrate.ts';
import type { LoadPlan } from './plan.ts';
import type { PlanDraft } from './read-plan.ts';
import { loadHtml } from './report/html.ts';
import type { LoadReport, Variables } from './run-load.ts';
import { readVariables } from './variables.ts';

/** Reads a plan file as it was written; it is checked once the options are put in. @throws AppError LOAD_PLAN_INVALID */
export async function readPlanFile(file: string): Promise<PlanDraft> {
  const invalid = (reason: string) =>
    ACCEPTANCE_ERRORS.error('LOAD_PLAN_INVALID', { source: file, problems_zh: reason, problems_en: reason });
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw invalid(error.message);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('not a JSON object');
  return value as PlanDraft;
}

/** Reads all variable files of a plan, relative to a folder. @throws AppError LOAD_FILE_INVALID */
export async function readPlanVariables(
  plan: Pick<LoadPlan, 'interfaces' | 'first'>,
  folder: string,
): Promise<{ readonly variables: Variables; readonly firstVariables: Variables }> {
  const read = async (entries: readonly { readonly name: string; readonly file: string }[]): Promise<Variables> => {
    const found = new Map<string, readonly Uint8Array[]>();
    for (const { name, file } of entries) found.set(name, await readFileOf(resolve(folder, file)));
    return found;
  };
  return { variables: await read(plan.interfaces), firstVariables: await read(plan.first) };
}

async function readFileOf(file: string): Promise<Buffer[]> {
  const bytes = await readFile(file).catch((error: Error) => {
    const reason = error.message;
    throw ACCEPTANCE_ERRORS.error('LOAD_FILE_INVALID', { file, problems_zh: reason, problems_en: reason });
  });
  return readVariables(file, bytes);
}

/** Writes `report.html` and `report.json`; gives their paths. */
export async function writeReport(
  folder: string,
  report: LoadReport,
  calibration: readonly Calibration[] | undefined,
): Promise<{ readonly html: string; readonly json: string }> {
  const html = join(folder, 'report.html');
  const json = join(folder, 'report.json');
  await mkdir(dirname(html), { recursive: true });
  await writeFile(html, loadHtml(report, calibration));
  await writeFile(json, `${JSON.stringify({ ...report, calibration: calibration ?? null }, null, 2)}\n`);
  return { html, json };
}
