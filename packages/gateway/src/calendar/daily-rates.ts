import { daysBetween, isDate, MAX_FEN, PARTNER } from '@yuzhu/contract';
import type { Attention } from '../attention.ts';
import { type OrRefusal, ok, refused } from '../spi/refusal.ts';
import type { Stay } from './stay.ts';

/** One entry of `daily_rates`. */
export interface WireRate {
  readonly original_amount: number;
  readonly period_start_date: string;
  readonly period_end_date: string;
  readonly daily_add_amount?: number;
  /** Outside the mainland. */
  readonly amount_before_tax?: number;
  readonly currency?: string;
  /** Hourly rooms, `yyyy-MM-dd HH:mm[:ss]`. */
  readonly period_start_time?: string;
  readonly period_end_time?: string;
  /** Hours. */
  readonly usage_duration?: number;
}

/** What the platform believes the nights cost. */
export interface SentRates {
  /** Fen a room for each night of the stay, in order; 0 = not told or cleared, nothing to compare. */
  readonly prices: readonly number[];
  /** Fen over all nights and rooms. */
  readonly surcharge: number;
  /** Fen over all nights and rooms, when every night has a price. */
  readonly total: number | undefined;
  readonly attention: ReadonlySet<Attention>;
}

/**
 * Lays daily prices over a stay. 0 and -1 are legal and mean "price cleared" (documented): the night is not compared. A
 * gap or a surplus is flagged, never refused; an entry may span several nights. Codes: 5 for days that do not exist, 13
 * for negative or impossible amounts.
 */
export function readRates(rates: readonly WireRate[] | undefined, stay: Stay): OrRefusal<SentRates> {
  const attention = new Set<Attention>();
  const prices = stay.nights.map(() => 0);
  const told = stay.nights.map(() => false);
  let surcharge = 0;
  for (const [at, rate] of (rates ?? []).entries()) {
    const { original_amount: price, period_start_date: start, period_end_date: end, daily_add_amount: add = 0 } = rate;
    const where = `daily_rates[${at}]`;
    if (price < -1 || price > MAX_FEN) return refused(PARTNER.other, `${where}.original_amount is not possible`);
    if (add < 0 || add > MAX_FEN) return refused(PARTNER.other, `${where}.daily_add_amount is not possible`);
    if (price <= 0) attention.add('price_cleared');
    const span = spanOf(start, end, stay);
    if (span === undefined) return refused(PARTNER.badDate, `${where} holds a day that does not exist`);
    const { first, past } = span;
    if (first < 0 || past > prices.length) attention.add('rates_incomplete');
    for (let night = Math.max(0, first); night < Math.min(past, prices.length); night++) {
      if (told[night]) {
        attention.add('rates_incomplete');
        continue;
      }
      told[night] = true;
      prices[night] = Math.max(0, price);
      surcharge += add * stay.rooms;
    }
  }
  if (told.includes(false)) attention.add('rates_incomplete');
  const complete = !prices.includes(0);
  const total = complete ? prices.reduce((sum, price) => sum + price, 0) * stay.rooms : undefined;
  return ok({ prices, surcharge, total, attention });
}

/**
 * Which nights of a stay an entry covers: from number `first` up to, not including, `past`; outside the stay when it
 * lies so. Undefined for days that do not exist. Nearly always it is one night of the stay, found without arithmetic.
 */
function spanOf(start: string, end: string, stay: Stay): { first: number; past: number } | undefined {
  const at = stay.nights.indexOf(start);
  // Single nights are also written with the same day at both ends (observed).
  if (at >= 0 && (end === start || end === (stay.nights[at + 1] ?? stay.checkOut))) return { first: at, past: at + 1 };
  if (!isDate(start) || !isDate(end)) return undefined;
  const first = daysBetween(stay.checkIn, start);
  return { first, past: Math.max(first + 1, daysBetween(stay.checkIn, end)) };
}
