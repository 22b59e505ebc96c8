import { type Call, call } from '../../shared/http.ts';
import { currentGuest } from '../who.ts';

/** Calls the guest interface as the chosen guest. */
export function guestApi<Reply>(path: string, options: Call = {}): Promise<Reply> {
  return call<Reply>(`/guest/v1${path}`, { ...options, headers: { 'x-guest': currentGuest() ?? '' } });
}
