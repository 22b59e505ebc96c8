import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** A merchant. */
export interface Account {
  readonly account_id: string;
  readonly name: string;
}

/** A good a voucher can be made of. */
export interface Good {
  readonly rate_plan_id: string;
  readonly name: string;
  readonly hotel_id: string;
  readonly room_id: string;
  readonly shelf: string;
  /** 1 full-day, 2 hourly. */
  readonly sales_type: number;
}

/** A booking that waits for a person. */
export interface WaitingBooking {
  readonly booking_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly guests: number;
  readonly rate_plan_id: string;
  readonly accept_deadline: number | null;
}

/** The merchants. */
export function useAccounts() {
  return useQuery({
    queryKey: ['operator', 'accounts'],
    queryFn: async ({ signal }) => (await operatorApi<{ accounts: Account[] }>('/accounts', { signal })).accounts,
  });
}

const of = (accountId: string | undefined) => `/accounts/${encodeURIComponent(accountId ?? '')}`;

/** A merchant's goods. */
export function useGoods(accountId: string | undefined) {
  return useQuery({
    queryKey: ['operator', 'goods', accountId],
    queryFn: async ({ signal }) => (await operatorApi<{ goods: Good[] }>(`${of(accountId)}/goods`, { signal })).goods,
    enabled: accountId !== undefined,
  });
}

/** Bookings without a direct connection that wait. */
export function useWaitingBookings(accountId: string | undefined) {
  return useQuery({
    queryKey: ['operator', 'by-hand', accountId],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ bookings: WaitingBooking[] }>(`${of(accountId)}/bookings`, { signal })).bookings,
    enabled: accountId !== undefined,
    refetchInterval: 3000,
  });
}

/** Accepts or rejects one. */
export function useDecideBooking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ bookingId, accept }: { readonly bookingId: string; readonly accept: boolean }) =>
      operatorApi<unknown>(`/bookings/${encodeURIComponent(bookingId)}/decision`, {
        method: 'POST',
        body: accept ? { accept } : { accept, reason: '满房' },
      }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'by-hand'] }),
  });
}

/** Makes a voucher; it goes to audit. */
export function useMakeVoucher(accountId: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly docking: 'direct' | 'manual'; readonly presale_info: object }) =>
      operatorApi<{ voucher_id: string }>(`${of(accountId)}/vouchers`, { method: 'POST', body }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

/** Puts a voucher on the shelf or takes it off. */
export function useShelf() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ voucherId, shelf }: { readonly voucherId: string; readonly shelf: 'on' | 'off' }) =>
      operatorApi<unknown>(`/vouchers/${encodeURIComponent(voucherId)}/shelf`, { method: 'PUT', body: { shelf } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'products'] }),
  });
}
