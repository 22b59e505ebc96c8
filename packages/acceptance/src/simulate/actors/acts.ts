import { addDays, hotelDate } from '@yuzhu/contract';
import type { Guest, Stay } from '../../actors/guest.ts';
import type { Hotel } from '../../actors/hotel.ts';
import type { NewPromotion, Operator } from '../../actors/operator.ts';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { hotelDetails, roomDetails } from '../../provision/static-details.ts';
import type { Action } from '../plan/entry.ts';
import { simulatedHotel } from '../world/hotel.ts';
import { NIGHTS, type Template } from '../world/template.ts';
import type { World } from '../world/world.ts';
import { type CalendarAction, calendarChange } from './calendar-changes.ts';
import type { CalendarWishes } from './calendar-wishes.ts';
import { saidAnew } from './voucher-changes.ts';

/** Orders and bookings the actors have heard of, in order; they pick among the latest. */
interface Known {
  readonly guest: number;
  readonly id: string;
  /** Number of the voucher. */
  readonly voucher: number;
}

/** What each voucher of the hotel is good for: rate plans by number, nights of one stay; by the hour or not. */
const GOOD_FOR: readonly { readonly plans: readonly number[]; readonly nights: number; readonly hourly?: true }[] = [
  { plans: [0, 1], nights: 1 },
  { plans: [1], nights: 2 },
  { plans: [2], nights: 1 },
  { plans: [3], nights: 1, hourly: true },
];

/** What the actors believe of a booking; staff acts on what it believes is next. */
type Belief = 'waiting' | 'accepted' | 'in the house' | 'over';

interface KnownBooking extends Known {
  readonly stay: Stay;
  belief: Belief;
}

/** A stay as an action names it; `hour` counts for rooms by the hour. */
interface Wish {
  readonly plan: number;
  readonly day: number;
  readonly rooms: number;
  readonly hour?: number;
}

const NOON = 12;

/** How far back a pick reaches. */
const RECENT_ORDERS = 30;
const RECENT_BOOKINGS = 25;

/** Number of the rate plan by the hour, and the hours its voucher is for. */
const HOURLY_PLAN = 3;
const HOURS_OF_USE = 4;

const MODES = ['sync', 'async', 'manual'] as const;

/** Guests, staff and hotel systems. They use the public interfaces only and take whatever comes back. */
export class Actors {
  readonly #world: World;
  readonly #template: Template;
  readonly #wishes: CalendarWishes;
  /** The hotel lies outside the mainland. */
  readonly #abroad: boolean;
  readonly #hotel: Hotel;
  readonly #operator: Operator;
  readonly #orders: Known[] = [];
  readonly #bookings: KnownBooking[] = [];
  /** The latest flash sale of each voucher, by the voucher's number. */
  readonly #flashSales = new Map<number, string>();
  /** How often each thing was done, and what it came to. */
  readonly done = new Map<string, { ok: number; refused: number; silent: number }>();
  /** Guests that did something. */
  readonly guests = new Set<number>();
  running = 0;
  /** A program gave up on a request. */
  onGaveUp: (what: string) => void = () => undefined;
  /** An actor met something that is neither a refusal nor silence. */
  onOdd: (what: string) => void = () => undefined;

