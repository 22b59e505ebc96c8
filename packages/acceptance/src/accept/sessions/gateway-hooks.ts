import type { Hotel } from '../../actors/hotel.ts';
import type { Provisioned, ProvisionStep } from '../../provision/provision.ts';
import { hotelDetails, roomDetails } from '../../provision/static-details.ts';
import { waitFor } from '../../wait.ts';
import type { Action, ActionDetails, Hooks } from '../partner/hooks.ts';

/** What the hooks stand on: the steps onto the platform, and what they came to. */
export interface GatewayHooksParts {
  readonly steps: readonly ProvisionStep[];
  readonly result: () => Provisioned;
  /** Platform time, Unix ms. */
  readonly readClock: () => Promise<void>;
}

/** Makes our own gateway act: everything goes through its public hotel API, as a hotel's system would do it. */
export function gatewayHooks({ steps, result, readClock }: GatewayHooksParts): Hooks {
  const done = new Set<string>();
  const run = async (...names: ProvisionStep['name'][]) => {
    for (const step of steps.filter(({ name }) => names.includes(name) && !done.has(name))) {
      done.add(step.name);
      await step.run();
    }
    await readClock();
  };
  const hotel = (): Hotel => result().hotel;
  const order = (details: ActionDetails) => String(details.order_id);
  const ownPlan = (details: ActionDetails) => {
    const found = [...result().ratePlans].find(([, platformId]) => platformId === details.rate_plan_id);
    if (found === undefined) throw new RangeError(`no rate plan is ${String(details.rate_plan_id)} at the platform`);
    return found[0];
  };
  const night = (details: ActionDetails) => ({ from: String(details.date), to: String(details.date) });
  const actions: Readonly<Record<Action, (details: ActionDetails) => Promise<unknown>>> = {
    connect: () => run('account', 'match'),
    'look-up-hotels': async () => {
      await run('account');
      await hotel().platformHotels();
    },
    'save-hotel': async (details) => {
      await run('account');
      const id = String(details.hotel);
      await hotel().saveHotel(id, { name: String(details.name) });
      await hotel().saveHotelDetails(id, hotelDetails());
    },
    'save-room': async (details) => {
      await run('account', 'match');
      const [id, name] = [String(details.room), String(details.name)];
      await hotel().saveRoomType(id, { hotel_id: result().hotelId, name, max_guests: 2 });
      await hotel().saveRoomDetails(id, roomDetails());
    },
    'room-shelf': (details) => hotel().setRoomShelf([String(details.room)], details.wanted as 'on' | 'off' | 'deleted'),
    'publish-goods': () => run('account', 'match', 'goods'),
    'push-calendar': () => run('calendar', 'pushes'),
    'save-voucher': () => run('vouchers'),
    // The gateway puts it there by itself, once the audit's notice has come.
    'shelf-on': async () => undefined,
    'change-price': (details) =>
      hotel().putCalendar({
        prices: [{ rate_plan_id: ownPlan(details), ...night(details), price: Number(details.price), rack_price: null }],
      }),
    'close-night': (details) =>
      hotel().putCalendar({ prices: [{ rate_plan_id: ownPlan(details), ...night(details), open: false }] }),
    'notice-change': async (details) => {
      await hotel().setCalendarWay('notice');
      await hotel().putCalendar({
        prices: [{ rate_plan_id: ownPlan(details), ...night(details), price: Number(details.price), rack_price: null }],
      });
      // What waits then goes the usual way again, so the notice has to leave first.
      await waitFor(
        () => hotel().pendingNights(),
        (left) => left.length === 0,
        { what: 'every change was pulled', limitMs: 30_000, everyMs: 50 },
      );
      await hotel().setCalendarWay('push');
    },
    'accept-booking': async (details) => {
      const { booking } = await hotel().booking(order(details));
      // One that is accepted by itself needs nobody.
      if (booking.allowed.includes('accept')) await hotel().accept(order(details));
    },
    'reject-booking': (details) => hotel().reject(order(details), '验收测试：当日维护', 1),
    'check-in': (details) => hotel().checkIn(order(details)),
    'check-out': (details) => hotel().checkOut(order(details)),
    'no-show': (details) => hotel().noShow(order(details)),
    'fetch-bill': (details) => hotel().fetchBill(String(details.date)),
  };
  return {
    has: () => true,
    act: async (action, details) => {
      await actions[action](details);
    },
  };
}
