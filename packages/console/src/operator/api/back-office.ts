import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

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

const of = (accountId: string | undefined) => ({ account_id: accountId ?? '' });

/** A merchant's goods. */
export function useGoods(accountId: string | undefined) {
  return useQuery({
    queryKey: ['operator', 'goods', accountId],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ goods: Good[] }>('GET /accounts/:account_id/goods', { params: of(accountId), signal }))
        .goods,
    enabled: accountId !== undefined,
  });
}

/** Bookings without a direct connection that wait. */
export function useWaitingBookings(accountId: string | undefined) {
  return useQuery({
    queryKey: ['operator', 'by-hand', accountId],
    queryFn: async ({ signal }) =>
      (
        await operatorApi<{ bookings: WaitingBooking[] }>('GET /accounts/:account_id/bookings', {
          params: of(accountId),
          signal,
        })
      ).bookings,
    enabled: accountId !== undefined,
    refetchInterval: 3000,
  });
}

/** Accepts or rejects one. */
export function useDecideBooking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ bookingId, accept }: { readonly bookingId: string; readonly accept: boolean }) =>
      operatorApi<unknown>('POST /bookings/:booking_id/decision', {
        params: { booking_id: bookingId },
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
      operatorApi<{ voucher_id: string }>('POST /accounts/:account_id/vouchers', { params: of(accountId), body }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

/** Puts a voucher on the shelf or takes it off. */
export function useShelf() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ voucherId, shelf }: { readonly voucherId: string; readonly shelf: 'on' | 'off' }) =>
      operatorApi<unknown>('PUT /vouchers/:voucher_id/shelf', { params: { voucher_id: voucherId }, body: { shelf } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'products'] }),
  });
}

/** Makes a good by hand. */
export function useMakeGood(accountId: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly room_id: string; readonly name: string }) =>
      operatorApi<Good>('POST /accounts/:account_id/goods', { params: of(accountId), body }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'goods'] }),
  });
}

/** Nights of a good, kept by hand. Both ends included; price in fen. */
export interface HandKeptNights {
  readonly from: string;
  readonly to: string;
  readonly price?: number;
  readonly inventory?: number;
  readonly available?: boolean;
}

/** Writes them. */
export function useKeepNights() {
  return useMutation({
    mutationFn: ({ ratePlanId, nights }: { readonly ratePlanId: string; readonly nights: HandKeptNights }) =>
      operatorApi<{ nights: number }>('PUT /goods/:rate_plan_id/nights', {
        params: { rate_plan_id: ratePlanId },
        body: nights,
      }),
  });
}
