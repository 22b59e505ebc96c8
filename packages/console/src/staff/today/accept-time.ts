/**
 * Time the platform usually gives to accept a booking, counted from its creation (observed: a product set to one hour was
 * cancelled 59 min 59 s after it). The real limit is a setting of the product at the platform and is not on the wire.
 */
const USUAL_MS = 60 * 60_000;

/** How long a booking has waited and about how long it may still wait, in ms; `left` below zero: probably too late. */
export function acceptTime(createdAt: number, now: number): { readonly waited: number; readonly left: number } {
  return { waited: Math.max(0, now - createdAt), left: createdAt + USUAL_MS - now };
}
