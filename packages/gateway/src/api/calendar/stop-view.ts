import Type, { type Static } from 'typebox';
import type { StopSell } from '../../ari/stop-sell.ts';
import { momentText, nullable, oneOf, output, toMoment, toMomentOrNull } from '../fields.ts';

/** A stop of sales in answers. */
export const stopView = output('StopSell', {
  stop_id: Type.String(),
  level: oneOf(['account', 'hotel', 'room_type'], 'what was stopped'),
  subject_id: Type.String({ description: 'hotel or room type; empty for the account' }),
  reason: Type.String(),
  started_at: momentText('begin'),
  ended_at: nullable(momentText('end; null while it lasts')),
  nights: Type.Integer({ description: 'nights of room types it closed; its undo opens these and no others' }),
});

/** Row to answer. */
export function toStop(stop: StopSell): Static<typeof stopView> {
  return {
    stop_id: stop.stopId,
    level: stop.level,
    subject_id: stop.subjectId,
    reason: stop.reason,
    started_at: toMoment(stop.startedAt),
    ended_at: toMomentOrNull(stop.endedAt ?? null),
    nights: stop.nights,
  };
}
