import type {
  ListenOptions,
  Logger,
  Metrics,
  Migrations,
  openDatabase,
  Random,
  Server,
  SettableClock,
} from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';

/** What a program is given in place of the machine's own. */
export interface SimulatedParts {
  readonly clock: SettableClock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly openDatabase: typeof openDatabase;
  readonly dispatcher: Dispatcher;
  readonly idlePollMs: number;
  readonly listen: (server: Server, options: ListenOptions) => Promise<{ readonly url: string; readonly port: number }>;
}

/** How a program is told where things are. */
export interface SimulatedSettings {
  readonly databaseUrl: string;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly adminKey: string;
  /** 64 hexadecimal digits. */
  readonly dataKey: string;
}

/** The real programs, started in this process. Whoever knows them hands them in: this package must not. */
export interface ProgramStarters {
  readonly migrations: readonly Migrations[];
  /** Resolves when it is ready. The simulation never stops a program in good order, it kills it. */
  startGateway(settings: SimulatedSettings, parts: SimulatedParts): Promise<unknown>;
  startSandbox(settings: SimulatedSettings, parts: SimulatedParts): Promise<unknown>;
}

export type ProgramName = 'gateway' | 'sandbox';

/** Addresses in the simulated network. */
export const GATEWAY_URL = 'http://127.0.0.1:7001';
export const SANDBOX_URL = 'http://127.0.0.1:7002';

/** Keys of the simulated gateway; they open nothing else. */
export const ADMIN_KEY = 'simulated-operator-key';
export const DATA_KEY = '0123456789abcdef'.repeat(4);
