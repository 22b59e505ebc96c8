import { dayNumber } from '@yuzhu/contract';

/** A stay as far as its nights go: they follow one another from the check-in. */
interface Stay {
  readonly checkIn: string;
  readonly stay: { readonly length: number };
}

/** Every night of a batch once, by subject (room type or rate plan) and day, numbered from 1 in that order. */
export interface NightKeys {
  /** By number: whose night it is, and its day number. */
  readonly subjects: readonly string[];
  readonly days: readonly number[];
  /** By stay, in the order they were given: the number of its first night; its other nights follow it. */
  readonly first: readonly number[];
}

/**
 * Numbers the nights of stays, in the order in which all transactions lock room-nights (`room_type_id, night`). In the order
 * of their check-ins the stays of a subject either go on with a row of nights or begin a new one, so nothing has to be
 * looked up.
 */
export function nightKeys<T extends Stay>(stays: readonly T[], subjectOf: (stay: T) => string): NightKeys {
  const inOrder = stays.map((stay, at) => ({
    at,
    subject: subjectOf(stay),
    from: dayNumber(stay.checkIn),
    length: stay.stay.length,
  }));
  inOrder.sort((a, b) => (a.subject === b.subject ? a.from - b.from : a.subject < b.subject ? -1 : 1));
  const subjects: string[] = [];
  const days: number[] = [];
  const first = new Array<number>(stays.length);
  let subject: string | undefined;
  // The first day after the row of nights that is being numbered.
  let past = 0;
  for (const stay of inOrder) {
    if (stay.subject !== subject || stay.from > past) {
      subject = stay.subject;
      past = stay.from;
    }
    first[stay.at] = days.length + 1 - (past - stay.from);
    for (; past < stay.from + stay.length; past++) {
      subjects.push(subject);
      days.push(past);
    }
  }
  return { subjects, days, first };
}
