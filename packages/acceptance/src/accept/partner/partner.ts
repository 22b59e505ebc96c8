import type { HookSettings } from './hooks.ts';

/** How vouchers are created at a partner: after the payment, or before it with a payment notice. */
export type CreationMode = 'one-step' | 'two-step';

/** What is sold, by the platform's ids. Money is fen. */
export interface Products {
  readonly hotelId: string;
  readonly roomId: string | undefined;
  readonly ratePlanId: string;
  readonly voucherId: string;
  readonly voucherPrice: number;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
}

/** A partner under test. */
export interface Partner {
  readonly name: string;
  readonly clientKey: string;
  readonly clientSecret: string;
  /** Full address of each SPI, by its short name in the contract. */
  readonly spi: Readonly<Record<string, string>>;
  /** Full address for notices; undefined = the partner takes none. */
  readonly webhook: string | undefined;
  readonly creationModes: readonly CreationMode[];
  /** The partner checks the old signature too. */
  readonly oldSignature: boolean;
  /** Products that exist already; undefined = the partner publishes them during the run. */
  readonly products: Products | undefined;
  readonly hooks: HookSettings;
}
