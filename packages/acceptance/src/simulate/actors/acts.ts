import { addDays, hotelDate } from '@yuzhu/contract';
import type { Guest } from '../../actors/guest.ts';
import type { Hotel } from '../../actors/hotel.ts';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { demoHotel } from '../../provision/demo-hotel.ts';
import { voucherDocument } from '../../provision/plan.ts';
import type { Action } from '../plan/entry.ts';
import type { Template } from '../world/template.ts';
import type { World } from '../world/world.ts';
import type { CalendarWishes } from './calendar-wishes.ts';

/** Orders and bookings the actors have heard of, in order; they pick among the latest. */
interface Known {
  readonly guest: number;
  readonly id: string;
}

/** How far back a pick reaches. */
const RECENT_ORDERS = 60;
const RECENT_BOOKINGS = 40;

const MODES = ['sync', 'async', 'manual'] as const;

/** Guests, staff and hotel systems. They use the public interfaces only and take whatever comes back. */
export class Actors {
  readonly #world: World;
  readonly #template: Template;
  readonly #wishes: CalendarWishes;
  readonly #hotel: Hotel;
  readonly #orders: Known[] = [];
  readonly #bookings: Known[] = [];
  /** How often each thing was done, and what it came to. */
  readonly done = new Map<string, { ok: number; refused: number; silent: number }>();
  /** Guests that did something. */
  readonly guests = new Set<number>();
  running = 0;
  /** A program gave up on a request. */
  onGaveUp: (what: string) => void = () => undefined;
  /** An actor met something that is neither a refusal nor silence. */
  onOdd: (what: string) => void = () => undefined;

  constructor(world: World, template: Template, wishes: CalendarWishes) {
    this.#world = world;
    this.#template = template;
    this.#wishes = wishes;
    this.#hotel = world.hotel(template.apiKey);
  }

  /** Begins an action; it goes on by itself. */
  begin(action: Action): void {
    const tally = this.done.get(action.do) ?? { ok: 0, refused: 0, silent: 0 };
    this.done.set(action.do, tally);
    this.running += 1;
    this.#act(action)
      .then(
        () => {
          tally.ok += 1;
        },
        (error: unknown) => {
          if (ACCEPTANCE_ERRORS.is(error, 'REFUSED')) {
            tally.refused += 1;
            const { http, reason } = error.details;
            if (Number(http) >= 500) this.onGaveUp(`${action.do}: HTTP ${String(http)} ${String(reason)}`);
          } else if (ACCEPTANCE_ERRORS.is(error, 'NO_ANSWER')) tally.silent += 1;
          else if (!(error instanceof NothingThere)) this.onOdd(`${action.do}: ${String(error)}`);
        },
      )
      .finally(() => {
        this.running -= 1;
      });
  }

