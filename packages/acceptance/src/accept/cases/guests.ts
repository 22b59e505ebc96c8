import { addDays, hotelDate, interfaces } from '@yuzhu/contract';
import type { Guest, GuestBooking, GuestOrder, LookReply, VoucherOnSale } from '../../actors/guest.ts';
import { waitFor } from '../../wait.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import { NotApplicable, NotMet, type Play } from '../run/play.ts';
import { valueAt } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { voucherOnSale } from './sale.ts';

const sale = { needs: ['platform', 'sale'], mandatory: true } as const;
const WAIT_MS = 20_000;

/** A guest with what was bought. */
export interface Purchase {
  readonly guest: Guest;
  readonly voucher: VoucherOnSale;
  readonly order: GuestOrder;
}

/** A guest with a booking. */
export interface Stayed {
  readonly guest: Guest;
  readonly booking: GuestBooking;
}

/** Ends of a creation, whichever way. */
const CREATED: readonly GuestOrder['state'][] = ['unpaid', 'paid', 'closed'];

/** A guest orders a voucher at the platform, which calls the partner, and has not paid yet. */
async function order(
  play: Play,
  mode: 'one-step' | 'two-step',
  count: number,
  good: string | undefined,
): Promise<Purchase> {
  const { platform } = play;
  const guest = await platform.guest(play.world.random);
  const voucher = await voucherOnSale(play, good);
  await platform.operator.setVoucherTerms(voucher.voucher_id, { creation_mode: mode });
  const begun = await guest.order(voucher.voucher_id, count);
  if (mode === 'one-step') return { guest, voucher, order: begun };
  const created = await waitFor(
    () => guest.readOrder(begun.order_id),
    ({ state }) => CREATED.includes(state),
    { what: 'the order created at the partner', limitMs: WAIT_MS },
  );
  return { guest, voucher, order: created };
}

/** A guest orders a voucher that is created at the partner first, and never pays. */
export function orderUnpaid(play: Play): Promise<Purchase> {
  return order(play, 'two-step', 1, undefined);
}

/** A guest buys a voucher at the platform, which calls the partner. @param good Of whom the voucher has to be. */
async function purchase(play: Play, mode: 'one-step' | 'two-step', count: number, good?: string): Promise<Purchase> {
  const { guest, voucher, order: begun } = await order(play, mode, count, good);
  if (begun.state === 'waiting-payment' || begun.state === 'unpaid') await guest.payOrder(begun.order_id);
  const read = () => guest.readOrder(begun.order_id);
  const paid = await waitFor(read, (look) => look.state !== 'creating' && look.notice !== 'sending', {
    what: 'the order and its payment at the partner',
    limitMs: WAIT_MS,
  }).catch(read);
  return { guest, voucher, order: paid };
}

/** A good whose bookings are decided in a way; undefined when the partner did not say, any will do. */
function goodFor(play: Play, way: 'sync' | 'async' | 'manual'): string | undefined {
  return play.world.acceptance?.get(way);
}

/** Days ahead on which guests look for a night: the first ones are left to the cases of stays. */
const FIRST_AHEAD = 3;
const LAST_AHEAD = 24;

/**
 * A guest submits a booking of the earliest night that can be booked; undefined when there is none.
 * @param fits Which looks will do.
 */
async function submit(
  play: Play,
  { guest, voucher, order }: Purchase,
  ratePlanId: string,
  firstAhead: number,
  fits: (look: LookReply) => boolean,
): Promise<GuestBooking | undefined> {
  const today = hotelDate(play.platform.now());
  const hourly = play.world.products?.hourly;
  const hours = hourly?.ratePlanId === ratePlanId ? hourly.hours : undefined;
  for (let ahead = firstAhead; ahead < LAST_AHEAD; ahead++) {
    const stay = {
      order_id: order.order_id,
      rate_plan_id: ratePlanId,
      check_in: addDays(today, ahead),
      check_out: addDays(today, ahead + voucher.nights_per_voucher),
      rooms: voucher.rooms_per_voucher,
      ...(hours === undefined ? {} : { start_time: hours.from }),
    };
    const look = await guest.look(stay).catch(() => undefined);
    if (look?.bookable === true && fits(look)) return guest.book(stay);
  }
  return undefined;
}

/** Waits until the partner has answered the creation. */
function created(guest: Guest, bookingId: string): Promise<GuestBooking> {
  return waitFor(
    () => guest.readBooking(bookingId),
    ({ state }) => state !== 'creating',
    { what: 'the booking created at the partner', limitMs: WAIT_MS },
  );
}

/** A guest books the earliest night that can be booked, and pays a surcharge when there is one. */
async function book(play: Play, bought: Purchase, good: string | undefined, firstAhead = FIRST_AHEAD): Promise<Stayed> {
  const { guest, voucher } = bought;
  const ratePlanId = good ?? voucher.goods[0]?.rate_plan_id ?? '';
  const booked = await submit(play, bought, ratePlanId, firstAhead, () => true);
  if (booked === undefined) {
    throw new NotMet({
      zh: `商品 ${ratePlanId} 在未来三周没有可订的夜晚：请推送房量与价格。`,
      en: `good ${ratePlanId} has no night to book in the next three weeks: push stock and prices.`,
    });
  }
  const paid = booked.state === 'waiting-payment' ? await guest.payBooking(booked.booking_id) : booked;
  return { guest, booking: await created(guest, paid.booking_id) };
}

