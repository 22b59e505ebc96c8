import { useQuery } from '@tanstack/react-query';
import { guestApi } from './guest-api.ts';

/** A bookable good of a voucher. */
export interface Good {
  readonly rate_plan_id: string;
  readonly name: string;
  readonly hotel_id: string;
  readonly hotel: string;
  readonly room_id: string;
  readonly room: string;
  /** Sold by the hour; null: full-day. */
  readonly hourly: Hourly | null;
}

/** When a room can be used by the hour, and for how long. */
export interface Hourly {
  /** `HH:mm`. */
  readonly earliest_check_in: string;
  readonly latest_check_out: string;
  /** Hours. */
  readonly usage_duration: number;
}

/** A voucher on sale. Amounts in fen, moments in Unix ms, days in hotel time. */
export interface Voucher {
  readonly voucher_id: string;
  readonly name: string;
  readonly merchant: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly price: number;
  /** Struck-through price. */
  readonly original_amount: number;
  readonly rooms_per_voucher: number;
  readonly nights_per_voucher: number;
  /** The nights may be used in several bookings. */
  readonly separable: boolean;
  /** Null: without limit. */
  readonly stock_left: number | null;
  readonly per_order: number;
  readonly per_person: number | null;
  readonly sale_from: number;
  readonly sale_to: number;
  readonly book_from: string;
  readonly book_to: string;
  /** Sold in live rooms only. */
  readonly live_only: boolean;
  readonly boosted: boolean;
  readonly promotions: readonly Promotion[];
  readonly goods: readonly Good[];
}

/** Marketing of a voucher: a flash sale is bought by naming it, the others apply by themselves. */
export interface Promotion {
  readonly promotion_id: string;
  readonly kind: string;
  readonly name: string;
  /** Price of one voucher in it. */
  readonly price: number;
  readonly stock_left: number | null;
  readonly per_person: number | null;
  readonly from: number;
  readonly to: number;
}

/** A voucher with what it costs now. */
export interface OfferedVoucher extends Voucher {
  readonly offer: Offer;
}

/** What one voucher costs now, and by which promotion. */
export interface Offer {
  readonly price: number;
  readonly promotion: Promotion | undefined;
}

/** The cheapest promotion that runs and is not sold out. */
export function offerOf(voucher: Pick<Voucher, 'price' | 'promotions'>, now: number): Offer {
  const [best] = voucher.promotions
    .filter(({ from, to, stock_left: left }) => from <= now && now <= to && left !== 0)
    .sort((a, b) => a.price - b.price);
  return best === undefined || best.price > voucher.price
    ? { price: voucher.price, promotion: undefined }
    : { price: best.price, promotion: best };
}

/** A night of a good as a guest may book it. */
export interface OfferedNight {
  readonly night: string;
  readonly bookable: boolean;
  /** Why not. */
  readonly reason?: string;
  readonly price: number | null;
  readonly inventory: number;
  /** To be paid for the night and room when booking. */
  readonly surcharge: number;
}

/** The calendar of a voucher, one list of nights for each good. */
export interface VoucherCalendar {
  readonly goods: readonly { readonly rate_plan_id: string; readonly nights: readonly OfferedNight[] }[];
}

/** The vouchers on sale with the platform's clock. These pages are shop and live room in one, so both kinds are asked for. */
export function useVouchers() {
  return useQuery({
    queryKey: ['guest', 'vouchers'],
    queryFn: async ({ signal }) => {
      const { now, vouchers } = await guestApi<{ now: number; vouchers: Voucher[] }>('/vouchers', {
        query: { channel: 'live' },
        signal,
      });
      return vouchers.map((voucher) => ({ ...voucher, offer: offerOf(voucher, now) }));
    },
  });
}

/** A voucher's nights from `from` to `to`, both included. */
export function useVoucherCalendar(voucherId: string | undefined, from: string, to: string) {
  return useQuery({
    queryKey: ['guest', 'calendar', voucherId, from, to],
    queryFn: ({ signal }) =>
      guestApi<VoucherCalendar>(`/vouchers/${encodeURIComponent(voucherId ?? '')}/calendar`, {
        query: { from, to },
        signal,
      }),
    enabled: voucherId !== undefined,
    placeholderData: (before) => before,
  });
}
