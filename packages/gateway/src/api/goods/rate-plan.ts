import Type, { type Static } from 'typebox';
import type { RatePlanRow } from '../../goods/store.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** Kinds of rate plans; their place, counted from 1, is the platform's `sales_type`. */
export const KINDS = ['full_day', 'hourly'] as const;

const timeOfDay = (description: string) =>
  Type.String({ description: `${description}, HH:mm`, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/** When an hourly room can be used. */
export const hourlyDetail = Type.Object(
  {
    earliest_check_in: timeOfDay('earliest arrival'),
    latest_check_out: timeOfDay('latest departure'),
    usage_duration: Type.Integer({ description: 'hours of use', minimum: 1, maximum: 23 }),
  },
  { description: 'hours of an hourly room; null for a full-day one', additionalProperties: false },
);

/** A rate plan in answers. */
export const ratePlanView = output('RatePlan', {
  rate_plan_id: Type.String({ description: 'the hotel’s own id' }),
  room_type_id: Type.String(),
  name: Type.String(),
  active: Type.Boolean({ description: 'on sale, as the hotel wants it' }),
  kind: oneOf(KINDS, 'full_day (全日房) or hourly (钟点房); never changes'),
  hourly: nullable(hourlyDetail),
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
  const { sales_type, ...rest } = row;
  return { ...rest, kind: KINDS[sales_type - 1] ?? 'full_day', created_at: toMoment(row.created_at) };
}