/** A guest books a night with a surcharge, which is created at the partner first, and never pays it. */
export async function bookUnpaid(play: Play): Promise<Stayed> {
  const good = goodFor(play, 'sync');
  const bought = await purchase(play, 'two-step', 1, good);
  const ratePlanId = good ?? bought.voucher.goods[0]?.rate_plan_id ?? '';
  const booked = await submit(play, bought, ratePlanId, FIRST_AHEAD, ({ surcharge }) => surcharge > 0);
  if (booked === undefined) {
    throw new NotApplicable({
      zh: '未来三周没有加价的可订夜晚。',
      en: 'no night to book in the next three weeks has a surcharge.',
    });
  }
  return { guest: bought.guest, booking: await created(bought.guest, booked.booking_id) };
}

/** The platform's calls about an order, noted and judged; the last one has to be a success. */
export async function judged(play: Play, subject: string, interfaceName: string): Promise<Recorded> {
  const calls = await play.platform.about(subject, interfaceName);
  for (const one of calls) play.saw(one);
  const last = calls.at(-1);
  if (last === undefined) {
    throw new NotMet({ zh: `平台没有发出 ${interfaceName}。`, en: `the platform sent no ${interfaceName}.` });
  }
  play.expectSuccess(last);
  return last;
}

/** A booking that waits for the partner's word. */
export async function waitingBooking(play: Play, way: 'async' | 'manual'): Promise<Stayed> {
  const good = goodFor(play, way);
  const stayed = await book(play, await purchase(play, play.mode, 1, good), good);
  await judged(play, stayed.booking.booking_id, interfaces.booking.name);
  if (stayed.booking.confirm_mode === 1) {
    throw new NotApplicable({ zh: '合作方在创单应答中直接接单。', en: 'the partner decides in the create answer.' });
  }
  return stayed;
}

const isAbout = (orderId: string) => (one: Recorded) => valueAt(one, '$.req.order_id') === orderId;

/**
 * A booking the partner has accepted, in whichever way it does.
 * @param firstAhead Days until its arrival, at least.
 * @param good What is booked; default one that is accepted at once.
 */
export async function acceptedBooking(play: Play, firstAhead?: number, good = goodFor(play, 'sync')): Promise<Stayed> {
  const stayed = await book(play, await purchase(play, play.mode, 1, good), good, firstAhead);
  const { booking_id: id } = stayed.booking;
  if (stayed.booking.state !== 'waiting-accept') return stayed;
  await play.act('accept-booking', { order_id: id }, { zh: `接受预约 ${id}`, en: `accept booking ${id}` }, async () =>
    (await stayed.guest.readBooking(id)).state === 'accepted' ? true : undefined,
  );
  return stayed;
}

function decideCase(way: 'accept' | 'reject'): AcceptCase {
  const [zh, en] = way === 'accept' ? ['接单', 'accepted'] : ['拒单', 'rejected'];
  const action = way === 'accept' ? 'accept-booking' : 'reject-booking';
  return acceptCase({
    ...sale,
    id: `order-confirm.${way}`,
    ability: 'acceptance',
    title: { zh: `客人预约，酒店稍后${zh}`, en: `A guest books, the hotel decides later: ${en}` },
    source: 'documented',
    interfaces: [interfaces.orderConfirm.name],
    begin: (): { stayed?: Stayed } => ({}),
    steps: [
      {
        title: { zh: '客人下单，酒店应答“稍后确认”', en: 'the guest books; the answer is "later"' },
        run: async (play, state) => {
          state.stayed = await waitingBooking(play, 'manual');
        },
      },
      {
        title: { zh: `酒店${zh}`, en: `the booking is ${en}` },
        run: async (play, { stayed }) => {
          const { guest, booking } = stayed as Stayed;
          const { booking_id: id } = booking;
          const one = await play.actAndSee(
            action,
            { order_id: id },
            { zh: `${zh}：预约 ${id}`, en: `${way} booking ${id}` },
            {
              interface: 'order-confirm',
              ever: true,
              which: isAbout(id),
            },
          );
          play.expect(one, '$.req.confirm_result.confirm_result', 'eq', way === 'accept' ? 1 : 2, 'wrongDecision');
          const { state } = await guest.readBooking(id);
          if (state !== en)
            throw new NotMet({
              zh: `平台上的预约状态为 ${state}。`,
              en: `the booking stands at ${state} on the platform.`,
            });
        },
      },
    ],
  });
}

