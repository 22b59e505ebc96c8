import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi, type Page } from './hotel-api.ts';

/** What speaks for or against a proposal, in both languages. */
export interface MatchReason {
  readonly about: string;
  readonly verdict: 'same' | 'alike' | 'differs';
  readonly zh: string;
  readonly en: string;
}

/** What an entry of the platform is matched to, or most likely is. */
export interface Proposed {
  /** Own id; null: not matched. */
  readonly matched_to: string | null;
  readonly suggested_for: string | null;
  /** 0.55 to 1. */
  readonly likeness: number | null;
  readonly doubtful: boolean;
  readonly reasons: readonly MatchReason[];
}

/** A hotel as the platform lists it. */
export interface ListedHotel extends Proposed {
  readonly platform_hotel_id: string;
  readonly name: string;
  readonly address: string;
}

/** A room type as the platform lists it. */
export interface ListedRoom extends Proposed {
  readonly platform_room_id: string;
  readonly name: string;
  /** Square metres. */
  readonly area: number | null;
  readonly max_guests: number | null;
}

/** A room type of the hotel's own. */
export interface OwnRoom {
  readonly room_type_id: string;
  readonly hotel_id: string;
  readonly name: string;
  readonly platform_room_id: string | null;
}

// Every look is a call at the platform under its rate limit: only when somebody asks or something was changed.
const AS_ASKED = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const;

/** The merchant's hotels at the platform, with proposals. */
export function useListedHotels() {
  return useQuery({
    queryKey: ['matching', 'hotels'],
    queryFn: async ({ signal }) =>
      (await hotelApi<{ items: readonly ListedHotel[] }>('/platform/hotels', { signal })).items,
    ...AS_ASKED,
  });
}

/** The room types of a matched hotel at the platform, with proposals. */
export function useListedRooms(platformHotelId: string) {
  return useQuery({
    queryKey: ['matching', 'rooms', platformHotelId],
    queryFn: async ({ signal }) => {
      const query = { platform_hotel_ids: platformHotelId };
      return (await hotelApi<{ items: readonly ListedRoom[] }>('/platform/rooms', { query, signal })).items;
    },
    ...AS_ASKED,
  });
}

/** The hotel's own room types; 200 are more than one house has. */
export function useOwnRooms(hotelId: string) {
  return useQuery({
    queryKey: ['matching', 'own-rooms', hotelId],
    queryFn: async ({ signal }) => {
      const query = { hotel_id: hotelId, limit: 200 };
      return (await hotelApi<Page<OwnRoom>>('/room-types', { query, signal })).items;
    },
  });
}

/** Confirms a match, or takes one back. */
export interface MatchChange {
  readonly kind: 'hotels' | 'room-types';
  readonly ownId: string;
  /** null: take it back. */
  readonly platformId: string | null;
}

/** Changes a match; everything on the page is read again afterwards. */
export function useChangeMatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, ownId, platformId }: MatchChange) => {
      const path = `/${kind}/${encodeURIComponent(ownId)}/match`;
      if (platformId === null) return hotelApi(path, { method: 'DELETE' });
      const member = kind === 'hotels' ? 'platform_hotel_id' : 'platform_room_id';
      return hotelApi(path, { method: 'POST', body: { [member]: platformId } });
    },
    onSettled: async () => {
      await Promise.all(['matching', 'hotels'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
}
