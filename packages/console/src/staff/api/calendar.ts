import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi } from './hotel-api.ts';

/** A room type's night. Amounts in fen, nights in hotel time. */
export interface RoomNight {
  readonly night: string;
  /** Rooms open to this channel in all. */
  readonly stock: number;
  readonly sold: number;
  /** Stock less sold; negative: overbooked. */
  readonly remaining: number;
  /** Rooms somebody chose to sell beyond the stock. */
  readonly overbooking: number;
  /** Rooms still to be sold. */
  readonly sellable: number;
  readonly open: boolean;
  /** Changed here, the platform has not been told yet. */
  readonly pending: boolean;
}

/** A rate plan's night. */
export interface RateNight {
  readonly night: string;
  readonly price: number;
  readonly rack_price: number | null;
  /** Outside the mainland. */
  readonly price_before_tax: number | null;
  readonly open: boolean;
  readonly pending: boolean;
}

/** A rate plan's night with a quota. */
export interface QuotaNight {
  readonly night: string;
  /** Rooms this rate plan may sell in all. */
  readonly quota: number;
  readonly sold: number;
}

/** The calendar of a hotel. Nights that are absent have no stock, or no price. */
export interface Calendar {
  readonly room_types: readonly {
    readonly room_type_id: string;
    readonly name: string;
    readonly nights: readonly RoomNight[];
    readonly rate_plans: readonly {
      readonly rate_plan_id: string;
      readonly name: string;
      readonly nights: readonly RateNight[];
      readonly quotas: readonly QuotaNight[];
    }[];
  }[];
}

/** Nights of a range, both ends included; `weekdays` 1 Monday to 7 Sunday, absent: all. */
export interface NightRange {
  readonly from: string;
  readonly to: string;
  readonly weekdays?: readonly number[];
}

/** Changes of the calendar. Members that are absent stay as they are. */
export interface CalendarChanges {
  readonly stock?: readonly (NightRange & {
    readonly room_type_id: string;
    readonly stock?: number;
    readonly overbooking?: number;
    readonly open?: boolean;
  })[];
  readonly prices?: readonly (NightRange & {
    readonly rate_plan_id: string;
    /** Null takes the price away: the night can not be booked. */
    readonly price?: number | null;
    readonly rack_price?: number | null;
    readonly price_before_tax?: number;
    readonly open?: boolean;
  })[];
  readonly quotas?: readonly (NightRange & {
    readonly rate_plan_id: string;
    /** Null takes the quota away: the rate plan sells what the room type has. */
    readonly quota: number | null;
  })[];
}

/** How many nights really changed. */
export interface CalendarWritten {
  readonly stock_nights: number;
  readonly price_nights: number;
  readonly quota_nights: number;
}

/** A hotel's calendar, both ends included; asked again while changes are on their way to the platform. */
export function useCalendar(hotelId: string | undefined, from: string, to: string) {
  return useQuery({
    queryKey: ['calendar', hotelId, from, to],
    queryFn: ({ signal }) => hotelApi<Calendar>('/calendar', { query: { hotel_id: hotelId, from, to }, signal }),
    enabled: hotelId !== undefined,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
}

/** A choice to sell beyond the stock, or not to any more (0). */
export interface OverbookingChange {
  readonly nights: readonly string[];
  readonly rooms: number;
  readonly key_label: string;
  readonly at: string;
}

/** Who set overbooking of a room type, newest first; nothing is asked for without a room type. */
export function useOverbooking(roomTypeId: string | undefined) {
  return useQuery({
    queryKey: ['calendar', 'overbooking', roomTypeId],
    queryFn: ({ signal }) =>
      hotelApi<{ readonly items: readonly OverbookingChange[] }>('/calendar/overbooking', {
        query: { room_type_id: roomTypeId, limit: 5 },
        signal,
      }),
    enabled: roomTypeId !== undefined,
  });
}

/** Writes changes; all of them or none. */
export function useWriteCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: CalendarChanges) => hotelApi<CalendarWritten>('/calendar', { method: 'PUT', body: changes }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calendar'] }),
  });
}
