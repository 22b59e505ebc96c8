import type { RequestOf, Spi } from '@yuzhu/contract';
import type { Application } from '../accounts/directory.ts';
import type { Attention } from '../attention.ts';

/** A call whose signature was right. */
export interface SpiCall {
  readonly application: Application;
  /** When it came, Unix ms. */
  readonly at: number;
  /** Load-test traffic. */
  readonly stress: boolean;
  /** Flags of the reading. */
  readonly attention: ReadonlySet<Attention>;
  /** The raw body sealed for the database. */
  sealedBody(): Uint8Array;
}

/** What a door answers. */
export interface SpiAnswer {
  /** Partner code. */
  readonly code: number;
  readonly description: string;
  /** The business members of `data`. */
  readonly data?: object;
  /** Whose exchange it was; absent while unknown. */
  readonly accountId?: string | undefined;
  /** What is to be done once the answer has left; not done when the connection broke before. */
  readonly answered?: () => Promise<void>;
}

/** Serves one SPI. What it throws is answered with 100 where the platform hears that, else with 13. */
export type Door<I extends Spi> = (call: SpiCall, message: RequestOf<I>) => Promise<SpiAnswer>;

/** The answer of a success. */
export function success(data: object, accountId: string | undefined): SpiAnswer {
  return { code: 0, description: 'success', data, accountId };
}
