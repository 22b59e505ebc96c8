import { addDays, interfaces, PARTNER } from '@yuzhu/contract';
import { codeOf } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import type { PulledNight } from '../partner/calendar.ts';
import { NotMet, type Play } from '../run/play.ts';
import { buy, untilFinal, valueAt, vouchersFor } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { type Booking, bookingOf, paymentOf, voucherOrder } from './messages.ts';
import { leftOf } from './pulls-and-checks.ts';

const SPI = interfaces.booking;
const about = { ability: 'bookings', interfaces: [SPI.name], needs: ['products'] } as const;
const OUT_ID = '$.resp.data.order_out_id';
const CONFIRM = '$.resp.data.confirm_info';

/** A paid voucher order and a booking with it, not sent yet. */
async function wish(play: Play, nights: readonly PulledNight[], rooms = 1, mode = play.mode): Promise<Booking> {
  const { order } = await buy(play, vouchersFor(play, rooms, nights.length), mode);
  return bookingOf(play, order.order_id, nights, rooms);
}

const send = (play: Play, booking: Booking) => untilFinal(play, SPI, booking);

/** What a success must carry. */
function expectBooked(play: Play, one: Recorded, booking: Booking): void {
  if (!play.expectSuccess(one, 'wrongTotal')) return;
  play.expect(one, '$.resp.data.order_id', 'eq', booking.order_id, 'idAsNumber');
  if (play.expect(one, OUT_ID, 'exists', undefined, 'outIdMissing'))
    play.expect(one, OUT_ID, 'type', 'string', 'idAsNumber');
  if (!play.expect(one, `${CONFIRM}.confirm_mode`, 'in', [1, 2], 'confirmMissing')) return;
  if (valueAt(one, `${CONFIRM}.confirm_mode`) === 1) {
    play.expect(one, `${CONFIRM}.confirm_result`, 'in', [1, 2], 'confirmMissing');
  }
}

function sameAnswer(play: Play, one: Recorded, first: Recorded): void {
  if (!play.expectSuccess(one, 'repeatRefused')) return;
  play.expect(one, OUT_ID, 'eq', valueAt(first, OUT_ID), 'repeatDiffers');
  play.expect(one, CONFIRM, 'eq', valueAt(first, CONFIRM), 'repeatDiffers');
}

