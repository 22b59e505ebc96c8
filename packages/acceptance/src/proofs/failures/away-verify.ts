import { gatewayCode, parseJson } from '@yuzhu/contract';
import type { GuestBooking } from '../../actors/guest.ts';
import type { CalendarView, HotelBooking, OutboxMessage } from '../../actors/hotel-views.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import type { Check } from '../../report/events.ts';
import { check, verifyRoomNights } from '../crash/verify.ts';

/** Everything both sides know after the platform's return. */
export interface AwayEvidence {
  /** At the platform, by group. */
  readonly patient: readonly GuestBooking[];
  readonly hasty: readonly GuestBooking[];
  readonly staying: readonly GuestBooking[];
  /** What guests met who wanted to book meanwhile. */
  readonly tried: readonly string[];
  /** The platform has more records than it shows. */
  readonly truncated: boolean;
  /** Decisions, then stays, as they arrived. */
  readonly arrived: readonly PlatformExchange[];
  readonly hotelBookings: readonly HotelBooking[];
  readonly messages: readonly OutboxMessage[];
  readonly calendar: CalendarView;
  /** Nights of which the platform has another copy than the hotel. */
  readonly differing: readonly string[];
  readonly pendingNights: number;
  readonly todo: Readonly<Record<string, number>>;
  /** Writes of the hotel's system that were not answered with success. */
  readonly failedProbes: readonly string[];
}

/** Examines the evidence; pure. */
export function verifyAway(evidence: AwayEvidence): Check[] {
  const { patient, hasty, staying, tried, hotelBookings, messages, todo } = evidence;
  const own = new Map(hotelBookings.map((one) => [one.order_id, one]));
  const hastyIds = new Set(hasty.map(({ booking_id }) => booking_id));
  const failed = messages.filter(({ state }) => state === 'failed');
  const known = new Set([...patient, ...hasty, ...staying].map(({ booking_id }) => booking_id));
  const ids = (list: readonly GuestBooking[]) => list.map(({ booking_id, state }) => `${booking_id} ${state}`);
  return [
    check('记录完整', 'the records are complete', evidence.truncated ? ['a list was cut off'] : []),
    check('酒店接口照常写入', 'the hotel API went on writing', evidence.failedProbes),
    check(
      '失联期间平台没有成交',
      'nobody booked while the platform could not reach the hotel',
      tried.filter((word) => word === 'accepted' || word === 'waiting-accept'),
    ),
    check(
      '期限够长的全部在期限前接单',
      'with time enough every booking was accepted before its deadline',
      ids(patient.filter((one) => one.state !== 'accepted' || (one.accepted_at ?? 0) >= (one.accept_deadline ?? 0))),
    ),
    check(
      '期限已过的平台已自动处理',
      'past its deadline the platform decided by itself',
      ids(hasty.filter(({ state }) => state !== 'rejected' && state !== 'cancelled')),
    ),
    check(
      '期限已过的每一单都列为失败消息，附下一步',
      'each of these is listed as a failed message with what to do',
      [...hastyIds].filter((id) => !failed.some(({ order_id, next_step }) => order_id === id && next_step !== null)),
    ),
    check(
      '失败消息只有这些',
      'nothing else is listed as failed',
      failed.filter(({ order_id }) => !hastyIds.has(order_id)).map(({ order_id }) => order_id),
    ),
    check(
      '待办统计的失败消息数相符',
      'the to-do list counts them',
      todo.failed_messages === failed.length ? [] : [`${todo.failed_messages} ≠ ${failed.length}`],
    ),
    check(
      '入住与离店都已送达',
      'arrivals and departures were told',
      ids(staying.filter(({ state }) => state !== 'checked-out' && state !== 'verified' && state !== 'settled')),
    ),
    check('每单的消息按先后到达', 'messages of a booking arrived in their order', outOfOrder(evidence.arrived)),
    check('每条消息恰好成功一次', 'each message succeeded exactly once', twice(evidence.arrived)),
    check(
      '没有等待中的消息',
      'no message is waiting',
      messages.filter(({ state }) => state === 'waiting').map(({ order_id }) => order_id),
    ),
    check('平台的房量房价与酒店一致', 'the platform has the hotel’s stock and prices', evidence.differing),
    check(
      '没有未推送的间夜',
      'no night waits to be pushed',
      evidence.pendingNights === 0 ? [] : [`${evidence.pendingNights}`],
    ),
    check(
      '酒店没有平台不知道的预约',
      'the hotel has no booking the platform does not know',
      [...own.keys()].filter((id) => !known.has(id)),
    ),
    check(
      '平台从未答复“请求过于频繁”',
      'the platform never said too frequent',
      evidence.arrived
        .filter(({ code }) => code !== null && gatewayCode(code).next === 'backoff')
        .map(({ logid }) => logid),
    ),
    ...verifyRoomNights(hotelBookings, evidence.calendar),
  ];
}

/** What a message said: which booking, and the place of the word in a stay. */
function wordOf({ request }: PlatformExchange): { readonly id: string; readonly place: number } {
  const { order_id: id, accommodation_status: stay } = parseJson(request) as Record<string, unknown>;
  return { id: String(id), place: typeof stay === 'number' ? stay : 0 };
}

function succeeded(arrived: readonly PlatformExchange[]): Map<string, PlatformExchange[]> {
  return Map.groupBy(
    arrived.filter(({ code }) => code === 0),
    (one) => wordOf(one).id,
  );
}

function outOfOrder(arrived: readonly PlatformExchange[]): string[] {
  return [...succeeded(arrived)]
    .filter(([, all]) => {
      const places = all.map((one) => wordOf(one).place);
      return places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0));
    })
    .map(([id]) => id);
}

function twice(arrived: readonly PlatformExchange[]): string[] {
  return [...succeeded(arrived)]
    .filter(([, all]) => new Set(all.map((one) => wordOf(one).place)).size !== all.length)
    .map(([id]) => id);
}
