import { useQuery } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** One exchange, one attempt. */
export interface Exchange {
  /** out: the platform called the partner; in: the partner called the platform. */
  readonly direction: 'out' | 'in';
  readonly interface: string;
  readonly account_id: string;
  readonly client_key: string;
  readonly subject: string;
  readonly logid: string;
  /** Platform's clock, Unix ms. */
  readonly at: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempt: number;
  /** 0 the attempt, 1 the same bytes at once, 2 the same bytes later. */
  readonly copy: number;
  readonly fault: string | null;
  readonly status: number | null;
  readonly code: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly duration_ms: number | null;
  /** The bytes sent, as text. */
  readonly request: string;
  /** The bytes that came back, as text. */
  readonly reply: string | null;
}

/** What is looked for; everything given must hold. */
export interface ExchangeFilter {
  readonly logid?: string | undefined;
  readonly subject?: string | undefined;
  readonly interface?: string | undefined;
}

/** Exchanges of both directions, newest first. */
export function useExchanges(filter: ExchangeFilter) {
  return useQuery({
    queryKey: ['operator', 'exchanges', filter],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ exchanges: Exchange[] }>('GET /exchanges', { query: { ...filter, limit: 100 }, signal }))
        .exchanges,
    refetchInterval: 5000,
    placeholderData: (before) => before,
  });
}

/** A webhook with its attempts. */
export interface Notice {
  readonly message_id: string;
  readonly event: string;
  readonly state: string;
  readonly created_at: number;
  readonly body: string;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly at: number;
    readonly url: string;
    readonly status: number | null;
    readonly outcome: string;
    readonly fault: string | null;
    readonly duration_ms: number;
  }[];
}

/** Webhooks, newest first. */
export function useNotices() {
  return useQuery({
    queryKey: ['operator', 'notices'],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ notices: Notice[] }>('GET /notices', { query: { limit: 100 }, signal })).notices,
    refetchInterval: 5000,
  });
}
