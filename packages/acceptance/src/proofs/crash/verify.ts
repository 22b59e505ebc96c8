import { gatewayCode, nightsOf, parseJson, type RetryClass } from '@yuzhu/contract';
import type { GuestBooking, GuestOrder } from '../../actors/guest.ts';
import type { CalendarView, HotelBooking, HotelVoucherOrder, OutboxMessage } from '../../actors/hotel-views.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import type { Check } from '../../report/events.ts';
import { ACCEPT_MINUTES } from './hotel.ts';

/** Everything both sides know after the load. */
export interface CrashEvidence {
  /** What the platform knows. */
  readonly bookings: readonly GuestBooking[];
  readonly orders: readonly GuestOrder[];
  /** Attempts of the create calls and what came back. */
  readonly createCalls: readonly PlatformExchange[];
  readonly voucherCalls: readonly PlatformExchange[];
  /** The hotel's decisions as they arrived. */
  readonly confirms: readonly PlatformExchange[];
  /** Looks that may have missed records. */
  readonly gaps: number;
  /** What the hotel's side knows. */
  readonly hotelBookings: readonly HotelBooking[];
  readonly hotelOrders: readonly HotelVoucherOrder[];
  readonly messages: readonly OutboxMessage[];
  readonly calendar: CalendarView;
}

/** Time to accept, ms: the term of the load's voucher. */
export const ACCEPT_MS = ACCEPT_MINUTES * 60_000;

/** States in which a booking holds its rooms and its vouchers. */
const HOLDING = new Set(['wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show']);

/** Examines the evidence; pure. Each check names up to three of the cases that break it. */
export function verifyCrash(evidence: CrashEvidence): Check[] {
  const { gaps, hotelBookings, hotelOrders } = evidence;
  return [
    check('记录完整', 'the records are complete', gaps === 0 ? [] : [`${gaps} looks`]),
    ...verifyLoad(evidence),
    ...verifyAnswers('预约单', 'booking', evidence.createCalls, hotelBookings, ({ booking_number }) => booking_number),
    ...verifyAnswers(
      '预售订单',
      'voucher order',
      evidence.voucherCalls,
      hotelOrders,
      ({ order_number }) => order_number,
    ),
    ...verifyBothSides(evidence),
    ...verifyCounters(evidence),
    ...verifyDecisions(evidence),
  ];
}

/** A check that names up to three of the cases that break it. */
export function check(zh: string, en: string, broken: readonly string[]): Check {
  const ok = broken.length === 0;
  return { what: { zh, en }, ok, ...(ok ? {} : { seen: `${broken.length}: ${broken.slice(0, 3).join(', ')}` }) };
}

/** A run that examined nothing proves nothing. */
function verifyLoad({ bookings }: CrashEvidence): Check[] {
  const modes = new Set(bookings.filter(({ state }) => state === 'accepted').map(({ confirm_mode }) => confirm_mode));
  const missing = [1, 2].filter((mode) => !modes.has(mode as 1 | 2)).map((mode) => `confirm mode ${mode}`);
  return [check('两种接单方式都有成交', 'bookings of both ways of accepting were made', missing)];
}

/** The answer's data of a call; undefined when there was none. */
function answer(one: PlatformExchange): Readonly<Record<string, unknown>> | undefined {
  if (one.verdict !== 'answered' || one.reply === null) return undefined;
  return (parseJson(one.reply) as { data?: Record<string, unknown> }).data;
}

