import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { guestApi } from './guest-api.ts';

/** What a guest asks for: nights `[check_in, check_out)`. */
export interface Stay {
  readonly order_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly guests: number;
  /** Hourly rooms: when the guest comes, `HH:mm`. */
  readonly start_time?: string;
}

/** A night with its amounts for one room, fen. */
export interface StayNight {
  readonly night: string;
  readonly price: number;
  readonly surcharge: number;
}

/** What a look at a stay shows. */
export interface Look {
  readonly bookable: boolean;
  /** Who decided. */
  readonly by: 'platform' | 'hotel' | 'hotel-silent';
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string; readonly night?: string } | null;
  readonly nights: readonly StayNight[];
  /** ISO 4217. */
  readonly currency: string;
  readonly room_amount: number;
  /** To be paid when booking, all rooms and nights. */
  readonly surcharge: number;
  readonly coupons: readonly { readonly coupon_id: string; readonly nights: number }[];
  /** Data the voucher asks of those who stay. */
  readonly asks: readonly string[];
  readonly logid: string | null;
}

/** Somebody who stays. */
export interface Staying {
  readonly name: string;
  readonly phone?: string;
  readonly id_number?: string;
}

/** Where a booking stands. */
export type BookingState =
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

/** A booking. Amounts in fen, moments in Unix ms, days in hotel time. */
export interface Booking {
  readonly booking_id: string;
  readonly order_id: string;
  readonly state: BookingState;
  readonly hotel_id: string;
  readonly room_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly guests: number;
  readonly nights: readonly StayNight[];
  /** Hourly rooms: `yyyy-MM-dd HH:mm:ss` in hotel time. */
  readonly hours: { readonly start: string; readonly end: string } | null;
  /** ISO 4217. */
  readonly currency: string;
  readonly room_amount: number;
  readonly surcharge: number;
  readonly surcharge_state: string;
  readonly hotel_booking_id: string | null;
  readonly confirm_number: string | null;
  readonly decided_by: string | null;
  readonly reject: { readonly code: number | null; readonly reason: string | null } | null;
  readonly end_reason: string | null;
  readonly failure: { readonly code: number | null; readonly text: string } | null;
  readonly created_at: number;
  readonly pay_deadline: number | null;
  readonly paid_at: number | null;
  readonly accept_deadline: number | null;
  readonly accepted_at: number | null;
  readonly ended_at: number | null;
  readonly checked_in_at: number | null;
  readonly no_show_at: number | null;
  readonly checked_out_at: number | null;
  readonly verified_on: string | null;
  readonly settled_at: number | null;
  /** What the guest can do next. */
  readonly actions: readonly string[];
}

const MOVING: ReadonlySet<BookingState> = new Set(['waiting-payment', 'creating', 'waiting-accept']);

/** The guest's bookings, newest first. */
export function useBookings() {
  return useQuery({
    queryKey: ['guest', 'bookings'],
    queryFn: async ({ signal }) => (await guestApi<{ bookings: Booking[] }>('/bookings', { signal })).bookings,
    refetchInterval: (query) => (query.state.data?.some(({ state }) => MOVING.has(state)) ? 3000 : 15_000),
  });
}

/** One booking. */
export function useBooking(bookingId: string) {
  return useQuery({
    queryKey: ['guest', 'bookings', bookingId],
    queryFn: ({ signal }) => guestApi<Booking>(`/bookings/${encodeURIComponent(bookingId)}`, { signal }),
    refetchInterval: (query) => (query.state.data !== undefined && MOVING.has(query.state.data.state) ? 2000 : 15_000),
  });
}

/** Asks whether a stay can be had, and what it costs; the platform asks the hotel. */
export function useLook(stay: Stay) {
  return useQuery({
    queryKey: ['guest', 'look', stay],
    queryFn: ({ signal }) => guestApi<Look>('/bookings/look', { method: 'POST', body: stay, signal }),
    // Each look is a call to the hotel: once when the form opens, again only on demand.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Submits a booking. */
export function useBook() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Stay & { readonly occupancies?: readonly Staying[] }) =>
      guestApi<Booking>('/bookings', { method: 'POST', body }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['guest'] }),
  });
}

/** Pays the surcharge of a booking. */
export function usePayBooking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (bookingId: string) =>
      guestApi<Booking>(`/bookings/${encodeURIComponent(bookingId)}/pay`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['guest'] }),
  });
}
