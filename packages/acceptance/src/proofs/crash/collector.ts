import { setTimeout as delay } from 'node:timers/promises';
import type { Operator, PlatformExchange } from '../../actors/operator.ts';

/** How many records one look shows. */
const WINDOW = 500;
/** Real ms between two looks, unless the last one showed so much news that records could pass unseen. */
const EVERY_MS = 500;
const MUCH_NEWS = WINDOW / 5;

/** Gathers every record of some interfaces from the platform while a load runs: its lists show the newest ones only. */
export interface Collector {
  /** Records by interface, newest state of each. */
  of(interfaceName: string): readonly PlatformExchange[];
  /** Looks at which everything shown was new, so that something in between may have been missed. */
  gaps(): number;
  /** Looks a last time and ends. */
  stop(): Promise<void>;
}

/** Starts gathering. */
export function startCollector(operator: Operator, interfaceNames: readonly string[]): Collector {
  const records = new Map(interfaceNames.map((name) => [name, new Map<string, PlatformExchange>()]));
  let gaps = 0;
  let stopping = false;

  /** Most news that one of the lists showed. */
  const look = async (): Promise<number> => {
    let most = 0;
    for (const [name, known] of records) {
      const shown = await operator.exchanges({ interface: name, limit: WINDOW });
      const fresh = shown.filter((one) => !known.has(keyOf(one))).length;
      if (shown.length === WINDOW && fresh === WINDOW) gaps += 1;
      most = Math.max(most, fresh);
      // A call on its way is shown without its answer: the later look replaces it.
      for (const one of shown) known.set(keyOf(one), { ...one, headers: {}, url: '' });
    }
    return most;
  };
  const run = async () => {
    while (!stopping) {
      const news = await look();
      if (news < MUCH_NEWS) await delay(EVERY_MS);
    }
    await look();
  };
  const ended = run();

  return {
    of: (name) => [...(records.get(name)?.values() ?? [])],
    gaps: () => gaps,
    stop: async () => {
      stopping = true;
      await ended;
    },
  };
}

const keyOf = (one: PlatformExchange) => `${one.logid} ${one.attempt} ${one.copy}`;
