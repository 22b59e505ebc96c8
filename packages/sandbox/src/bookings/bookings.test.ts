import { decryptField, hotelMoment } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { SEED_USERS } from '../seed/users.ts';
import type { Change } from '../testing/samples.ts';
import { says, takes } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('bookings');
const { partner } = world;
const { clock } = world.sandbox.context;
const CHECK = '/spi/bookable-check';
const CREATE = '/spi/booking';

/** 100 yuan more for every Friday and Saturday night. */
const weekends: Change = (info) => ({
  ...info,
  pre_sale_coupon_info: {
    ...info.pre_sale_coupon_info,
    markup_info: [{ markup_amount: 10_000, markup_date_type: 2, markup_days_of_week: [5, 6] }],
  },
});
const coupon =
  (more: object): Change =>
  (info) => ({
    ...info,
    pre_sale_coupon_info: { ...info.pre_sale_coupon_info, ...more },
  });

const stay = (sale: OnSale, order: string, checkIn: string, checkOut: string, rooms = 1, more: object = {}) => ({
  order_id: order,
  rate_plan_id: sale.ratePlanId,
  check_in: checkIn,
  check_out: checkOut,
  rooms,
  ...more,
});
const book = (body: object) => world.guest('POST', '/bookings', body);
const look = (body: object) => world.guest('POST', '/bookings/look', body);
const read = async (id: string) => (await world.guest('GET', `/bookings/${id}`)).body;
const order = async (id: string) => (await world.guest('GET', `/orders/${id}`)).body;
const counts = async (id: string) =>
  (await order(id)).coupons.map((one) => [one.free, one.held, one.booked, one.verified, one.settled]);

beforeEach(() => {
  partner.on(CHECK);
  partner.on(CREATE);
  partner.on('/spi/payment');
});

