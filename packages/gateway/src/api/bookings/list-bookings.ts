import { BOOKING_STATES } from '../../bookings/decide.ts';
import { listBookings } from '../../bookings/read.ts';
import { dateText, flag, list, oneOf, optional, ownId, platformId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { bookingView, toBooking } from './booking.ts';

export default apiRoute({
  operation: 'listBookings',
  method: 'GET',
  path: '/bookings',
  group: 'bookings',
  stress: true,
  title: { zh: '预约单列表', en: 'List bookings' },
  about: {
    zh: '最新的在前。需要人工接单的：state=wait_accept；今天到店的：state=accepted&check_in_from=今天&check_in_to=今天。',
    en: 'Newest first. To be accepted by a person: state=wait_accept; arrivals of a day: state=accepted with check_in_from and check_in_to set to it.',
  },
  query: {
    state: optional(
      list(oneOf(BOOKING_STATES, 'state'), 'only in these states, e.g. `accepted,checked_in`', {
        minItems: 1,
        maxItems: 9,
      }),
    ),
    hotel_id: optional(ownId('only of this hotel')),
    voucher_order_id: optional(platformId('only paid with this voucher order')),
    booking_number: optional(ownId('the one with this number of ours')),
    check_in_from: optional(dateText('arrival on this day or later')),
    check_in_to: optional(dateText('arrival on this day or earlier')),
    attention: optional(flag('true: only with oddities; false: only without')),
    ...pageQuery,
  },
  reply: page(bookingView, 'bookings'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const before = readCursor(query.cursor, ['']);
    const rows = await listBookings(db, caller.accountId, {
      states: query.state,
      hotelId: query.hotel_id,
      sourceOrderId: query.voucher_order_id,
      bookingNumber: query.booking_number,
      checkInFrom: query.check_in_from,
      checkInTo: query.check_in_to,
      attention: query.attention,
      before: before?.[0],
      limit: limit + 1,
    });
    return toPage(rows, limit, (row) => [row.order_out_id], toBooking);
  },
});
