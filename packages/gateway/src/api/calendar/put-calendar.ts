import Type from 'typebox';
import { LONGEST_RANGE, MOST_NIGHTS, writeCalendar } from '../../calendar/write.ts';
import { count, dateText, fenAmount, flag, input, list, nullable, optional, output, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { checkChanges } from './check-changes.ts';

const range = {
  from: dateText('first night'),
  to: dateText(`last night, included; at most ${LONGEST_RANGE} nights`),
  weekdays: optional(
    list(Type.Integer({ minimum: 1, maximum: 7 }), 'only these weekdays, 1 Monday to 7 Sunday; absent: all', {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
    }),
  ),
};

const stockChange = input({
  room_type_id: ownId('room type'),
  ...range,
  stock: optional(count('rooms open to this channel in all, sold ones included; not together with remaining')),
  remaining: optional(count('rooms of the stock that are still free; stock becomes what is sold plus this')),
  overbooking: optional(count('rooms that may be sold beyond the stock; 0: none')),
  open: optional(flag('room status of the whole room type; false stops the sale')),
});

const priceChange = input({
  rate_plan_id: ownId('rate plan'),
  ...range,
  price: optional(nullable(fenAmount('fen a room a night; null takes the price away: the night can not be booked', 1))),
  rack_price: optional(nullable(fenAmount('rack price in fen, not below the price; null takes it away', 1))),
  price_before_tax: optional(
    nullable(fenAmount('outside the mainland, and needed there: the price before tax, not above the price', 1)),
  ),
  open: optional(flag('room status of this rate plan; false stops its sale')),
});

const quotaChange = input({
  rate_plan_id: ownId('rate plan'),
  ...range,
  quota: nullable(count('rooms this rate plan may sell in all, sold ones included; null: what the room type has')),
});

export default apiRoute({
  operation: 'putCalendar',
  method: 'PUT',
  path: '/calendar',
  group: 'calendar',
  title: { zh: '修改房量、房价、房态与配额', en: 'Change stock, prices, room status and quotas' },
  about: {
    zh: `按晚、按日期范围或按星期修改。整个请求要么全部生效，要么完全不生效；后面的修改逐晚、逐字段覆盖前面的，因此“每天 520，周五周六 680”就是一次请求里的两条。未给出的字段保持不变。房量（加超售）不能低于已售数，可用 "open": false 关房。超售（overbooking）是在房量之外允许多卖的间数，默认 0，并记下由谁设置。配额（quotas）限制一个预定商品能卖的间数：预约既要房型有房，也要配额有余；没有配额的晚次只看房型。改动随后自动推送到平台。每次最多 ${MOST_NIGHTS} 个晚次，日期范围从昨天到 365 天后。带上读取日历时得到的 version，迟到或重复的请求就不会覆盖更新的修改（CALENDAR_CHANGED）。`,
    en: `By night, range or weekday. The whole request takes effect or none of it; a later change wins night by night and member by member, so "520 every night, 680 on Fridays and Saturdays" is two entries of one request. Absent members stay as they are. Stock (with overbooking) can not go below what is sold; close with "open": false instead. Overbooking is what may be sold beyond the stock, 0 unless it is set, and who set it is kept. A quota limits what one rate plan may sell of its room type: a booking needs both, and a night without one looks at the room type alone. What changed is then pushed to the platform. At most ${MOST_NIGHTS} nights a request, from yesterday to 365 days ahead. With the version the calendar had when it was read, a late or doubled request does not overwrite a newer change (CALENDAR_CHANGED).`,
  },
  body: input({
    stock: optional(list(stockChange, 'changes of room types', { maxItems: 1000 })),
    prices: optional(list(priceChange, 'changes of rate plans', { maxItems: 1000 })),
    quotas: optional(list(quotaChange, 'what rate plans may sell of their room type', { maxItems: 1000 })),
    version: optional(
      Type.Integer({
        description: 'of the hotel’s calendar when it was read; all changes are of that hotel. Absent: no check',
        minimum: 0,
      }),
    ),
  }),
  reply: output('CalendarWritten', {
    stock_nights: Type.Integer({ description: 'room-nights that really changed' }),
    price_nights: Type.Integer({ description: 'nights of rate plans whose price or status really changed' }),
    quota_nights: Type.Integer({ description: 'nights of rate plans whose quota really changed' }),
    versions: list(
      Type.Object({ hotel_id: Type.String(), version: Type.Integer() }),
      'of the calendar of every hotel of the request, after it',
    ),
  }),
  errors: [
    'NOT_FOUND',
    'CALENDAR_CHANGED',
    'CALENDAR_VERSION_HOTELS',
    'RANGE_TOO_LONG',
    'TOO_MANY_NIGHTS',
    'NIGHTS_PAST',
    'NIGHTS_TOO_FAR',
    'NIGHTS_BELOW_SOLD',
    'PRICE_MISSING',
    'RACK_BELOW_PRICE',
    'BEFORE_TAX_WRONG',
    'BEFORE_TAX_NEEDLESS',
  ],
  handle: async (ctx, { caller, body, requestId }) => {
    const changes = { stock: body.stock ?? [], prices: body.prices ?? [], quotas: body.quotas ?? [] };
    checkChanges(changes);
    const { versions, ...written } = await writeCalendar(
      ctx,
      caller.accountId,
      { ...changes, version: body.version },
      { keyId: caller.keyId, requestId },
    );
    return { ...written, versions: [...versions] };
  },
});
