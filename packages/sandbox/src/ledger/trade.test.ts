import { interfaces } from '@yuzhu/contract';
import { type Random, seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import type { Change } from '../testing/samples.ts';
import { says, takes } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('trade');
const { db, partner } = world;
const { accountId } = DEMO_MERCHANT;

const surcharged: Change = (info) => ({
  ...info,
  pre_sale_coupon_info: {
    ...info.pre_sale_coupon_info,
    apply_nights: 3,
    coupon_separate: true,
    actual_amount: 10_001,
    markup_info: [{ markup_amount: 777, markup_date_type: 2, markup_days_of_week: [1, 3, 5] }],
  },
});

/** A hotel that makes up its mind by chance. */
function moody(random: Random): void {
  partner.on('/spi/voucher-order', (call) =>
    random.int(6) === 0
      ? says(13)
      : says(0, { order_id: call.body.order_id, order_out_id: `PV-${String(call.body.order_id)}` }),
  );
  partner.on('/spi/bookable-check', () => says(random.int(8) === 0 ? 4 : 0));
  partner.on('/spi/booking', (call) =>
    random.int(6) === 0 ? says(4) : takes(call, random.pick(['accept', 'reject', 'async', 'async'])),
  );
  partner.on('/spi/payment', () => says(random.pick([0, 0, 100])));
}

const ENDED = ['settled', 'rejected', 'cancelled'];

/** One random thing that somebody does; mostly something that goes on. */
async function act(random: Random, sales: readonly OnSale[]): Promise<void> {
  const orders = (await world.guest('GET', '/orders')).body.orders;
  const bookings = (await world.guest('GET', '/bookings')).body.bookings.filter(
    ({ state }) => !ENDED.includes(state) || random.int(8) === 0,
  );
  const some = <T>(list: readonly T[]): T | undefined => (list.length === 0 ? undefined : random.pick(list));
  const booking = some(bookings)?.booking_id ?? '0';
  switch (random.int(12)) {
    case 0:
    case 1:
      await world.guest('POST', '/orders', { voucher_id: random.pick(sales).voucherId, count: 1 + random.int(3) });
      return;
    case 2:
    case 3:
      await world.guest(
        'POST',
        `/orders/${some(orders.filter(({ actions }) => actions.includes('pay')))?.order_id ?? '0'}/pay`,
      );
      return;
    case 4:
    case 5:
    case 6: {
      const order = some(orders.filter(({ actions }) => actions.includes('book')));
      const ratePlanId = sales.find((one) => one.voucherId === order?.voucher_id)?.ratePlanId;
      if (order === undefined || ratePlanId === undefined) return;
      const from = 1 + random.int(4);
      const dates = { check_in: world.day(from), check_out: world.day(from + 1 + random.int(3)) };
      await world.guest('POST', '/bookings', {
        order_id: order.order_id,
        rate_plan_id: ratePlanId,
        ...dates,
        rooms: 1,
      });
      return;
    }
    case 7:
      await world.guest('POST', `/bookings/${booking}/pay`);
      return;
    case 8:
    case 9: {
      const word = { confirm_result: random.int(4) === 0 ? 2 : 1 };
      await world.call(interfaces.orderConfirm, { order_id: booking, confirm_result: word });
      return;
    }
    case 10: {
      const report = { order_id: booking, order_out_id: `BK-${booking}`, accommodation_status: 1 + random.int(3) };
      await world.call(interfaces.stayStatus, report);
      return;
    }
    default:
      await world.move(random.pick(['10s', '10m', '2h', '1d']));
  }
}

async function invariants(): Promise<void> {
  const { body } = await world.operator('GET', '/ledger');
  expect(body.sum).toBe(0);
  const holding = body.accounts.find((one) => one.ledger_account === 'platform:holding')?.balance ?? 0;
  // What is held is what guests paid and nobody has earned yet.
  const { owed } = await db.one<{ owed: number }>(
    `SELECT (coalesce((SELECT sum(pay_amount) FROM sandbox.voucher_orders WHERE paid_ms IS NOT NULL AND state <> 'closed'), 0)
       + coalesce((SELECT sum(surcharge) FROM sandbox.bookings WHERE surcharge_state = 'paid' AND state <> 'settled'), 0)
       - coalesce((SELECT sum(amount) FROM sandbox.coupon_uses WHERE state = 'settled'), 0))::bigint AS owed`,
  );
  expect(holding).toBe(owed);
  // Every night of a coupon is where the uses say.
  const wrong = await db.query(
    `SELECT c.coupon_id FROM sandbox.coupons c
     LEFT JOIN (SELECT account_id, coupon_id,
       sum(nights) FILTER (WHERE state = 'held') AS held, sum(nights) FILTER (WHERE state = 'booked') AS booked,
       sum(nights) FILTER (WHERE state = 'settled') AS settled
       FROM sandbox.coupon_uses GROUP BY 1, 2) u USING (account_id, coupon_id)
     WHERE c.held <> coalesce(u.held, 0) OR c.booked <> coalesce(u.booked, 0) OR c.settled <> coalesce(u.settled, 0)`,
  );
  expect(wrong).toEqual([]);
  const failed = await db.query('SELECT kind, failure FROM sandbox.timers WHERE failure IS NOT NULL OR attempts > 0');
  expect(failed).toEqual([]);
}

describe('the trade as a whole', () => {
  it.each([1, 2, 3])(
    'after any random course of events (%i) the books are right to the fen, and the bill is the books',
    async (seed) => {
      const random = seededRandom(`trade/${seed}`);
      moody(random.fork('hotel'));
      const sales = [
        await world.sell(),
        await world.sell({
          change: surcharged,
          terms: { creationMode: 'two-step', acceptMinutes: 20, commissionBp: 333, creatorId: 'K1' },
        }),
        await world.sell({ change: surcharged, terms: { serviceFeeBp: 577 } }),
      ];
      for (let step = 0; step < 120; step++) {
        await act(random, sales);
        if (step % 20 === 19) await invariants();
      }
      await world.move('40d');
      await invariants();

      const days = await db.query<{ day: string }>(
        'SELECT DISTINCT bill_date AS day FROM sandbox.bill_lines ORDER BY 1',
      );
      let billed = 0;
      for (const { day } of days) {
        await world.move('2s');
        const { data } = await world.call(interfaces.tripBillDetail, {
          account_id: accountId,
          bill_date: day,
          cursor: '0',
          size: 50,
        });
        expect(data.has_more).toBe(false);
        for (const line of data.ledger_records) {
          const {
            pay = 0,
            total_merchant_platform_service: fee = 0,
            talent_commission: commission = 0,
          } = line.amount ?? {};
          expect(fee + commission + (line.fund_amount ?? 0)).toBe(pay);
          billed += line.fund_amount ?? 0;
        }
      }
      const { body } = await world.operator('GET', '/ledger');
      const merchant = body.accounts.find((one) => one.ledger_account === `merchant:${accountId}`);
      expect(billed).toBe(merchant?.balance ?? 0);
      expect(billed).toBeGreaterThan(0);
    },
    120_000,
  );
});