/** Same id, same answer, for ever; and whatever was answered 0 exists exactly once. */
function verifyAnswers<T extends { readonly order_id: string }>(
  zh: string,
  en: string,
  calls: readonly PlatformExchange[],
  own: readonly T[],
  numberOf: (one: T) => string,
): Check[] {
  const answers = Map.groupBy(
    calls.filter((call) => call.code !== null && call.code !== 100 && answer(call) !== undefined),
    ({ subject }) => subject,
  );
  const rows = Map.groupBy(own, ({ order_id }) => order_id);
  const differing: string[] = [];
  const lost: string[] = [];
  for (const [id, all] of answers) {
    const texts = new Set(all.map((call) => JSON.stringify(answer(call))));
    if (texts.size > 1) differing.push(id);
    const [first] = all;
    if (first?.code !== 0) continue;
    const found = rows.get(id) ?? [];
    const number = answer(first)?.order_out_id;
    if (found.length !== 1 || found[0] === undefined || numberOf(found[0]) !== number) lost.push(id);
  }
  const numbers = Map.groupBy(own, numberOf);
  return [
    check(`同一${zh}每次应答相同`, `each ${en} gets the same answer every time`, differing),
    check(`答复 0 的${zh}恰好存在一份`, `each ${en} answered 0 exists exactly once`, lost),
    check(
      `${zh}的三方订单号不重复`,
      `no ${en} number is used twice`,
      [...numbers].filter(([, all]) => all.length > 1).map(([number]) => number),
    ),
  ];
}

function verifyBothSides({ bookings, orders, hotelBookings, hotelOrders }: CrashEvidence): Check[] {
  const own = new Map(hotelBookings.map((one) => [one.order_id, one]));
  const ownOrders = new Map(hotelOrders.map((one) => [one.order_id, one]));
  const known = new Set(bookings.map(({ booking_id }) => booking_id));
  const live = new Set(['accepted', 'waiting-accept', 'waiting-payment', 'creating']);
  return [
    check(
      '没有悬而未决的预约',
      'no booking is left undecided',
      bookings
        .filter(({ state }) => state !== 'accepted' && live.has(state))
        .map(({ booking_id, state }) => `${booking_id} ${state}`),
    ),
    check(
      '平台已接单的，酒店也已接单',
      'accepted at the platform means accepted at the hotel',
      bookings
        .filter(({ state, booking_id }) => state === 'accepted' && own.get(booking_id)?.state !== 'accepted')
        .map(({ booking_id }) => booking_id),
    ),
    check(
      '酒店占着房的，平台也已接单',
      'what holds a room at the hotel is accepted at the platform',
      hotelBookings
        .filter(
          ({ state, order_id }) =>
            HOLDING.has(state) && bookings.find(({ booking_id }) => booking_id === order_id)?.state !== 'accepted',
        )
        .map(({ order_id }) => order_id),
    ),
    check(
      '酒店没有平台不知道的预约',
      'the hotel has no booking the platform does not know',
      hotelBookings.filter(({ order_id }) => !known.has(order_id)).map(({ order_id }) => order_id),
    ),
    check(
      '付款的预售订单在酒店也已付款',
      'paid voucher orders are paid at the hotel',
      orders
        .filter(({ state, order_id }) => state === 'paid' && ownOrders.get(order_id)?.state !== 'paid')
        .map(({ order_id }) => order_id),
    ),
    check(
      '没有因宕机失败的订单',
      'no order failed because of a crash',
      [...bookings, ...orders]
        .filter(({ failure }) => failure !== null && failure.code === null)
        .map((one) => ('booking_id' in one ? one.booking_id : one.order_id)),
    ),
  ];
}

/** Counters equal the sum of the bookings, and never exceed what there was. */
export function verifyRoomNights(hotelBookings: readonly HotelBooking[], calendar: CalendarView): Check[] {
  const holding = hotelBookings.filter(({ state }) => HOLDING.has(state));
  const taken = new Map<string, number>();
  for (const one of holding) {
    for (const night of nightsOf(one.check_in, one.check_out)) {
      const key = `${one.room_type_id} ${night}`;
      taken.set(key, (taken.get(key) ?? 0) + one.rooms);
    }
  }
  const wrong: string[] = [];
  const oversold: string[] = [];
  for (const { room_type_id, nights } of calendar.room_types) {
    for (const { night, sold, stock } of nights) {
      const key = `${room_type_id} ${night}`;
      const sum = taken.get(key) ?? 0;
      taken.delete(key);
      if (sold !== sum) wrong.push(`${key}: ${sold} ≠ ${sum}`);
      if (sold > stock) oversold.push(key);
    }
  }
  return [
    check('间夜计数 = 预约之和', 'room-night counters equal the sum of the bookings', [...wrong, ...taken.keys()]),
    check('没有超卖', 'nothing is oversold', oversold),
  ];
}

