import { notFound } from '../../errors.ts';
import { checkHotelDetails } from '../../hotels/details.ts';
import { publishHotel } from '../../hotels/publish.ts';
import { setHotelDetails } from '../../hotels/publish-store.ts';
import { input, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { hotelView } from './hotel.ts';
import { hotelDetails } from './hotel-details.ts';
import { readHotel } from './read-hotel.ts';

export default apiRoute({
  operation: 'saveHotelDetails',
  method: 'PUT',
  path: '/hotels/{hotel_id}/details',
  group: 'hotels',
  title: { zh: '保存并发送酒店的静态信息', en: 'Save and send the details of a hotel' },
  about: {
    zh: '内容为平台的酒店静态信息结构（基本信息、设施、图片、政策），不含编号；没有 hotel_name 时用酒店的名称。保存后立即送到平台匹配、创建或更新，平台繁忙时由系统继续。结果见 publish_state 与 publish_reason；匹配成功后自动登记平台编号，等待中的房型随之送审；未成功时修改后再次发送即可。',
    en: 'The platform’s structure (base info, facilities, pictures, policies) without the ids; without a hotel_name the hotel’s own counts. It is kept and sent at once to be matched, created or updated; when the platform is busy it goes on by itself. `publish_state` and `publish_reason` tell what came of it. A match enters the platform’s id by itself, and room types that waited for it follow; otherwise send corrected details again.',
  },
  params: { hotel_id: ownId('the hotel’s own id') },
  body: input({ details: hotelDetails }),
  reply: hotelView,
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, params, body }) => {
    const { accountId } = caller;
    const { hotel_id: id } = params;
    const problems = checkHotelDetails(body.details);
    if (problems.length > 0) {
      throw inputInvalid(
        problems.map(({ path, zh, en }) => ({ where: `body.details.${path}`, message_zh: zh, message_en: en })),
      );
    }
    if (!(await setHotelDetails(ctx.db, accountId, id, body.details))) throw notFound('hotel', id);
    await publishHotel(ctx, accountId, id);
    return readHotel(ctx.db, accountId, id);
  },
});
