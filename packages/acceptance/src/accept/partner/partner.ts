import type { HookSettings } from './hooks.ts';

/** How vouchers are created at a partner: after the payment, or before it with a payment notice. */
export type CreationMode = 'one-step' | 'two-step';

/** When a room by the hour can be used, `HH:mm` in hotel time, and for how many hours. */
export interface Hours {
  readonly from: string;
  /** Before `from`: of the next morning. */
  readonly to: string;
  readonly duration: number;
}

/** A good with its voucher, by the platform's ids. Money is fen. */
export interface Good {
  readonly hotelId: string;
  readonly roomId: string | undefined;
  readonly ratePlanId: string;
  readonly voucherId: string;
  readonly voucherPrice: number;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  /** Of a merchant outside the mainland. */
  readonly currency?: string;
  /** Of a room by the hour. */
  readonly hours?: Hours;
}

/** What is sold: a full-day good, and a room by the hour when the partner sells those too. */
export interface Products extends Good {
  readonly hourly?: Good & { readonly hours: Hours };
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
