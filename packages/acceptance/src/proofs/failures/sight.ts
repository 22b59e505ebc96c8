import type { Bilingual } from '@yuzhu/contract';
import type { PlatformExchange } from '../../actors/operator.ts';
import { counted } from '../crash/under-load.ts';
import { longestPause, type Probe } from './probe.ts';
import type { Counts, FaultSight } from './report.ts';
import type { ReadyChange } from './watch.ts';

/** Moments of one failure, real ms of `performance.now()`. */
export interface Moments {
  readonly begun: number;
  readonly back: number;
  readonly healed: number;
  /** `begun` on the platform's clock, Unix ms. */
  readonly begunAt: number;
}

/** What was recorded while it lasted. */
export interface Recorded {
  readonly probes: readonly Probe[];
  readonly ready: readonly ReadyChange[];
  readonly calls: readonly PlatformExchange[];
  readonly log: ReadonlyMap<string, number>;
  readonly metrics: Counts;
}

/** Puts together what was seen of one failure; pure. */
export function sightOf(
  fault: Bilingual,
  { begun, back, healed, begunAt }: Moments,
  { probes, ready, calls, log, metrics }: Recorded,
  more: FaultSight['more'],
): FaultSight {
  const during = probes.filter(({ begun: from, ended }) => ended >= begun && from <= healed);
  const booked = calls
    .filter(({ interface: name, code }) => name === 'booking' && code === 0)
    .map(({ at, duration_ms: took }) => at + (took ?? 0));
  return {
    fault,
    part_back_ms: Math.round(back - begun),
    writes_stopped_ms: longestPause(
      probes.filter(({ ok }) => ok).map(({ ended }) => ended),
      begun,
      healed,
    ),
    bookings_stopped_ms: calls.length === 0 ? null : longestPause(booked, begunAt, begunAt + healed - begun),
    healed_after_back_ms: Math.round(healed - back),
    ready: ready
      .filter(({ at }) => at >= begun && at <= healed)
      .map(({ at, gateway, says }) => ({ at_ms: Math.round(at - begun), gateway, says })),
    hotel_api: counted(during.map(({ answer }) => answer)),
    hotel_api_slowest_ms: Math.round(Math.max(0, ...during.map((one) => one.ended - one.begun))),
    spi: counted(calls.map((one) => `${one.interface} ${one.code ?? one.verdict ?? 'open'}`)),
    log: Object.fromEntries(log),
    metrics,
    more,
  };
}
