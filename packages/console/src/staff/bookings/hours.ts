/** The hours of an hourly stay, `14:00–18:00`; null for a full-day one. */
export function hourWords(startsAt: string | null, endsAt: string | null): string | null {
  return startsAt === null || endsAt === null ? null : `${startsAt.slice(11, 16)}–${endsAt.slice(11, 16)}`;
}
