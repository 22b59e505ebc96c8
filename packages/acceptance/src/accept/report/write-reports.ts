import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../report/lines.ts';
import type { RunResult } from '../run/results.ts';
import { writeEvidence } from './evidence.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';

/** Where the reports of a run are. */
export interface ReportFiles {
  readonly html: string;
  readonly junit: string;
  readonly json: string;
  /** Folder with the bytes of every exchange and `logids.csv`. */
  readonly evidence: string;
}

/** Writes every report of a run into a folder. */
export async function writeReports(result: RunResult, folder: string, language: Language): Promise<ReportFiles> {
  await mkdir(folder, { recursive: true });
  const files: ReportFiles = {
    html: join(folder, 'report.html'),
    junit: join(folder, 'junit.xml'),
    json: join(folder, 'report.json'),
    evidence: join(folder, 'evidence'),
  };
  await writeFile(files.html, htmlReport(result, language));
  await writeFile(files.junit, junitReport(result, language));
  await writeFile(files.json, `${JSON.stringify(jsonReport(result), null, 2)}\n`);
  await writeEvidence(result, files.evidence);
  return files;
}
