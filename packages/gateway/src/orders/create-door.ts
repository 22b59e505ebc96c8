import type { interfaces } from '@yuzhu/contract';
import { hotelDate, PARTNER } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { readGuests, sealGuests } from '../guests/guests.ts';
import { type Door, success } from '../spi/door.ts';
import type { AccountsOf } from '../stress/accounts.ts';
import { readVoucherOrder } from './prepare.ts';
import { keepOrder, knownOrder, orderedVoucher } from './store.ts';
import { unitsBought } from './units.ts';

/**
 * Keeps voucher orders. Holds no room; there is nothing to accept. An order whose voucher is not known here is kept too,
 * with a flag, when the application has one account. With several nobody can say whose it is: it is refused, and since
 * a refusal can not be kept under no account, the same id is taken once the voucher is known. That costs no room.
 */
export function createOrderDoor(
  { db, keys }: Pick<GatewayContext, 'db' | 'keys'>,
  { accounts }: { readonly accounts: AccountsOf },
): Door<typeof interfaces.voucherOrder> {
  return async (call, message) => {
    const data = { order_id: message.order_id };
    const read = readVoucherOrder(message, call.at);
    if (!read.ok) return { code: read.refusal.code, description: read.refusal.reason, data };
    const order = read.value;
    const { clientKey, secret } = call.application;
    // Whose an order is, is decided once: what is known of vouchers and accounts may have changed since it was kept.
    const keptBefore = async () => {
      const kept = await knownOrder(db, 'voucher_order', order.orderId, clientKey, call.stress);
      return kept && success({ ...data, order_out_id: kept.orderOutId }, kept.accountId);
    };
    const voucher = await orderedVoucher(db, order.platformVoucherId, clientKey);
    // A voucher made by hand at the platform is unknown here; whose it is can be said when there is only one account.
    const finder = accounts(call.stress);
    const named = voucher?.accountId ?? (await finder.onlyAccountOf(clientKey));
    if (named === undefined) {
      const kept = await keptBefore();
      if (kept !== undefined) return kept;
      return { code: PARTNER.roomTypeInvalid, description: 'pre_sale_coupon_id is not known here', data };
    }
    const accountId = await finder.keeper(named);
    const rules = voucher?.rules ?? null;
    const { guests, attention: ofGuests } = readGuests(secret, message);
    const attention = new Set([...order.attention, ...ofGuests, ...call.attention]);
    // Buyers come without a phone in practice (observed).
    attention.delete('phone_missing');
    if (voucher === undefined) attention.add('voucher_unknown');
    const { unit, total } = unitsBought(rules, order.vouchers);
    const number = await keepOrder(db, {
      accountId,
      orderId: order.orderId,
      numberPrefix: `PV${hotelDate(call.at).slice(2).replaceAll('-', '')}-`,
      voucherId: voucher?.voucherId ?? null,
      platformVoucherId: order.platformVoucherId,
      vouchers: order.vouchers,
      unit,
      unitsTotal: total,
      roomsPerVoucher: rules?.roomsPerVoucher ?? 1,
      nightsPerVoucher: rules?.nightsPerVoucher ?? 1,
      totalAmount: order.totalAmount,
      payAmount: order.payAmount,
      paidAt: order.paidAt,
      promotion: order.promotion,
      guest: sealGuests(keys, guests),
      request: call.sealedBody(),
      attention: [...attention],
      now: call.at,
    });
    if (number === undefined) {
      const kept = await keptBefore();
      if (kept !== undefined) return kept;
      return { code: PARTNER.other, description: 'order_id is not of this merchant', data, accountId };
    }
    return success({ ...data, order_out_id: number }, accountId);
  };
}
