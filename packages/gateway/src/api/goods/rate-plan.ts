import Type, { type Static } from 'typebox';
import type { RatePlanRow } from '../../goods/store.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** A rate plan in answers. */
export const ratePlanView = output('RatePlan', {
  rate_plan_id: Type.String({ description: 'the hotel’s own id' }),
  room_type_id: Type.String(),
  name: Type.String(),
  active: Type.Boolean({ description: 'on sale, as the hotel wants it' }),
  platform_rate_plan_id: nullable(Type.String({ description: 'the platform’s id; null until published' })),
  publish_state: oneOf(
    ['draft', 'queued', 'published', 'failed'],
    'draft: never published; queued: on its way; published: the platform has it; failed: see publish_error',
  ),
  publish_error: nullable(Type.String({ description: 'the platform’s words when failed' })),
  created_at: momentText('when it was made here'),
});

/** Row to answer. */
export function toRatePlan(row: RatePlanRow): Static<typeof ratePlanView> {
  return { ...row, created_at: toMoment(row.created_at) };
}
