import { Operator } from '@yuzhu/acceptance';
import { Option } from 'commander';
import { CLI_ERRORS } from './errors.ts';
import { both } from './help.ts';
import { commandConfig } from './settings.ts';
import { readRunning } from './start/running-file.ts';

/** The option that names a sandbox which was not started by `yuzhu start` of this data folder. */
export function urlOption(): Option {
  return new Option(
    '--url <address>',
    both(
      '沙箱地址；不写则为本数据目录中正在运行的那一个',
      'address of the sandbox; default: the one running in this data folder',
    ),
  );
}

/**
 * Works with the sandbox at an address, or with the one of this data folder.
 * @throws AppError NOT_RUNNING
 */
export async function withOperator<T>(url: string | undefined, work: (operator: Operator) => Promise<T>): Promise<T> {
  const { dataDir, sandboxPort } = commandConfig();
  const address = url ?? (await readRunning(dataDir))?.sandbox ?? (await answering(sandboxPort));
  if (address === undefined) throw CLI_ERRORS.error('NOT_RUNNING', { folder: dataDir });
  const operator = new Operator(address.replace(/\/+$/, ''));
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}

/** A sandbox that runs alone (`yuzhu sandbox`) at the port of the settings. */
async function answering(port: number): Promise<string | undefined> {
  const address = `http://127.0.0.1:${port}`;
  try {
    const reply = await fetch(`${address}/health`, { signal: AbortSignal.timeout(1500) });
    const { program } = (await reply.json()) as { program?: unknown };
    return program === 'sandbox' ? address : undefined;
  } catch {
    return undefined;
  }
}
