import { useQuery } from '@tanstack/react-query';
import { hotelDay } from '../../shared/hotel-time.ts';
import { call } from '../../shared/http.ts';
import { type Heard, useRunning } from '../../shared/running-clock.ts';

interface Clock {
  readonly now: number;
  readonly rate: number;
}

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
  return clock.data ?? { now: Date.now(), at: performance.now() };
}

/** The hotel's present time (Unix ms, anew every second) and day. */
export function useHotelNow(): { readonly now: number; readonly today: string } {
  const now = useRunning(useGatewayClock());
  return { now, today: hotelDay(now) };
}
