import { interfaces, PLATFORM } from '@yuzhu/contract';
import { BROKEN_STATUS, brokenText } from '../matches/decide.ts';
import { brokenStates } from '../matches/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { submissionsByIds } from './submissions.ts';

/** Hotels one call may ask for, over both lists (inferred; the maximum is not published). */
const MOST_HOTELS = 50;

const tellStatus: OpenApiHandler<typeof interfaces.hotelStatus> = async (_ctx, { request, accountId, session }) => {
  const { hotel_id_list: hotelIds = [], out_hotel_id_list: outHotelIds = [] } = request;
  const asked = hotelIds.length + outHotelIds.length;
  if (asked === 0) refuseWith(PLATFORM.badParameter, 'hotel_id_list and out_hotel_id_list are both missing');
  if (asked > MOST_HOTELS) refuseWith(PLATFORM.badParameter, `${asked} hotels asked for, at most ${MOST_HOTELS}`);
  const found = await submissionsByIds(session, accountId, outHotelIds, hotelIds);
  const matched = found.flatMap(({ hotelId }) => hotelId ?? []);
  const broken = await brokenStates(session, accountId, 'hotel', matched);
  return found.map(({ outHotelId, hotelId, status, message, categoryId }) => {
    const state = hotelId === null ? undefined : broken.get(hotelId);
    return {
      out_hotel_id: outHotelId,
      ...(hotelId === null ? {} : { hotel_id: hotelId }),
      ...(state === undefined
        ? { status, message }
        : { status: BROKEN_STATUS[state], message: brokenText('hotel', state) }),
      ...(categoryId === null ? {} : { category_id: categoryId }),
    };
  });
};

/** How far hotels got. */
export const hotelStatusApi = registerOpenApi(interfaces.hotelStatus, tellStatus);
