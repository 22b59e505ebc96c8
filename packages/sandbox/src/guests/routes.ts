import { addDays, daysBetween, daysIn, HEADERS, hotelDate, isDate } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import type { Bookings } from '../bookings/bookings.ts';
import type { StayRequest } from '../bookings/quote.ts';
import { bookingsOf, findBooking } from '../bookings/store.ts';
import type { SandboxContext } from '../context.ts';
import { couponsOf } from '../coupons/store.ts';
import { invalidRequest, SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute, type RouteInput } from '../http/json-api.ts';
import type { Orders } from '../orders/orders.ts';
import { findOrder, ordersOf, type VoucherOrder } from '../orders/store.ts';
import type { Person } from '../spi/contact.ts';
import { findUser, listUsers, type User } from '../users/store.ts';
import { voucherCalendar, vouchersForGuests } from './catalog.ts';
import {
  bookingShape,
  bookShape,
  buyShape,
  calendarShape,
  channel,
  day,
  idText,
  lookReply,
  lookShape,
  nowShape,
  orderShape,
  type personShape,
  userShape,
  voucherShape,
} from './shapes.ts';
import { bookingView, lookView, orderView } from './views.ts';

/** The front door for guests. */
export const GUEST_PREFIX = '/guest/v1';

/** Most orders or bookings in one list. */
const LISTED = 200;
const CALENDAR_NIGHTS = 60;
const LONGEST_CALENDAR = 366;

type Headers = RouteInput<object, object, object>['headers'];