/** Bookings: the happy path, repeats, contention, order of messages, odd but honest guests. */
export const bookingCases: readonly AcceptCase[] = [
  acceptCase({
    ...about,
    id: 'booking.repeat',
    title: { zh: '创建预约订单，重复请求幂等', en: 'Create a booking; repeats get the same answer' },
    mandatory: true,
    source: 'documented',
    begin: (): { booking?: Booking; first?: Recorded; night?: PulledNight } => ({}),
    steps: [
      {
        title: { zh: '下单一晚', en: 'book one night' },
        run: async (play, state) => {
          const nights = await play.freeNights({ rooms: 1 });
          state.night = nights[0] as PulledNight;
          state.booking = await wish(play, nights);
          state.first = await send(play, state.booking);
          expectBooked(play, state.first, state.booking);
        },
      },
      {
        title: { zh: '原样重发，再换 logid 重发', en: 'the same bytes again, then with another logid' },
        run: async (play, { booking, first }) => {
          const call = play.world.direct.prepare(SPI, booking as Booking);
          sameAnswer(play, play.saw(await play.world.direct.send(SPI, call)), first as Recorded);
          sameAnswer(play, play.saw(await play.world.direct.send(SPI, call)), first as Recorded);
          sameAnswer(play, await play.call(SPI, booking as Booking), first as Recorded);
        },
      },
      {
        title: { zh: '房量只减一间', en: 'exactly one room is gone' },
        run: async (play, { night, first }) => {
          const { night: day, left } = night as PulledNight;
          const refused = valueAt(first as Recorded, `${CONFIRM}.confirm_result`) === 2;
          const one = await play.pull(day, day);
          play.expect(one, leftOf(play), 'eq', refused ? left : left - 1, 'stockLeak');
        },
      },
    ],
  }),
  simpleCase(
    {
      ...about,
      id: 'booking.concurrent',
      title: { zh: '同一预约并发到达 8 次，只占一间', en: 'Eight copies of one booking at once take one room' },
      mandatory: true,
      source: 'observed',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const [night] = nights as [PulledNight];
      const booking = await wish(play, nights);
      const copies = await Promise.all(Array.from({ length: 8 }, () => play.call(SPI, booking)));
      const finals = await Promise.all(
        copies.map((one) => (codeOf(one) === PARTNER.retry ? send(play, booking) : Promise.resolve(one))),
      );
      for (const one of finals) {
        if (!play.expectSuccess(one, 'checkThenInsert')) continue;
        play.expect(one, OUT_ID, 'eq', valueAt(finals[0] as Recorded, OUT_ID), 'checkThenInsert');
      }
      const after = await play.pull(night.night, night.night);
      play.expect(after, leftOf(play), 'eq', night.left - 1, 'stockLeak');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.last-room',
      title: { zh: '抢最后几间：不超售，也不少卖', en: 'The last rooms: none too many, none left unsold' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1, most: MOST_FOR_LAST_ROOM });
      const [night] = nights as [PulledNight];
      const guests = night.left + 4;
      const { order } = await buy(play, vouchersFor(play, 1, 1) * guests);
      const bookings = Array.from({ length: guests }, () => bookingOf(play, order.order_id, nights));
      const answers = await Promise.all(bookings.map((booking) => send(play, booking)));
      for (const one of answers)
        play.expect(one, '$.resp.data.error_code', 'in', [PARTNER.ok, PARTNER.soldOut], 'oversell');
      const sold = answers.filter((one) => codeOf(one) === PARTNER.ok);
      // The first answer too many, or too few, is the one that is shown.
      if (sold.length > night.left)
        play.expect(sold[night.left] as Recorded, '$.resp.data.error_code', 'eq', PARTNER.soldOut, 'oversell');
      if (sold.length < night.left) {
        const refused = answers.find((one) => codeOf(one) !== PARTNER.ok) as Recorded;
        play.expect(refused, '$.resp.data.error_code', 'eq', PARTNER.ok, 'falseFull');
      }
      play.expect(
        await play.pull(night.night, night.night),
        leftOf(play),
        'eq',
        Math.max(0, night.left - sold.length),
        'stockLeak',
      );
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.full',
      title: { zh: '房量不足时下单被拒（4）', en: 'More rooms than there are: refused with 4' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const [night] = (await play.freeNights({ rooms: 1 })) as [PulledNight];
      const booking = await wish(play, [night], night.left + 1);
      const one = await send(play, booking);
      if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'eq', PARTNER.soldOut, 'oversell');
      play.expect(await play.pull(night.night, night.night), leftOf(play), 'eq', night.left, 'stockLeak');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.price-differs',
      title: { zh: '下单时价格已变，被拒（8）', en: 'The price has changed: refused with 8' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const stale = nights.map((one) => ({ ...one, price: one.price - 100 }));
      const one = await send(play, await wish(play, stale));
      if (play.expectAnswer(one))
        play.expect(one, '$.resp.data.error_code', 'eq', PARTNER.priceDiffers, 'priceUnchecked');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.surcharge-total',
      title: {
        zh: '两间两晚含加价：总额不含券价与加价',
        en: 'Two rooms, two nights, a surcharge: the total holds neither voucher price nor surcharge',
      },
      mandatory: true,
      source: 'observed',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 2, nights: 2 });
      const booking = await wish(play, nights, 2);
      const add = SURCHARGE;
      const daily_rates = booking.daily_rates.map((rate, at) => ({ ...rate, daily_add_amount: at === 0 ? add : 0 }));
      const paid = { origin_amount: add * 2, add_amount: add * 2, pay_amount: add * 2 };
      const oneStep = play.mode === 'one-step';
      const one = await send(play, { ...booking, daily_rates, ...(oneStep ? { pay_info: paid } : {}) });
      if (!oneStep) {
        const notice = { order_id: booking.order_id, biz_type: 2012, ...paid };
        play.expectSuccess(await untilFinal(play, interfaces.payment, notice), 'paymentLost');
      }
      expectBooked(play, one, booking);
    },
  ),
  acceptCase({
    ...about,
    id: 'payment.surcharge',
    title: {
      zh: '先创单的加价：预约之后收到支付通知（2012）',
      en: 'A surcharge paid after the booking: its payment notice (2012)',
    },
    mandatory: true,
    source: 'observed',
    interfaces: [interfaces.payment.name, SPI.name],
    mode: 'two-step',
    begin: (): { booking?: Booking; outId?: unknown } => ({}),
    steps: [
      {
        title: { zh: '带加价、尚未支付的预约', en: 'a booking with a surcharge that is not paid yet' },
        run: async (play, state) => {
          const nights = await play.freeNights({ rooms: 1 });
          const booking = await wish(play, nights, 1, 'two-step');
          const daily_rates = booking.daily_rates.map((rate) => ({ ...rate, daily_add_amount: SURCHARGE }));
          state.booking = { ...booking, daily_rates };
          const one = await send(play, state.booking);
          expectBooked(play, one, booking);
          state.outId = valueAt(one, OUT_ID);
        },
      },
      {
        title: { zh: '支付通知，重复一次', en: 'the payment notice, and its repeat' },
        run: async (play, { booking, outId }) => {
          const notice = {
            order_id: booking?.order_id ?? '',
            order_out_id: String(outId),
            biz_type: 2012,
            add_amount: SURCHARGE,
            pay_amount: SURCHARGE,
          };
          play.expectSuccess(await untilFinal(play, interfaces.payment, notice), 'paymentLost');
          play.expectSuccess(await play.call(interfaces.payment, notice), 'repeatRefused');
        },
      },
    ],
  }),
  acceptCase({
    ...about,
    id: 'booking.before-voucher-order',
    title: { zh: '预约先于其券订单到达', en: 'A booking arrives before its voucher order' },
    mandatory: true,
    source: 'inferred',
    interfaces: [SPI.name, interfaces.voucherOrder.name],
    begin: (): { booking?: Booking; order?: ReturnType<typeof voucherOrder> } => ({}),
    steps: [
      {
        title: {
          zh: '券订单未知：要求重试（100）或答未知（9）',
          en: 'unknown voucher order: ask again (100) or unknown (9)',
        },
        run: async (play, state) => {
          const nights = await play.freeNights({ rooms: 1 });
          state.order = voucherOrder(play, vouchersFor(play, 1, 1));
          state.booking = bookingOf(play, state.order.order_id, nights);
          const one = await play.call(SPI, state.booking);
          if (play.expectAnswer(one))
            play.expect(
              one,
              '$.resp.data.error_code',
              'in',
              [PARTNER.retry, PARTNER.orderUnknown, PARTNER.ok],
              'orderLost',
            );
        },
      },
      {
        title: { zh: '券订单到达后，同一预约成功', en: 'after the voucher order the same booking succeeds' },
        run: async (play, { order, booking }) => {
          const known = order as ReturnType<typeof voucherOrder>;
          const created = await untilFinal(play, interfaces.voucherOrder, known);
          play.expectSuccess(created);
          if (play.mode === 'two-step') await untilFinal(play, interfaces.payment, paymentOf(play, known, undefined));
          play.expectSuccess(await send(play, booking as Booking), 'orderLost');
        },
      },
    ],
  }),
  simpleCase(
    {
      ...about,
      id: 'booking.used-up',
      title: { zh: '券已用尽时再预约被拒', en: 'A used-up voucher order books nothing more' },
      mandatory: false,
      source: 'inferred',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 2 });
      const booking = await wish(play, nights);
      play.expectSuccess(await send(play, booking));
      const one = await send(play, bookingOf(play, booking.source_order_id ?? '', nights));
      if (play.expectAnswer(one))
        play.expect(one, '$.resp.data.error_code', 'in', [PARTNER.orderUnknown, PARTNER.other]);
    },
  ),
  ...(
    [
      [
        'no-guests',
        '没有入住人与联系人',
        'no guests and no contact',
        () => ({ occupancies: undefined, contact_info: undefined }),
      ],
      [
        'odd-guests',
        '手机号为空、证件缺失、姓名含符号',
        'empty phone, no document, signs in the name',
        () => ({
          occupancies: [{ name: '阿卜杜拉·买买提 Jr.', phone: '' }, { name: '' }],
          contact_info: { phone: 'Enc.77' },
        }),
      ],
      [
        'unknown-members',
        '未知字段、空字段、未知人群',
        'unknown members, empty ones, an unknown crowd',
        () => ({ crowd_config: [9], early_arrival_time: null, something_new: 1, meals: [] }),
      ],
    ] as const satisfies readonly (readonly [string, string, string, (play: Play) => object])[]
  ).map(([what, zh, en, change]) =>
    simpleCase(
      {
        ...about,
        id: `booking.${what}`,
        title: { zh: `不寻常但合法：${zh}`, en: `Odd but honest: ${en}` },
        mandatory: true,
        source: 'observed',
      },
      async (play) => {
        const nights = await play.freeNights({ rooms: 1 });
        const booking = { ...(await wish(play, nights)), ...change() } as Booking;
        play.expectSuccess(await send(play, booking), 'honestRefused');
      },
    ),
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.bad-dates',
      title: { zh: '不存在的日期被拒', en: 'A day that does not exist is refused' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const booking = await wish(play, nights);
      const one = await send(play, { ...booking, check_in_date: '2027-02-30', check_out_date: '2027-03-01' });
      if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'ne', 0, 'dateUnchecked');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.unknown-good',
      title: { zh: '未知售卖房型下单被拒', en: 'A booking of an unknown good is refused' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const booking = await wish(play, nights);
      const one = await send(play, { ...booking, rate_plan_id: '1888888888888887' });
      if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'ne', 0, 'unknownGood');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'booking.today',
      title: { zh: '当天入住不因日期被拒', en: 'A stay from today on is not refused for its date' },
      mandatory: false,
      source: 'observed',
    },
    async (play) => {
      const today = play.day(0);
      const night = await play.nightNow(today);
      if (night === undefined || !night.open || night.left < 1 || night.price <= 0) {
        throw new NotMet({ zh: '今晚没有可售房。', en: 'tonight has no room to sell.' });
      }
      const booking = await wish(play, [night]);
      const one = await send(play, { ...booking, check_out_date: addDays(today, 1) });
      if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'in', [0, 100], 'honestRefused');
    },
  ),
];

/** A made-up surcharge, fen. */
const SURCHARGE = 5000;
/** A night with more rooms than that is not fought for: it would take that many bookings. */
const MOST_FOR_LAST_ROOM = 40;
