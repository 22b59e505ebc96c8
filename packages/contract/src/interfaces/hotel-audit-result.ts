import { id, int, object, optional, text } from '../field.ts';
import { webhook } from '../interface.ts';

/** The match or audit of a hotel has come to a result. */
export const hotelAuditResult = webhook({
  name: 'hotel-audit-result',
  title: { zh: '酒店静态信息处理结果推送', en: 'Hotel match and audit result' },
  group: 'hotels',
  event: 'life_hotel_audit_result',
  scope: 'life.capacity.trip_hotel_push.webhook',
  scopeSource: 'twin',
  limits: [],
  about:
    'What it holds is not documented; the members mirror hotel-status. Take it as “something changed” and ask hotel-status.',
  request: object({
    account_id: optional(text('merchant account', 'inferred')),
    out_hotel_id: id('partner’s hotel id', 'inferred'),
    hotel_id: optional(text('platform’s hotel id once matched', 'inferred')),
    status: int('match state', 'inferred'),
    message: optional(text('reason', 'inferred')),
    category_id: optional(int('category', 'inferred')),
  }),
  reply: object({}),
});
