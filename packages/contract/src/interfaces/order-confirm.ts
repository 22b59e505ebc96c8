import { id, int, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** Accepts or rejects a booking that was answered with confirm_mode 2. */
export const orderConfirm = openApi({
  name: 'order-confirm',
  title: { zh: '确认接单', en: 'Confirm a booking' },
  group: 'bookings',
  method: 'POST',
  path: '/goodlife/v1/trip/trade/hotel/order/confirm/',
  scope: 'life.capacity.trip_trade_order',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'Must arrive before the accept deadline set on the product, or the platform rejects. A confirmed booking can not be rejected afterwards.',
  request: object({
    order_id: id('booking', 'sdk'),
    confirm_result: object(
      {
        confirm_result: int('1 accept, 2 reject; object and member share a name', 'sdk', { minimum: 1, maximum: 2 }),
        confirm_number: optional(text('hotel’s confirmation number, on accept', 'sdk')),
        reject_code: optional(int('1 fully booked, 2 surcharge needed, 3 wish can not be met', 'twin')),
        reject_reason: optional(text('reason', 'sdk')),
      },
      'decision',
      'sdk',
    ),
  }),
  reply: object({}),
});
