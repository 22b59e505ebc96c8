import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi } from './hotel-api.ts';

/** What a stop of sales concerns: the account, a hotel, or a room type. */
export interface StopScope {
  readonly level: 'account' | 'hotel' | 'room_type';
  /** Hotel or room type; '' for the account. */
  readonly subject_id: string;
}

/** A stop of sales. */
export interface Stop extends StopScope {
  readonly stop_id: string;
  readonly reason: string;
  readonly started_at: string;
  /** Null while it lasts. */
  readonly ended_at: string | null;
  /** Nights of room types it closed. */
  readonly nights: number;
}

/** What a stop would take off sale, in nights of room types and in room-nights. */
export interface StopPreview {
  readonly room_types: number;
  readonly nights: number;
  readonly rooms: number;
  readonly sold: number;
}

/** The stops that last, newest first. */
export function useRunningStops() {
  return useQuery({
    queryKey: ['stops'],
    queryFn: async ({ signal }) => {
      const { items } = await hotelApi<{ items: readonly Stop[] }>('/calendar/stops', { signal });
      return items.filter(({ ended_at: ended }) => ended === null);
    },
    refetchInterval: 10_000,
  });
}

/** What a stop would close now; asked anew whenever it is shown. */
export function useStopPreview({ level, subject_id }: StopScope) {
  return useQuery({
    queryKey: ['stop-preview', level, subject_id],
    queryFn: ({ signal }) => hotelApi<StopPreview>('/calendar/stops/preview', { query: { level, subject_id }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Stops sales. */
export function useStopSales() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ scope, reason }: { readonly scope: StopScope; readonly reason: string }) =>
      hotelApi<Stop>('/calendar/stops', {
        method: 'POST',
        body: {
          level: scope.level,
          ...(scope.subject_id === '' ? {} : { subject_id: scope.subject_id }),
          ...(reason === '' ? {} : { reason }),
        },
      }),
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** Undoes a stop. */
export function useResumeSales() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (stopId: string) =>
      hotelApi<Stop>(`/calendar/stops/${encodeURIComponent(stopId)}`, { method: 'DELETE' }),
    onSettled: () => void queries.invalidateQueries(),
  });
}
