import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi, type Page } from './hotel-api.ts';

/** The account the key opens. */
export interface Account {
  readonly account_id: string;
  readonly name: string;
  /** Of a merchant outside the mainland: prices are after tax, each with its amount before tax; null: mainland. */
  readonly currency: string | null;
}

/** A hotel of the account. */
export interface Hotel {
  readonly hotel_id: string;
  readonly name: string;
  readonly platform_hotel_id: string | null;
  readonly publish_state: HotelState;
  readonly publish_reason: string | null;
}

/** How far a hotel got at the platform. */
export type HotelState =
  | 'draft'
  | 'saving'
  | 'matching'
  | 'auditing'
  | 'claim_pending'
  | 'matched'
  | 'rejected'
  | 'offline'
  | 'failed';

/** Reads the account a key opens; the way to see whether a key works. @throws Problem */
export function readAccount(key?: string): Promise<Account> {
  return hotelApi<Account>('/account', {}, key);
}

/** The account, for the frame. */
export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => readAccount(), staleTime: Number.POSITIVE_INFINITY });
}

/** The account's hotels; 200 are more than one person keeps a calendar for. */
export function useHotels() {
  return useQuery({
    queryKey: ['hotels'],
    queryFn: async ({ signal }) => (await hotelApi<Page<Hotel>>('/hotels', { query: { limit: 200 }, signal })).items,
    staleTime: 60_000,
    // States change by themselves; whoever looks at them sees it.
    refetchInterval: 30_000,
  });
}

/** Sends what is kept of a hotel to the platform again. */
export function usePublishHotel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => hotelApi<Hotel>(`/hotels/${encodeURIComponent(id)}/publish`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries(),
  });
}

interface Named {
  readonly name: string;
}

/** Names of the account's hotels, room types, rate plans and vouchers; an unknown id is its own name. */
export interface Names {
  readonly hotel: (id: string) => string;
  readonly roomType: (id: string) => string;
  readonly ratePlan: (id: string) => string;
  readonly voucher: (id: string) => string;
}

/** Names for ids, read once. */
export function useNames(): Names {
  const { data } = useQuery({
    queryKey: ['names'],
    queryFn: async () => {
      const [hotels, roomTypes, ratePlans, vouchers] = await Promise.all([
        allOf<Named & { readonly hotel_id: string }>('/hotels'),
        allOf<Named & { readonly room_type_id: string }>('/room-types'),
        allOf<Named & { readonly rate_plan_id: string }>('/rate-plans'),
        allOf<Named & { readonly voucher_id: string }>('/vouchers'),
      ]);
      return {
        hotels: new Map(hotels.map((one) => [one.hotel_id, one.name])),
        roomTypes: new Map(roomTypes.map((one) => [one.room_type_id, one.name])),
        ratePlans: new Map(ratePlans.map((one) => [one.rate_plan_id, one.name])),
        vouchers: new Map(vouchers.map((one) => [one.voucher_id, one.name])),
      };
    },
    staleTime: 60_000,
  });
  return {
    hotel: (id) => data?.hotels.get(id) ?? id,
    roomType: (id) => data?.roomTypes.get(id) ?? id,
    ratePlan: (id) => data?.ratePlans.get(id) ?? id,
    voucher: (id) => data?.vouchers.get(id) ?? id,
  };
}

/** A list to its end, within reason: names beyond the first thousand stay ids. */
export async function allOf<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 5; page++) {
    const answer = await hotelApi<Page<Item>>(path, { query: { limit: 200, cursor } });
    items.push(...answer.items);
    if (answer.next_cursor === null) break;
    cursor = answer.next_cursor;
  }
  return items;
}