describe('a look', () => {
  it('asks the hotel with the nights of the platform’s copy and tells prices and coupons', async () => {
    const sale = await world.sell({ change: weekends });
    const id = await world.bought(sale, 2);
    // 2026-09-04 is a Friday.
    const seen = await look(stay(sale, id, '2026-09-03', '2026-09-05', 1, { guests: 2 }));
    expect(seen.body).toMatchObject({
      bookable: true,
      by: 'hotel',
      reason: null,
      nights: [
        { night: '2026-09-03', price: 60_000, surcharge: 0 },
        { night: '2026-09-04', price: 60_000, surcharge: 10_000 },
      ],
      room_amount: 120_000,
      surcharge: 10_000,
    });
    expect(seen.body.coupons).toHaveLength(2);
    expect(partner.seen(CHECK)[0]?.body).toEqual({
      rate_plan_id: sale.ratePlanId,
      biz_type: 2012,
      check_in_date: '2026-09-03',
      check_out_date: '2026-09-05',
      daily_rates: [
        {
          original_amount: 60_000,
          currency: 'CNY',
          period_start_date: '2026-09-03',
          period_end_date: '2026-09-04',
          daily_add_amount: 0,
        },
        {
          original_amount: 60_000,
          currency: 'CNY',
          period_start_date: '2026-09-04',
          period_end_date: '2026-09-05',
          daily_add_amount: 10_000,
        },
      ],
      meals: [{ meal_type: 1 }],
      number_of_units: 1,
      number_of_guests: 2,
      total_amount: 120_000,
      currency: 'CNY',
    });
    expect(await counts(id)).toEqual([
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
  });

  it('is followed by an ARI pull of the hotel half a minute later, which corrects the copy', async () => {
    await world.move('1m');
    const sale = await world.sell();
    const id = await world.bought(sale);
    await look(stay(sale, id, '2026-09-10', '2026-09-11'));
    await look(stay(sale, id, '2026-09-10', '2026-09-11'));
    partner.on('/spi/ari', () =>
      says(0, {
        status: true,
        room_rates: [
          {
            rate_plan_id: sale.ratePlanId,
            rate_avail_infos: [
              {
                timerange: { start: '2026-09-10', end: '2026-09-10' },
                original_amount: 77_000,
                available: true,
                inventory: 1,
              },
            ],
          },
        ],
      }),
    );
    await world.move('29s');
    expect(partner.seen('/spi/ari')).toHaveLength(0);
    await world.move('1s');
    expect(partner.seen('/spi/ari').map((call) => call.body)).toEqual([
      {
        hotel_ids: [sale.hotelId],
        date_range: { start: '2026-09-09', end: '2026-09-11' },
        client_key: DEMO_MERCHANT.clientKey,
      },
    ]);
    partner.on('/spi/ari');
    const { body } = await world.guest('GET', `/vouchers/${sale.voucherId}/calendar?from=2026-09-10&to=2026-09-11`);
    expect(body.goods[0]?.nights).toMatchObject([
      { price: 77_000, inventory: 1 },
      { price: 60_000, inventory: 9 },
    ]);
  });

  it('the hotel’s refusal with current nights corrects the copy: a price changed in between', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale);
    partner.on(CHECK, (call) => {
      const [rate] = call.body.daily_rates as { original_amount: number }[];
      if (rate?.original_amount === 65_000) return says(0);
      const night = {
        rate_plan_id: sale.ratePlanId,
        timerange: { start: '2026-09-12', end: '2026-09-13' },
        original_amount: 65_000,
        available: true,
        inventory: 3,
      };
      return says(8, { ari: { stock_and_amount: [night] } }, '价格已变');
    });
    const seen = await look(stay(sale, id, '2026-09-12', '2026-09-13'));
    expect(seen.body).toMatchObject({
      bookable: false,
      by: 'hotel',
      reason: { code: '8', zh: '价格已变' },
      nights: [{ night: '2026-09-12', price: 65_000 }],
    });
    expect((await look(stay(sale, id, '2026-09-12', '2026-09-13'))).body.bookable).toBe(true);
    expect((await book(stay(sale, id, '2026-09-12', '2026-09-13'))).body).toMatchObject({
      state: 'accepted',
      room_amount: 65_000,
    });
  });

  it('a hotel that does not answer is not bookable, and not asked again', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale);
    partner.on(CHECK, () => ({ status: 502, text: '' }));
    expect((await look(stay(sale, id, '2026-09-12', '2026-09-13'))).body).toMatchObject({
      bookable: false,
      by: 'hotel-silent',
    });
    expect((await book(stay(sale, id, '2026-09-12', '2026-09-13'))).body.error).toMatchObject({
      code: 'PARTNER_SILENT',
    });
    await world.move('10m');
    expect(partner.seen(CHECK)).toHaveLength(2);
    expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
  });

  it.each([
    ['same-day', '2026-09-01', '2026-09-03', 2],
    ['outside-book-range', '2027-06-01', '2027-06-03', 2],
    ['nights-do-not-fit', '2026-09-10', '2026-09-13', 2],
    ['rooms-do-not-fit', '2026-09-10', '2026-09-12', 1],
    ['not-enough-coupons', '2026-09-10', '2026-09-14', 2],
    ['over-booking-limit', '2026-09-10', '2026-09-16', 2],
    ['excluded', '2026-09-20', '2026-09-22', 2],
    ['sold-out', '2026-09-24', '2026-09-26', 2],
    ['closed', '2026-09-26', '2026-09-28', 2],
    ['no-price', '2026-09-28', '2026-09-30', 2],
    ['no-nights', '2026-09-10', '2026-09-10', 2],
    ['too-late', '2026-09-02', '2026-09-04', 2],
    ['too-early', '2026-11-10', '2026-11-12', 2],
  ] as const)('the platform refuses by itself: %s', async (reason, checkIn, checkOut, rooms) => {
    const today = world.day();
    expect(today).toBe('2026-09-01');
    const change: Change = (info) => ({
      ...coupon({ apply_nights: 2, apply_room_number: 2 })(info),
      trade_info: {
        ...info.trade_info,
        customer_can_no_use_date: { cannot_use_date: ['2026-09-21'] },
        limt_buy_rule: { each_person_each_order_max: 50, each_order_can_use_max: 2 },
        book_rule: { time_pre_book: 2, time_unit: 1, earliest_book_day: 60 },
      },
    });
    const sale = await world.sell({ change });
    const id = await world.bought(sale);
    const night = (date: string, set: string) =>
      world.db.execute(`UPDATE sandbox.nights SET ${set} WHERE rate_plan_id = $1 AND night = $2`, [
        sale.ratePlanId,
        date,
      ]);
    await night('2026-09-25', 'inventory = 1');
    await night('2026-09-27', 'available = false');
    await night('2026-09-29', 'original_amount = NULL');
    const body = stay(sale, id, checkIn, checkOut, rooms);
    expect((await look(body)).body).toMatchObject({ bookable: false, by: 'platform', reason: { code: reason } });
    expect((await book(body)).body.error).toMatchObject({ code: 'NOT_BOOKABLE', details: { reason } });
    expect(partner.seen(CHECK)).toHaveLength(0);
    expect(await counts(id)).toEqual([[2, 0, 0, 0, 0]]);
  });
});

