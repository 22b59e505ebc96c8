import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BillLine } from './bills.ts';
import { hotelApi, type Page } from './hotel-api.ts';

/** Marketing an order was bought under, as the platform named it. */
export interface OrderPromotion {
  readonly promotion_id: string | null;
  /** The platform publishes no values. */
  readonly promotion_type: string | null;
  /** Off the whole order, fen. */
  readonly discount: number | null;
}

/** A voucher order. Amounts in fen. */
export interface VoucherOrder {
  readonly order_id: string;
  readonly order_number: string;
  readonly voucher_id: string | null;
  readonly platform_voucher_id: string;
  readonly state: 'unpaid' | 'paid' | 'closed' | 'refunded';
  readonly vouchers: number;
  readonly units_total: number;
  readonly units_used: number;
  /** Before promotions. */
  readonly total_amount: number;
  readonly pay_amount: number;
  readonly paid_at: string | null;
  readonly promotion: OrderPromotion | null;
  /** Names of oddities. */
  readonly attention: readonly string[];
  readonly created_at: string;
}

/** Which voucher orders are listed; absent members do not narrow. */
export interface OrderFilter {
  readonly promotion?: true | undefined;
  readonly attention?: true | undefined;
}

/** Voucher orders, newest first. */
export function useVoucherOrders(filter: OrderFilter) {
  return useInfiniteQuery({
    queryKey: ['voucher-orders', filter],
    queryFn: ({ pageParam, signal }) =>
      hotelApi<Page<VoucherOrder>>('/voucher-orders', { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  });
}

/** Clears the oddities of a voucher order once somebody has looked at them. */
export function useClearOrderAttention() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (orderId: string) =>
      hotelApi<VoucherOrder>(`/voucher-orders/${encodeURIComponent(orderId)}/attention`, { method: 'DELETE' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['voucher-orders'] });
      void queries.invalidateQueries({ queryKey: ['todo'] });
    },
  });
}

/** One of them. */
export function useVoucherOrder(orderId: string) {
  return useQuery({
    queryKey: ['voucher-orders', 'one', orderId],
    queryFn: async ({ signal }) =>
      (await hotelApi<{ voucher_order: VoucherOrder }>(`/voucher-orders/${encodeURIComponent(orderId)}`, { signal }))
        .voucher_order,
  });
}

/** Lines of the bill about one booking; empty before its verification. */
export function useBookingBill(bookingId: string) {
  return useQuery({
    queryKey: ['bills', 'of', bookingId],
    queryFn: async ({ signal }) =>
      (await hotelApi<Page<BillLine>>('/bills/lines', { query: { order_id: bookingId, limit: 200 }, signal })).items,
  });
}
