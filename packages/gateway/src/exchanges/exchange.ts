/** One exchange with the platform as it is kept, in either direction; each attempt is one of its own. */
export interface Exchange {
  /** Empty while unknown (bad signature, unknown subject). */
  readonly accountId: string;
  readonly direction: 'in' | 'out';
  /** Contract name. */
  readonly interfaceName: string;
  readonly logid: string | undefined;
  readonly orderId: string | undefined;
  /** Outbox message and number of the attempt. */
  readonly messageId?: number | undefined;
  readonly attempt?: number | undefined;
  /** Path with query. */
  readonly target: string;
  /** Raw bytes. */
  readonly request: Uint8Array | string | undefined;
  readonly reply: Uint8Array | string | undefined;
  readonly httpStatus: number | undefined;
  /** Business or gateway code. */
  readonly code: number | undefined;
  readonly latencyUs: number;
  readonly error?: string | undefined;
  /** Unix ms. */
  readonly at: number;
}
