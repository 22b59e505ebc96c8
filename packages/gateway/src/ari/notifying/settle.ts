import { type Session, statement } from '@yuzhu/runtime';
import { lotsOf } from '../../lots.ts';
import { sized } from '../../sized.ts';
import { MARKS_AT_ONCE } from '../store.ts';
import type { ReadMark } from '../truth.ts';

// A mark of a room type stands for all its rate plans at the platform; several pulls may have answered it together.
const SETTLED = statement(
  'ari_notice_settled',
  `SELECT m.subject_id AS "subjectId", m.night, m.seq, m.sold
   FROM unnest($2::text[], $3::date[], $4::bigint[], $5::int[]) AS m(subject_id, night, seq, sold)
   WHERE NOT EXISTS (
     SELECT 1 FROM gateway.rate_plans rp
     LEFT JOIN gateway.ari_acknowledged a
       ON a.account_id = $1 AND a.rate_plan_id = rp.rate_plan_id AND a.night = m.night
     WHERE rp.account_id = $1 AND rp.room_type_id = m.subject_id AND rp.platform_rate_plan_id IS NOT NULL
       AND (a.pulled_stock_seq IS DISTINCT FROM m.seq OR a.pulled_sold IS DISTINCT FROM m.sold)
       AND NOT EXISTS (SELECT 1 FROM gateway.ari_refusals r
                       WHERE r.account_id = $1 AND r.kind = 'stock' AND r.rate_plan_id = rp.rate_plan_id
                         AND r.night = m.night))`,
);

/**
 * Of marks as they were read, those that are settled: every rate plan of the room type was answered in a pull that saw
 * this very mark and this many rooms sold, or the platform refuses notices about it.
 */
export async function settledStock(
  session: Session,
  accountId: string,
  marks: readonly ReadMark[],
): Promise<ReadMark[]> {
  const settled: ReadMark[] = [];
  for (const lot of lotsOf(marks, MARKS_AT_ONCE)) {
    const found = await session.query<ReadMark>(sized(SETTLED, lot.length), [
      accountId,
      lot.map(({ subjectId }) => subjectId),
      lot.map(({ night }) => night),
      lot.map(({ seq }) => seq),
      lot.map(({ sold }) => sold),
    ]);
    settled.push(...found);
  }
  return settled;
}