  constructor(world: World, template: Template, wishes: CalendarWishes, abroad: boolean) {
    this.#abroad = abroad;
    this.#world = world;
    this.#template = template;
    this.#wishes = wishes;
    this.#hotel = world.hotel(template.apiKey);
    this.#operator = world.operator();
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
            // 502 to 504 tell that the other side is silent, which it may be.
            if (Number(http) === 500) this.onGaveUp(`${action.do}: HTTP ${String(http)} ${String(reason)}`);
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
        const order = latest(this.#orders, action.pick, RECENT_ORDERS);
        await this.#guest(order.guest).look(this.#stay(order, { ...action, rooms: 1 }));
        return;
      }
      case 'pay': {
        const { guest, id } = latest(this.#bookings, action.pick, RECENT_BOOKINGS);
        await this.#guest(guest).payBooking(id);
        return;
      }
      case 'accept':
        return this.#staff(action.pick, ['waiting'], (id) => hotel.accept(id), 'accepted');
      case 'reject':
        return this.#staff(action.pick, ['waiting'], (id) => hotel.reject(id, '没有房了'), 'over');
      case 'check-in':
        return this.#staff(action.pick, ['accepted'], (id) => hotel.checkIn(id), 'in the house');
      case 'check-out':
        return this.#staff(action.pick, ['in the house'], (id) => hotel.checkOut(id), 'over');
      case 'no-show':
        return this.#staff(action.pick, ['accepted'], (id) => hotel.noShow(id), 'over');
      case 'contend':
        return this.#contend(action);
      case 'work-off':
        return this.#workOff(action.rejectEvery);
      case 'rush':
        return this.#rush(action);
      case 'price':
      case 'stock':
      case 'overbook':
      case 'quota':
      case 'open':
      case 'stop':
        return this.#calendar(action);
      case 'shelf':
        return void (await hotel.setShelf(this.#voucher(action.voucher).voucherId, action.on ? 'on' : 'off'));
      case 'save-voucher':
        return this.#saveVoucher(action);
      case 'promote':
        return this.#promote(action);
      case 'hours': {
        const { own, roomType } = this.#ratePlan(HOURLY_PLAN);
        const [from, to] = [action.from, action.to].map((hour) => `${String(hour).padStart(2, '0')}:00`);
        const hourly = { earliest_check_in: from ?? '', latest_check_out: to ?? '', usage_duration: HOURS_OF_USE };
        return void (await hotel.saveRatePlan(own, { room_type_id: roomType, name: '高级双床房 钟点房', hourly }));
      }
      case 'publish-good':
        return void (await hotel.publishRatePlans([this.#ratePlan(action.pick).own]));
      case 'save-hotel': {
        const id = `SIM-HOTEL-${action.hotel}`;
        await hotel.saveHotel(id, { name: `云起酒店 ${action.hotel}` });
        const details = hotelDetails();
        const base = { ...details.hotel_base_info, total_room_quantity: action.rooms };
        // Without its place the platform can not make one of it.
        const { latitude: _north, longitude: _east, ...nowhere } = base;
        return void (await hotel.saveHotelDetails(id, { ...details, hotel_base_info: action.far ? base : nowhere }));
      }
      case 'save-room':
        return this.#saveRoom(action.room, action.rooms);
      case 'room-shelf':
        return void (await hotel.setRoomShelf([simRoom(action.room)], action.wanted));
      case 'judge-static': {
        const waiting = await this.#operator.staticAudits(true);
        const one = waiting[action.pick % Math.max(1, waiting.length)];
        if (one !== undefined) await this.#operator.decideStaticAudit(one, action.approve, '图片与实际不符');
        return;
      }
      case 'break-match': {
        const matches = await this.#operator.matches();
        // One of the hotel takes all its rate plans off sale: seldom.
        const some = matches.filter(({ kind }) => kind !== 'hotel' || action.pick % 5 === 0);
        const one = some[action.pick % Math.max(1, some.length)];
        if (one !== undefined) await this.#operator.setMatch(one, action.state, action.notice);
        return;
      }
      case 'mend-matches': {
        const broken = (await this.#operator.matches()).filter(({ state }) => state !== 'bound');
        for (const one of broken) await this.#operator.setMatch(one, 'bound', action.notice);
        if (action.ask) await hotel.askAboutMatches();
        return;
      }
      case 'bill':
        return void (await hotel.fetchBill(addDays(this.#today(), -action.daysAgo)));
      case 'acceptance':
        return void (await hotel.setAcceptance(
          'rate_plan',
          MODES[action.mode] ?? 'sync',
          this.#ratePlan(action.plan).own,
        ));
      case 'tell-by':
        return void (await hotel.setCalendarWay(action.way));
      case 'spoil-writes':
        await this.#operator.failWrites(action.of, action.count);
        return;
      case 'hotels':
        return void (await hotel.platformHotels());
      case 'agent-hotels':
        await this.#operator.asAgent(this.#template.clientKey, () => hotel.platformHotels());
        return;
      case 'rooms': {
        const [first] = await hotel.platformHotels();
        if (first !== undefined) await hotel.platformRooms(first.platform_hotel_id);
      }
    }
  }

  async #buy({ guest: number, voucher, count, payAfter, flash }: Extract<Action, { do: 'buy' }>): Promise<void> {
    const guest = this.#guest(number);
    const promotionId = flash === true ? this.#flashSales.get(voucher) : undefined;
    const order = await guest.order(this.#template.vouchers[voucher] ?? '', count, { promotionId });
    const known = { guest: number, id: order.order_id, voucher };
    // Somebody tries to book without paying.
    if (payAfter < 0) return void this.#orders.push(known);
    await this.#pause(payAfter);
    await guest.payOrder(order.order_id).finally(() => this.#orders.push(known));
  }

  async #book(action: Extract<Action, { do: 'book' }>): Promise<void> {
    const order = latest(this.#orders, action.pick, RECENT_ORDERS);
    const { guest: number, voucher } = order;
    const guest = this.#guest(number);
    const stay = this.#stay(order, action);
    if (action.look) await guest.look(stay);
    const booking = await guest.book(stay);
    const belief = booking.state === 'accepted' ? 'accepted' : 'waiting';
    this.#bookings.push({ guest: number, id: booking.booking_id, voucher, stay, belief });
    if (action.payAfter < 0 || booking.surcharge === 0) return;
    await this.#pause(action.payAfter);
    await guest.payBooking(booking.booking_id);
  }

  async #calendar(action: CalendarAction): Promise<void> {
    const from = addDays(this.#today(), action.day);
    const range = { from, to: addDays(from, action.nights - 1) };
    const { change, wanted } = calendarChange(action, this.#ratePlan(action.plan), range, this.#abroad);
    const noted = wanted.map(({ subject, member, value }) => this.#wishes.begin(subject, range, member, value));
    const ended = (state: 'done' | 'refused' | 'unknown') => {
      for (const note of noted) note(state);
    };
    try {
      await this.#hotel.putCalendar(change);
      ended('done');
    } catch (error) {
      ended(ACCEPTANCE_ERRORS.is(error, 'REFUSED') && Number(error.details.http) < 500 ? 'refused' : 'unknown');
      throw error;
    }
  }

  /** Marketing at the platform; guests who come for a flash sale name the latest of their voucher. */
  async #promote({ voucher, kind, amount, ...rest }: Extract<Action, { do: 'promote' }>): Promise<void> {
    const to = Math.floor(this.#world.machine.now) + rest.minutes * 60_000;
    const common = { name: '活动', to, stock: rest.stock, per_person: rest.perPerson };
    const promotion: NewPromotion =
      kind === 0
        ? { ...common, kind: 'flash-sale', flash_price: amount }
        : kind === 1
          ? { ...common, kind: 'boost', discount: amount % 5000, fee_bp: 300 }
          : { ...common, kind: 'subsidy', discount: amount % 5000 };
    const made = await this.#operator.addPromotion(this.#template.vouchers[voucher] ?? '', promotion);
    if (kind === 0) this.#flashSales.set(voucher, made.promotion_id);
  }

  async #saveVoucher({ pick, change }: Extract<Action, { do: 'save-voucher' }>): Promise<void> {
    const { voucherId } = this.#voucher(pick);
    const document = await this.#hotel.voucherDocument(voucherId);
    await this.#hotel.saveVoucher(voucherId, saidAnew(document, change));
    await this.#hotel.publishVoucher(voucherId);
  }

  /** A room type beside those on sale, so that what becomes of it touches no booking. */
  async #saveRoom(number: number, rooms: number): Promise<void> {
    const id = simRoom(number);
    const { hotelId } = this.#template;
    await this.#hotel.saveRoomType(id, { hotel_id: hotelId, name: `云景房 ${number}`, max_guests: 2 });
    await this.#hotel.saveRoomDetails(id, { ...roomDetails(), room_num: rooms });
  }

  #voucher(number: number): { readonly voucherId: string } {
    const voucher = simulatedHotel(this.#template.start, NIGHTS).vouchers[number];
    if (voucher === undefined) throw new RangeError(`there is no voucher ${number}`);
    return voucher;
  }

  #guest(number: number): Guest {
    this.guests.add(number);
    return this.#world.guest(number);
  }

  /** Staff does something to a booking; one time in five to any booking, whatever is believed of it. */
  async #staff(
    pick: number,
    fits: readonly Belief[],
    act: (id: string) => Promise<unknown>,
    then: Belief,
  ): Promise<void> {
    const fitting = this.#bookings.filter(({ belief }) => fits.includes(belief));
    const booking = latest(pick % 5 === 0 || fitting.length === 0 ? this.#bookings : fitting, pick, RECENT_BOOKINGS);
    try {
      await act(booking.id);
      booking.belief = then;
    } catch (error) {
      // Somebody else, or the platform at the deadline, was faster: nobody tries that one again.
      if (ACCEPTANCE_ERRORS.is(error, 'REFUSED') && Number(error.details.http) < 500) booking.belief = 'over';
      throw error;
    }
  }

  async #contend({ guest: number, day, size, every }: Extract<Action, { do: 'contend' }>): Promise<void> {
    // The third voucher is good for the rate plan whose bookings wait for a person.
    const plan = 2;
    await this.#calendar({ do: 'stock', plan, day, nights: 1, stock: size + 2 });
    const guest = this.#guest(number);
    const { order_id } = await guest.order(this.#template.vouchers[plan] ?? '', size + 1);
    await guest.payOrder(order_id);
    const stay = this.#stay({ guest: number, id: order_id, voucher: plan }, { plan, day, rooms: 1 });
    const first = await guest.book(stay);
    const again = Array.from({ length: size }, async (_, at) => {
      await this.#pause(at * every);
      await guest.book(stay);
    });
    const rejection = this.#pause((size * every) / 2).then(() => this.#hotel.reject(first.booking_id, '没有房了'));
    await allOrRefused([...again, rejection]);
  }

  async #workOff(rejectEvery: number): Promise<void> {
    const waiting = await this.#hotel.bookings({ state: 'wait_accept' });
    await allOrRefused(
      waiting.map(({ order_id }, at) =>
        at % rejectEvery === 0 ? this.#hotel.reject(order_id, '没有房了') : this.#hotel.accept(order_id),
      ),
    );
  }

  async #rush({ pick, plan, day, size }: Extract<Action, { do: 'rush' }>): Promise<void> {
    const { length } = this.#orders;
    const waiting = this.#bookings.filter(({ belief }) => belief === 'waiting').slice(-6);
    const books = Array.from({ length: size }, (_, at) =>
      // Two at a time from the same order, where it holds vouchers enough.
      this.#book({ do: 'book', pick: pick + Math.floor(at / 2), plan, day, rooms: 1, look: false, payAfter: 0 }),
    );
    const rejections =
      length === 0
        ? []
        : waiting.map(async ({ id }, at) => {
            // Some time within the way a booking goes through both programs.
            await this.#pause(20 + ((pick * 7 + at * 29) % 130));
            await this.#hotel.reject(id, '没有房了');
          });
    // The same stay from the same order again, at the moment the first one is rejected.
    const again = waiting.map(({ guest, stay }) => this.#guest(guest).book(stay));
    await allOrRefused([...books, ...again, ...rejections]);
  }

  #ratePlan(number: number): Template['ratePlans'][number] {
    const plan = this.#template.ratePlans[number];
    if (plan === undefined) throw new RangeError(`there is no rate plan ${number}`);
    return plan;
  }

  #stay(order: Known, { plan, day, rooms, hour = NOON }: Wish): Stay {
    const from = addDays(this.#today(), day);
    const { plans, nights, hourly } = GOOD_FOR[order.voucher] ?? { plans: [0], nights: 1 };
    const { platform } = this.#ratePlan(plans[plan % plans.length] ?? 0);
    const stay = {
      order_id: order.id,
      rate_plan_id: platform,
      check_in: from,
      check_out: addDays(from, nights),
      rooms,
    };
    return hourly === undefined ? stay : { ...stay, start_time: `${String(hour).padStart(2, '0')}:00` };
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

/** Waits for all; a refusal of one of many is no news. @throws the first thing that is none */
async function allOrRefused(many: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(many);
  const odd = results.find((one) => one.status === 'rejected' && !ACCEPTANCE_ERRORS.is(one.reason, 'REFUSED'));
  if (odd?.status === 'rejected') throw odd.reason;
}
const simRoom = (number: number) => `SIM-ROOM-${number}`;

/** Nobody has ordered or booked yet: nothing to do. */
class NothingThere extends Error {}

function latest<T extends Known>(known: readonly T[], pick: number, most: number): T {
  const from = Math.max(0, known.length - most);
  const one = known[from + (pick % Math.max(1, known.length - from))];
  if (one === undefined) throw new NothingThere();
  return one;
}
