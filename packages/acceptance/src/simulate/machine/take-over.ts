import crypto from 'node:crypto';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import { seededRandom } from '@yuzhu/runtime';
import type { Machine, Scheduled } from './machine.ts';
import { real } from './real.ts';

/**
 * Puts the simulation's machine in place of the real one, for everything that runs in this process: timers, immediates,
 * clocks, the randomness of the operating system, reading files (which becomes immediate, so that it takes no turn).
 * Only a process that does nothing else may do this; there is no way back.
 *
 * Rejected: handing timers and clocks to every module as a parameter. It would go through the driver of the database, the
 * HTTP server and some thirty of our own files for the sake of the simulation alone; what it covers here is complete,
 * libraries included.
 */
export function takeOverMachine(): { use(machine: Machine | undefined, seed?: string): void } {
  let machine: Machine | undefined;
  let bytes = seededRandom('');

  const setVirtual = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown => {
    if (machine === undefined) return real.setTimeout(run, ms, ...args);
    return new VirtualTimer(machine, run, ms, args, false);
  };
  const clearVirtual = (timer: unknown): void => {
    if (timer instanceof VirtualTimer) timer.clear();
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  const immediateVirtual = (run: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
    const mine = machine;
    if (mine === undefined) return real.setImmediate(run, ...args);
    mine.immediates += 1;
    return real.setImmediate(() => {
      mine.immediates -= 1;
      run(...args);
    });
  };
  const delay = (ms = 0, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      const timer = setVirtual(() => resolve(value), ms);
      signal?.addEventListener('abort', () => {
        clearVirtual(timer);
        reject(signal.reason);
      });
    });

  Object.assign(globalThis, {
    setTimeout: setVirtual,
    clearTimeout: clearVirtual,
    setInterval: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      machine === undefined ? real.setInterval(run, ms, ...args) : new VirtualTimer(machine, run, ms, args, true),
    clearInterval: clearVirtual,
    setImmediate: immediateVirtual,
  });
  timersPromises.setTimeout = delay as typeof timersPromises.setTimeout;
  performance.now = () => machine?.now ?? real.now();
  const realNow = Date.now.bind(Date);
  Date.now = () => (machine === undefined ? realNow() : Math.floor(machine.now));
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setVirtual(() => controller.abort(new DOMException('the operation took too long', 'TimeoutError')), ms);
    return controller.signal;
  };
  crypto.randomBytes = ((size: number) => Buffer.from(bytes.hex(size * 2), 'hex')) as typeof crypto.randomBytes;
  crypto.randomFillSync = ((target: Uint8Array) => {
    target.set(Buffer.from(bytes.hex(target.length * 2), 'hex'));
    return target;
  }) as typeof crypto.randomFillSync;
  fsPromises.readFile = (async (...args: Parameters<typeof fs.readFileSync>) =>
    fs.readFileSync(...args)) as unknown as typeof fsPromises.readFile;
  fsPromises.readdir = (async (path: string) => fs.readdirSync(path)) as unknown as typeof fsPromises.readdir;
  syncBuiltinESMExports();

  return {
    use: (next, seed = '') => {
      machine = next;
      bytes = seededRandom(`${seed}/bytes`);
    },
  };
}

/** What setTimeout and setInterval give back. */
class VirtualTimer {
  readonly #machine: Machine;
  readonly #ms: number;
  readonly #fire: () => void;
  readonly #owner: Machine['current'];
  #scheduled: Scheduled;

  constructor(machine: Machine, run: (...args: unknown[]) => void, ms: number, args: unknown[], again: boolean) {
    this.#machine = machine;
    this.#ms = Math.max(1, Number(ms) || 0);
    this.#owner = machine.current;
    this.#fire = () => {
      if (again) this.#scheduled = this.#schedule();
      run(...args);
    };
    this.#scheduled = this.#schedule();
  }

  #schedule(): Scheduled {
    return this.#machine.schedule(this.#owner, this.#ms, 'timer', '', this.#fire);
  }

  clear(): void {
    this.#scheduled.cancel();
  }

  refresh(): this {
    this.#scheduled.cancel();
    this.#scheduled = this.#schedule();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}
