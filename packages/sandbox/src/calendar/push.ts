import { ARI_CALL_SPAN_NIGHTS, hotelDate, interfaces, PARTNER, PLATFORM } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { findAccount } from '../accounts/store.ts';
import type { SandboxContext } from '../context.ts';
import { goodsByIds } from '../goods/store.ts';
import { brokenText } from '../matches/decide.ts';
import { brokenGoods } from '../matches/store.ts';
import { type OpenApiCall, type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { illegalCode } from '../openapi/read-request.ts';
import { changesOf, type GroupRefusal, groupRefusal, nightsSpanned, type PushGroup } from './changes.ts';
import { insertWrite, type WriteKind } from './store.ts';
import { WRITE_TIMER } from './write.ts';

type PushInterface = typeof interfaces.stockSave | typeof interfaces.priceSave;

/** Rate plans that the fault `items-busy` refused when they were told last: the next time they are taken. */
const refusedOnce = new WeakMap<object, Set<string>>();

/**
 * Accepts a stock or price push: one verdict per rate plan, refused when any of its groups is; what is accepted is
 * written a little later (documented: asynchronous).
 */
async function acceptPush(
  ctx: SandboxContext,
  call: OpenApiCall<PushInterface>,
  one: PushInterface,
  kind: WriteKind,
): Promise<{ save_result: { rate_plan_id: string; code: number; message: string }[] }> {
  const { request, accountId, session, now } = call;
  const groups: readonly PushGroup[] = request.aris;
  const spanned = nightsSpanned(groups);
  if (spanned > ARI_CALL_SPAN_NIGHTS)
    refuseWith(illegalCode(one), `aris spans ${spanned} nights, at most ${ARI_CALL_SPAN_NIGHTS} a call`);
  const today = hotelDate(now);
  const planIds = [...new Set(groups.map((group) => group.rate_plan_id))];
  const goods = new Map((await goodsByIds(session, accountId, planIds)).map((good) => [good.ratePlanId, good]));
  const account = await findAccount(session, accountId);
  const currency = account?.currency ?? null;
  const refusals = new Map<string, GroupRefusal>();
  for (const [id, { kind, state }] of await brokenGoods(session, accountId, planIds)) {
    refusals.set(id, { code: PARTNER.roomTypeInvalid, zh: brokenText(kind, state) });
  }
  for (const group of groups) {
    const good = goods.get(group.rate_plan_id);
    const facts = { roomId: good?.roomId, hotelId: good?.hotelId, calledHotelId: request.hotel_id, currency, today };
    const refused = groupRefusal(group, facts);
    if (refused !== null && !refusals.has(group.rate_plan_id)) refusals.set(group.rate_plan_id, refused);
  }
  if (call.fault?.kind === 'items-busy') {
    const { share } = call.fault;
    const before = refusedOnce.get(ctx.faults) ?? new Set();
    refusedOnce.set(ctx.faults, before);
    for (const id of planIds) {
      const drawn = seededRandom(`${ctx.settings.seed}/items-busy/${call.logid}/${id}`).next() < share;
      if (before.delete(id) || !drawn || refusals.has(id)) continue;
      before.add(id);
      refusals.set(id, { code: PLATFORM.busy, zh: '系统繁忙，请稍后重试' });
    }
  }
  const changes = changesOf(
    groups.filter((group) => !refusals.has(group.rate_plan_id)),
    today,
  );
  if (changes.length > 0) {
    const spoilt = call.fault?.kind === 'write-fails';
    const { clientKey, logid } = call;
    const writeId = await insertWrite(session, { accountId, kind, clientKey, logid, changes, spoilt }, now);
    await ctx.timers.add(session, {
      dueAt: now + (account?.ariWriteDelayMs ?? 0),
      kind: WRITE_TIMER,
      subject: `calendar ${accountId}`,
      payload: { accountId, writeId },
    });
  }
  const save_result = planIds.map((id) => {
    const refused = refusals.get(id);
    return { rate_plan_id: id, code: refused?.code ?? 0, message: refused?.zh ?? 'success' };
  });
  return { save_result };
}

const saveStock: OpenApiHandler<typeof interfaces.stockSave> = (ctx, call) =>
  acceptPush(ctx, call, interfaces.stockSave, 'stock');
const savePrices: OpenApiHandler<typeof interfaces.priceSave> = (ctx, call) =>
  acceptPush(ctx, call, interfaces.priceSave, 'price');

/** Takes room status and rooms left. */
export const stockSaveApi = registerOpenApi(interfaces.stockSave, saveStock);
/** Takes nightly prices. */
export const priceSaveApi = registerOpenApi(interfaces.priceSave, savePrices);
