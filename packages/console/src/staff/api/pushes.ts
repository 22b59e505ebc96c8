import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi } from './hotel-api.ts';

/** A night the platform refused to take. */
export interface RefusedNight {
  readonly kind: 'stock' | 'price';
  readonly rate_plan_id: string;
  readonly night: string;
  readonly code: number | null;
  /** The platform's words. */
  readonly message: string;
  readonly logid: string | null;
  readonly at: string;
}

/** A hotel whose pushes rest after failures; they go on by themselves. */
export interface Pause {
  /** Null: the change notices of the account. */
  readonly hotel_id: string | null;
  readonly kind: 'stock' | 'price' | 'notice';
  readonly until: string;
  readonly failures: number;
  readonly code: number | null;
  readonly message: string;
  readonly next_step: string;
  readonly logid: string | null;
}

/** A hotel, room type, rate plan, voucher or shelf state the platform has not been told about, or has rejected. */
export interface Publication {
  readonly kind: 'hotel' | 'room' | 'goods' | 'voucher' | 'shelf' | 'room-shelf' | 'hotel-check' | 'room-check';
  readonly subject_id: string;
  readonly state: 'waiting' | 'failed';
  readonly attempts: number;
  readonly next_at: string | null;
  readonly last_error: string | null;
  readonly next_step: string | null;
}

/** How much waits for a person. */
export interface Todo {
  readonly waiting_bookings: number;
  readonly attention_bookings: number;
  readonly attention_orders: number;
  readonly failed_messages: number;
  readonly failed_publications: number;
  readonly refused_nights: number;
  readonly resting_pushes: number;
  /** 1: something is on sale and the platform has stopped pulling. */
  readonly missing_pulls: number;
  readonly unpulled_notices: number;
  readonly broken_matches: number;
  readonly bill_differences: number;
}

/** How much waits for a person, for the frame. */
export function useTodo() {
  return useQuery({
    queryKey: ['todo'],
    queryFn: ({ signal }) => hotelApi<Todo>('/todo', { signal }),
    refetchInterval: 10_000,
  });
}

/** Nights the platform refused. */
export function useRefusals() {
  return useItems<RefusedNight>(['refusals'], '/calendar/refusals');
}

/** Hotels whose pushes rest. */
export function usePauses() {
  return useItems<Pause>(['pauses'], '/calendar/pauses');
}

/** Changes of a room type or rate plan the platform was told of and did not pull. */
export interface Unpulled {
  readonly kind: 'stock' | 'price';
  readonly hotel_id: string;
  readonly subject_id: string;
  readonly nights: number;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly notices: number;
  readonly next_step: string;
}

/** Such changes, longest waiting first. */
export function useUnpulled() {
  return useItems<Unpulled>(['unpulled'], '/calendar/unpulled');
}

/** A rate plan that is switched off because the platform does not match it, or its room type, any more. */
export interface BrokenMatch {
  readonly rate_plan_id: string;
  readonly room_type_id: string;
  readonly level: 'rate_plan' | 'room_type';
  readonly since: string;
  readonly code: number | null;
  /** The platform's words. */
  readonly reason: string;
  readonly side: 'hotel_system' | 'back_office';
  readonly next_step: string;
  readonly logid: string | null;
}

/** Such rate plans, longest first. */
export function useBrokenMatches() {
  return useItems<BrokenMatch>(['broken-matches'], '/broken-matches');
}

/** Asks the platform about them now. */
export function useCheckMatches() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => hotelApi<{ rate_plans: number }>('/broken-matches/check', { method: 'POST', body: {} }),
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** What is yet to be published, failed ones first. */
export function usePublications() {
  return useItems<Publication>(['publications'], '/publications');
}

function useItems<Item>(queryKey: readonly string[], path: string) {
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await hotelApi<{ items: Item[] }>(path, { signal })).items,
    refetchInterval: 10_000,
  });
}

/** Pushes nights again, changed or not. */
export function usePushAgain() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly rate_plan_ids: readonly string[]; readonly from: string; readonly to: string }) =>
      hotelApi<{ nights: number }>('/calendar/push', { method: 'POST', body }),
    onSettled: () => void queries.invalidateQueries(),
  });
}
