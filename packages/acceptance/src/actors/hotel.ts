import type { interfaces, RequestOf } from '@yuzhu/contract';
import { HttpClient, type HttpWay, type Query } from './http.ts';

/** How bookings are accepted: in the create answer, at once by an order confirm, or by a person. */
export type AcceptanceMode = 'sync' | 'async' | 'manual';

/** A voucher as the hotel writes it: the platform's structure with the hotel's own rate plan ids, without the two ids. */
export type VoucherDocument = Omit<
  RequestOf<typeof interfaces.voucherSave>['presale_info'],
  'out_id' | 'pre_sale_coupon_id'
>;

/** A hotel as its system describes it: the platform's structure without the ids. */
export type HotelDetails = Omit<RequestOf<typeof interfaces.hotelSave>, 'account_id' | 'out_hotel_id' | 'hotel_id'>;

/** A room type as the hotel describes it: the platform's structure without ids, name and guests. */
export type RoomDetails = Omit<
  RequestOf<typeof interfaces.roomSave>['room_info'],
  'out_room_id' | 'room_id' | 'cn_name' | 'max_occupancy' | 'category_id' | 'active'
>;

/** A room type in answers. */
interface HotelRoomType {
  readonly room_type_id: string;
  readonly platform_room_id: string | null;
  readonly publish_state: string;
  readonly publish_reason: string | null;
}

/** A change of stock or prices over a range of nights, both ends included; money in fen. */
export interface CalendarChange {
  readonly stock?: readonly {
    readonly room_type_id: string;
    readonly from: string;
    readonly to: string;
    readonly stock?: number;
    readonly remaining?: number;
    /** Rooms to be sold beyond the stock. */
    readonly overbooking?: number;
    readonly open?: boolean;
  }[];
  readonly prices?: readonly {
    readonly rate_plan_id: string;
    readonly from: string;
    readonly to: string;
    readonly weekdays?: readonly number[];
    readonly price?: number | null;
    readonly rack_price?: number | null;
    /** Outside the mainland. */
    readonly price_before_tax?: number | null;
    readonly open?: boolean;
  }[];
  /** What rate plans may sell of their room type; null: no limit of its own. */
  readonly quotas?: readonly {
    readonly rate_plan_id: string;
    readonly from: string;
    readonly to: string;
    readonly quota: number | null;
  }[];
}

/** A rate plan that is off because of a broken match. */
export interface BrokenMatch {
  readonly rate_plan_id: string;
  readonly level: string;
  readonly side: string;
  readonly next_step: string;
}

/** A voucher in answers. */
export interface HotelVoucher {
  readonly voucher_id: string;
  readonly platform_voucher_id: string | null;
  readonly state: string;
  readonly state_reason: string | null;
}

/** A booking in answers, as far as the judge looks at it. */
export interface HotelBooking {
  readonly order_id: string;
  readonly booking_number: string;
  readonly state: string;
  readonly allowed: readonly string[];
  readonly code: number;
  readonly confirm_mode: number | null;
  readonly voucher_order_id: string | null;
  readonly units_taken: number;
  readonly room_type_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly room_amount: number;
  readonly surcharge: number;
  readonly attention: readonly string[];
}

/** A voucher order in answers. */
export interface HotelVoucherOrder {
  readonly order_id: string;
  readonly order_number: string;
  readonly state: string;
  readonly vouchers: number;
  readonly units_total: number;
  readonly units_used: number;
  readonly pay_amount: number;
  /** Marketing, as the platform named it. */
  readonly promotion: {
    readonly promotion_id: string | null;
    readonly promotion_type: string | null;
    readonly discount: number | null;
  } | null;
  readonly attention: readonly string[];
}

/** A message to the platform. */
export interface OutboxMessage {
  readonly message_id: number;
  readonly kind: 'order-confirm' | 'stay-status';
  readonly order_id: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly last_error: string | null;
  readonly next_step: string | null;
}

/** The calendar of a hotel. */
export interface CalendarView {
  readonly room_types: readonly {
    readonly room_type_id: string;
    readonly nights: readonly {
      readonly night: string;
      readonly stock: number;
      readonly sold: number;
      readonly remaining: number;
      readonly open: boolean;
    }[];
    readonly rate_plans: readonly {
      readonly rate_plan_id: string;
      readonly nights: readonly { readonly night: string; readonly price: number; readonly open: boolean }[];
    }[];
  }[];
}

