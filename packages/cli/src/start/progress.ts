import { colours } from '../colours.ts';
import { since } from '../output.ts';

/** Shows one thing being done: `… what` while it lasts (on a terminal), `✓ what  0.8 s` when it is done. */
export async function progress<T>(zh: string, en: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const { stdout } = process;
  if (stdout.isTTY) stdout.write(`  … ${zh} · ${en}`);
  try {
    const result = await work();
    if (stdout.isTTY) stdout.write('\r\u001b[2K');
    stdout.write(`  ${colours.green('✓')} ${zh} · ${en}  ${colours.dim(since(begun))}\n`);
    return result;
  } catch (error) {
    if (stdout.isTTY) stdout.write('\r\u001b[2K');
    stdout.write(`  ${colours.red('✗')} ${zh} · ${en}\n`);
    throw error;
  }
}
