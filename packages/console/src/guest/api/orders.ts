import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { guestApi } from './guest-api.ts';

/** One bought voucher. Its nights are counted by where they are. */
export interface Coupon {
  readonly coupon_id: string;
  readonly code: string;
  readonly status: 'pending' | 'unused' | 'in-use' | 'settled' | 'void';
  readonly nights: number;
  readonly free: number;
  readonly held: number;
  readonly booked: number;
  readonly verified: number;
  readonly settled: number;
}

/** A voucher order. Amounts in fen, moments in Unix ms. */
export interface Order {
  readonly order_id: string;
  readonly voucher_id: string;
  readonly voucher: string;
  readonly state: 'waiting-payment' | 'creating' | 'unpaid' | 'paid' | 'closed';
  readonly count: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly unit_amount: number;
  readonly pay_amount: number;
  readonly promotion: { readonly kind: string; readonly name: string; readonly discount: number } | null;
  readonly created_at: number;
  readonly pay_deadline: number | null;
  readonly paid_at: number | null;
  readonly closed_at: number | null;
  readonly close_reason: string | null;
  readonly failure: { readonly code: number | null; readonly text: string } | null;
  readonly hotel_order_id: string | null;
  /** What the guest can do next. */
  readonly actions: readonly string[];
  readonly coupons: readonly Coupon[];
}

/** Orders in these states change by themselves: they are asked for again. */
const ORDER_MOVING: ReadonlySet<Order['state']> = new Set(['waiting-payment', 'creating', 'unpaid']);

/** The guest's orders, newest first. */
export function useOrders() {
  return useQuery({
    queryKey: ['guest', 'orders'],
    queryFn: async ({ signal }) => (await guestApi<{ orders: Order[] }>('/orders', { signal })).orders,
    refetchInterval: (query) => (query.state.data?.some(({ state }) => ORDER_MOVING.has(state)) ? 3000 : 15_000),
  });
}

/** One order. */
export function useOrder(orderId: string) {
  return useQuery({
    queryKey: ['guest', 'orders', orderId],
    queryFn: ({ signal }) => guestApi<Order>(`/orders/${encodeURIComponent(orderId)}`, { signal }),
    refetchInterval: (query) =>
      query.state.data !== undefined && ORDER_MOVING.has(query.state.data.state) ? 2000 : 15_000,
  });
}

/** Orders vouchers. */
export function useBuy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      readonly voucher_id: string;
      readonly count: number;
      readonly channel?: 'live';
      readonly promotion_id?: string;
    }) => guestApi<Order>('/orders', { method: 'POST', body }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['guest'] }),
  });
}

/** Pays an order. */
export function usePayOrder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (orderId: string) => guestApi<Order>(`/orders/${encodeURIComponent(orderId)}/pay`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['guest'] }),
  });
}
