import { isDeepStrictEqual } from 'node:util';
import type { Static } from 'typebox';
import { GATEWAY_ERRORS, NOUNS, notFound } from '../../errors.ts';
import { queueGoods } from '../../goods/publish.ts';
import { findRatePlan, type RatePlanRow, saveRatePlan } from '../../goods/store.ts';
import { findRoomType } from '../../rooms/store.ts';
import { flag, input, nameText, oneOf, optional, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { hourlyDetail, KINDS, ratePlanView, toRatePlan } from './rate-plan.ts';

export default apiRoute({
  operation: 'saveRatePlan',
  method: 'PUT',
  path: '/rate-plans/{rate_plan_id}',
  group: 'goods',
  title: { zh: '创建或更新预定商品', en: 'Create or update a rate plan' },
  about: {
    zh: '预定商品属于一个房型，之后不能移动。已发布过的商品改名或停售会自动传到平台；停售在本系统立即生效。',
    en: 'A rate plan belongs to one room type for good. Changes of one that was published before go to the platform by themselves; active: false stops bookings here at once.',
  },
  params: { rate_plan_id: ownId('the hotel’s own id') },
  body: input({
    room_type_id: ownId('room type it sells'),
    name: nameText('name of the rate plan'),
    active: optional(flag('on sale; default true, or as it is')),
    kind: optional(oneOf(KINDS, 'full_day (default) or hourly; it never changes')),
    hourly: optional(hourlyDetail),
  }),
  reply: ratePlanView,
  errors: ['NOT_FOUND', 'PARENT_FIXED'],
  handle: async (ctx, { caller, params, body }) => {
    const { accountId } = caller;
    const { rate_plan_id } = params;
    const { room_type_id, name } = body;
    const now = ctx.clock.now();
    const saved = await ctx.db.tx(async (session) => {
      const roomType = await findRoomType(session, accountId, room_type_id);
      if (roomType === undefined) throw notFound('room_type', room_type_id, 'body.room_type_id');
      const before = await findRatePlan(session, accountId, rate_plan_id, true);
      if (before !== undefined && before.room_type_id !== room_type_id) {
        throw GATEWAY_ERRORS.error('PARENT_FIXED', {
          path: 'body.room_type_id',
          what_zh: NOUNS.rate_plan.zh,
          what_en: NOUNS.rate_plan.en,
          id: rate_plan_id,
          parent: before.room_type_id,
        });
      }
      const active = body.active ?? before?.active ?? true;
      const kind = kindOf(body, before);
      const plan = await saveRatePlan(session, accountId, { rate_plan_id, room_type_id, name, active, ...kind }, now);
      const changed =
        before !== undefined &&
        (before.name !== name || before.active !== active || !isDeepStrictEqual(before.hourly, kind.hourly));
      if (!changed || before.publish_state === 'draft') return plan;
      await queueGoods(session, accountId, [rate_plan_id], now);
      return { ...plan, publish_state: 'queued' as const, publish_error: null };
    });
    if (saved.publish_state === 'queued') ctx.wake.publications();
    return toRatePlan(saved);
  },
});

/** Kind and hours as said, as they are, or full-day. @throws AppError INPUT_INVALID: the platform takes no other kind later */
function kindOf(
  body: { readonly kind?: (typeof KINDS)[number]; readonly hourly?: Static<typeof hourlyDetail> },
  before: RatePlanRow | undefined,
): Pick<RatePlanRow, 'sales_type' | 'hourly'> {
  const sales_type = body.kind === undefined ? (before?.sales_type ?? 1) : body.kind === 'hourly' ? 2 : 1;
  if (before !== undefined && before.sales_type !== sales_type) {
    throw inputInvalid([
      {
        where: 'body.kind',
        message_zh: '预定商品的类型（全日房、钟点房）不能修改，请新建商品',
        message_en: 'the kind of a rate plan never changes: make a new one',
      },
    ]);
  }
  if (sales_type === 1) {
    if (body.hourly === undefined) return { sales_type, hourly: null };
    throw inputInvalid([
      {
        where: 'body.hourly',
        message_zh: '只有钟点房才有使用时段',
        message_en: 'only an hourly rate plan has hours',
      },
    ]);
  }
  const hourly = body.hourly ?? before?.hourly ?? null;
  if (hourly === null) {
    throw inputInvalid([
      { where: 'body.hourly', message_zh: '钟点房需要使用时段', message_en: 'an hourly rate plan needs its hours' },
    ]);
  }
  return { sales_type, hourly };
}
