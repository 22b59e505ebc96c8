import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../../context.ts';
import type { AriKind } from '../sending/calls.ts';
import { MOST_NOTICES, PULL_WITHIN_MS } from './store.ts';

/** Changes the platform was told of again and again without pulling them: of one room type or rate plan. */
export interface Unpulled {
  readonly kind: AriKind;
  readonly hotelId: string;
  /** Room type (stock) or rate plan (price). */
  readonly subjectId: string;
  readonly nights: number;
  /** First and last night. */
  readonly from: string;
  readonly to: string;
  /** Unix ms of the oldest change, and of the last notice. */
  readonly since: number;
  readonly noticedAt: number;
  /** Notices in a row. */
  readonly notices: number;
}

/**
 * Condition on `gateway.ari_dirty d`: so many notices were sent, the last of them before a moment, and no pull came.
 * @param moment name of the parameter, e.g. `$2`
 */
export function unpulledBefore(moment: string): string {
  return `d.notices >= ${MOST_NOTICES} AND d.noticed_at <= ${moment}`;
}

/** Notices sent before this moment (Unix ms) should have been followed by a pull. */
export function pullExpectedSince(now: number): number {
  return now - PULL_WITHIN_MS;
}

const LIST = statement(
  'ari_unpulled',
  `SELECT d.kind, rt.hotel_id AS "hotelId", d.subject_id AS "subjectId", count(*)::int AS nights, min(d.night) AS from,
          max(d.night) AS to, min(d.since) AS since, max(d.noticed_at) AS "noticedAt", max(d.notices)::int AS notices
   FROM gateway.ari_dirty d
   LEFT JOIN gateway.rate_plans rp ON d.kind = 'price' AND rp.account_id = d.account_id AND rp.rate_plan_id = d.subject_id
   JOIN gateway.room_types rt ON rt.account_id = d.account_id
     AND rt.room_type_id = CASE d.kind WHEN 'price' THEN rp.room_type_id ELSE d.subject_id END
   WHERE d.account_id = $1 AND ${unpulledBefore('$2')}
   GROUP BY d.kind, rt.hotel_id, d.subject_id ORDER BY since, d.kind, d.subject_id LIMIT $3`,
);

/** What no pull came for, longest waiting first. */
export function unpulledNotices(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  limit: number,
): Promise<Unpulled[]> {
  return ctx.db.query<Unpulled>(LIST, [accountId, new Date(pullExpectedSince(ctx.clock.now())), limit]);
}
