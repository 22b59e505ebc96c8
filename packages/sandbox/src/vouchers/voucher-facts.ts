/** A bookable good as the checks need it. */
export interface BoundGood {
  /** 1 full-day, 2 hourly. */
  readonly salesType: number;
  readonly usageHours: number | null;
  /** Leaf category of its hotel. */
  readonly category: string;
}

/** What the checks must know beside the document. */
export interface VoucherFacts {
  /** The merchant's goods that were named and are not deleted. */
  readonly goods: ReadonlyMap<string, BoundGood>;
  /** The voucher exists already: rules about beginnings do not apply again. */
  readonly update: boolean;
  /** Of a merchant outside the mainland. */
  readonly currency: string | null;
  readonly now: number;
}
