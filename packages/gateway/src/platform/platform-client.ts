import type { OpenApi, ReplyOf, RequestOf } from '@yuzhu/contract';
import type { Exclusive } from './exclusive.ts';
import type { PlatformOutcome } from './outcome.ts';

/** On whose behalf a call is made and what it belongs to. */
export interface CallOptions {
  /**
   * Merchant account; decides application and token, sent as `Rpc-Transit-Life-Account`. A shadow account calls in the
   * name of the real one and with `X-Stress-Tag: 1`.
   */
  readonly accountId: string;
  /** Order the call is about, for the record of exchanges. */
  readonly orderId?: string;
  /** Outbox message and number of the attempt, for the record of exchanges. */
  readonly messageId?: number;
  readonly attempt?: number;
  /** Products of a test shop. */
  readonly testData?: boolean;
  /**
   * How long (clock ms) the call may wait for its turn under the rate limits; default 0: it comes back unsent with
   * `notBefore`. A clock that stands still ends the waiting at once. Who waits stands in a line in which accounts take
   * turns.
   */
  readonly patienceMs?: number;
  /** Called when the call has its turn and leaves. */
  readonly leaving?: () => void;
}

/** The typed client of the platform's OpenAPI. Safe to use from many places at once. */
export interface PlatformClient {
  /**
   * Calls an interface: shared token, limits counted over all processes, one refresh and one repetition when the token
   * is refused, the exchange recorded. Never throws for anything the platform or the network does; a request that
   * breaks the contract comes back unsent with `next: 'fix'`.
   */
  call<I extends OpenApi>(one: I, request: RequestOf<I>, options: CallOptions): Promise<PlatformOutcome<ReplyOf<I>>>;
  /** Work that only one process may do at a time, such as telling a hotel's nights. */
  readonly exclusive: Exclusive;
  /** Finishes running calls and closes the connections. */
  close(): Promise<void>;
}