/** One exchange with the platform, as the gateway kept it. */
export interface GatewayExchange {
  readonly exchange_id: number;
  /** `in`: the platform called. */
  readonly direction: 'in' | 'out';
  readonly interface: string;
  readonly logid: string | null;
  readonly order_id: string | null;
  readonly attempt: number | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly error: string | null;
}

/** One day of the bill. */
export interface BillDay {
  readonly day: string;
  readonly lines: number;
  readonly fetched_at: string | null;
  readonly to_match: number;
  /** Signed sum of all lines, fen. */
  readonly billed: number;
}

/** What came of matching a booking with its bill lines. */
export interface BillMatch {
  readonly order_id: string;
  readonly day: string;
  readonly state: string;
  readonly reasons: readonly string[];
  readonly billed: number;
  readonly income: number | null;
  readonly gross_billed: number | null;
  readonly gross_own: number | null;
  readonly line_count: number;
}

/** One line of the bill. */
export interface BillLine {
  readonly ledger_id: string;
  readonly day: string;
  readonly order_id: string;
  readonly settle_type: number | null;
  readonly fund_amount: number | null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** What a stop of sales concerns. */
export interface StopScope {
  readonly level: 'account' | 'hotel' | 'room_type';
  /** Hotel or room type; absent for the account. */
  readonly subject_id?: string;
}

/** What a stop would take off sale, in nights of room types and in room-nights. */
export interface StopPreview {
  readonly room_types: number;
  readonly nights: number;
  readonly rooms: number;
  readonly sold: number;
}

/** A stop of sales. */
export interface Stop {
  readonly stop_id: string;
  readonly level: StopScope['level'];
  readonly subject_id: string;
  readonly reason: string;
  /** Moment with the hotel's offset. */
  readonly started_at: string;
  /** Null while it lasts. */
  readonly ended_at: string | null;
  /** Nights of room types it closed. */
  readonly nights: number;
}

/** The hotel's own system, using the gateway's hotel API with one account's key. */
export class Hotel {
  readonly #http: HttpClient;

  /** What every list is narrowed by. */
  readonly #of: Query;

