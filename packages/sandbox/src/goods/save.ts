import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { currencyOf } from '../accounts/store.ts';
import { newId } from '../ids.ts';
import { brokenStates, mendMatch } from '../matches/store.ts';
import { type OpenApiHandler, registerOpenApi } from '../openapi/handler.ts';
import { isUsable, roomTypesByIds } from '../rooms/store.ts';
import { decideGood, ITEM } from './decide.ts';
import { type Good, goodsByIds, goodsByPartnerIds, insertGood, updateGood } from './store.ts';

const saveGoods: OpenApiHandler<typeof interfaces.goodsSave> = async (ctx, { request, accountId, now, session }) => {
  const { hotel_id: hotelId, rooms } = request.rate_plan;
  const items = rooms.flatMap((room) => room.rate_plans.map((plan) => ({ roomId: room.room_id, plan })));
  const known = await lookUp(session, accountId, items);
  const seen = new Set<string>();
  const currency = await currencyOf(session, accountId);
  const verdicts = [];
  for (const { roomId, plan } of items) {
    const outId = plan.out_rate_plan_id;
    const room = known.rooms.get(roomId);
    const decided = decideGood(plan, {
      room: room !== undefined && (hotelId === undefined || hotelId === room.hotelId) ? room : undefined,
      byPartnerId: known.byPartnerId.get(outId),
      byId: plan.rate_plan_id === undefined ? undefined : known.byId.get(plan.rate_plan_id),
      repeated: seen.has(outId),
      currency,
    });
    seen.add(outId);
    if ('message' in decided) {
      verdicts.push({ out_rate_plan_id: outId, rate_plan_id: '', ...decided });
      continue;
    }
    const ratePlanId = decided.ratePlanId || (await newId(session, ctx.random, 'ratePlan'));
    const stored = await store(session, accountId, decided, ratePlanId, now);
    // Published again, it is bound again (inferred).
    if (stored) await mendMatch(session, accountId, 'good', ratePlanId);
    verdicts.push(
      stored
        ? { out_rate_plan_id: outId, rate_plan_id: ratePlanId, code: ITEM.ok, message: 'success' }
        : {
            out_rate_plan_id: outId,
            rate_plan_id: '',
            code: ITEM.other,
            message: 'out_rate_plan_id正在被另一次请求创建',
          },
    );
  }
  return { rate_plan_map: verdicts };
};

async function store(
  session: Session,
  accountId: string,
  good: Good,
  ratePlanId: string,
  now: number,
): Promise<boolean> {
  if (good.ratePlanId === '') return insertGood(session, accountId, { ...good, ratePlanId }, now);
  await updateGood(session, accountId, good, now);
  return true;
}

interface Item {
  readonly roomId: string;
  readonly plan: { readonly out_rate_plan_id: string; readonly rate_plan_id?: string };
}

async function lookUp(session: Session, accountId: string, items: readonly Item[]) {
  const rooms = await roomTypesByIds(session, accountId, [...new Set(items.map((item) => item.roomId))]);
  const brokenRooms = await brokenStates(
    session,
    accountId,
    'room',
    rooms.map(({ roomId }) => roomId),
  );
  const outIds = items.map((item) => item.plan.out_rate_plan_id);
  const ids = items.flatMap((item) => item.plan.rate_plan_id ?? []);
  const byPartnerId = await goodsByPartnerIds(session, accountId, outIds);
  const byId = await goodsByIds(session, accountId, ids);
  return {
    rooms: new Map(
      rooms.filter((room) => isUsable(room) && !brokenRooms.has(room.roomId)).map((room) => [room.roomId, room]),
    ),
    byPartnerId: new Map(byPartnerId.map((good) => [good.outRatePlanId, good])),
    byId: new Map(byId.map((good) => [good.ratePlanId, good])),
  };
}

/** Creates and updates bookable goods, each with a verdict of its own. */
export const goodsSaveApi = registerOpenApi(interfaces.goodsSave, saveGoods);
