/** What the hotel has. Money is fen. */
export const HOTEL = {
  hotelId: '7500000000000000011',
  roomId: '7500000000000000021',
  ratePlanId: '1880011223344556',
  voucherId: '1880099887766554',
  voucherPrice: 49_900,
  rooms: 6,
  /** A night with this day of the month is closed. */
  closedOn: 13,
  /** It is outside the mainland. */
  currency: 'HKD',
  hourly: {
    roomId: '7500000000000000022',
    ratePlanId: '1880011223344557',
    voucherId: '1880099887766555',
    voucherPrice: 23_900,
    hours: { from: '09:00', to: '20:00', duration: 4 },
  },
} as const;

/** Whether a good is one of the hotel's two. */
export function isGood(id: unknown): id is string {
  return id === HOTEL.ratePlanId || id === HOTEL.hourly.ratePlanId;
}

/** A voucher order. */
export interface VoucherOrder {
  readonly outId: string | number;
  readonly vouchers: number;
  paid: boolean;
  used: number;
}

/** The stored answer to a booking. */
export interface Stored {
  readonly code: number;
  readonly description: string;
  readonly data: object;
}

/** All that this partner remembers. A real one has a database; the trip to it is what matters for one of the mistakes. */
export class HotelState {
  readonly vouchers = new Map<string, VoucherOrder>();
  readonly bookings = new Map<string, Stored>();
  readonly #sold = new Map<string, number>();
  #number = 0;

  /** A new order number. */
  next(prefix: string): string {
    this.#number += 1;
    return `${prefix}${String(this.#number).padStart(6, '0')}`;
  }

  /** Rooms left on a night, of the room type of a good. */
  left(good: string, night: string): number {
    return HOTEL.rooms - (this.#sold.get(`${good} ${night}`) ?? 0);
  }

  /** Takes rooms; the caller has looked before. */
  take(good: string, nights: readonly string[], rooms: number): void {
    for (const night of nights) this.#sold.set(`${good} ${night}`, HOTEL.rooms - this.left(good, night) + rooms);
  }
}

/** Dearer on Fridays and Saturdays. */
export function priceOf(night: string): number {
  const day = new Date(`${night}T00:00:00Z`).getUTCDay();
  return day === 5 || day === 6 ? 68_000 : 52_000;
}

/** What of a price is left before tax. */
export function beforeTaxOf(price: number): number {
  return Math.floor((price * 10) / 11);
}

/** Open for sale. */
export function isOpen(night: string): boolean {
  return !night.endsWith(`-${HOTEL.closedOn}`);
}

/** The nights `[from, to)`; undefined when a day does not exist or the order is wrong. */
export function nightsBetween(from: unknown, to: unknown): string[] | undefined {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first === undefined || last === undefined || last <= first || last - first > 400) return undefined;
  return Array.from({ length: last - first }, (_, at) =>
    new Date((first + at) * 86_400_000).toISOString().slice(0, 10),
  );
}

function dayNumber(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return time / 86_400_000;
}
