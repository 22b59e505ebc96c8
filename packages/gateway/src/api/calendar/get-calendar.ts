import { daysBetween } from '@yuzhu/contract';
import Type from 'typebox';
import {
  type QuotaNightRow,
  type RateNightRow,
  type RoomNightRow,
  readQuotas,
  readRateNights,
  readRoomNights,
} from '../../calendar/read.ts';
import { readVersion } from '../../calendar/version.ts';
import { GATEWAY_ERRORS, notFound } from '../../errors.ts';
import { listRatePlans } from '../../goods/store.ts';
import { findHotel } from '../../hotels/store.ts';
import { listRoomTypes } from '../../rooms/store.ts';
import { dateText, flag, list, nullable, optional, output, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';

/** Longest range of one reading, in nights. */
const LONGEST = 93;
/** More room types or rate plans than any hotel has. */
const ALL = 10_000;

const pending = flag('true: changed here, the platform has not been told yet');

const rateNight = output('RateNight', {
  night: dateText('night'),
  price: Type.Integer({ description: 'fen a room a night' }),
  rack_price: nullable(Type.Integer({ description: 'rack price in fen' })),
  price_before_tax: nullable(Type.Integer({ description: 'outside the mainland: the price before tax, in fen' })),
  open: Type.Boolean(),
  pending,
});

const roomNight = output('RoomNight', {
  night: dateText('night'),
  stock: Type.Integer({ description: 'rooms open to this channel in all' }),
  sold: Type.Integer({ description: 'of these taken by bookings' }),
  remaining: Type.Integer({ description: 'stock less sold; negative: overbooked' }),
  overbooking: Type.Integer({ description: 'rooms somebody chose to sell beyond the stock' }),
  sellable: Type.Integer({ description: 'rooms still to be sold: stock plus overbooking less sold' }),
  open: Type.Boolean(),
  pending,
});

const quotaNight = output('QuotaNight', {
  night: dateText('night'),
  quota: Type.Integer({ description: 'rooms this rate plan may sell in all' }),
  sold: Type.Integer({ description: 'of these taken by bookings of this rate plan' }),
  remaining: Type.Integer({ description: 'quota less sold; the room type’s rooms are needed too' }),
});

export default apiRoute({
  operation: 'getCalendar',
  method: 'GET',
  path: '/calendar',
  group: 'calendar',
  title: { zh: '查询房量、房价与房态', en: 'Read stock, prices and room status' },
  about: {
    zh: `一家酒店（或其一个房型）从 from 到 to 的日历，最多 ${LONGEST} 晚。没有出现的晚次：房型为无房可售，预定商品为无价格。`,
    en: `The calendar of a hotel (or one of its room types) from \`from\` to \`to\`, at most ${LONGEST} nights. A night that is not listed has no stock (room type) or no price (rate plan).`,
  },
  query: {
    hotel_id: ownId('hotel'),
    room_type_id: optional(ownId('only this room type')),
    from: dateText('first night'),
    to: dateText('last night, included'),
  },
  reply: output('Calendar', {
    version: Type.Integer({
      description:
        'how often the hotel’s calendar was changed; bookings do not count. May be sent with the next change',
    }),
    room_types: list(
      Type.Object({
        room_type_id: Type.String(),
        name: Type.String(),
        nights: list(roomNight, 'nights with stock'),
        rate_plans: list(
          Type.Object({
            rate_plan_id: Type.String(),
            name: Type.String(),
            nights: list(rateNight, 'nights with a price'),
            quotas: list(quotaNight, 'nights with a quota of its own; on the others it sells what the room type has'),
          }),
          'rate plans of the room type',
        ),
      }),
      'room types in order of id',
    ),
  }),
  errors: ['NOT_FOUND', 'RANGE_TOO_LONG'],
  handle: async ({ db }, { caller, query }) => {
    const { accountId } = caller;
    const { hotel_id, room_type_id, from, to } = query;
    checkRange(from, to);
    if ((await findHotel(db, accountId, hotel_id)) === undefined) throw notFound('hotel', hotel_id, 'query.hotel_id');
    // Before the nights: a change in between makes the version too old, never too new.
    const version = await readVersion(db, accountId, hotel_id);
    const roomTypes = (await listRoomTypes(db, accountId, hotel_id, '', ALL)).filter(
      (one) => room_type_id === undefined || one.room_type_id === room_type_id,
    );
    if (room_type_id !== undefined && roomTypes.length === 0) {
      throw notFound('room_type', room_type_id, 'query.room_type_id');
    }
    const roomTypeIds = roomTypes.map((one) => one.room_type_id);
    const ratePlans = await listRatePlans(db, accountId, { roomTypeIds, after: '', limit: ALL });
    const ratePlanIds = ratePlans.map((one) => one.rate_plan_id);
    const [roomNights, rateNights, quotas] = await Promise.all([
      readRoomNights(db, accountId, roomTypeIds, from, to),
      readRateNights(db, accountId, ratePlanIds, from, to),
      readQuotas(db, accountId, ratePlanIds, from, to),
    ]);
    const roomNightsOf = Map.groupBy(roomNights, (row) => row.room_type_id);
    const rateNightsOf = Map.groupBy(rateNights, (row) => row.rate_plan_id);
    const quotasOf = Map.groupBy(quotas, (row) => row.rate_plan_id);
    const plansOf = Map.groupBy(ratePlans, (row) => row.room_type_id);
    return {
      version,
      room_types: roomTypes.map(({ room_type_id: id, name }) => ({
        room_type_id: id,
        name,
        nights: (roomNightsOf.get(id) ?? []).map(toRoomNight),
        rate_plans: (plansOf.get(id) ?? []).map((plan) => ({
          rate_plan_id: plan.rate_plan_id,
          name: plan.name,
          nights: (rateNightsOf.get(plan.rate_plan_id) ?? []).map(toRateNight),
          quotas: (quotasOf.get(plan.rate_plan_id) ?? []).map(toQuotaNight),
        })),
      })),
    };
  },
});

function checkRange(from: string, to: string): void {
  if (to < from) {
    const message_zh = `早于 from（${from}）`;
    throw inputInvalid([{ where: 'query.to', message_zh, message_en: `is before from (${from})` }]);
  }
  const nights = daysBetween(from, to) + 1;
  if (nights > LONGEST) throw GATEWAY_ERRORS.error('RANGE_TOO_LONG', { path: 'query', found: nights, limit: LONGEST });
}

function toRoomNight({ night, stock, sold, overbooking, open, pending: told }: RoomNightRow) {
  const remaining = stock - sold;
  return { night, stock, sold, remaining, overbooking, sellable: remaining + overbooking, open, pending: told };
}

function toRateNight({ night, price, rack_price, price_before_tax, open, pending: told }: RateNightRow) {
  return { night, price, rack_price, price_before_tax, open, pending: told };
}

function toQuotaNight({ night, quota, sold }: QuotaNightRow) {
  return { night, quota, sold, remaining: quota - sold };
}
