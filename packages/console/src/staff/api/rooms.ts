import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { allOf } from './catalogue.ts';
import { hotelApi } from './hotel-api.ts';

/** How far a room type got at the platform. */
export type RoomState = 'draft' | 'saving' | 'auditing' | 'usable' | 'rejected' | 'offline' | 'failed' | 'deleted';

/** A room type of the account. */
export interface RoomType {
  readonly room_type_id: string;
  readonly hotel_id: string;
  readonly name: string;
  readonly max_guests: number;
  readonly platform_room_id: string | null;
  readonly publish_state: RoomState;
  readonly publish_reason: string | null;
  readonly wanted_shelf: 'on' | 'off' | 'deleted' | null;
}

/** The account's room types; states change by themselves. */
export function useRoomTypes() {
  return useQuery({
    queryKey: ['room-types'],
    queryFn: () => allOf<RoomType>('/room-types'),
    refetchInterval: 5000,
  });
}

/** Sends what is kept of a room type to the platform's audit again. */
export function usePublishRoom() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => hotelApi<RoomType>(`/room-types/${encodeURIComponent(id)}/publish`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** Puts a room type online or offline at the platform. */
export function useRoomShelf() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, wanted }: { readonly id: string; readonly wanted: 'on' | 'off' }) =>
      hotelApi<unknown>('/room-types/shelf', { method: 'POST', body: { room_type_ids: [id], wanted } }),
    onSettled: () => void queries.invalidateQueries(),
  });
}