  async #act(action: Action): Promise<void> {
    const hotel = this.#hotel;
    switch (action.do) {
      case 'buy':
        return this.#buy(action);
      case 'book':
        return this.#book(action);
      case 'look': {
        const { guest, id } = latest(this.#orders, action.pick, RECENT_ORDERS);
        await this.#guest(guest).look(this.#stay(id, action.plan, action.day, 1));
        return;
      }
      case 'pay': {
        const { guest, id } = latest(this.#bookings, action.pick, RECENT_BOOKINGS);
        await this.#guest(guest).payBooking(id);
        return;
      }
      case 'accept':
        return void (await hotel.accept(this.#booking(action.pick)));
      case 'reject':
        return void (await hotel.reject(this.#booking(action.pick), '没有房了'));
      case 'check-in':
        return void (await hotel.checkIn(this.#booking(action.pick)));
      case 'check-out':
        return void (await hotel.checkOut(this.#booking(action.pick)));
      case 'no-show':
        return void (await hotel.noShow(this.#booking(action.pick)));
      case 'price':
      case 'stock':
      case 'open':
      case 'stop':
        return this.#calendar(action);
      case 'shelf':
        return void (await hotel.setShelf(
          this.#plan().vouchers[action.voucher]?.voucherId ?? '',
          action.on ? 'on' : 'off',
        ));
      case 'save-voucher':
        return this.#saveVoucher(action.pick);
      case 'publish-good':
        return void (await hotel.publishRatePlans([this.#ratePlan(action.pick).own]));
      case 'bill':
        return void (await hotel.fetchBill(addDays(this.#today(), -action.daysAgo)));
      case 'acceptance':
        return void (await hotel.setAcceptance(
          'rate_plan',
          MODES[action.mode] ?? 'sync',
          this.#ratePlan(action.plan).own,
        ));
      case 'hotels':
        return void (await hotel.platformHotels());
      case 'rooms': {
        const [first] = await hotel.platformHotels();
        if (first !== undefined) await hotel.platformRooms(first.platform_hotel_id);
      }
    }
  }

  async #buy({ guest: number, voucher, count, payAfter }: Extract<Action, { do: 'buy' }>): Promise<void> {
    const guest = this.#guest(number);
    const order = await guest.order(this.#template.vouchers[voucher] ?? '', count);
    this.#orders.push({ guest: number, id: order.order_id });
    if (payAfter < 0) return;
    await this.#pause(payAfter);
    await guest.payOrder(order.order_id);
  }

  async #book(action: Extract<Action, { do: 'book' }>): Promise<void> {
    const { guest: number, id } = latest(this.#orders, action.pick, RECENT_ORDERS);
    const guest = this.#guest(number);
    const stay = this.#stay(id, action.plan, action.day, action.rooms);
    if (action.look) await guest.look(stay);
    const booking = await guest.book(stay);
    this.#bookings.push({ guest: number, id: booking.booking_id });
    if (action.payAfter < 0 || booking.surcharge === 0) return;
    await this.#pause(action.payAfter);
    await guest.payBooking(booking.booking_id);
  }

  async #calendar(action: Extract<Action, { do: 'price' | 'stock' | 'open' | 'stop' }>): Promise<void> {
    const { own, roomType } = this.#ratePlan(action.plan);
    const from = addDays(this.#today(), action.day);
    const range = { from, to: addDays(from, action.nights - 1) };
    const isPrice = action.do === 'price';
    const subject = isPrice ? own : roomType;
    const wish =
      action.do === 'price'
        ? { member: 'price', value: action.price }
        : action.do === 'stock'
          ? { member: 'stock', value: action.stock }
          : { member: 'open', value: action.do === 'open' };
    const change = { [wish.member]: wish.value };
    const noted = this.#wishes.begin(subject, range, wish.member, wish.value);
    try {
      await this.#hotel.putCalendar(
        isPrice
          ? { prices: [{ rate_plan_id: own, ...range, rack_price: null, ...change }] }
          : { stock: [{ room_type_id: roomType, ...range, ...change }] },
      );
      noted('done');
    } catch (error) {
      noted(ACCEPTANCE_ERRORS.is(error, 'REFUSED') && Number(error.details.http) < 500 ? 'refused' : 'unknown');
      throw error;
    }
  }

  async #saveVoucher(pick: number): Promise<void> {
    const { machine } = this.#world;
    const voucher = this.#plan().vouchers[pick];
    if (voucher === undefined) throw new NothingThere();
    const current = await this.#hotel.voucher(voucher.voucherId);
    const now = machine.now;
    const document = voucherDocument(voucher, '', now, 40);
    const kept = (current as unknown as { document?: typeof document }).document;
    await this.#hotel.saveVoucher(voucher.voucherId, kept ?? document);
    await this.#hotel.publishVoucher(voucher.voucherId);
  }

  #plan() {
    return demoHotel(this.#template.start, 40);
  }

  #guest(number: number): Guest {
    this.guests.add(number);
    return this.#world.guest(number);
  }

  #booking(pick: number): string {
    return latest(this.#bookings, pick, RECENT_BOOKINGS).id;
  }

  #ratePlan(number: number): Template['ratePlans'][number] {
    const plan = this.#template.ratePlans[number];
    if (plan === undefined) throw new RangeError(`there is no rate plan ${number}`);
    return plan;
  }

  #stay(order: string, plan: number, day: number, rooms: number) {
    const from = addDays(this.#today(), day);
    const { platform } = this.#ratePlan(plan);
    // One voucher is good for two nights in one stay.
    const nights = plan === 1 && day % 2 === 0 ? 2 : 1;
    return { order_id: order, rate_plan_id: platform, check_in: from, check_out: addDays(from, nights), rooms };
  }

  #today(): string {
    return hotelDate(Math.floor(this.#world.machine.now));
  }

  #pause(ms: number): Promise<void> {
    const { machine, actors } = this.#world;
    return new Promise((resolve) => {
      machine.schedule(actors, ms, 'action', 'goes on', resolve);
    });
  }
}

/** Nobody has ordered or booked yet: nothing to do. */
class NothingThere extends Error {}

function latest(known: readonly Known[], pick: number, most: number): Known {
  const from = Math.max(0, known.length - most);
  const one = known[from + (pick % Math.max(1, known.length - from))];
  if (one === undefined) throw new NothingThere();
  return one;
}
