import type { StopScope } from '../../ari/stop-sell.ts';
import type { GatewayContext } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { oneOf, optional, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';

/** How a request names what is stopped. */
export const stopScope = {
  level: oneOf(['account', 'hotel', 'room_type'], 'what is stopped'),
  subject_id: optional(ownId('hotel or room type; absent for the account')),
};

const EXISTS = {
  hotel: 'SELECT 1 FROM gateway.hotels WHERE account_id = $1 AND hotel_id = $2',
  room_type: 'SELECT 1 FROM gateway.room_types WHERE account_id = $1 AND room_type_id = $2',
} as const;

/**
 * Reads it; the hotel or room type has to be the account's.
 * @param place where it stood, `body` or `query`
 * @throws AppError INPUT_INVALID, NOT_FOUND
 */
export async function readStopScope(
  { db }: Pick<GatewayContext, 'db'>,
  accountId: string,
  { level, subject_id: subjectId = '' }: { readonly level: StopScope['level']; readonly subject_id?: string },
  place: 'body' | 'query',
): Promise<StopScope> {
  const where = `${place}.subject_id`;
  if ((level === 'account') !== (subjectId === '')) {
    const message_zh = level === 'account' ? '账户级停售不带 subject_id' : '必须给出酒店或房型';
    const message_en = level === 'account' ? 'is not for the account' : 'must name the hotel or room type';
    throw inputInvalid([{ where, message_zh, message_en }]);
  }
  if (level !== 'account' && (await db.first(EXISTS[level], [accountId, subjectId])) === undefined)
    throw notFound(level, subjectId, where);
  return { level, subjectId };
}
