import type { Database, Logger, Metrics, Random, SettableClock } from '@yuzhu/runtime';
import type { SandboxSettings } from './config.ts';
import type { FaultSwitch } from './faults/fault.ts';
import type { SpiCaller } from './spi/caller.ts';
import type { Timers } from './timers/timers.ts';
import type { WebhookSender } from './webhooks/webhook-sender.ts';

/** What every part of the sandbox is handed. Built once in program.ts; nothing else is global. */
export interface SandboxContext {
  readonly db: Database;
  /** The platform's clock. Only src/clock moves it; everybody else asks `now()`. */
  readonly clock: SettableClock;
  /** Seeded by the setting `seed`; take a `fork(name)` each, so that one part's draws do not move another's. */
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly settings: SandboxSettings;
  readonly timers: Timers;
  /** Calls to the partner. */
  readonly spi: SpiCaller;
  /** Notices to the partner. */
  readonly webhooks: WebhookSender;
  /** The switch that spoils exchanges on purpose. */
  readonly faults: FaultSwitch;
}
