import { id, int, object, optional, text } from '../field.ts';
import { webhook } from '../interface.ts';

/** The platform's verdict on a saved voucher. */
export const voucherAuditResult = webhook({
  name: 'voucher-audit-result',
  title: { zh: '预售券审核结果通知', en: 'Voucher audit result' },
  group: 'vouchers',
  event: 'life_hotel_presale_audit_result',
  // It comes with the ability to save vouchers.
  scope: 'life.capacity.trip_presale_push',
  scopeSource: 'inferred',
  limits: [],
  about: 'May be lost, repeated or out of order: de-duplicate on Msg-Id and be able to go on without it.',
  request: object({
    id: id('platform’s voucher id', 'observed'),
    out_id: text('partner’s voucher id', 'observed'),
    audit_result: int('1 approved, 2 rejected', 'observed'),
    audit_message: optional(text('reason of a rejection', 'observed')),
  }),
  reply: object({}),
});
