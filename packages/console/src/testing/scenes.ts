import type { Guest, GuestOrder } from '@yuzhu/acceptance';
import type { Stage } from './stage.ts';

/** The hotel's own ids of what the demo hotel sells. */
const VOUCHER = { classic: 'VCH-CLASSIC-1N', weekend: 'VCH-WEEKEND-2N', suite: 'VCH-SUITE-1N' } as const;
const PLAN = { king: 'NWT-KING-BB', twin: 'NWT-TWIN-BB', suite: 'NWT-SUITE-BB' } as const;

/** What guests have bought and booked before a page is opened. Nights are those of the week of 2026-09-10, a Thursday. */
export interface Sold {
  /** Three one-night vouchers: two used, one free. */
  readonly classic: { readonly guest: Guest; readonly order: GuestOrder };
  /** Accepted in the answer, Monday night. */
  readonly accepted: string;
  /** Accepted by a later confirmation, Friday night. */
  readonly arriving: string;
  /** Two that wait for a person, Monday and Tuesday night. */
  readonly waiting: readonly [string, string];
  /** Two nights with a surcharge of ¥120.00 that is not paid yet. */
  readonly unpaid: { readonly guest: Guest; readonly bookingId: string };
}

/** Lets guests buy and book, so that every list has something to show. */
export async function sell(stage: Stage): Promise<Sold> {
  const [lin, su, lu] = stage.guests as [Guest, Guest, Guest];
  const classic = await buy(stage, lin, VOUCHER.classic, 3);
  const suite = await buy(stage, su, VOUCHER.suite, 2);
  const weekend = await buy(stage, lu, VOUCHER.weekend, 1);
  const book = async (guest: Guest, order: GuestOrder, plan: string, from: string, to: string) => {
    const ratePlanId = stage.world.ratePlans.get(plan) ?? '';
    const stay = { order_id: order.order_id, rate_plan_id: ratePlanId, check_in: from, check_out: to, rooms: 1 };
    return (await guest.book(stay, '高楼层，安静')).booking_id;
  };
  return {
    accepted: await book(lin, classic, PLAN.king, '2026-09-14', '2026-09-15'),
    arriving: await book(lin, classic, PLAN.twin, '2026-09-11', '2026-09-12'),
    waiting: [
      await book(su, suite, PLAN.suite, '2026-09-14', '2026-09-15'),
      await book(su, suite, PLAN.suite, '2026-09-15', '2026-09-16'),
    ],
    unpaid: { guest: lu, bookingId: await book(lu, weekend, PLAN.twin, '2026-09-11', '2026-09-13') },
    classic: { guest: lin, order: classic },
  };
}

/** Buys and pays. */
async function buy(stage: Stage, guest: Guest, voucherId: string, count: number): Promise<GuestOrder> {
  const order = await guest.order(stage.world.vouchers.get(voucherId) ?? '', count);
  return guest.payOrder(order.order_id);
}
