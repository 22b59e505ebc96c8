import { interfaces, MATCH_STATE, PLATFORM } from '@yuzhu/contract';
import { findAccount } from '../accounts/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { addStaticVersion } from '../static-audits/store.ts';
import { auditPayload } from '../static-audits/verdict.ts';
import { HOTEL_AUDIT_TIMER } from './audit.ts';
import { detailsProblem } from './check-details.ts';
import { hotelsByIds } from './store.ts';
import { lockSubmission, saveSubmission, submissionOfHotel } from './submissions.ts';

const saveHotel: OpenApiHandler<typeof interfaces.hotelSave> = async (ctx, call) => {
  const { request, accountId, now, session, clientKey, logid } = call;
  const { account_id: _account, out_hotel_id: outHotelId, hotel_id: named, ...document } = request;
  const wrong = detailsProblem(document);
  if (wrong !== undefined) return refuseWith(PLATFORM.badParameter, wrong);
  if (named !== undefined) {
    const [hotel] = await hotelsByIds(session, accountId, [named]);
    if (hotel === undefined) refuseWith(PLATFORM.badParameter, 'hotel_id: not a hotel of this merchant');
    const bound = await submissionOfHotel(session, accountId, named);
    if (bound !== undefined && bound.outHotelId !== outHotelId)
      refuseWith(PLATFORM.badParameter, 'hotel_id is bound to another out_hotel_id');
  }
  const before = await lockSubmission(session, accountId, outHotelId, MATCH_STATE.matching, now);
  if (named !== undefined && before.hotelId !== null && before.hotelId !== named)
    refuseWith(PLATFORM.badParameter, 'out_hotel_id is bound to another hotel_id');
  const hotelId = named ?? before.hotelId;
  if (hotelId === null && document.hotel_base_info?.hotel_name === undefined)
    refuseWith(PLATFORM.badParameter, 'hotel_base_info.hotel_name is missing');
  const status = hotelId === null ? MATCH_STATE.matching : MATCH_STATE.auditing;
  await saveSubmission(session, { ...before, hotelId, status, message: '' }, now);
  const key = { accountId, kind: 'hotel', subject: outHotelId } as const;
  const version = await addStaticVersion(session, { ...key, document, clientKey, logid }, now);
  const account = await findAccount(session, accountId);
  await ctx.timers.add(session, {
    dueAt: now + (account?.auditDelayMs ?? 0),
    kind: HOTEL_AUDIT_TIMER,
    subject: outHotelId,
    payload: auditPayload({ ...key, version }),
  });
  const [hotel] = hotelId === null ? [] : await hotelsByIds(session, accountId, [hotelId]);
  return {
    out_hotel_id: outHotelId,
    status,
    message: '',
    ...(hotel === undefined ? {} : { hotel_id: hotel.hotelId, category_id: hotel.categoryId }),
  };
};

/** Matches, creates or updates a hotel; what it came to is told later. */
export const hotelSaveApi = registerOpenApi(interfaces.hotelSave, saveHotel);
