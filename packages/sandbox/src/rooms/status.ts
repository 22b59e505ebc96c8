import { interfaces, PLATFORM } from '@yuzhu/contract';
import { type Good, goodsOf } from '../goods/store.ts';
import { BROKEN_STATUS, type BrokenState, brokenText } from '../matches/decide.ts';
import { brokenStates } from '../matches/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { latestStaticVersions } from '../static-audits/store.ts';
import { type RoomType, roomTypesByIds } from './store.ts';

/** Room types one call may ask for (inferred; the maximum is not published). */
const MOST_ROOMS = 50;

const tellStatus: OpenApiHandler<typeof interfaces.roomStatus> = async (_ctx, { request, accountId, session }) => {
  const asked = [...new Set(request.room_ids ?? [])];
  if (asked.length === 0) refuseWith(PLATFORM.badParameter, 'room_ids is missing');
  if (asked.length > MOST_ROOMS)
    refuseWith(PLATFORM.badParameter, `room_ids holds ${asked.length}, at most ${MOST_ROOMS}`);
  const rooms = await roomTypesByIds(session, accountId, asked);
  const versions = await latestStaticVersions(session, accountId, 'room', asked);
  const broken = await brokenStates(session, accountId, 'room', asked);
  const goods = request.need_rate_plan === true ? await goodsOf(session, accountId) : undefined;
  return {
    room_list: rooms.map((room) => ({
      room_id: room.roomId,
      cn_name: room.cnName,
      ...stateOf(room, broken.get(room.roomId), versions.find(({ subject }) => subject === room.roomId)?.message),
      ...(goods === undefined
        ? {}
        : { rate_plan_list: goods.filter(({ roomId }) => roomId === room.roomId).map(wire) }),
    })),
  };
};

function stateOf({ status }: RoomType, broken: BrokenState | undefined, audited: string | undefined) {
  return broken === undefined
    ? { status, audit_message: audited ?? '' }
    : { status: BROKEN_STATUS[broken], audit_message: brokenText('room', broken) };
}

/** Kinds and states of goods are not published: 2 presale good, 1 on the shelf, 0 off (inferred). */
function wire(good: Good) {
  const { ratePlanId: rate_plan_id, name: rate_plan_name, shelf } = good;
  return { rate_plan_id, rate_plan_name, rate_plan_type: 2, status: shelf === 'on' ? 1 : 0 };
}

/** State of room types, with their goods on demand. */
export const roomStatusApi = registerOpenApi(interfaces.roomStatus, tellStatus);
