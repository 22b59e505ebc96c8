import type { Bilingual } from '@yuzhu/contract';
import type { Check } from '../../report/events.ts';

/** Counts by words. */
export type Counts = Readonly<Record<string, number>>;

/** One failure and what was seen of it; times are real ms, counted from the failure unless said otherwise. */
export interface FaultSight {
  readonly fault: Bilingual;
  /** Until the part itself was there again. */
  readonly part_back_ms: number;
  /** Longest time in which no write of the hotel’s system was completed; probes go out every 50 ms. */
  readonly writes_stopped_ms: number;
  /** Longest time in which no booking was answered with success; guests come a few a second; null when nobody was to book. */
  readonly bookings_stopped_ms: number | null;
  /** From the part’s return until every gateway is ready, a write was answered and a guest had booked. */
  readonly healed_after_back_ms: number;
  /** What `/ready` said, as it changed. */
  readonly ready: readonly { readonly at_ms: number; readonly gateway: number; readonly says: string }[];
  /** What the hotel’s system was answered meanwhile. */
  readonly hotel_api: Counts;
  /** Slowest answer to the hotel’s system, refusals included. */
  readonly hotel_api_slowest_ms: number;
  /** What the platform was answered meanwhile: interface and code, or why there was no answer. */
  readonly spi: Counts;
  /** Warnings and errors in the gateways’ logs. */
  readonly log: Counts;
  /** Counters of `/metrics` that tell of the failure, by how much they rose. */
  readonly metrics: Counts;
  /** What else the proof measured of this failure. */
  readonly more: Readonly<Record<string, number | string>>;
}

/** What a proof of a failure found. */
export interface FailureReport {
  readonly proof: string;
  readonly figures: Readonly<Record<string, number | string | Counts>>;
  readonly faults: readonly FaultSight[];
  readonly checks: readonly Check[];
}
