import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi, type Page } from './hotel-api.ts';
import type { Message } from './traffic.ts';

/** Where a booking stands, in the order of its life. */
export const BOOKING_STATES = [
  'wait_accept',
  'wait_pay',
  'accepted',
  'checked_in',
  'checked_out',
  'no_show',
  'rejected',
  'cancelled',
  'refused',
] as const;

export type BookingState = (typeof BOOKING_STATES)[number];

/** What staff may do with a booking. */
export type BookingAction = 'accept' | 'reject' | 'check_in' | 'check_out' | 'no_show';

/** A booking. Amounts in fen, moments in ISO form, days in hotel time. */
export interface Booking {
  readonly order_id: string;
  /** Our number, the hotel's confirmation number. */
  readonly booking_number: string;
  readonly state: BookingState;
  /** What can be done now. */
  readonly allowed: readonly BookingAction[];
  readonly code: number;
  readonly reason: string | null;
  readonly confirm_mode: number | null;
  readonly voucher_order_id: string | null;
  readonly units_taken: number;
  readonly hotel_id: string;
  readonly room_type_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  /** Hourly rooms: when the stay begins and ends; null for full-day ones, and where the platform named no time. */
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly nights: number;
  readonly rooms: number;
  readonly guests: number;
  readonly room_amount: number;
  readonly currency: string | null;
  /** Outside the mainland. */
  readonly room_amount_before_tax: number | null;
  readonly surcharge: number;
  readonly paid_at: string | null;
  readonly decided_at: string | null;
  readonly reject_code: number | null;
  readonly reject_reason: string | null;
  readonly attention: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** Which bookings are listed. */
export interface BookingFilter {
  readonly state?: readonly BookingState[] | undefined;
  readonly hotel_id?: string | undefined;
  readonly voucher_order_id?: string | undefined;
  readonly booking_number?: string | undefined;
  readonly check_in_from?: string | undefined;
  readonly check_in_to?: string | undefined;
  readonly attention?: boolean | undefined;
}

/** Bookings, newest first, page by page. */
export function useBookings(filter: BookingFilter, limit = 50) {
  return useInfiniteQuery({
    queryKey: ['bookings', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      hotelApi<Page<Booking>>('/bookings', { query: { ...filter, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 5000,
    placeholderData: (before) => before,
  });
}

/** One booking with its messages to the platform. */
export function useBooking(orderId: string) {
  return useQuery({
    queryKey: ['bookings', 'one', orderId],
    queryFn: ({ signal }) =>
      hotelApi<{ booking: Booking; messages: Message[] }>(`/bookings/${encodeURIComponent(orderId)}`, { signal }),
    refetchInterval: 5000,
  });
}

/** A person of a booking. */
export interface Person {
  readonly name: string | null;
  readonly phone: string | null;
  readonly phone_raw: string | null;
  readonly document: string | null;
  readonly document_raw: string | null;
}

/** Who comes. */
export interface Guests {
  readonly contact: Person | null;
  readonly occupants: readonly Person[];
  readonly remark: string | null;
  readonly arrival_earliest: string | null;
  readonly arrival_latest: string | null;
}

/** Reads personal data, on demand only: every reading is recorded. */
export function useReadGuests() {
  return useMutation({
    mutationFn: (orderId: string) => hotelApi<Guests>(`/bookings/${encodeURIComponent(orderId)}/guests`),
  });
}

/** What staff decided about a booking. */
export type Decision =
  | { readonly action: Exclude<BookingAction, 'reject'> }
  | { readonly action: 'reject'; readonly code: number; readonly reason: string };

/** Tells the gateway what staff decided. */
export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ orderId, decision }: { readonly orderId: string; readonly decision: Decision }) => {
      const { action, ...body } = decision;
      return hotelApi<Booking>(`/bookings/${encodeURIComponent(orderId)}/${action.replace('_', '-')}`, {
        method: 'POST',
        ...(action === 'reject' ? { body } : {}),
      });
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] });
      void queries.invalidateQueries({ queryKey: ['todo'] });
    },
  });
}

/** Clears the oddities of a booking once somebody has looked at them. */
export function useClearAttention() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (orderId: string) =>
      hotelApi<Booking>(`/bookings/${encodeURIComponent(orderId)}/attention`, { method: 'DELETE' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] });
      void queries.invalidateQueries({ queryKey: ['todo'] });
    },
  });
}
