import { id, int, object, optional, text } from '../field.ts';
import { webhook } from '../interface.ts';

/** A saved room type has come to a result. */
export const roomAuditResult = webhook({
  name: 'room-audit-result',
  title: { zh: '物理房型信息处理结果推送', en: 'Room type audit result' },
  group: 'hotels',
  event: 'life_hotel_physical_room_audit_result',
  scope: 'life.capacity.trip_physical_room_push.webhook',
  scopeSource: 'twin',
  limits: [],
  about:
    'What it holds is not documented; the members mirror room-status. Take it as “something changed” and ask room-status.',
  request: object({
    account_id: optional(text('merchant account', 'inferred')),
    room_id: id('physical room type id', 'inferred'),
    out_room_id: optional(text('partner’s room type id', 'inferred')),
    poi_id: optional(text('hotel', 'inferred')),
    status: int('match state', 'inferred'),
    audit_message: optional(text('reason of a rejection', 'inferred')),
  }),
  reply: object({}),
});
