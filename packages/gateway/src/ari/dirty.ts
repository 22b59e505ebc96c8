import { type Session, statement } from '@yuzhu/runtime';

/** One night the platform has to be told about again. */
export interface DirtyMark {
  /** `stock`: rooms left (also of quotas) and room status of every rate plan of a room type; `price`: the price of one rate plan. */
  readonly kind: 'stock' | 'price';
  /** Room type (stock) or rate plan (price), the hotel's own id. */
  readonly subjectId: string;
  /** `yyyy-MM-dd`. */
  readonly night: string;
}

const MARK = statement(
  'ari_mark_dirty',
  `INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
   SELECT DISTINCT $1::text, mark.kind, mark.subject_id, mark.night, $5::timestamptz
   FROM unnest($2::text[], $3::text[], $4::date[]) AS mark(kind, subject_id, night)
   ORDER BY mark.kind, mark.subject_id, mark.night
   ON CONFLICT (account_id, kind, subject_id, night) DO UPDATE SET seq = nextval('gateway.ari_seq')`,
);

/**
 * Marks nights whose truth changed. Call it once, in the transaction of the change itself and after the change (lock
 * order: room_nights, then ari_dirty), and poke `wake.ari()` after the commit. A mark carries no value: the sender reads
 * the truth when it sends. Marking again takes a new seq, so a sender that has read the older truth can not clear it.
 * Bookings mark in `gateway.book` without one: they have changed `sold`, which the sender compares too.
 */
export async function markDirty(
  session: Session,
  accountId: string,
  marks: readonly DirtyMark[],
  now: number,
): Promise<void> {
  if (marks.length === 0) return;
  await session.execute(MARK, [
    accountId,
    marks.map((mark) => mark.kind),
    marks.map((mark) => mark.subjectId),
    marks.map((mark) => mark.night),
    new Date(now),
  ]);
}

/** Marks for nights whose stock, sold count or room status changed. */
export function roomMarks(roomTypeId: string, nights: readonly string[]): DirtyMark[] {
  return nights.map((night) => ({ kind: 'stock', subjectId: roomTypeId, night }));
}

/**
 * Marks for nights of a rate plan whose price or status changed. The room type is marked too, because a night is
 * bookable only while the plan has a price and is open, and that is told with the stock.
 */
export function rateMarks(ratePlanId: string, roomTypeId: string, nights: readonly string[]): DirtyMark[] {
  return [
    ...nights.map((night) => ({ kind: 'price' as const, subjectId: ratePlanId, night })),
    ...roomMarks(roomTypeId, nights),
  ];
}
