import { hotelDate, interfaces } from '@yuzhu/contract';
import { findAccount } from '../accounts/store.ts';
import { goodsByIds } from '../goods/store.ts';
import { hotelsByIds } from '../hotels/store.ts';
import { brokenText } from '../matches/decide.ts';
import { brokenGoods } from '../matches/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { illegalCode } from '../openapi/read-request.ts';
import { addNamedPull } from '../pulls/named.ts';
import { noticeProblem, pullsOf } from './decide-notice.ts';

/**
 * Takes a change notice: writes nothing, and pulls what it names a little later. One verdict per good it names; a hotel
 * that is not the merchant's has no place for a verdict, so the call is refused (inferred).
 */
const notify: OpenApiHandler<typeof interfaces.ariNotify> = async (ctx, call) => {
  const { request, accountId, session, now, clientKey } = call;
  const one = interfaces.ariNotify;
  const today = hotelDate(now);
  const problem = noticeProblem(request, today);
  if (problem !== null) return refuseWith(illegalCode(one), problem);
  const wanted = [...new Set(request.hotel_ids ?? [])];
  const owned = new Set((await hotelsByIds(session, accountId, wanted)).map(({ hotelId }) => hotelId));
  const strange = wanted.find((id) => !owned.has(id));
  if (strange !== undefined)
    return refuseWith(illegalCode(one), `hotel_ids: ${strange} is not a hotel of the merchant`);
  const ids = [...new Set(request.rate_plan_ids ?? [])];
  const goods = await goodsByIds(session, accountId, ids);
  const broken = await brokenGoods(session, accountId, ids);
  const bound = goods.filter(({ ratePlanId }) => !broken.has(ratePlanId));
  const known = new Set(goods.map(({ ratePlanId }) => ratePlanId));
  // The fault `write-fails`: taken, and nothing follows.
  if (call.fault?.kind !== 'write-fails') {
    const account = await findAccount(session, accountId);
    const dueAt = now + (account?.ariWriteDelayMs ?? 0);
    for (const pull of pullsOf(request, bound, today)) {
      await addNamedPull(ctx.timers, session, dueAt, { ...pull, accountId, clientKey, attempt: 1 }, call.logid);
    }
  }
  const save_result = ids.map((id) => {
    const match = broken.get(id);
    if (match !== undefined) return { rate_plan_id: id, pass: false, message: brokenText(match.kind, match.state) };
    return known.has(id)
      ? { rate_plan_id: id, pass: true, message: '' }
      : { rate_plan_id: id, pass: false, message: '预定商品不存在或不属于该商户' };
  });
  return { code: 0, message: 'success', save_result };
};

/** Takes change notices. */
export const ariNotifyApi = registerOpenApi(interfaces.ariNotify, notify);
