import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** The platform's clock. Moments are Unix ms. */
export interface ClockState {
  readonly now: number;
  /** Clock ms per real ms; 0 stopped. */
  readonly rate: number;
  readonly moving_to: number | null;
  /** When the next timer is due. */
  readonly next_due: number | null;
  readonly followers: readonly {
    readonly url: string;
    readonly failures: number;
    readonly last_error: string | null;
  }[];
}

/** Something done while the clock moved, or due later. */
export interface Timer {
  readonly at: number;
  readonly kind: string;
  readonly subject: string;
  readonly error?: string;
}

/** What happened while the clock was moved. */
export interface MoveReport {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** Timers run in all; the first thousand are listed. */
  readonly ran: number;
  readonly timers: readonly Timer[];
  readonly dropped_followers: readonly string[];
  readonly unsettled: readonly number[];
}

/** Something the platform will do. */
export interface PlannedTimer {
  readonly id: string;
  readonly due_at: number;
  readonly kind: string;
  readonly subject: string;
  readonly attempts: number;
  readonly failure: string | null;
}

/** The clock, asked every second: it may be moved by somebody else. */
export function useClock() {
  return useQuery({
    queryKey: ['operator', 'clock'],
    queryFn: ({ signal }) => operatorApi<ClockState>('GET /clock', { signal }),
    refetchInterval: 1000,
  });
}

/** What is due next, soonest first. */
export function useTimers(limit: number) {
  return useQuery({
    queryKey: ['operator', 'timers', limit],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ timers: PlannedTimer[] }>('GET /timers', { query: { limit }, signal })).timers,
    refetchInterval: 3000,
  });
}

/** Stops the clock (rate 0) or lets it run on. */
export function useRate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rate: number) =>
      rate === 0
        ? operatorApi<ClockState>('POST /clock/stop')
        : operatorApi<ClockState>('POST /clock/run', { body: { rate } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

/** Moves the clock: `by` like `1h`, `1d`, or `to` a hotel time. Answers when everything on the way has been done. */
export function useMoveClock() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (target: { readonly by: string } | { readonly to: number }) =>
      operatorApi<MoveReport>('POST /clock/move', { body: target }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

/** Lets a program follow the clock, or no longer. */
export function useFollower() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ url, follows }: { readonly url: string; readonly follows: boolean }) =>
      follows
        ? operatorApi<ClockState>('POST /clock/followers', { body: { url } })
        : operatorApi<ClockState>('DELETE /clock/followers', { query: { url } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'clock'] }),
  });
}
