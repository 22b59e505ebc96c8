import { notFound } from '../../errors.ts';
import { checkRoomDetails } from '../../rooms/details.ts';
import { publishRoom } from '../../rooms/publish.ts';
import { readRooms, setRoomDetails } from '../../rooms/publish-store.ts';
import { input, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { readRoomType } from './read-room-type.ts';
import { roomDetails } from './room-details.ts';
import { roomTypeView } from './room-type.ts';

export default apiRoute({
  operation: 'saveRoomDetails',
  method: 'PUT',
  path: '/room-types/{room_type_id}/details',
  group: 'rooms',
  title: { zh: '保存并发布房型的静态信息', en: 'Save and publish the details of a room type' },
  about: {
    zh: '内容为平台的 room_info 结构，不含编号、名称、人数与 active；保存后立即送到平台审核，平台繁忙时由系统继续。结果见 publish_state；被驳回时修改后再次发送即可。酒店尚未匹配时停在 draft，匹配后自动送审。',
    en: 'The platform’s room_info without ids, name, guests and `active`. It is kept and sent to the platform’s audit at once; when the platform is busy it goes on by itself. `publish_state` tells what came of it; after a rejection send the corrected details again. While its hotel is not matched it stays `draft` and follows by itself once it is.',
  },
  params: { room_type_id: ownId('the hotel’s own id') },
  body: input({ details: roomDetails }),
  reply: roomTypeView,
  errors: [
    'NOT_FOUND',
    'NOT_PUBLISHABLE',
    'PLATFORM_REFUSED',
    'PLATFORM_SILENT',
    'PLATFORM_BUSY',
    'PLATFORM_UNAUTHORISED',
  ],
  handle: async (ctx, { caller, params, body }) => {
    const { accountId } = caller;
    const { room_type_id: id } = params;
    const problems = checkRoomDetails(body.details);
    if (problems.length > 0) {
      throw inputInvalid(
        problems.map(({ path, zh, en }) => ({ where: `body.details.${path}`, message_zh: zh, message_en: en })),
      );
    }
    if (!(await setRoomDetails(ctx.db, accountId, id, body.details))) throw notFound('room_type', id);
    const [room] = await readRooms(ctx.db, accountId, [id]);
    // It follows by itself once its hotel is matched.
    if (room?.platformHotelId !== undefined) await publishRoom(ctx, accountId, id);
    return readRoomType(ctx.db, accountId, id);
  },
});
