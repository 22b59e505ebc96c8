import { interfaces } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';

/**
 * A voucher as the hotel wants it: the platform's structure without the two ids, which the gateway puts in.
 * `bind_rate_plans` holds the hotel's own rate plan ids.
 */
export const VOUCHER_DOCUMENT = Type.Omit(interfaces.voucherSave.request.properties.presale_info, [
  'out_id',
  'pre_sale_coupon_id',
]);

/** A voucher as the hotel wants it. */
export type VoucherDocument = Static<typeof VOUCHER_DOCUMENT>;