  /** @param options `stress`: its lists are those of load tests; the rest is how its calls travel. */
  constructor(gatewayUrl: string, apiKey: string, options: HttpWay & { readonly stress?: true } = {}) {
    const { stress, ...way } = options;
    this.#of = stress === true ? { stress: true } : {};
    this.#http = new HttpClient({
      baseUrl: `${gatewayUrl}/api/v1`,
      headers: { authorization: `Bearer ${apiKey}` },
      connections: 8,
      ...way,
    });
  }

  /** The account the key opens. */
  account(): Promise<{ readonly account_id: string; readonly name: string }> {
    return this.#http.get('/account');
  }

  /** The merchant's hotels as the platform knows them. */
  async platformHotels(): Promise<
    readonly { readonly platform_hotel_id: string; readonly name: string; readonly category_id: number | null }[]
  > {
    return (await this.#http.get<Page<never>>('/platform/hotels')).items;
  }

  /** A hotel's room types as the platform knows them. */
  async platformRooms(
    platformHotelId: string,
  ): Promise<
    readonly { readonly platform_room_id: string; readonly name: string; readonly max_guests: number | null }[]
  > {
    return (await this.#http.get<Page<never>>('/platform/rooms', { platform_hotel_ids: platformHotelId })).items;
  }

  /** One of its hotels. */
  hotel(hotelId: string): Promise<{ readonly platform_hotel_id: string | null }> {
    return this.#http.get(`/hotels/${hotelId}`);
  }

  /** The room types of one of its hotels. */
  roomTypes(
    hotelId: string,
  ): Promise<readonly { readonly room_type_id: string; readonly platform_room_id: string | null }[]> {
    return this.#all('/room-types', { hotel_id: hotelId });
  }

  /** Every voucher. */
  vouchers(): Promise<readonly HotelVoucher[]> {
    return this.#all('/vouchers');
  }

  /** `platform_hotel_id`: matched by hand; absent for one that the hotel publishes itself. */
  saveHotel(hotelId: string, hotel: { readonly name: string; readonly platform_hotel_id?: string }): Promise<unknown> {
    return this.#http.put(`/hotels/${hotelId}`, hotel);
  }

  /** Describes a hotel to the platform, which matches, creates or updates it. */
  saveHotelDetails(hotelId: string, details: HotelDetails): Promise<unknown> {
    return this.#http.put(`/hotels/${hotelId}/details`, { details });
  }

  saveRoomType(
    roomTypeId: string,
    room: {
      readonly hotel_id: string;
      readonly name: string;
      readonly max_guests: number;
      /** Matched by hand; absent for one that the hotel publishes itself. */
      readonly platform_room_id?: string;
    },
  ): Promise<unknown> {
    return this.#http.put(`/room-types/${roomTypeId}`, room);
  }

  roomType(roomTypeId: string): Promise<HotelRoomType> {
    return this.#http.get(`/room-types/${roomTypeId}`);
  }

  /** Describes a room type to the platform, which audits it. */
  saveRoomDetails(roomTypeId: string, details: RoomDetails): Promise<HotelRoomType> {
    return this.#http.put(`/room-types/${roomTypeId}/details`, { details });
  }

  /** Puts room types online or offline at the platform, or deletes them there. */
  setRoomShelf(roomTypeIds: readonly string[], wanted: 'on' | 'off' | 'deleted'): Promise<unknown> {
    return this.#http.post('/room-types/shelf', { room_type_ids: roomTypeIds, wanted });
  }

  saveRatePlan(ratePlanId: string, plan: { readonly room_type_id: string; readonly name: string }): Promise<unknown> {
    return this.#http.put(`/rate-plans/${ratePlanId}`, plan);
  }

  /** Publishes rate plans; one verdict each. */
  async publishRatePlans(ratePlanIds: readonly string[]): Promise<
    readonly {
      readonly rate_plan_id: string;
      readonly publish_state: string;
      readonly platform_rate_plan_id: string | null;
      readonly publish_error: string | null;
    }[]
  > {
    const reply = await this.#http.post<{ results: never[] }>('/rate-plans/publish', { rate_plan_ids: ratePlanIds });
    return reply.results;
  }

  ratePlan(
    ratePlanId: string,
  ): Promise<{ readonly platform_rate_plan_id: string | null; readonly publish_state: string }> {
    return this.#http.get(`/rate-plans/${ratePlanId}`);
  }

  /** Rate plans that are off because of a broken match. */
  async brokenMatches(): Promise<readonly BrokenMatch[]> {
    return (await this.#http.get<{ items: BrokenMatch[] }>('/broken-matches')).items;
  }

  /** How the platform hears of the calendar: values are pushed, or change notices have it pull. */
  setCalendarWay(toldBy: 'push' | 'notice'): Promise<unknown> {
    return this.#http.put('/settings/calendar', { told_by: toldBy });
  }

  setAcceptance(level: 'account' | 'hotel' | 'rate_plan', mode: AcceptanceMode, subjectId?: string): Promise<unknown> {
    return this.#http.put('/settings/acceptance', {
      level,
      mode,
      ...(subjectId === undefined ? {} : { subject_id: subjectId }),
    });
  }

  putCalendar(change: CalendarChange): Promise<{ readonly stock_nights: number; readonly price_nights: number }> {
    return this.#http.put('/calendar', change);
  }

  calendar(hotelId: string, from: string, to: string): Promise<CalendarView> {
    return this.#http.get('/calendar', { hotel_id: hotelId, from, to });
  }

  /** What a stop of sales would close now. */
  previewStop(scope: StopScope): Promise<StopPreview> {
    return this.#http.get('/calendar/stops/preview', { ...scope });
  }

  /** Stops sales of a room type, a hotel or the account. */
  stopSales(scope: StopScope, reason?: string): Promise<Stop> {
    return this.#http.post('/calendar/stops', { ...scope, ...(reason === undefined ? {} : { reason }) });
  }

  /** Stops of sales, running ones first. */
  async stops(): Promise<readonly Stop[]> {
    return (await this.#http.get<{ readonly items: readonly Stop[] }>('/calendar/stops')).items;
  }

  /** Undoes a stop: the nights it closed open again. */
  resumeSales(stopId: string): Promise<Stop> {
    return this.#http.delete(`/calendar/stops/${encodeURIComponent(stopId)}`);
  }

  /** Nights the platform has not been told about yet. */
  async pendingNights(): Promise<readonly { readonly night: string }[]> {
    return (await this.#http.get<Page<{ night: string }>>('/calendar/pending')).items;
  }

  /** A rate plan's nights here beside what the platform acknowledged. */
  async compareCalendar(
    ratePlanId: string,
    from: string,
    to: string,
  ): Promise<readonly { readonly night: string; readonly same: boolean }[]> {
    const query = { rate_plan_id: ratePlanId, from, to };
    return (await this.#http.get<{ nights: { night: string; same: boolean }[] }>('/calendar/compare', query)).nights;
  }

  async saveVoucher(voucherId: string, document: VoucherDocument): Promise<HotelVoucher> {
    return (await this.#http.put<{ voucher: HotelVoucher }>(`/vouchers/${voucherId}`, { document })).voucher;
  }

  async publishVoucher(voucherId: string): Promise<HotelVoucher> {
    return (await this.#http.post<{ voucher: HotelVoucher }>(`/vouchers/${voucherId}/publish`)).voucher;
  }

  async setShelf(voucherId: string, wanted: 'on' | 'off'): Promise<HotelVoucher> {
    return (await this.#http.put<{ voucher: HotelVoucher }>(`/vouchers/${voucherId}/shelf`, { wanted })).voucher;
  }

  /** The document of a voucher as it was last saved. */
  async voucherDocument(voucherId: string): Promise<VoucherDocument> {
    return (await this.#http.get<{ document: VoucherDocument }>(`/vouchers/${voucherId}`)).document;
  }

  async voucher(voucherId: string): Promise<HotelVoucher> {
    return (await this.#http.get<{ voucher: HotelVoucher }>(`/vouchers/${voucherId}`)).voucher;
  }

  async booking(
    orderId: string,
  ): Promise<{ readonly booking: HotelBooking; readonly messages: readonly OutboxMessage[] }> {
    return this.#http.get(`/bookings/${orderId}`);
  }

  /** Every booking, refused ones too. */
  bookings(query: { readonly state?: string } = {}): Promise<readonly HotelBooking[]> {
    return this.#all('/bookings', query);
  }

  async voucherOrder(orderId: string): Promise<HotelVoucherOrder> {
    return (await this.#http.get<{ voucher_order: HotelVoucherOrder }>(`/voucher-orders/${orderId}`)).voucher_order;
  }

  /** Every voucher order. */
  voucherOrders(): Promise<readonly HotelVoucherOrder[]> {
    return this.#all('/voucher-orders');
  }

  /** Every message to the platform, or those in one state. */
  messages(state?: OutboxMessage['state']): Promise<readonly OutboxMessage[]> {
    return this.#all('/outbox', { state });
  }

  /** How much waits for a person, by kind. */
  todo(): Promise<Readonly<Record<string, number>>> {
    return this.#http.get('/todo');
  }

  /** Exchanges kept after one of them, oldest first. */
  async exchangesAfter(exchangeId: number): Promise<readonly GatewayExchange[]> {
    const found: GatewayExchange[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await this.#http.get<Page<GatewayExchange>>('/exchanges', { limit: 200, cursor });
      const fresh = page.items.filter((one) => one.exchange_id > exchangeId);
      found.push(...fresh);
      if (fresh.length < page.items.length || page.next_cursor === null) return found.reverse();
      cursor = page.next_cursor;
    }
  }

  /** A day of the bill as fetched. */
  billDay(day: string): Promise<BillDay> {
    return this.#http.get(`/bills/${day}`);
  }

  /** Fetches a day of the bill now. */
  fetchBill(day: string): Promise<BillDay> {
    return this.#http.post(`/bills/${day}/fetch`);
  }

  /** Every bill line. */
  billLines(): Promise<readonly BillLine[]> {
    return this.#all('/bills/lines');
  }

  /** What came of matching, for every booking. */
  billMatches(): Promise<readonly BillMatch[]> {
    return this.#all('/bills/matches');
  }

  accept(orderId: string): Promise<HotelBooking> {
    return this.#http.post(`/bookings/${orderId}/accept`);
  }

  reject(orderId: string, reason: string, code?: number): Promise<HotelBooking> {
    return this.#http.post(`/bookings/${orderId}/reject`, { reason, ...(code === undefined ? {} : { code }) });
  }

  checkIn(orderId: string): Promise<HotelBooking> {
    return this.#http.post(`/bookings/${orderId}/check-in`);
  }

  checkOut(orderId: string): Promise<HotelBooking> {
    return this.#http.post(`/bookings/${orderId}/check-out`);
  }

  noShow(orderId: string): Promise<HotelBooking> {
    return this.#http.post(`/bookings/${orderId}/no-show`);
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  async #all<T>(path: string, query: Query = {}): Promise<readonly T[]> {
    const items: T[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await this.#http.get<Page<T>>(path, { ...this.#of, ...query, limit: 200, cursor });
      items.push(...page.items);
      if (page.next_cursor === null) return items;
      cursor = page.next_cursor;
    }
  }
}