/** As with rooms, so with vouchers. */
function verifyCounters({ hotelBookings, hotelOrders, calendar }: CrashEvidence): Check[] {
  const holding = hotelBookings.filter(({ state }) => HOLDING.has(state));
  const units = new Map<string, number>();
  for (const { voucher_order_id: order, units_taken } of holding) {
    if (order !== null) units.set(order, (units.get(order) ?? 0) + units_taken);
  }
  return [
    ...verifyRoomNights(hotelBookings, calendar),
    check(
      '用券计数 = 预约之和',
      'voucher counters equal the sum of the bookings',
      hotelOrders
        .filter(({ order_id, units_used }) => units_used !== (units.get(order_id) ?? 0))
        .map(({ order_id }) => order_id),
    ),
    check(
      '用券不超过购买',
      'no voucher is used beyond what was bought',
      hotelOrders.filter(({ units_used, units_total }) => units_used > units_total).map(({ order_id }) => order_id),
    ),
  ];
}

/** Asynchronous bookings are accepted in time, told as one decision only, and nothing is left to send. */
function verifyDecisions({ bookings, confirms, hotelBookings, messages }: CrashEvidence): Check[] {
  const platform = new Map(bookings.map((one) => [one.booking_id, one]));
  const late = hotelBookings
    .filter(({ confirm_mode, state }) => confirm_mode === 2 && state === 'accepted')
    .filter(({ order_id }) => {
      const one = platform.get(order_id);
      if (one?.accepted_at == null) return true;
      // Decided before the platform saw the answer to its create call, which a crash had lost: no deadline ran yet.
      return one.accepted_at >= (one.accept_deadline ?? one.created_at + ACCEPT_MS);
    });
  const decisions = Map.groupBy(confirms, orderOf);
  const twofold = [...decisions].filter(([, all]) => new Set(all.map(({ request }) => request)).size > 1);
  // Too busy, an old token: asked to come again, and the outbox does. Anything else is a refusal. Too many calls is a
  // fault of its own: also just after a crash the hotel's side has to know what it sent in the last second.
  const limited = confirms.filter(({ code }) => code !== null && gatewayCode(code).next === 'backoff');
  const refused = confirms.filter(({ code }) => code === null || (code !== 0 && !AGAIN.has(gatewayCode(code).next)));
  const ownMessages = Map.groupBy(messages, ({ kind, order_id }) => `${kind} ${order_id}`);
  return [
    check(
      '异步预约都在时限前到达“已接单”',
      'every asynchronous booking was accepted before its deadline',
      late.map(({ order_id }) => order_id),
    ),
    check(
      '没有一单发出两种决定',
      'nothing was sent as two different decisions',
      twofold.map(([id]) => id),
    ),
    check(
      '平台没有拒绝任何决定',
      'the platform refused no decision',
      refused.map((one) => `${orderOf(one)} ${one.code}`),
    ),
    check(
      '平台从未答复“请求过于频繁”',
      'the platform never said too frequent',
      limited.map((one) => `${orderOf(one)} ${one.code}`),
    ),
    check(
      '每单只有一条决定消息',
      'one decision message for each booking',
      [...ownMessages].filter(([, all]) => all.length > 1).map(([key]) => key),
    ),
    check(
      '发件箱已清空',
      'the outbox is empty',
      messages.filter(({ state }) => state !== 'done').map(({ order_id, state }) => `${order_id} ${state}`),
    ),
  ];
}

const AGAIN: ReadonlySet<RetryClass> = new Set(['retry', 'backoff', 'token']);

function orderOf(one: PlatformExchange): string {
  const { order_id: id } = parseJson(one.request) as { order_id?: unknown };
  return typeof id === 'string' ? id : '';
}
