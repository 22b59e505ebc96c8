import { interfaces, MATCH_STATE, PLATFORM } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { findAccount } from '../accounts/store.ts';
import { hotelsByIds } from '../hotels/store.ts';
import { newId } from '../ids.ts';
import { type OpenApiHandler, refuse, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { addStaticVersion, latestStaticVersions } from '../static-audits/store.ts';
import { auditPayload } from '../static-audits/verdict.ts';
import { ROOM_AUDIT_TIMER } from './audit.ts';
import { decideRoomSave, type RoomInfo } from './decide-save.ts';
import { bindRoom, detailsOf, insertRoom, lockRooms, type RoomType, setRoomStatus } from './store.ts';

const saveRoom: OpenApiHandler<typeof interfaces.roomSave> = async (ctx, call) => {
  const { request, accountId, now, session, clientKey, logid } = call;
  const { poi_id: hotelId, room_info: info } = request;
  const [hotel] = await hotelsByIds(session, accountId, [hotelId]);
  const rooms = hotel === undefined ? [] : await lockRooms(session, accountId, hotelId);
  const byId = rooms.find((room) => room.roomId === info.room_id);
  const byPartnerId = rooms.find((room) => room.outRoomId === info.out_room_id);
  const target = info.room_id === undefined ? byPartnerId : byId;
  const decided = decideRoomSave(info, request.by_fileds ?? [], {
    hotel,
    byId,
    byPartnerId,
    namesake: rooms.find((room) => room.cnName === info.cn_name && room.roomId !== target?.roomId),
    former: target === undefined ? undefined : await formerOf(session, accountId, target, hotel?.categoryId ?? 0),
  });
  if (decided.do === 'refuse') return refuseWith(PLATFORM.badParameter, decided.detail);
  if (decided.do === 'duplicate')
    return { ok: false, room_id: '', duplicate_room_id: decided.roomId, message: '酒店下已有同名物理房型' };
  const { document } = decided;
  const roomId = decided.room?.roomId ?? (await newId(session, ctx.random, 'room'));
  if (decided.room !== undefined) {
    await bindRoom(session, accountId, roomId, document.out_room_id);
    await setRoomStatus(session, accountId, roomId, MATCH_STATE.auditing);
  } else if (!(await insertRoom(session, accountId, newRoom(document, hotelId, roomId), now))) {
    refuse(PLATFORM.business, '物理房型正在被另一次请求创建', 'out_room_id is being saved by another call');
  }
  const key = { accountId, kind: 'room', subject: roomId } as const;
  const version = await addStaticVersion(session, { ...key, document, clientKey, logid }, now);
  const account = await findAccount(session, accountId);
  await ctx.timers.add(session, {
    dueAt: now + (account?.auditDelayMs ?? 0),
    kind: ROOM_AUDIT_TIMER,
    subject: roomId,
    payload: auditPayload({ ...key, version }),
  });
  return { ok: true, room_id: roomId, message: 'success' };
};

/** What a room type said last: its newest version, or what the platform knows of one it made itself. */
async function formerOf(session: Session, accountId: string, room: RoomType, categoryId: number): Promise<RoomInfo> {
  const [latest] = await latestStaticVersions<RoomInfo>(session, accountId, 'room', [room.roomId]);
  if (latest !== undefined) return latest.document;
  const { images = [], ...details } = room.details;
  return {
    out_room_id: room.outRoomId ?? '',
    cn_name: room.cnName,
    en_name: room.enName,
    category_id: categoryId,
    max_occupancy: room.maxOccupancy,
    room_num: room.rooms,
    active: room.active,
    images,
    ...details,
  };
}

function newRoom(info: RoomInfo, hotelId: string, roomId: string): RoomType {
  return {
    roomId,
    hotelId,
    outRoomId: info.out_room_id,
    cnName: info.cn_name,
    enName: info.en_name ?? '',
    status: MATCH_STATE.auditing,
    rooms: info.room_num ?? 1,
    maxOccupancy: info.max_occupancy,
    details: detailsOf(info),
    approved: false,
    active: info.active ?? true,
  };
}

/** Creates and updates a room type; an audit follows. */
export const roomSaveApi = registerOpenApi(interfaces.roomSave, saveRoom);
