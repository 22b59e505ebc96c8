import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A program of the cluster. */
export interface ClusterProcess {
  readonly pid: number;
  /** Sends a signal; resolves when the process is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const running = new Set<number>();

// Whatever ends the proof, its programs must not stay behind.
process.on('exit', () => {
  for (const pid of running) killQuietly(pid, 'SIGKILL');
});

/** Starts a program that writes into a file of its own. */
export function startProcess(
  file: string,
  args: readonly string[],
  options: {
    readonly owner: { readonly uid: number; readonly gid: number } | undefined;
    readonly folder: string;
    readonly logFile: string;
    readonly path: string;
  },
): ClusterProcess {
  const log = openSync(options.logFile, 'a');
  const child = spawn(file, [...args], {
    ...options.owner,
    cwd: options.folder,
    env: { PATH: options.path, HOME: options.folder, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
    // A group of its own: Ctrl-C at the terminal reaches the proof alone, which ends its programs in good order.
    detached: true,
  });
  closeSync(log);
  const pid = child.pid ?? 0;
  running.add(pid);
  const ended = new Promise<void>((resolve) => {
    const gone = () => {
      running.delete(pid);
      resolve();
    };
    child.once('exit', gone);
    child.once('error', gone);
  });
  return {
    pid,
    end: async (signal) => {
      if (running.has(pid)) child.kill(signal);
      await ended;
    },
  };
}

/** Sends a signal to a process that may be gone already. */
export function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
