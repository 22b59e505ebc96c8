import { id, int, object } from '../field.ts';
import { openApi } from '../interface.ts';

/** Reports check-in, no-show or check-out. */
export const stayStatus = openApi({
  name: 'stay-status',
  title: { zh: '订单入住审核', en: 'Report a stay status' },
  group: 'bookings',
  method: 'POST',
  path: '/goodlife/v1/trip/trade/hotel/booking/audit/notify/',
  scope: 'life.capacity.trip_notify_booking',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'A failure must not undo the hotel’s own check-in: keep it and send again. Each (order, status) needs one success.',
  request: object({
    order_id: id('booking', 'sdk'),
    order_out_id: id('partner’s booking number', 'sdk'),
    accommodation_status: int('1 checked in, 2 no-show, 3 checked out', 'observed', { minimum: 1, maximum: 3 }),
  }),
  reply: object({}),
});
