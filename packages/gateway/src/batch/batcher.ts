/** How items are gathered and carried out. */
export interface BatcherOptions<Item, Answer> {
  /** Batches of one key that run at the same time. */
  readonly lanes: number;
  /** Most items of a batch. */
  readonly maxItems: number;
  /** Batches that run at the same time over all keys, so that other work keeps its connections. */
  readonly maxRunning: number;
  /** Carries a batch out; one answer per item, in order. When it throws, every item of the batch gets the error. */
  run(key: string, items: readonly Item[]): Promise<readonly Answer[]>;
}

/** Gathers items that arrive while others are being worked on, and carries them out together. */
export interface Batcher<Item, Answer> {
  /** Items of one key are carried out in order of arrival; different keys never share a batch. */
  submit(key: string, item: Item): Promise<Answer>;
  /** Items that wait for a lane. */
  waiting(): number;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Answer> {
  readonly key: string;
  queue: Waiting<Item, Answer>[];
  running: number;
  inFlight: number;
}

/**
 * Builds a batcher. A lone item starts at once; only what arrives while the lanes are busy is gathered, so a batch is
 * never waited for: its size is whatever the load makes it.
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  const { lanes, maxItems, maxRunning, run } = options;
  const byKey = new Map<string, Lane<Item, Answer>>();
  /** Keys with items and a free lane that had to wait for `maxRunning`, longest waiting first. */
  const held = new Set<Lane<Item, Answer>>();
  let running = 0;
  let waiting = 0;
  let idleWaiters: (() => void)[] = [];

  const start = (lane: Lane<Item, Answer>): void => {
    while (lane.queue.length > 0 && lane.running < lanes) {
      if (running >= maxRunning) {
        held.add(lane);
        return;
      }
      held.delete(lane);
      const size = Math.min(maxItems, Math.ceil((lane.queue.length + lane.inFlight) / lanes));
      const batch = lane.queue.length <= size ? lane.queue : lane.queue.slice(0, size);
      lane.queue = batch === lane.queue ? [] : lane.queue.slice(size);
      lane.inFlight += batch.length;
      waiting -= batch.length;
      lane.running += 1;
      running += 1;
      void carryOut(lane, batch);
    }
  };

  const carryOut = async (lane: Lane<Item, Answer>, batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await run(
        lane.key,
        batch.map(({ item }) => item),
      );
      if (answers.length !== batch.length) throw new Error(`${batch.length} items got ${answers.length} answers`);
      for (const [at, one] of batch.entries()) one.resolve(answers[at] as Answer);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
    lane.running -= 1;
    lane.inFlight -= batch.length;
    running -= 1;
    if (lane.queue.length > 0) held.add(lane);
    else if (lane.running === 0) byKey.delete(lane.key);
    for (const next of [...held]) {
      held.delete(next);
      start(next);
      if (running >= maxRunning) break;
    }
    if (running === 0 && waiting === 0) {
      for (const resolve of idleWaiters) resolve();
      idleWaiters = [];
    }
  };

  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        let lane = byKey.get(key);
        if (lane === undefined) {
          lane = { key, queue: [], running: 0, inFlight: 0 };
          byKey.set(key, lane);
        }
        lane.queue.push({ item, resolve, reject });
        waiting += 1;
        if (lane.queue.length === 1 && lane.running < lanes) setImmediate(start, lane);
      }),
    waiting: () => waiting,
    idle: () => (running === 0 && waiting === 0 ? Promise.resolve() : new Promise((r) => void idleWaiters.push(r))),
  };
}
