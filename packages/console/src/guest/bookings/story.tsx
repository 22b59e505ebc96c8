import { hotelMinute } from '../../shared/hotel-time.ts';
import { useTexts } from '../../shared/language-context.tsx';
import type { Booking } from '../api/bookings.ts';
import { GUEST } from '../texts.ts';

/** What has happened to a booking, in order of time. */
export function Story({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(GUEST);
  const steps: readonly (readonly [string, string | null])[] = [
    [texts.submitted, at(booking.created_at)],
    [texts.surchargePaid, at(booking.paid_at)],
    [texts.acceptedStep, at(booking.accepted_at)],
    [texts.checkedInStep, at(booking.checked_in_at)],
    [texts.noShowStep, at(booking.no_show_at)],
    [texts.checkedOutStep, at(booking.checked_out_at)],
    [texts.verifiedStep, booking.verified_on],
    [texts.settledStep, at(booking.settled_at)],
    [texts.endedStep, at(booking.ended_at)],
  ];
  return (
    <ol className="story">
      {steps
        .filter(([, time]) => time !== null)
        .sort(([, a], [, b]) => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0))
        .map(([name, time]) => (
          <li key={name}>
            <span>{name}</span>
            <time className="soft number">{time}</time>
          </li>
        ))}
    </ol>
  );
}

function at(ms: number | null): string | null {
  return ms === null ? null : hotelMinute(ms);
}
