import { interfaces, MATCH_STATE, PLATFORM, ROOM_OPERATION } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { goodsOf } from '../goods/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { deleteRoom, lockRoom, setRoomActive } from './store.ts';

type Operation = keyof typeof ROOM_OPERATION;

/** A refused item; the codes of items are not published (inferred). */
interface Refused {
  readonly code: number;
  readonly message: string;
}

const operateRooms: OpenApiHandler<typeof interfaces.roomOperate> = async (_ctx, { request, accountId, session }) => {
  const operation = (Object.keys(ROOM_OPERATION) as Operation[]).find((key) => ROOM_OPERATION[key] === request.op_type);
  if (operation === undefined)
    return refuseWith(PLATFORM.badParameter, 'op_type is 1 (online), 2 (offline) or 3 (delete)');
  const verdicts = [];
  for (const roomId of request.room_ids) {
    const refused = await operate(session, accountId, roomId, operation);
    verdicts.push({ room_id: roomId, ...(refused ?? { code: PLATFORM.ok, message: 'success' }) });
  }
  return { room_list: verdicts };
};

/** Moves one room type; undefined = done, which includes "was so already" (inferred). */
async function operate(
  session: Session,
  accountId: string,
  roomId: string,
  operation: Operation,
): Promise<Refused | undefined> {
  const room = await lockRoom(session, accountId, roomId);
  if (room === undefined) return { code: PLATFORM.badParameter, message: '房型不存在' };
  if (operation === 'delete') {
    const goods = await goodsOf(session, accountId);
    if (goods.some((good) => good.roomId === roomId))
      return { code: PLATFORM.business, message: '房型下有预定商品，请先删除商品' };
    await deleteRoom(session, accountId, roomId);
    return undefined;
  }
  if (!room.approved) return { code: PLATFORM.business, message: '房型未通过审核，不能上下架' };
  const active = operation === 'online';
  const settled = room.status === MATCH_STATE.usable || room.status === MATCH_STATE.disabled;
  const status = settled ? (active ? MATCH_STATE.usable : MATCH_STATE.disabled) : room.status;
  await setRoomActive(session, accountId, roomId, active, status);
  return undefined;
}

/** Puts room types online, takes them offline, deletes them. */
export const roomOperateApi = registerOpenApi(interfaces.roomOperate, operateRooms);