/** The partner did it, the platform never knew: it asks again, and gets the same number. */
function lostAnswerCase(spi: typeof interfaces.voucherOrder | typeof interfaces.booking): AcceptCase {
  const ofOrder = spi === interfaces.voucherOrder;
  return simpleCase(
    {
      ...sale,
      id: `${spi.name}.lost-answer`,
      ability: ofOrder ? 'orders' : 'bookings',
      title: {
        zh: `${spi.title.zh}：应答在网络中丢失，平台重发后得到同一单号`,
        en: `${spi.title.en}: the answer is lost, the platform asks again and gets the same number`,
      },
      source: 'documented',
      interfaces: [spi.name],
    },
    async (play) => {
      const { operator } = play.platform;
      const good = goodFor(play, 'sync');
      const bought = ofOrder ? undefined : await purchase(play, play.mode, 1, good);
      await operator.loseAnswers(spi.name, 1);
      try {
        const subject =
          bought === undefined
            ? (await purchase(play, play.mode, 1, good)).order.order_id
            : (await book(play, bought, good)).booking.booking_id;
        const [lost, again] = await play.platform.about(subject, spi.name);
        const last = await judged(play, subject, spi.name);
        const known = lost === undefined ? undefined : valueAt(lost, OUT_ID);
        if (again !== undefined && known !== undefined) play.expect(last, OUT_ID, 'eq', known, 'repeatDiffers');
      } finally {
        await operator.clearFaults();
      }
    },
  );
}

const OUT_ID = '$.resp.data.order_out_id';

/** Guests buy and book at the platform: what the partner gets is what the live platform would send. */
export const guestCases: readonly AcceptCase[] = [
  ...(['one-step', 'two-step'] as const).map((mode) =>
    simpleCase(
      {
        ...sale,
        id: `voucher-order.guest-${mode}`,
        ability: 'orders',
        title:
          mode === 'one-step'
            ? { zh: '客人买券：支付后创单', en: 'A guest buys: created after the payment' }
            : { zh: '客人买券：先创单，再支付通知', en: 'A guest buys: created first, then the payment notice' },
        source: 'documented',
        interfaces: [interfaces.voucherOrder.name, ...(mode === 'two-step' ? [interfaces.payment.name] : [])],
        mode,
      },
      async (play) => {
        const { order } = await purchase(play, mode, 1);
        await judged(play, order.order_id, interfaces.voucherOrder.name);
        if (mode === 'two-step') await judged(play, order.order_id, interfaces.payment.name);
      },
    ),
  ),
  simpleCase(
    {
      ...sale,
      id: 'booking.guest',
      ability: 'bookings',
      title: { zh: '客人预约：两次可订检查，然后创单', en: 'A guest books: two checks, then the booking' },
      source: 'documented',
      interfaces: [interfaces.bookableCheck.name, interfaces.booking.name],
    },
    async (play) => {
      const good = goodFor(play, 'sync');
      const bought = await purchase(play, play.mode, 1, good);
      const seen = await play.platform.mark(interfaces.bookableCheck.name);
      const { booking } = await book(play, bought, good);
      const checks = await play.platform.since(seen, interfaces.bookableCheck.name);
      for (const one of checks.slice(-2)) play.expectSuccess(play.saw(one));
      await judged(play, booking.booking_id, interfaces.booking.name);
    },
  ),
  simpleCase(
    {
      ...sale,
      id: 'hourly.guest',
      ability: 'hourly',
      sells: 'hourly',
      title: { zh: '客人买钟点房的券并约时段', en: 'A guest buys a voucher by the hour and books hours' },
      mandatory: false,
      source: 'documented',
      interfaces: [interfaces.bookableCheck.name, interfaces.booking.name],
      needs: ['platform', 'sale', 'products'],
    },
    async (play) => {
      const { ratePlanId, hours } = play.products;
      const { booking } = await book(play, await purchase(play, play.mode, 1, ratePlanId), ratePlanId);
      const one = await judged(play, booking.booking_id, interfaces.booking.name);
      const begin = `^${booking.check_in} ${hours?.from ?? ''}`;
      play.expect(one, '$.req.daily_rates[0].period_start_time', 'matches', begin, 'hourlyRefused');
    },
  ),
  ...([interfaces.voucherOrder, interfaces.booking] as const).map(lostAnswerCase),
  simpleCase(
    {
      ...sale,
      id: 'order-confirm.async',
      ability: 'acceptance',
      title: { zh: '创单后系统自动确认接单', en: 'The system confirms by itself after the create' },
      mandatory: false,
      source: 'documented',
      interfaces: [interfaces.orderConfirm.name],
    },
    async (play) => {
      const { booking } = await waitingBooking(play, 'async');
      const { booking_id: id } = booking;
      const one = await play.actAndSee(
        'accept-booking',
        { order_id: id },
        { zh: `接受预约 ${id}`, en: `accept booking ${id}` },
        {
          interface: 'order-confirm',
          ever: true,
          which: isAbout(id),
        },
      );
      play.expect(one, '$.req.confirm_result.confirm_result', 'eq', 1, 'wrongDecision');
    },
  ),
  decideCase('accept'),
  decideCase('reject'),
];
