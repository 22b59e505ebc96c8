import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import { notFound } from '../../errors.ts';
import { findRoomType } from '../../rooms/store.ts';
import { type roomTypeView, toRoomType } from './room-type.ts';

/** A room type as it stands. @throws AppError NOT_FOUND */
export async function readRoomType(
  session: Session,
  accountId: string,
  roomTypeId: string,
): Promise<Static<typeof roomTypeView>> {
  const row = await findRoomType(session, accountId, roomTypeId);
  if (row === undefined) throw notFound('room_type', roomTypeId);
  return toRoomType(row);
}
