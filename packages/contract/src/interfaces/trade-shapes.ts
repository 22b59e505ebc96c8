import { date, encrypted, fen, int, object, optional, personal, text } from '../field.ts';

/** One night's price inside a check or a booking, per room. */
export const dailyRate = object({
  original_amount: fen('price of the night; 0 and -1 mean "price cleared"', 'documented'),
  amount_before_tax: optional(fen('outside the mainland', 'documented')),
  currency: optional(text('default CNY', 'documented')),
  period_start_date: date('the night'),
  period_end_date: date('the next day'),
  period_start_time: optional(text('hourly rooms, yyyy-MM-dd hh:mm[:ss]')),
  period_end_time: optional(text('hourly rooms')),
  usage_duration: optional(int('hours, hourly rooms')),
  daily_add_amount: optional(fen('surcharge per room and night', 'observed')),
});

/** A guest. */
export const occupancy = object({
  name: optional(personal('plain or encrypted', 'observed')),
  phone: optional(encrypted('phone', 'observed')),
  license_id: optional(encrypted('id document number', 'observed')),
  license_type: optional(int('kind of id document', 'inferred')),
});

/** Whom to call. */
export const contact = object(
  { name: optional(personal('plain or encrypted')), phone: optional(encrypted('missing in practice (observed)')) },
  'contact',
  'documented',
);

/** A meal included; further members are not known. */
export const meal = object({ meal_type: optional(int('1 breakfast, 2 lunch, 3 dinner', 'inferred')) });

/** The hotel's member who books. */
export const memberInfo = (source: 'observed' | 'inferred') =>
  object(
    { member_level: optional(text('level; a number in some traces', source)) },
    'hotel member; only the level was seen, the rest is unknown',
    source,
  );

/** The partner's word on a booking: in the create answer, and in siblings in the answer to the payment notice. */
export const confirmInfo = (source: 'observed' | 'twin') =>
  object(
    {
      confirm_mode: int('1 sync, 2 async', source),
      confirm_result: optional(int('1 accept, 2 reject; sync', 'twin')),
      hotel_confirm_number: optional(text('hotel’s confirmation number', source)),
      reject_code: optional(int('sync rejection', 'inferred')),
      reject_reason: optional(text('sync rejection', 'inferred')),
    },
    'acceptance',
    source,
  );
