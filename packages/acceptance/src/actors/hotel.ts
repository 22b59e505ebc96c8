import type {
  AcceptanceMode,
  BillDay,
  BillLine,
  BillMatch,
  BrokenMatch,
  CalendarChange,
  CalendarView,
  GatewayExchange,
  HotelBooking,
  HotelDetails,
  HotelRoomType,
  HotelVoucher,
  HotelVoucherOrder,
  OutboxMessage,
  RoomDetails,
  Stop,
  StopPreview,
  StopScope,
  VoucherDocument,
} from './hotel-views.ts';
import { HttpClient, type HttpWay, type Query } from './http.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
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

  saveRatePlan(
    ratePlanId: string,
    plan: {
      readonly room_type_id: string;
      readonly name: string;
      /** With `hourly`, when its rooms can be used; it never changes. */
      readonly kind?: 'hourly';
      readonly hourly?: {
        readonly earliest_check_in: string;
        readonly latest_check_out: string;
        readonly usage_duration: number;
      };
    },
  ): Promise<unknown> {
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
