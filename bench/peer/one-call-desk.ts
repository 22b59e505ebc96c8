import { hotelDate } from '@yuzhu/contract';
import { type Database, statement } from '@yuzhu/runtime';
import type { BookingItem, BookingVerdict } from '../../packages/gateway/src/bookings/book.ts';
import type { BookingDesk } from '../../packages/gateway/src/bookings/create.ts';

const BOOK_ONE = statement(
  'bench_book_one',
  `SELECT o_code AS code, o_reason AS reason, o_number AS number, o_mode AS mode, o_state AS state, o_fresh AS fresh
   FROM bench.book_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
);

/** The peer of the group commit: one function call and one commit per booking (book-one.sql). */
export function oneCallDesk(db: Database, defaultMode: 'sync' | 'async' = 'sync'): BookingDesk {
  return {
    create: async (accountId, item) => {
      const now = Date.now();
      const [verdict] = await db.query<BookingVerdict>(BOOK_ONE, [
        accountId,
        new Date(now),
        `BK${hotelDate(now).slice(2).replaceAll('-', '')}-`,
        new Date(now + 300),
        defaultMode,
        ...columns(item),
      ]);
      if (verdict === undefined) throw new Error('a booking got no verdict');
      return verdict;
    },
    idle: async () => undefined,
  };
}

function columns(item: BookingItem): unknown[] {
  return [
    item.orderId,
    item.sourceOrderId,
    item.ratePlanId,
    item.roomTypeId,
    item.hotelId,
    item.checkIn,
    item.checkOut,
    item.rooms,
    item.guests,
    item.surcharge,
    item.paidAt === null ? null : new Date(item.paidAt),
    item.guest,
    item.request,
    item.attention.join(','),
    item.stress,
    item.stay.map(({ night }) => night),
    item.stay.map(({ price }) => price),
  ];
}
