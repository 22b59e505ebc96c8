import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hotelApi, type Page } from './hotel-api.ts';

/** Outcomes of matching. */
export const MATCH_STATES = ['matched', 'difference', 'missing_bill', 'unknown_booking', 'unknown_type'] as const;

export type MatchState = (typeof MATCH_STATES)[number];

/** One day of the bill; amounts in fen. */
export interface BillDay {
  readonly day: string;
  readonly lines: number;
  /** Last complete fetch; null: never. */
  readonly fetched_at: string | null;
  readonly to_match: number;
  readonly billed: number;
  readonly matches: Readonly<Record<MatchState, number>>;
  readonly last_error: string | null;
  readonly next_step: string | null;
}

/** What came of matching one booking. */
export interface BillMatch {
  readonly order_id: string;
  readonly day: string;
  readonly state: MatchState;
  readonly reasons: readonly string[];
  /** Sum of the lines, signed. */
  readonly billed: number;
  /** Settled income by the platform's query. */
  readonly income: number | null;
  /** What the guest paid, by the lines and by our own books. */
  readonly gross_billed: number | null;
  readonly gross_own: number | null;
  readonly line_count: number;
  readonly checked_at: string;
}

/** A line of the bill. */
export interface BillLine {
  readonly ledger_id: string;
  readonly day: string;
  readonly order_id: string;
  readonly certificate_id: string | null;
  readonly settle_type: number | null;
  readonly fund_amount: number | null;
  readonly amounts: Readonly<Record<string, number>>;
  readonly gone_at: string | null;
}

/** A day of the bill. */
export function useBillDay(day: string) {
  return useQuery({
    queryKey: ['bills', 'day', day],
    queryFn: ({ signal }) => hotelApi<BillDay>(`/bills/${day}`, { signal }),
    refetchInterval: 10_000,
  });
}

/** Outcomes of a day. */
export function useBillMatches(day: string, state: MatchState | undefined) {
  return useInfiniteQuery({
    queryKey: ['bills', 'matches', day, state],
    queryFn: ({ pageParam, signal }) =>
      hotelApi<Page<BillMatch>>('/bills/matches', { query: { day, state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Lines of a day. */
export function useBillLines(day: string) {
  return useInfiniteQuery({
    queryKey: ['bills', 'lines', day],
    queryFn: ({ pageParam, signal }) =>
      hotelApi<Page<BillLine>>('/bills/lines', { query: { day, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Fetches a day from the platform now and matches it. */
export function useFetchBill() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (day: string) => hotelApi<BillDay>(`/bills/${day}/fetch`, { method: 'POST' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['bills'] }),
  });
}