describe('bookings', () => {
  it('taken at once: checked, created with everything the contract asks, coupons booked', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale, 4);
    const [host] = SEED_USERS;
    const made = await book(
      stay(sale, id, '2026-09-15', '2026-09-17', 2, {
        guests: 3,
        occupancies: [{ name: '张三', phone: '13800138000' }, { name: '李四' }],
        latest_arrival: '20:00',
        remark: '高楼层',
      }),
    );
    expect(made.status).toBe(201);
    const { booking_id } = made.body;
    expect(made.body).toMatchObject({
      state: 'accepted',
      decided_by: 'partner',
      confirm_mode: 1,
      confirm_number: `BK-${booking_id}`,
      hotel_booking_id: `BK-${booking_id}`,
      surcharge_state: 'none',
    });
    expect(await counts(id)).toEqual(Array(4).fill([0, 0, 1, 0, 0]));
    expect(partner.seen().map((call) => call.path)).toEqual([CHECK, CREATE]);
    const body = partner.seen(CREATE)[0]?.body ?? {};
    expect(body).toMatchObject({
      order_id: booking_id,
      source_order_id: id,
      rate_plan_id: sale.ratePlanId,
      biz_type: 2012,
      check_in_date: '2026-09-15',
      check_out_date: '2026-09-17',
      last_arrival_time: '20:00',
      number_of_units: 2,
      number_of_guests: 3,
      hotel_id: sale.hotelId,
      room_id: sale.roomId,
      total_amount: 240_000,
      create_order_time_unix: Math.floor(clock.now() / 1000),
      remark_from_guest: '高楼层',
      contact_info: { name: host?.name },
      cancel_rule: [{ cancel_type: 2 }],
    });
    expect(body.pay_info).toBeUndefined();
    const [first, second] = body.occupancies as { name: string; phone?: string }[];
    expect(first?.name).toBe('张三');
    expect(decryptField(DEMO_MERCHANT.clientSecret, first?.phone ?? '')).toEqual({
      state: 'plain',
      text: '13800138000',
    });
    expect(second).toEqual({ name: '李四' });
  });

  it('rejected at once: coupons free again', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale);
    partner.on(CREATE, (call) => takes(call, 'reject'));
    const made = await book(stay(sale, id, '2026-09-15', '2026-09-16'));
    expect(made.body).toMatchObject({
      state: 'rejected',
      end_reason: 'hotel-rejected',
      reject: { code: 1, reason: '已满房' },
    });
    expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
  });

  it.each([1, 4, 18])('final code %i of the create call: cancelled, coupons free, code shown', async (code) => {
    const sale = await world.sell();
    const id = await world.bought(sale);
    partner.on(CREATE, () => says(code, {}, '满房'));
    const made = await book(stay(sale, id, '2026-09-15', '2026-09-16'));
    expect(made.body).toMatchObject({
      state: 'cancelled',
      end_reason: 'create-failed',
      failure: { code, text: '满房' },
    });
    expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
    await world.move('1h');
    expect(partner.seen(CREATE)).toHaveLength(1);
  });

  it('asynchronous and undecided: rejected automatically at the deadline, coupons free', async () => {
    const sale = await world.sell({ terms: { acceptMinutes: 30 } });
    const id = await world.bought(sale);
    partner.on(CREATE, (call) => takes(call, 'async'));
    const begun = clock.now();
    const made = await book(stay(sale, id, '2026-09-15', '2026-09-16'));
    expect(made.body).toMatchObject({ state: 'waiting-accept', confirm_mode: 2, accept_deadline: begun + 1_800_000 });
    expect(await counts(id)).toEqual([[0, 1, 0, 0, 0]]);
    await world.move('1799s');
    expect((await read(made.body.booking_id)).state).toBe('waiting-accept');
    await world.move('1s');
    expect(await read(made.body.booking_id)).toMatchObject({
      state: 'rejected',
      decided_by: 'platform',
      end_reason: 'accept-deadline',
      ended_at: begun + 1_800_000,
    });
    expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
  });

  it('one-step surcharge: paid before the create call, which carries it', async () => {
    const sale = await world.sell({ change: weekends });
    const id = await world.bought(sale, 4);
    const made = await book(stay(sale, id, '2026-09-18', '2026-09-20', 2));
    expect(made.body).toMatchObject({
      state: 'waiting-payment',
      surcharge: 40_000,
      surcharge_state: 'unpaid',
      actions: ['pay'],
    });
    expect(partner.seen(CREATE)).toHaveLength(0);
    const paid = await world.guest('POST', `/bookings/${made.body.booking_id}/pay`);
    expect(paid.body).toMatchObject({ state: 'accepted', surcharge_state: 'paid' });
    const pay_time_unix = Math.floor(clock.now() / 1000);
    expect(partner.seen(CREATE)[0]?.body.pay_info).toEqual({
      origin_amount: 40_000,
      add_amount: 40_000,
      pay_amount: 40_000,
      pay_time_unix,
    });
    expect(partner.seen('/spi/payment')).toHaveLength(0);
    expect((await world.guest('POST', `/bookings/${made.body.booking_id}/pay`)).body.error.code).toBe('BOOKING_STATE');
  });

  it('two-step surcharge: created, paid, noticed, then decided within the time from the payment', async () => {
    const sale = await world.sell({ change: weekends, terms: { creationMode: 'two-step' } });
    const id = await world.bought(sale, 1);
    partner.on(CREATE, (call) => takes(call, 'async'));
    const made = await book(stay(sale, id, '2026-09-18', '2026-09-19'));
    const bookingId = made.body.booking_id;
    expect(made.body).toMatchObject({ state: 'waiting-payment', surcharge_state: 'unpaid', accept_deadline: null });
    expect(partner.seen(CREATE)[0]?.body.pay_info).toBeUndefined();
    await world.move('10m');
    const paid = await world.guest('POST', `/bookings/${bookingId}/pay`);
    expect(paid.body).toMatchObject({
      state: 'waiting-accept',
      notice: 'acknowledged',
      accept_deadline: clock.now() + 3_600_000,
    });
    expect(partner.seen('/spi/payment')[0]?.body).toMatchObject({
      order_id: bookingId,
      order_out_id: `BK-${bookingId}`,
      biz_type: 2012,
      add_amount: 10_000,
      pay_amount: 10_000,
      merchant_receivable_amount: 9400,
    });
    await world.move('1h');
    expect(await read(bookingId)).toMatchObject({ state: 'rejected', surcharge_state: 'refunded' });
    expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
    const { body } = await world.operator('GET', `/ledger/postings?subject=${bookingId}`);
    expect(body.postings.map((posting) => posting.kind)).toEqual(['refund', 'payment']);
  });

  it.each(['one-step', 'two-step'] as const)(
    '%s surcharge unpaid: cancelled after 15 minutes, coupons free',
    async (creationMode) => {
      const sale = await world.sell({ change: weekends, terms: { creationMode } });
      const id = await world.bought(sale, 1);
      const made = await book(stay(sale, id, '2026-09-19', '2026-09-20'));
      expect(made.body.state).toBe('waiting-payment');
      await world.move('899s');
      expect((await read(made.body.booking_id)).state).toBe('waiting-payment');
      await world.move('1s');
      expect(await read(made.body.booking_id)).toMatchObject({
        state: 'cancelled',
        end_reason: 'unpaid',
        surcharge_state: 'unpaid',
      });
      expect(await counts(id)).toEqual([[1, 0, 0, 0, 0]]);
    },
  );

  it('a final error after the surcharge was paid gives it back', async () => {
    const sale = await world.sell({ change: weekends });
    const id = await world.bought(sale, 1);
    partner.on(CREATE, () => says(4));
    const { booking_id } = (await book(stay(sale, id, '2026-09-19', '2026-09-20'))).body;
    const paid = await world.guest('POST', `/bookings/${booking_id}/pay`);
    expect(paid.body).toMatchObject({ state: 'cancelled', surcharge_state: 'refunded', failure: { code: 4 } });
    const { body } = await world.operator('GET', '/ledger');
    expect(body.sum).toBe(0);
  });

  it('a coupon can not be used twice, however many submit at once', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale, 3);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, at) => book(stay(sale, id, `2026-09-${10 + at}`, `2026-09-${11 + at}`))),
    );
    expect(all.filter((one) => one.status === 201)).toHaveLength(3);
    for (const one of all.filter((each) => each.status !== 201))
      expect(one.body.error).toMatchObject({ code: 'NOT_BOOKABLE', details: { reason: 'not-enough-coupons' } });
    expect(await counts(id)).toEqual(Array(3).fill([0, 0, 1, 0, 0]));
  });

  it('the nights of a voucher that may be split go into several bookings, begun coupons first', async () => {
    const sale = await world.sell({ change: coupon({ apply_nights: 3, coupon_separate: true }) });
    const id = await world.bought(sale, 2);
    expect((await book(stay(sale, id, '2026-09-10', '2026-09-12'))).body.state).toBe('accepted');
    expect(await counts(id)).toEqual([
      [1, 0, 2, 0, 0],
      [3, 0, 0, 0, 0],
    ]);
    expect((await book(stay(sale, id, '2026-09-20', '2026-09-22'))).body.state).toBe('accepted');
    expect(await counts(id)).toEqual([
      [0, 0, 3, 0, 0],
      [2, 0, 1, 0, 0],
    ]);
    expect((await book(stay(sale, id, '2026-09-23', '2026-09-26'))).body.error.details?.reason).toBe(
      'not-enough-coupons',
    );
    expect((await order(id)).coupons.map((one) => one.status)).toEqual(['in-use', 'in-use']);
  });

  it('an unpaid order books nothing; another guest’s order is not there', async () => {
    const sale = await world.sell();
    const { order_id } = (await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1 })).body;
    const body = stay(sale, order_id, '2026-09-10', '2026-09-11');
    expect((await book(body)).body.error.details?.reason).toBe('voucher-not-usable');
    const other = SEED_USERS[1]?.userId ?? '';
    for (const path of ['/bookings', '/bookings/look'])
      expect((await world.guestAs(other, 'POST', path, body)).body.error.code).toBe('ORDER_UNKNOWN');
    expect((await world.guestAs(other, 'POST', `/orders/${order_id}/pay`)).status).toBe(404);
    expect((await world.guestAs(other, 'GET', `/orders/${order_id}`)).status).toBe(404);
  });

  it('repeats of a booking carry the same bytes; the lost answer counts when it comes', async () => {
    const sale = await world.sell();
    const id = await world.bought(sale);
    await world.operator('POST', '/faults', {
      interfaceName: 'booking',
      direction: 'out',
      fault: { kind: 'lose-answer' },
      pick: { next: 2 },
    });
    const made = await book(stay(sale, id, '2026-09-15', '2026-09-16'));
    expect(made.body.state).toBe('creating');
    expect(await counts(id)).toEqual([[0, 1, 0, 0, 0]]);
    await world.move('5s');
    expect((await read(made.body.booking_id)).state).toBe('accepted');
    expect(new Set(partner.seen(CREATE).map((call) => call.raw.toString())).size).toBe(1);
    expect(partner.seen(CREATE)).toHaveLength(3);
    expect(hotelMoment('2026-09-01', '10:00')).toBeLessThan(clock.now());
  });
});
