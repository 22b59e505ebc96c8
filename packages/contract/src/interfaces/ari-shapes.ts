import { date, int, list, object, optional } from '../field.ts';

/** A range of nights; both ends are nights (documented). */
export const nightRange = object(
  { start: date('first night', 'sdk'), end: date('last night, included', 'sdk') },
  'range of nights, both ends included',
  'sdk',
);

/** Only these weekdays of a range. */
export const daysOfWeek = optional(
  list(int('1 Monday to 7 Sunday', 'sdk', { minimum: 1, maximum: 7 }), 'only these weekdays; none = all', 'sdk'),
);

/** The batch limits both pushes share. */
export const ariBatch = [{ counts: 'items', max: 50, per: 'call', path: 'aris', source: 'documented' }] as const;

/** Nights one call may span, over all its groups (observed, quoting the documentation). */
export const ARI_CALL_SPAN_NIGHTS = 30;
/** Nights one group should span (observed, quoting the documentation). */
export const ARI_PIECE_NIGHTS = 7;
/** How far ahead a calendar reaches (documented for the pull). */
export const ARI_HORIZON_NIGHTS = 365;