/** The routes of the guest interface. Every one of them names its guest in the header `X-Guest`. */
export function guestRoutes(ctx: SandboxContext, orders: Orders, bookings: Bookings): readonly JsonRoute[] {
  const { db, clock } = ctx;

  const guestOf = async (headers: Headers): Promise<User> => {
    const value = headers['x-guest'];
    const user = typeof value === 'string' && value !== '' ? await findUser(db, value) : undefined;
    if (user === undefined)
      throw SANDBOX_ERRORS.error('GUEST_UNKNOWN', { path: 'X-Guest', value: String(value ?? '').slice(0, 64) });
    return user;
  };
  const withCoupons = async (order: VoucherOrder) =>
    orderView(order, await couponsOf(db, order.accountId, order.orderId));
  const isStress = (headers: Headers) => headers[HEADERS.stress] === '1';

  return [
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/users`,
      summary: { zh: '可选的用户（演示页没有登录）', en: 'Users to choose from (there is no login)' },
      tag: 'guest',
      reply: Type.Object({ now: nowShape, users: Type.Array(userShape) }),
      handle: async () => ({
        now: clock.now(),
        users: (await listUsers(db)).map(({ userId, nickname, name }) => ({ user_id: userId, nickname, name })),
      }),
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/vouchers`,
      summary: { zh: '在售预售券', en: 'Vouchers on sale; in a live room those sold only there too' },
      tag: 'guest',
      query: Type.Object({ channel: Type.Optional(channel) }),
      reply: Type.Object({ now: nowShape, vouchers: Type.Array(voucherShape) }),
      handle: async ({ headers, query }) => {
        await guestOf(headers);
        return { now: clock.now(), vouchers: await vouchersForGuests(db, query.channel ?? 'shop', clock.now()) };
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/vouchers/:voucher_id/calendar`,
      summary: { zh: '预售券日历', en: 'Calendar of a voucher' },
      tag: 'guest',
      params: Type.Object({ voucher_id: idText('voucher') }),
      query: Type.Object({ from: Type.Optional(day('first night')), to: Type.Optional(day('last night')) }),
      reply: calendarShape,
      handle: async ({ headers, params, query }) => {
        await guestOf(headers);
        const from = query.from ?? addDays(hotelDate(clock.now()), 1);
        const to = query.to ?? addDays(from, CALENDAR_NIGHTS - 1);
        mustBeDay('from', from);
        mustBeDay('to', to);
        if (daysBetween(from, to) < 0 || daysBetween(from, to) >= LONGEST_CALENDAR)
          throw invalidRequest(
            'to',
            `须不早于 ${from}，至多 ${LONGEST_CALENDAR} 晚`,
            `from ${from} on, at most ${LONGEST_CALENDAR} nights`,
          );
        return voucherCalendar(db, params.voucher_id, daysIn(from, to), clock.now());
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${GUEST_PREFIX}/orders`,
      summary: { zh: '购买预售券', en: 'Buy vouchers' },
      tag: 'guest',
      body: buyShape,
      reply: orderShape,
      status: 201,
      handle: async ({ headers, body }) => {
        const { userId, name, phone } = await guestOf(headers);
        const { voucher_id: voucherId, count, remark } = body;
        const contact = body.contact === undefined ? { name, phone } : personOf(body.contact);
        return withCoupons(
          await orders.place({
            userId,
            voucherId,
            count,
            contact,
            remark,
            channel: body.channel,
            promotionId: body.promotion_id,
            stress: isStress(headers),
          }),
        );
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${GUEST_PREFIX}/orders/:order_id/pay`,
      summary: { zh: '支付订单', en: 'Pay an order' },
      tag: 'guest',
      params: Type.Object({ order_id: idText('voucher order') }),
      reply: orderShape,
      handle: async ({ headers, params }) =>
        withCoupons(await orders.pay((await guestOf(headers)).userId, params.order_id)),
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/orders`,
      summary: { zh: '我的订单', en: 'My orders' },
      tag: 'guest',
      reply: Type.Object({ now: nowShape, orders: Type.Array(orderShape) }),
      handle: async ({ headers }) => {
        const mine = await ordersOf(db, (await guestOf(headers)).userId, LISTED);
        return { now: clock.now(), orders: await Promise.all(mine.map(withCoupons)) };
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/orders/:order_id`,
      summary: { zh: '查询订单', en: 'One order' },
      tag: 'guest',
      params: Type.Object({ order_id: idText('voucher order') }),
      reply: orderShape,
      handle: async ({ headers, params }) => {
        const { userId } = await guestOf(headers);
        const order = await findOrder(db, params.order_id);
        if (order?.userId !== userId)
          throw SANDBOX_ERRORS.error('ORDER_UNKNOWN', { path: 'order_id', value: params.order_id });
        return withCoupons(order);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${GUEST_PREFIX}/bookings/look`,
      summary: { zh: '试算预约', en: 'Look at a stay (first bookable check)' },
      tag: 'guest',
      body: lookShape,
      reply: lookReply,
      handle: async ({ headers, body }) => {
        const { userId } = await guestOf(headers);
        return lookView(await bookings.look(userId, body.order_id, stayOf(body), isStress(headers)), body.rooms);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${GUEST_PREFIX}/bookings`,
      summary: { zh: '提交预约', en: 'Submit a booking (second bookable check, then the create call)' },
      tag: 'guest',
      body: bookShape,
      reply: bookingShape,
      status: 201,
      handle: async ({ headers, body }) => {
        const { userId, name, phone } = await guestOf(headers);
        const contact = body.contact === undefined ? { name, phone } : personOf(body.contact);
        const booking = await bookings.submit({
          ...stayOf(body),
          userId,
          orderId: body.order_id,
          occupancies: body.occupancies?.map(personOf) ?? [contact],
          contact,
          arrival: { earliest: body.earliest_arrival, latest: body.latest_arrival },
          remark: body.remark,
          stress: isStress(headers),
        });
        return bookingView(booking);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${GUEST_PREFIX}/bookings/:booking_id/pay`,
      summary: { zh: '支付加价', en: 'Pay the surcharge of a booking' },
      tag: 'guest',
      params: Type.Object({ booking_id: idText('booking') }),
      reply: bookingShape,
      handle: async ({ headers, params }) =>
        bookingView(await bookings.pay((await guestOf(headers)).userId, params.booking_id)),
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/bookings`,
      summary: { zh: '我的预约', en: 'My bookings' },
      tag: 'guest',
      reply: Type.Object({ now: nowShape, bookings: Type.Array(bookingShape) }),
      handle: async ({ headers }) => ({
        now: clock.now(),
        bookings: (await bookingsOf(db, (await guestOf(headers)).userId, LISTED)).map(bookingView),
      }),
    }),
    jsonRoute({
      method: 'GET',
      path: `${GUEST_PREFIX}/bookings/:booking_id`,
      summary: { zh: '查询预约', en: 'One booking' },
      tag: 'guest',
      params: Type.Object({ booking_id: idText('booking') }),
      reply: bookingShape,
      handle: async ({ headers, params }) => {
        const { userId } = await guestOf(headers);
        const booking = await findBooking(db, params.booking_id);
        if (booking?.userId !== userId)
          throw SANDBOX_ERRORS.error('BOOKING_UNKNOWN', { path: 'booking_id', value: params.booking_id });
        return bookingView(booking);
      },
    }),
  ];
}

function stayOf(body: {
  rate_plan_id: string;
  check_in: string;
  check_out: string;
  rooms: number;
  guests?: number | undefined;
  start_time?: string | undefined;
}): StayRequest {
  mustBeDay('check_in', body.check_in);
  mustBeDay('check_out', body.check_out);
  return {
    ratePlanId: body.rate_plan_id,
    checkIn: body.check_in,
    checkOut: body.check_out,
    units: body.rooms,
    guests: body.guests ?? body.rooms,
    startTime: body.start_time,
  };
}

function personOf({ name, phone, id_number: idNumber }: Static<typeof personShape>): Person {
  return { name, phone, idNumber };
}

function mustBeDay(path: string, value: string): void {
  if (!isDate(value)) throw invalidRequest(path, '没有这一天', 'there is no such day');
}
