/** How the use of a voucher order is counted. */
export type UsageUnit = 'voucher' | 'room_night';

/** The rules of a voucher that matter for counting. */
export interface UsageRules {
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  /** May be split over several stays: counted in room-nights. */
  readonly separable: boolean;
}

/** What was bought, in units of use. `null` rules: a voucher unknown here. */
export function unitsBought(rules: UsageRules | null, vouchers: number): { unit: UsageUnit; total: number } {
  if (rules === null || !rules.separable) return { unit: 'voucher', total: vouchers };
  return { unit: 'room_night', total: vouchers * rules.roomsPerVoucher * rules.nightsPerVoucher };
}

/**
 * What a booking takes of a voucher order. A stay that does not fill its vouchers uses them up all the same, unless they
 * can be split (inferred). Of a voucher unknown here each booking takes one. `gateway.book` counts the same way.
 */
export function unitsTaken(rules: UsageRules | null, rooms: number, nights: number): number {
  if (rules === null) return 1;
  if (rules.separable) return rooms * nights;
  return Math.ceil(rooms / rules.roomsPerVoucher) * Math.ceil(nights / rules.nightsPerVoucher);
}
