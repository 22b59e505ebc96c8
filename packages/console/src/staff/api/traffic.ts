import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi, type Page } from './hotel-api.ts';

/** A message to the platform. */
export interface Message {
  readonly message_id: number;
  readonly kind: 'order-confirm' | 'stay-status';
  readonly order_id: string;
  readonly body: unknown;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly next_at: string | null;
  readonly deadline: string | null;
  /** The platform's words, or what was wrong. */
  readonly last_error: string | null;
  /** Code of what a person can do. */
  readonly next_step: string | null;
  readonly created_at: string;
  readonly done_at: string | null;
}

/** Messages in a state, newest first. */
export function useMessages(state: Message['state']) {
  return useQuery({
    queryKey: ['messages', state],
    queryFn: async ({ signal }) =>
      (await hotelApi<Page<Message>>('/outbox', { query: { state, limit: 100 }, signal })).items,
    refetchInterval: 5000,
  });
}

/** Sends a message again, the very same body. */
export function useResend() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (messageId: number) => hotelApi<Message>(`/outbox/${messageId}/resend`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** One exchange with the platform, one attempt. */
export interface Exchange {
  readonly exchange_id: number;
  /** in: the platform called; out: the gateway called. */
  readonly direction: 'in' | 'out';
  readonly interface: string;
  readonly logid: string | null;
  readonly order_id: string | null;
  readonly attempt: number | null;
  readonly target: string;
  /** Null: no answer. */
  readonly http_status: number | null;
  readonly code: number | null;
  readonly latency_ms: number;
  readonly error: string | null;
  readonly at: string;
}

/** Exchanges about an order, newest first. */
export function useExchanges(orderId: string) {
  return useQuery({
    queryKey: ['exchanges', orderId],
    queryFn: async ({ signal }) =>
      (await hotelApi<Page<Exchange>>('/exchanges', { query: { order_id: orderId, limit: 100 }, signal })).items,
    refetchInterval: 5000,
  });
}

/** An exchange with its bodies, personal data masked unless `raw`; raw readings are recorded. */
export function useExchange(exchangeId: number, raw: boolean) {
  return useQuery({
    queryKey: ['exchange', exchangeId, raw],
    queryFn: ({ signal }) =>
      hotelApi<{ exchange: Exchange; request: string | null; reply: string | null }>(`/exchanges/${exchangeId}`, {
        query: raw ? { raw } : {},
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    // Personal data do not stay in the page's memory.
    gcTime: raw ? 0 : 60_000,
  });
}
