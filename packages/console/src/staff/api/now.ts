import { useQuery } from '@tanstack/react-query';
import { hotelDay } from '../../shared/hotel-time.ts';
import { call } from '../../shared/http.ts';
import { type Heard, useRunning } from '../../shared/running-clock.ts';

interface Clock {
  readonly now: number;
  readonly rate: number;
}

/** The machine's own clock. */
const MACHINE: Heard = { now: Date.now(), at: performance.now() };

/**
 * The gateway's time. In production that is the machine's; in a demonstration the gateway follows another clock and
 * tells it at `/clock`, which otherwise does not exist.
 */
function useGatewayClock(): Heard {
  const clock = useQuery({
    queryKey: ['clock'],
    queryFn: async (): Promise<Heard | null> => {
      try {
        const { now, rate } = await call<Clock>('/clock');
        return { now, rate, at: performance.now() };
      } catch {
        return null;
      }
    },
    refetchInterval: ({ state }) => (state.data === null ? false : 5000),
    staleTime: 5000,
  });
  return clock.data ?? MACHINE;
}

/** The hotel's present time, Unix ms, anew every second: for the smallest part of a page that counts down. */
export function useHotelNow(): number {
  return useRunning(useGatewayClock(), asItIs);
}

/** The hotel's present day; whoever asks is drawn again at midnight only. */
export function useHotelDay(): string {
  return useRunning(useGatewayClock(), hotelDay);
}

function asItIs(now: number): number {
  return now;
}
