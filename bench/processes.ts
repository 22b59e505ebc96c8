import { type ChildProcess, fork } from 'node:child_process';
import { POOL } from './environment.ts';
import type { LoadJob, LoadResult } from './requests.ts';
import type { ServerKind, ServerMemory, ServerReady } from './server.ts';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resident memory, MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a server. `argument`: database address, application secret or fixed answer, as the kind wants it. */
export async function startServer(kind: ServerKind, argument: string): Promise<ServerProcess> {
  const child = fork(new URL('./server.ts', import.meta.url), [kind, argument, String(POOL)]);
  const { url } = await answer<ServerReady>(child);
  return {
    url,
    memory: async () => {
      child.send('memory');
      return (await answer<ServerMemory>(child)).rss / 1_048_576;
    },
    stop: () => stop(child),
  };
}

/** The load generator in a process of its own. */
export interface Generator {
  run(job: LoadJob): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts the load generator. */
export function startGenerator(): Generator {
  const child = fork(new URL('./load-generator.ts', import.meta.url));
  return {
    run: async (job) => {
      child.send(job);
      const said = await answer<{ result: LoadResult } | { error: string }>(child);
      if ('error' in said) throw new Error(`load generator: ${said.error}`);
      return said.result;
    },
    stop: () => stop(child),
  };
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message as T);
    };
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`process ${child.pid} ended with ${code}`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    // The children end by themselves when nobody is connected any more.
    child.disconnect();
  });
}
