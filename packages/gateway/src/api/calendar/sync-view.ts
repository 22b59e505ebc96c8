import Type, { type Static } from 'typebox';
import type { SyncProgress } from '../../ari/sync.ts';
import { momentText, output, toMoment } from '../fields.ts';

/** A synchronisation in answers. */
export const syncView = output('Sync', {
  started_at: momentText('when it began'),
  marks: Type.Integer({ description: 'nights of room types and rate plans it has told' }),
  left: Type.Integer({ description: 'of them, still to be told' }),
  done: Type.Boolean(),
});

/** Progress to answer. */
export function toSync({ startedAt, marks, left }: SyncProgress): Static<typeof syncView> {
  return { started_at: toMoment(startedAt), marks, left, done: left === 0 };
}
