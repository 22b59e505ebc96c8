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
}

/** A voucher on sale. Amounts in fen, moments in Unix ms, days in hotel time. */
export interface Voucher {
  readonly voucher_id: string;
  readonly name: string;
  readonly merchant: string;
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
  readonly goods: readonly Good[];
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

/** The vouchers on sale. */
export function useVouchers() {
  return useQuery({
    queryKey: ['guest', 'vouchers'],
    queryFn: async ({ signal }) => (await guestApi<{ vouchers: Voucher[] }>('/vouchers', { signal })).vouchers,
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
