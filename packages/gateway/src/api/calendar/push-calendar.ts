import { ARI_HORIZON_NIGHTS, addDays, daysBetween, hotelDate } from '@yuzhu/contract';
import Type from 'typebox';
import { pushAgain } from '../../ari/push-again.ts';
import { MOST_NIGHTS } from '../../calendar/write.ts';
import { GATEWAY_ERRORS, notFound } from '../../errors.ts';
import { listRatePlanIds } from '../../goods/store.ts';
import { dateText, input, list, optional, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'pushCalendar',
  method: 'POST',
  path: '/calendar/push',
  group: 'calendar',
  title: { zh: '再次推送', en: 'Push again' },
  about: {
    zh: '不论是否改动，把这些预定商品的房量、房价与房态再次推送到平台；也结束其酒店的推送暂停。不给日期时为今天起 365 晚。',
    en: 'Tells the platform stock, prices and room status of rate plans again, changed or not, and ends a pause of their hotels. Without days: 365 nights from today.',
  },
  body: input({
    rate_plan_ids: list(ownId('rate plan'), 'rate plans', { minItems: 1, maxItems: 50, uniqueItems: true }),
    from: optional(dateText('first night, default today')),
    to: optional(dateText('last night, included, default 365 days ahead')),
  }),
  status: 202,
  reply: Type.Object({ nights: Type.Integer({ description: 'nights marked, over all rate plans' }) }),
  errors: ['NOT_FOUND', 'TOO_MANY_NIGHTS'],
  handle: async (ctx, { caller, body }) => {
    const { accountId } = caller;
    const today = hotelDate(ctx.clock.now());
    const last = addDays(today, ARI_HORIZON_NIGHTS);
    // Nights outside the platform's calendar could only be refused.
    const from = body.from === undefined || body.from < today ? today : body.from;
    const to = body.to === undefined || body.to > last ? last : body.to;
    if (to < from) {
      const message_zh = `范围内没有 ${today} 至 ${last} 之间的晚次`;
      const message_en = `leaves no night between ${today} and ${last}`;
      throw inputInvalid([{ where: 'body.to', message_zh, message_en }]);
    }
    const ratePlanIds = body.rate_plan_ids;
    const nights = (daysBetween(from, to) + 1) * ratePlanIds.length;
    if (nights > MOST_NIGHTS) {
      throw GATEWAY_ERRORS.error('TOO_MANY_NIGHTS', { path: 'body', found: nights, limit: MOST_NIGHTS });
    }
    const known = new Set(await listRatePlanIds(ctx.db, accountId, ratePlanIds));
    const missing = ratePlanIds.find((id) => !known.has(id));
    if (missing !== undefined) throw notFound('rate_plan', missing, 'body.rate_plan_ids');
    return { nights: await pushAgain(ctx, accountId, { ratePlanIds, from, to }) };
  },
});
