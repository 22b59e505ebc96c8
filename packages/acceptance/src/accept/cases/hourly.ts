import { addDays, hotelMoment, interfaces, PARTNER } from '@yuzhu/contract';
import { codeOf } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import type { PulledNight } from '../partner/calendar.ts';
import type { Hours } from '../partner/partner.ts';
import type { Play } from '../run/play.ts';
import { buy, untilFinal, valueAt, vouchersFor } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { type Booking, bookingOf, type Check, checkOf, withHours } from './messages.ts';
import { pricesOf, publishedWith } from './published.ts';
import { leftOf } from './pulls-and-checks.ts';

const about = { ability: 'hourly', sells: 'hourly', mandatory: false, needs: ['products'] } as const;
const CODE = '$.resp.data.error_code';
const OUT_ID = '$.resp.data.order_out_id';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Above this many rooms the case of the last room would buy more vouchers than anybody has on sale. */
const MOST_ROOMS = 20;

/** The hours of the good; cases that are here have them. */
const hoursOf = (play: Play): Hours => play.products.hours ?? { from: '', to: '', duration: 0 };

/** The first and the last moment at which a stay of a day may begin, Unix ms. */
function beginsOn(day: string, { from, to, duration }: Hours): { readonly first: number; readonly last: number } {
  const close = hotelMoment(to <= from ? addDays(day, 1) : day, to);
  return { first: hotelMoment(day, from), last: close - duration * HOUR_MS };
}

interface Wrong {
  readonly zh: string;
  readonly en: string;
  readonly code: number;
  of<M extends Check | Booking>(message: M, night: PulledNight, hours: Hours): M;
}

/** Hours nobody can have, each with its code (inferred). */
const WRONG: readonly Wrong[] = [
  {
    zh: '早于最早入住',
    en: 'before the earliest arrival',
    code: PARTNER.closed,
    of: (message, { night }, hours) => withHours(message, beginsOn(night, hours).first - MINUTE_MS, hours.duration),
  },
  {
    zh: '用到最晚离店之后',
    en: 'beyond the latest departure',
    code: PARTNER.closed,
    of: (message, { night }, hours) => withHours(message, beginsOn(night, hours).last + MINUTE_MS, hours.duration),
  },
  {
    zh: '时长不是商品的',
    en: 'of another length than the good’s',
    code: PARTNER.other,
    of: (message, { night }, hours) => withHours(message, beginsOn(night, hours).first, hours.duration + 1),
  },
];

/** One day that can be booked. */
async function aDay(play: Play, most?: number): Promise<PulledNight> {
  const [night] = await play.freeNights({ rooms: 1, ...(most === undefined ? {} : { most }) });
  return night as PulledNight;
}

/** A booking of the first hours of a day with a fresh voucher order, not sent yet. */
async function wish(play: Play, night: PulledNight): Promise<Booking> {
  const { order } = await buy(play, vouchersFor(play, 1, 1));
  const hours = hoursOf(play);
  return withHours(bookingOf(play, order.order_id, [night]), beginsOn(night.night, hours).first, hours.duration);
}

const send = (play: Play, booking: Booking) => untilFinal(play, interfaces.booking, booking);
const ask = (play: Play, check: Check) => play.call(interfaces.bookableCheck, check);

/** How many rooms of a day are left now. */
async function expectLeft(play: Play, { night }: PulledNight, left: number): Promise<void> {
  play.expect(await play.pull(night, night), leftOf(play), 'eq', left, 'stockLeak');
}

