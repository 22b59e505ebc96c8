import { hotelClock } from '../dates.ts';

/**
 * A request id in the platform's form: fourteen digits of time and twenty hex characters, e.g.
 * `20240103095223B0F05318FD52F8829E50` (documented example). `entropy` supplies at least ten bytes.
 */
export function logid(now: number, entropy: Uint8Array): string {
  const time = hotelClock(now).replace(/\D/g, '');
  return time + Buffer.from(entropy.subarray(0, 10)).toString('hex').toUpperCase();
}
