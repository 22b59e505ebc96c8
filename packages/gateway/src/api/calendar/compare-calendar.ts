import { daysBetween } from '@yuzhu/contract';
import Type from 'typebox';
import { calendarDrift } from '../../ari/watching/view.ts';
import { GATEWAY_ERRORS, notFound } from '../../errors.ts';
import { findRatePlan } from '../../goods/store.ts';
import { dateText, list, nullable, oneOf, output, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';

const LONGEST = 93;

export default apiRoute({
  operation: 'compareCalendar',
  method: 'GET',
  path: '/calendar/compare',
  group: 'calendar',
  title: { zh: '比对本地与平台', en: 'Compare with the platform' },
  about: {
    zh: `一个预定商品每晚的本地实况，与平台最后得到的内容并列：已确认的推送，或对其拉取的应答，以较晚者为准；最多 ${LONGEST} 晚。price 为 -1 表示没有价格。`,
    en: `Each night of a rate plan as it is here, beside the last word the platform was given: a push it acknowledged or the answer to its pull, whichever was later; at most ${LONGEST} nights. A price of -1 means none.`,
  },
  query: {
    rate_plan_id: ownId('rate plan'),
    from: dateText('first night'),
    to: dateText('last night, included'),
  },
  reply: Type.Object({
    nights: list(
      output('ComparedNight', {
        night: dateText('night'),
        same: Type.Boolean({ description: 'both sides agree' }),
        here: Type.Object({
          price: Type.Integer(),
          rack_price: nullable(Type.Integer()),
          inventory: Type.Integer(),
          available: Type.Boolean(),
        }),
        platform: Type.Object({
          price: nullable(Type.Integer()),
          rack_price: nullable(Type.Integer()),
          inventory: nullable(Type.Integer()),
          available: nullable(Type.Boolean()),
          price_by: nullable(oneOf(['push', 'pull'], 'how it came to the price')),
          stock_by: nullable(oneOf(['push', 'pull'], 'how it came to stock and room status')),
        }),
      }),
      'nights; null: never told',
    ),
  }),
  errors: ['NOT_FOUND', 'RANGE_TOO_LONG'],
  handle: async (ctx, { caller, query }) => {
    const { rate_plan_id: ratePlanId, from, to } = query;
    if (to < from) {
      const message_zh = `早于 from（${from}）`;
      throw inputInvalid([{ where: 'query.to', message_zh, message_en: `is before from (${from})` }]);
    }
    const found = daysBetween(from, to) + 1;
    if (found > LONGEST) throw GATEWAY_ERRORS.error('RANGE_TOO_LONG', { path: 'query', found, limit: LONGEST });
    if ((await findRatePlan(ctx.db, caller.accountId, ratePlanId)) === undefined) {
      throw notFound('rate_plan', ratePlanId, 'query.rate_plan_id');
    }
    const nights = await calendarDrift(ctx, caller.accountId, { ratePlanId, from, to });
    return {
      nights: nights.map(({ night, same, price, rackPrice, inventory, available, acknowledged }) => ({
        night,
        same,
        here: { price, rack_price: rackPrice ?? null, inventory, available },
        platform: {
          price: acknowledged.price ?? null,
          rack_price: acknowledged.rackPrice ?? null,
          inventory: acknowledged.inventory ?? null,
          available: acknowledged.available ?? null,
          price_by: acknowledged.priceBy ?? null,
          stock_by: acknowledged.stockBy ?? null,
        },
      })),
    };
  },
});
