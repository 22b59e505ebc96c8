/**
 * Arithmetic on days written `yyyy-MM-dd`. A day is a name, not a moment: no time zone takes part, so the pages show the
 * hotel's days wherever the browser stands.
 */

const DAY_MS = 86_400_000;

/** True for an existing day written `yyyy-MM-dd`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dayOf(ms) === text;
}

/** The day `days` after (or, when negative, before) `day`. */
export function addDays(day: string, days: number): string {
  return dayOf(start(day) + days * DAY_MS);
}

/** Nights between arrival and departure, `[from, to)`; negative when `to` comes first. */
export function nightsBetween(from: string, to: string): number {
  return Math.round((start(to) - start(from)) / DAY_MS);
}

/** Every day of `[from, to)`, in order; empty when `to` is not after `from`. */
export function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, nightsBetween(from, to)) }, (_, index) => addDays(from, index));
}

/** 0 is Monday, 6 is Sunday. */
export function weekday(day: string): number {
  return (new Date(start(day)).getUTCDay() + 6) % 7;
}

/** First day of the month that is `months` after the month of `day`. */
export function monthStart(day: string, months = 0): string {
  const date = new Date(start(day));
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}

/** The weeks (Monday first) that hold a month, as days; days of neighbouring months are null. */
export function monthWeeks(day: string): (string | null)[][] {
  const first = monthStart(day);
  const days: (string | null)[] = [...Array<null>(weekday(first)).fill(null), ...daysFrom(first, monthStart(day, 1))];
  const weeks: (string | null)[][] = [];
  for (let at = 0; at < days.length; at += 7) {
    weeks.push(Array.from({ length: 7 }, (_, index) => days[at + index] ?? null));
  }
  return weeks;
}

function start(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
