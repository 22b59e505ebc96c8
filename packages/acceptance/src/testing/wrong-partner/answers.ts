import { setTimeout as delay } from 'node:timers/promises';
import { beforeTaxOf, HOTEL, type HotelState, isGood, isOpen, nightsBetween, priceOf, type Stored } from './hotel.ts';
import { wrongHours } from './hours.ts';
import type { Mistake } from './mistakes.ts';

/** A parsed message. */
export type Message = Readonly<Record<string, unknown>>;
/** An answer before it is wrapped. */
export type Answer = Stored;

/** Answers the calls of the platform. */
export class Answers {
  readonly #state: HotelState;
  readonly #has: (mistake: Mistake) => boolean;

  constructor(state: HotelState, mistakes: ReadonlySet<Mistake>) {
    this.#state = state;
    this.#has = (mistake) => mistakes.has(mistake);
  }

  async voucherOrder(message: Message): Promise<Answer> {
    const id = message.order_id;
    const count = message.total_coupon_count;
    if (typeof id !== 'string' || !/^\d{1,64}$/.test(id)) return answer(13, 'order_id is not usable');
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) return answer(13, 'total_coupon_count');
    if (this.#has('fails-without-a-phone')) {
      const { phone } = message.contact_info as { phone: string };
      if (phone.length === 0) return answer(6, 'phone');
    }
    const known = this.#state.vouchers.get(id);
    if (known !== undefined) {
      if (this.#has('code-7-for-a-repeat')) return answer(7, 'duplicate submission');
      return this.#created(id, known.outId);
    }
    // The trip to the database between looking and inserting.
    if (this.#has('check-then-insert')) await delay(20);
    const outId = this.#state.next('WP');
    this.#state.vouchers.set(id, { outId, vouchers: count, paid: message.pay_info !== undefined, used: 0 });
    return this.#created(id, outId);
  }

  payment(message: Message): Answer {
    const order = this.#state.vouchers.get(String(message.order_id));
    if (message.biz_type === 2012) {
      const known = this.#state.bookings.get(String(message.order_id));
      return known?.code === 0 ? answer(0, 'success') : this.#unknownPayment();
    }
    if (order === undefined) return this.#unknownPayment();
    const named = message.order_out_id;
    if (named !== undefined && named !== order.outId) return answer(9, 'the two numbers are different orders');
    order.paid = true;
    return answer(0, 'success');
  }

  async check(message: Message): Promise<Answer> {
    if (this.#has('slow-check')) await delay(2500);
    const nights = nightsBetween(message.check_in_date, message.check_out_date);
    if (nights === undefined) return answer(5, 'the dates are not possible');
    const good = message.rate_plan_id;
    if (!isGood(good)) return answer(1, 'unknown good');
    const code = this.#judge(good, nights, Number(message.number_of_units), message.daily_rates);
    if (code === 0) return answer(0, 'success');
    return answer(code, 'not bookable', this.#has('refuses-without-ari') ? {} : { ari: this.#ari(good, nights) });
  }

  async booking(message: Message): Promise<Answer> {
    const id = message.order_id;
    if (typeof id !== 'string' || !/^\d{1,64}$/.test(id)) return answer(13, 'order_id is not usable');
    const known = this.#state.bookings.get(id);
    if (known !== undefined) {
      return known.code === 0 && this.#has('code-7-for-a-repeat') ? answer(7, 'duplicate submission') : known;
    }
    if (this.#has('check-then-insert')) await delay(20);
    const decided = this.#decide(id, message);
    if (decided.code !== 100) this.#state.bookings.set(id, decided);
    return decided;
  }

  pull(message: Message): Answer {
    const { start, end } = (message.date_range ?? {}) as Record<string, unknown>;
    const days = nightsBetween(start, nextDay(end));
    if (days === undefined) return answer(5, 'date_range is not possible');
    const asked = Array.isArray(message.rate_plan_ids)
      ? message.rate_plan_ids
      : [HOTEL.ratePlanId, HOTEL.hourly.ratePlanId];
    return answer(0, 'success', {
      status: true,
      room_rates: asked.map((id: unknown) =>
        isGood(id)
          ? {
              rate_plan_id: id,
              status: true,
              rate_avail_infos: days.map((night) => ({
                timerange: { start: night, end: night },
                original_amount: priceOf(night),
                amount_before_tax: beforeTaxOf(priceOf(night)),
                currency: HOTEL.currency,
                available: isOpen(night),
                inventory: this.#state.left(id, night),
              })),
            }
          : {
              rate_plan_id: String(id),
              status: false,
              sub_error_code: 60021,
              sub_error: 'unknown',
              rate_avail_infos: [],
            },
      ),
    });
  }

  #created(id: string, outId: string | number): Answer {
    const echo = this.#has('ids-as-numbers') ? Number(id) : id;
    const name = this.#has('no-order-out-id') ? 'out_order_id' : 'order_out_id';
    return answer(0, 'success', { order_id: echo, [name]: outId });
  }

  #unknownPayment(): Answer {
    return this.#has('payment-order-not-found') ? answer(9, 'order not found') : answer(100, 'not known yet');
  }

  #decide(id: string, message: Message): Answer {
    const nights = nightsBetween(message.check_in_date, message.check_out_date);
    if (nights === undefined) return answer(5, 'the dates are not possible');
    const good = message.rate_plan_id;
    if (!isGood(good)) return answer(1, 'unknown good');
    const rooms = Number(message.number_of_units);
    const source = this.#state.vouchers.get(String(message.source_order_id));
    if (source === undefined || !source.paid) {
      const code = this.#has('keeps-a-passing-refusal') ? 9 : 100;
      return answer(code, 'the voucher order is not known or not paid');
    }
    const units = rooms * nights.length;
    if (source.used + units > source.vouchers) return answer(9, 'the vouchers are used up');
    if (this.#has('compares-voucher-total') && message.total_amount !== HOTEL.voucherPrice * units) {
      return answer(8, 'total_amount is not what the vouchers cost');
    }
    const code = this.#judge(good, nights, rooms, message.daily_rates);
    if (code !== 0) return answer(code, 'not bookable');
    this.#state.take(good, nights, rooms);
    source.used += units;
    const outId = this.#state.next('WB');
    const created = this.#created(id, outId);
    const confirm_info = { confirm_mode: 1, confirm_result: 1, hotel_confirm_number: outId };
    return { ...created, data: { ...created.data, confirm_info } };
  }

  #judge(good: string, nights: readonly string[], rooms: number, rates: unknown): number {
    if (good === HOTEL.hourly.ratePlanId && !this.#has('takes-any-hour')) {
      const code = wrongHours(nights, rates);
      if (code !== 0) return code;
    }
    if (!nights.every(isOpen)) return 18;
    const enough = nights.every((night) => this.#state.left(good, night) >= rooms);
    if (!enough && !this.#has('says-yes-when-full')) return 4;
    const sent = Array.isArray(rates) ? (rates as { original_amount?: unknown; period_start_date?: unknown }[]) : [];
    const differs = sent.some(({ original_amount: amount, period_start_date: night }) => {
      return amount !== 0 && amount !== -1 && amount !== this.#compared(String(night));
    });
    return differs ? 8 : 0;
  }

  #compared(night: string): number {
    const price = priceOf(night);
    return this.#has('compares-before-tax') ? beforeTaxOf(price) : price;
  }

  #ari(good: string, nights: readonly string[]): object {
    return {
      stock_and_amount: nights.map((night) => ({
        room_id: good === HOTEL.ratePlanId ? HOTEL.roomId : HOTEL.hourly.roomId,
        rate_plan_id: good,
        timerange: { start: night, end: nextDay(night) },
        original_amount: priceOf(night),
        amount_before_tax: beforeTaxOf(priceOf(night)),
        currency: HOTEL.currency,
        available: isOpen(night),
        inventory: this.#state.left(good, night),
      })),
    };
  }
}

function answer(code: number, description: string, data: object = {}): Answer {
  return { code, description, data };
}

function nextDay(day: unknown): string {
  const time = Date.parse(`${String(day)}T00:00:00Z`);
  return Number.isNaN(time) ? '' : new Date(time + 86_400_000).toISOString().slice(0, 10);
}
