import { int, object, optional, text } from '../field.ts';
import { webhook } from '../interface.ts';

/** A stock or price push was accepted, but writing it failed afterwards. */
export const ariFailure = webhook({
  name: 'ari-failure',
  title: { zh: '价量态接口异步失败通知', en: 'Failure of a stock or price push' },
  group: 'calendar',
  event: 'life_hotel_async_ari_result',
  scope: 'life.capacity.trip_hotel_ari_pull.webhook',
  scopeSource: 'twin',
  limits: [],
  about:
    'Only the event’s name is documented (calendar-room edition). What it holds is not: read it by whatever name the ids, the code and the text have, and push again.',
  request: object({
    account_id: optional(text('root account', 'inferred')),
    hotel_id: optional(text('hotel', 'inferred')),
    rate_plan_id: optional(text('bookable good', 'inferred')),
    log_id: optional(text('logid of the push', 'inferred')),
    type: optional(int('1 price, 2 stock or status; numbers as in the change notice', 'inferred')),
    code: optional(int('why', 'inferred')),
    message: optional(text('why', 'inferred')),
  }),
  reply: object({}),
});
