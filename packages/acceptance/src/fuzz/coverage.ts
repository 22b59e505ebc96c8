/** Blocks of a program's own code, as V8's precise coverage counts them. */
export interface Coverage {
  /** Every block ever seen, reached or not. */
  readonly known: number;
  /** Blocks reached since the counting began. */
  readonly reached: number;
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** Only the programs' own files; what libraries do with a message is their affair. */
const OWN_CODE = /\/packages\/(?:gateway|sandbox|contract|runtime)\/src\//;

/**
 * A program's inspector on loopback: which blocks a message reached, and how much memory is really in use.
 *
 * jazzer.js is not used: its native part wants a newer C library (2.38) than the oldest system we run on has, and it
 * instruments code inside its own process, while what is fuzzed here are two programs with a database behind real HTTP.
 * V8 counts blocks anyway; asking it for the counters costs some ten milliseconds, so it is asked per batch, and the
 * message that reached something new is found by sending halves of the batch again.
 */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  readonly #known = new Set<string>();
  readonly #reached = new Set<string>();
  #number = 0;
  #counting = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  /** @param address `ws://127.0.0.1:port/id`, as the program prints it. */
  static async open(address: string): Promise<Inspector> {
    const socket = new WebSocket(address);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no inspector at ${address}`)));
    });
    return new Inspector(socket);
  }

  /** Begins to count. Counted code runs slower: stop when nothing is learnt. */
  async start(): Promise<void> {
    if (this.#counting) return;
    this.#counting = true;
    await this.#call('Profiler.enable');
    await this.#call('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  async stop(): Promise<void> {
    if (!this.#counting) return;
    this.#counting = false;
    await this.#call('Profiler.stopPreciseCoverage');
    await this.#call('Profiler.disable');
  }

  /** Blocks reached since the last call that were never reached before it; they count as reached from now on. */
  async take(): Promise<readonly string[]> {
    const blocks = await this.hits();
    const fresh = blocks.filter((block) => !this.#reached.has(block));
    for (const block of fresh) this.#reached.add(block);
    return fresh;
  }

  /** Blocks reached since the last call. */
  async hits(): Promise<readonly string[]> {
    if (!this.#counting) return [];
    const { result = [] } = ((await this.#call('Profiler.takePreciseCoverage')) ?? {}) as { result?: ScriptCoverage[] };
    const hit: string[] = [];
    for (const { url, functions } of result) {
      if (!OWN_CODE.test(url)) continue;
      const file = url.slice(url.indexOf('/packages/') + 10);
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${file}:${startOffset}-${endOffset}`;
          this.#known.add(block);
          if (count > 0) hit.push(block);
        }
      }
    }
    return hit;
  }

  coverage(): Coverage {
    return { known: this.#known.size, reached: this.#reached.size };
  }

  /** Bytes in use on the heap after a full garbage collection. */
  async heapUsed(): Promise<number> {
    await this.#call('HeapProfiler.collectGarbage');
    const { usedSize = 0 } = ((await this.#call('Runtime.getHeapUsage')) ?? {}) as { usedSize?: number };
    return usedSize;
  }

  close(): void {
    this.#socket.close();
  }

  #call(method: string, params: object = {}): Promise<unknown> {
    this.#number += 1;
    const id = this.#number;
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('the program of this inspector is gone'));
      if (this.#socket.readyState !== WebSocket.OPEN) return gone();
      this.#socket.addEventListener('close', gone, { once: true });
      this.#waiting.set(id, (result) => {
        this.#socket.removeEventListener('close', gone);
        resolve(result);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
