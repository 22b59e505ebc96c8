import { HttpClient, type HttpWay } from './http.ts';

/** A voucher on sale, as far as a guest cares. Money is fen, moments are Unix ms. */
export interface VoucherOnSale {
  readonly voucher_id: string;
  readonly name: string;
  readonly account_id: string;
  readonly price: number;
  readonly stock_left: number | null;
  readonly rooms_per_voucher: number;
  readonly nights_per_voucher: number;
  readonly creation_mode: 'one-step' | 'two-step';
  readonly goods: readonly {
    readonly rate_plan_id: string;
    readonly name: string;
    readonly room: string;
    /** Sold by the hour; null = full-day. */
    readonly hourly: { readonly usage_duration: number } | null;
  }[];
}

/** A voucher order (2011). */
export interface GuestOrder {
  readonly order_id: string;
  readonly voucher_id: string;
  readonly voucher: string;
  readonly state: 'waiting-payment' | 'creating' | 'unpaid' | 'paid' | 'closed';
  readonly count: number;
  readonly pay_amount: number;
  readonly hotel_order_id: string | null;
  readonly notice: 'none' | 'sending' | 'acknowledged' | 'failed';
  /** Closed when unpaid by then; null before it can be paid and when paid. */
  readonly pay_deadline: number | null;
  /** Why the hotel's side has no such order; `code` null = it never answered. */
  readonly failure: { readonly code: number | null; readonly text: string } | null;
  readonly coupons: readonly {
    readonly coupon_id: string;
    readonly status: string;
    readonly nights: number;
    readonly free: number;
    readonly held: number;
    readonly booked: number;
    readonly verified: number;
    readonly settled: number;
  }[];
}

/** Where and when a guest wants to stay. */
export interface Stay {
  readonly order_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly guests?: number;
  /** Hourly rooms: when the guest comes, `HH:mm`. */
  readonly start_time?: string;
}

/** What the order form shows. */
export interface LookReply {
  readonly bookable: boolean;
  /** Who decided. */
  readonly by: 'platform' | 'hotel' | 'hotel-silent';
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string } | null;
  readonly nights: readonly { readonly night: string; readonly price: number; readonly surcharge: number }[];
  readonly room_amount: number;
  readonly surcharge: number;
  readonly logid: string | null;
}

/** A booking (2012). */
export interface GuestBooking {
  readonly booking_id: string;
  readonly order_id: string;
  readonly state:
    | 'waiting-payment'
    | 'creating'
    | 'waiting-accept'
    | 'accepted'
    | 'checked-in'
    | 'no-show'
    | 'checked-out'
    | 'verified'
    | 'settled'
    | 'rejected'
    | 'cancelled';
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly room_amount: number;
  readonly surcharge: number;
  readonly surcharge_state: 'none' | 'unpaid' | 'paid' | 'refunded';
  readonly hotel_booking_id: string | null;
  readonly confirm_mode: 1 | 2 | null;
  readonly confirm_number: string | null;
  readonly decided_by: 'partner' | 'platform' | null;
  readonly reject: { readonly code: number | null; readonly reason: string | null } | null;
  readonly end_reason: string | null;
  readonly failure: { readonly code: number | null; readonly text: string } | null;
  readonly created_at: number;
  /** Cancelled when the surcharge is unpaid by then. */
  readonly pay_deadline: number | null;
  readonly accept_deadline: number | null;
  readonly accepted_at: number | null;
  readonly verified_on: string | null;
  readonly settled_at: number | null;
}

/** One guest at the platform. Refusals are AppErrors REFUSED whose `details.code` is the platform's own code. */
export class Guest {
  readonly userId: string;
  readonly name: string;
  readonly #http: HttpClient;

  constructor(sandboxUrl: string, user: { readonly userId: string; readonly name: string }, way: HttpWay = {}) {
    this.userId = user.userId;
    this.name = user.name;
    this.#http = new HttpClient({
      baseUrl: `${sandboxUrl}/guest/v1`,
      headers: { 'x-guest': user.userId },
      connections: 4,
      ...way,
    });
  }

  /** What is on sale. */
  async vouchers(): Promise<readonly VoucherOnSale[]> {
    return (await this.#http.get<{ vouchers: VoucherOnSale[] }>('/vouchers')).vouchers;
  }

  /** Orders vouchers; two-step products are created at the hotel now, one-step ones when they are paid. */
  order(
    voucherId: string,
    count: number,
    { promotionId }: { readonly promotionId?: string | undefined } = {},
  ): Promise<GuestOrder> {
    const promotion = promotionId === undefined ? {} : { promotion_id: promotionId };
    return this.#http.post('/orders', { voucher_id: voucherId, count, ...promotion });
  }

  /** Pays a voucher order. */
  payOrder(orderId: string): Promise<GuestOrder> {
    return this.#http.post(`/orders/${orderId}/pay`);
  }

  /** Reads a voucher order. */
  readOrder(orderId: string): Promise<GuestOrder> {
    return this.#http.get(`/orders/${orderId}`);
  }

  /** Opens the order form: the first bookable check. */
  look(stay: Stay): Promise<LookReply> {
    return this.#http.post('/bookings/look', stay);
  }

  /** Submits a booking: the second bookable check, then the create call. */
  book(stay: Stay, remark?: string): Promise<GuestBooking> {
    return this.#http.post('/bookings', { ...stay, ...(remark === undefined ? {} : { remark }) });
  }

  /** Pays the surcharge of a booking. */
  payBooking(bookingId: string): Promise<GuestBooking> {
    return this.#http.post(`/bookings/${bookingId}/pay`);
  }

  /** Reads a booking. */
  readBooking(bookingId: string): Promise<GuestBooking> {
    return this.#http.get(`/bookings/${bookingId}`);
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }
}
