import { AppError } from '@yuzhu/runtime';
import { errorColours } from './colours.ts';

let readerGone = false;
// `yuzhu demo | head`: the reader has seen enough. Everything is still cleaned up before the end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  readerGone = true;
});

/** Nobody reads the output any more. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Writes a line to standard output. @throws ReaderGone */
export function line(text = ''): void {
  if (readerGone) throw new ReaderGone();
  process.stdout.write(`${text}\n`);
}

/** Writes a line to standard error, where progress and faults go. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints an error for a person: Chinese, English, then what to do. Anything unforeseen keeps its stack. */
export function printError(error: unknown): void {
  if (!(error instanceof AppError)) {
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  const { code, message, message_en, next, next_en } = error.toJSON();
  note(`${errorColours.red('✗')} ${message}`);
  note(`  ${message_en}`);
  note(`  ${errorColours.bold('→')} ${next}`);
  note(`    ${next_en} ${errorColours.dim(`[${code}]`)}`);
}

/** `0.8 s` since a `performance.now()`. */
export function since(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