/** Rooms by the hour: published, pulled, checked, booked. */
export const hourlyCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...about,
      id: 'hourly.publish',
      title: { zh: '发布钟点房商品与预售券', en: 'A good by the hour and its voucher are published' },
      source: 'documented',
      interfaces: [interfaces.goodsSave.name, interfaces.voucherSave.name],
      needs: ['products', 'platform'],
    },
    async (play) => {
      const { good, goodAt, voucher } = await publishedWith(play);
      const { from, to, duration } = hoursOf(play);
      if (good !== undefined) {
        play.saw(good);
        play.expect(good, `${goodAt}.sales_type`, 'eq', 2);
        const detail = { earliest_check_in: from, latest_check_out: to, usage_duration: duration };
        play.expect(good, `${goodAt}.hourly_room_detail`, 'eq', detail);
      }
      if (voucher !== undefined) {
        play.saw(voucher);
        const coupon = '$.req.presale_info.pre_sale_coupon_info';
        play.expect(voucher, `${coupon}.sales_type`, 'eq', 2);
        play.expect(voucher, `${coupon}.usage_duration`, 'eq', duration);
      }
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'hourly.pull',
      title: { zh: '拉取钟点房：逐日给出价、量、态', en: 'A pull of a good by the hour states every day' },
      source: 'inferred',
      interfaces: [interfaces.ariPull.name],
    },
    async (play) => {
      const one = await play.pull(play.day(1), play.day(7));
      if (!play.expectSuccess(one)) return;
      play.expect(one, `${pricesOf(play)}[0].original_amount`, 'atLeast', -1, 'pullGaps');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'hourly.check',
      title: {
        zh: '可订检查：先不带时段，再带时段',
        en: 'Checks: first without the hours, then with them',
      },
      source: 'documented',
      interfaces: [interfaces.bookableCheck.name],
    },
    async (play) => {
      const night = await aDay(play);
      const hours = hoursOf(play);
      const check = checkOf(play, [night]);
      play.expectSuccess(await ask(play, check), 'hourlyRefused');
      const { first, last } = beginsOn(night.night, hours);
      for (const begin of new Set([first, last])) {
        play.expectSuccess(await ask(play, withHours(check, begin, hours.duration)), 'hourlyRefused');
      }
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'hourly.check-wrong-hours',
      title: {
        zh: '可订检查：时段之外（18）、时长不符（13）、多于一天（3）',
        en: 'Checks outside the hours (18), of another length (13), of two days (3)',
      },
      source: 'inferred',
      interfaces: [interfaces.bookableCheck.name],
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1, nights: 2 });
      const [night] = nights as [PulledNight];
      for (const wrong of WRONG) {
        const one = await ask(play, wrong.of(checkOf(play, [night]), night, hoursOf(play)));
        if (play.expectAnswer(one)) play.expect(one, CODE, 'eq', wrong.code, 'hoursUnchecked');
      }
      const two = await ask(play, checkOf(play, nights));
      if (play.expectAnswer(two)) play.expect(two, CODE, 'eq', PARTNER.nightsNotMet, 'hoursUnchecked');
    },
  ),
  acceptCase({
    ...about,
    id: 'hourly.booking',
    title: { zh: '预约钟点房，重复请求幂等', en: 'A booking by the hour; repeats get the same answer' },
    source: 'documented',
    interfaces: [interfaces.booking.name],
    begin: (): { booking?: Booking; first?: Recorded; night?: PulledNight } => ({}),
    steps: [
      {
        title: { zh: '预约一个时段', en: 'book hours of a day' },
        run: async (play, state) => {
          state.night = await aDay(play);
          state.booking = await wish(play, state.night);
          state.first = await send(play, state.booking);
          if (play.expectSuccess(state.first, 'hourlyRefused')) {
            play.expect(state.first, OUT_ID, 'exists', undefined, 'outIdMissing');
          }
        },
      },
      {
        title: { zh: '重发，应答相同，只减一间', en: 'sent again: the same answer, one room is gone' },
        run: async (play, { booking, first, night }) => {
          const again = await play.call(interfaces.booking, booking as Booking);
          if (play.expectSuccess(again, 'repeatRefused')) {
            play.expect(again, OUT_ID, 'eq', valueAt(first as Recorded, OUT_ID), 'repeatDiffers');
          }
          const refused = valueAt(first as Recorded, '$.resp.data.confirm_info.confirm_result') === 2;
          const { left } = night as PulledNight;
          await expectLeft(play, night as PulledNight, refused ? left : left - 1);
        },
      },
    ],
  }),
  acceptCase({
    ...about,
    id: 'hourly.booking-wrong-hours',
    title: {
      zh: '预约不可用的时段被拒，不占房、不占券',
      en: 'Bookings of hours that can not be had: refused, and neither room nor voucher is taken',
    },
    source: 'inferred',
    interfaces: [interfaces.booking.name],
    begin: () => undefined,
    steps: WRONG.map((wrong) => ({
      title: { zh: wrong.zh, en: wrong.en },
      run: async (play: Play) => {
        const night = await aDay(play);
        const right = await wish(play, night);
        const one = await send(play, wrong.of(right, night, hoursOf(play)));
        if (play.expectAnswer(one)) play.expect(one, CODE, 'eq', wrong.code, 'hoursUnchecked');
        await expectLeft(play, night, night.left);
        // The voucher is still free: another booking with it, of right hours, succeeds.
        if (play.clean) play.expectSuccess(await send(play, { ...right, order_id: play.newId() }), 'hourlyRefused');
      },
    })),
  }),
  simpleCase(
    {
      ...about,
      id: 'hourly.last-room',
      title: {
        zh: '抢同一时段的最后几间：不超售，也不少卖',
        en: 'The last rooms of the same hours: none too many, none left unsold',
      },
      source: 'documented',
      interfaces: [interfaces.booking.name],
    },
    async (play) => {
      const night = await aDay(play, MOST_ROOMS);
      const guests = night.left + 2;
      const { order } = await buy(play, vouchersFor(play, 1, 1) * guests);
      const hours = hoursOf(play);
      const { first } = beginsOn(night.night, hours);
      const answers = await Promise.all(
        Array.from({ length: guests }, () =>
          send(play, withHours(bookingOf(play, order.order_id, [night]), first, hours.duration)),
        ),
      );
      for (const one of answers) play.expect(one, CODE, 'in', [PARTNER.ok, PARTNER.soldOut], 'oversell');
      const sold = answers.filter((one) => codeOf(one) === PARTNER.ok);
      if (sold.length > night.left) play.expect(sold[night.left] as Recorded, CODE, 'eq', PARTNER.soldOut, 'oversell');
      if (sold.length < night.left) {
        const refused = answers.find((one) => codeOf(one) !== PARTNER.ok) as Recorded;
        play.expect(refused, CODE, 'eq', PARTNER.ok, 'falseFull');
      }
      await expectLeft(play, night, Math.max(0, night.left - sold.length));
    },
  ),
];
