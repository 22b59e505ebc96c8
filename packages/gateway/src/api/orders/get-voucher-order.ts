import Type from 'typebox';
import { listBookings } from '../../bookings/read.ts';
import { notFound } from '../../errors.ts';
import { findVoucherOrder } from '../../orders/read.ts';
import { bookingView, toBooking } from '../bookings/booking.ts';
import { list, MOST_PER_PAGE, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { toVoucherOrder, voucherOrderView } from './voucher-order.ts';

export default apiRoute({
  operation: 'getVoucherOrder',
  method: 'GET',
  path: '/voucher-orders/{order_id}',
  group: 'orders',
  stress: true,
  title: { zh: '查询预售订单', en: 'Read a voucher order' },
  params: { order_id: platformId('the platform’s id of the voucher order') },
  reply: Type.Object({
    voucher_order: voucherOrderView,
    bookings: list(bookingView, 'bookings paid with it, newest first'),
  }),
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const { accountId } = caller;
    const order = await findVoucherOrder(db, accountId, params.order_id);
    if (order === undefined) throw notFound('voucher_order', params.order_id);
    const bookings = await listBookings(db, accountId, { sourceOrderId: params.order_id, limit: MOST_PER_PAGE });
    return { voucher_order: toVoucherOrder(order), bookings: bookings.map(toBooking) };
  },
});
