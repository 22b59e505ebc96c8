import { useQuery } from '@tanstack/react-query';
import { guestApi } from './guest-api.ts';

/** A made-up guest of the sandbox. */
export interface Guest {
  readonly user_id: string;
  readonly nickname: string;
  readonly name: string;
}

/** Everybody a visitor can be. */
export function useGuests() {
  return useQuery({
    queryKey: ['guests'],
    queryFn: async ({ signal }) => (await guestApi<{ users: Guest[] }>('/users', { signal })).users,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The nickname of a guest, once known. */
export function useGuestName(userId: string | null): string | undefined {
  return useGuests().data?.find((one) => one.user_id === userId)?.nickname;
}
