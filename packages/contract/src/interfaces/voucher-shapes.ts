import { date, fen, flag, int, list, map, object, optional, type Source, text } from '../field.ts';

const period = (what: string, source: 'sdk' | 'observed' = 'sdk') =>
  object({ from: text(`${what}, begin`, source), to: text(`${what}, end`, source) }, what, source);

const holidays = {
  days_of_week: (what: string) => optional(list(int('1 Monday to 7 Sunday', 'sdk'), what, 'sdk')),
  holidays: (what: string) => optional(list(int('holiday number', 'goods-api'), what, 'sdk')),
  years: optional(map(text('year', 'inferred'), 'holiday number -> year it applies to', 'inferred')),
};

const markupDays = {
  markup_date_type: int('1 date range (observed); 2 days of week, 3 holidays (inferred)', 'observed'),
  markup_days: optional(
    object({ from: date('first day', 'sdk'), to: date('last day, included', 'sdk') }, 'date range', 'sdk'),
  ),
  markup_days_of_week: holidays.days_of_week('weekdays'),
  markup_holidays: holidays.holidays('holidays'),
  holidays_year: holidays.years,
};

const effectType = int('kind of id; values not found', 'sdk');
const effectIds = optional(list(text('rate plan id', 'inferred'), 'ids it applies to', 'sdk'));

/** A surcharge rule (加价): charged per room and night when a covered night is booked; never changes the voucher's price. */
const markup = object({
  markup_amount: fen('surcharge per room and night', 'sdk', { minimum: 0 }),
  ...markupDays,
  markup_effect_scope: optional(
    list(
      object({
        effect_type: optional(effectType),
        effect_id_list: effectIds,
        is_full_effect: optional(flag('whole scope', 'inferred')),
      }),
      'goods it applies to; none = all',
      'inferred',
    ),
  ),
  markup_time: optional(list(object(markupDays), 'several date conditions in one rule', 'sdk')),
});

const product = {
  name: optional(text('item', 'sdk')),
  count: optional(int('quantity', 'sdk')),
  unit: optional(text('unit', 'sdk')),
  price: optional(fen('value', 'sdk')),
  image_url: optional(text('picture', 'sdk')),
};

const customerData = object(
  {
    enable: optional(flag('switch', 'sdk')),
    identity_type_with_content_list: optional(
      list(
        object({
          contact_identity_type_enum: optional(int('kind of person; values not found', 'sdk')),
          contact_identity_content_list: optional(list(int('data item; values not found', 'sdk'), 'data items', 'sdk')),
          need_consistency_purchase_and_booking: optional(
            map(flag('same person', 'sdk'), 'data item -> same at purchase and booking', 'sdk'),
          ),
        }),
        'what is asked of whom',
        'sdk',
      ),
    ),
  },
  'guest data to collect',
  'sdk',
);

const cancelSteps = (source: Source) =>
  optional(
    list(
      object({
        time_offset: optional(
          object(
            {
              day: optional(int('days', source)),
              hour: optional(int('hours', source)),
              minute: optional(int('minutes', source)),
              second: optional(int('seconds', source)),
            },
            'distance before the reference point',
            source,
          ),
        ),
        cut_type: optional(
          int('1 percent of total, 2 percent of first night, 3 fixed fee', source === 'sdk' ? 'documented' : source),
        ),
        cut_value: optional(int('percent or fen', source)),
      }),
      'steps',
      source,
    ),
  );

const CANCEL_TYPE = '2 until a deadline, 3 not cancellable, 4 stepped; 1 is for calendar rooms only';
const CANCEL_BASE = '1 time of acceptance, 2 check-in = 24:00 of the check-in day';

/** Cancellation of a booking (取消预约规则), as a voucher is saved with it. */
const cancelRule = object(
  {
    cancel_type: int(CANCEL_TYPE, 'documented'),
    cancel_time_type: optional(int(CANCEL_BASE, 'documented')),
    cancel_offset: cancelSteps('sdk'),
  },
  'cancellation rule',
  'sdk',
);

/** The rule a booking carries; that its members are named as in the voucher is inferred. */
export const bookedCancelRule = object(
  {
    cancel_type: optional(int(CANCEL_TYPE, 'inferred')),
    cancel_time_type: optional(int(CANCEL_BASE, 'inferred')),
    cancel_offset: cancelSteps('inferred'),
  },
  'cancellation rule',
);

/** What the voucher is: rooms, nights, goods, prices, surcharges, package. */
export const couponInfo = object(
  {
    coupon_name: text('title', 'sdk', { minLength: 1 }),
    apply_room_number: int('rooms per voucher', 'sdk', { minimum: 1 }),
    apply_nights: int('nights per voucher', 'sdk', { minimum: 1 }),
    bind_rate_plans: list(text('rate_plan_id of a bookable good', 'sdk'), 'goods a guest may choose', 'sdk', {
      minItems: 1,
    }),
    imange_list: list(
      object({ image_type: int('1 cover, 2 further', 'observed'), image_url: text('public https address', 'sdk') }),
      'pictures; the key is misspelled on the wire',
      'sdk',
      { minItems: 1 },
    ),
    original_amount: fen('struck-through price', 'sdk', { minimum: 1 }),
    actual_amount: fen('selling price', 'sdk', { minimum: 1 }),
    sales_type: optional(int('1 full-day, 2 hourly; the kind of the bound goods', 'inferred')),
    usage_duration: optional(int('hours, hourly vouchers', 'sdk')),
    coupon_separate: optional(flag('a multi-night voucher may be split over bookings', 'sdk')),
    markup_type: optional(int('1 fixed amount per day; must be declared with markup_info', 'observed')),
    markup_info: optional(list(markup, 'surcharge rules; an empty list clears', 'observed')),
    commodity: optional(
      list(
        object({
          group_name: optional(text('group title', 'sdk')),
          commodity_type: optional(int('values not found', 'sdk')),
          total_count: optional(int('items in the group', 'sdk')),
          optional_count: optional(int('how many the guest may choose', 'sdk')),
          item_info: optional(list(object({ product_info: object(product, 'item', 'sdk') }), 'items', 'sdk')),
          effect_scope: optional(list(object({ effect_type: effectType, effect_id_list: effectIds }), 'scope', 'sdk')),
        }),
        'package contents beside the room',
        'sdk',
      ),
    ),
    appointment_award: optional(
      object(
        {
          is_award: optional(flag('reward exists', 'inferred')),
          is_award_display: optional(flag('shown to users', 'inferred')),
          award_type: optional(int('values not found', 'sdk')),
          content: optional(text('text', 'inferred')),
          time_type: optional(int('after_pay_days or date_range', 'inferred')),
          after_pay_days: optional(int('booked within N days of payment', 'inferred')),
          date_range: optional(
            object(
              { start: optional(date('begin', 'sdk')), end: optional(date('end', 'sdk')) },
              'booked within',
              'inferred',
            ),
          ),
        },
        'reward for booking early',
        'sdk',
      ),
    ),
    hotel_customer_reserved_info: optional(
      object(
        {
          by_merchant_custom_config: optional(flag('use this instead of the default', 'inferred')),
          require_booking_info: optional(customerData),
          require_purchase_contact_info: optional(customerData),
        },
        'guest data to collect',
        'sdk',
      ),
    ),
    is_test_data: optional(flag('marks test vouchers', 'inferred')),
  },
  'rooms, nights, goods, prices, surcharges, package',
  'sdk',
);

/** When and where the voucher is sold, and which dates may be booked. */
export const saleInfo = object(
  {
    sale_date: period('time on sale, yyyy-MM-dd HH:mm, Beijing time', 'observed'),
    book_date: object(
      { from: date('first bookable day', 'observed'), to: date('last bookable day', 'observed') },
      'dates that may be booked',
      'observed',
    ),
    show_channel: int('1 everywhere, 2 live rooms only', 'goods-api'),
    inventory_info: object(
      {
        is_limit: flag('limited stock', 'sdk'),
        num: optional(int('vouchers, required when limited', 'sdk', { minimum: 0 })),
      },
      'voucher stock, not room stock',
      'sdk',
    ),
    is_auto_extension: flag('extend the sale automatically', 'sdk'),
  },
  'when and where it is sold, which dates may be booked',
  'sdk',
);

/** How a bought voucher may be used, how many may be bought, how a booking is made and cancelled. */
export const tradeInfo = object(
  {
    customer_can_use_date: object(
      {
        use_date_type: int('1 fixed range, 2 days after purchase', 'goods-api'),
        use_date: optional(object({ from: date('begin', 'sdk'), to: date('end', 'sdk') }, 'type 1', 'sdk')),
        day_duration: optional(int('days, type 2', 'sdk')),
      },
      'validity of a bought voucher',
      'sdk',
    ),
    customer_can_use_time: object(
      {
        use_time_type: int('1 all day, 2 given times', 'goods-api'),
        use_time_list: optional(
          list(
            object({ is_time_nextday: flag('ends on the next day', 'sdk'), time_span: period('HH:mm') }),
            'type 2',
            'sdk',
          ),
        ),
      },
      'time of day',
      'sdk',
    ),
    customer_can_no_use_date: optional(
      object(
        {
          cannot_use_days_of_week: holidays.days_of_week('weekdays excluded'),
          cannot_use_holidays: holidays.holidays('holidays excluded'),
          holidays_year: holidays.years,
          cannot_use_date: optional(list(date('day', 'sdk'), 'days excluded', 'sdk')),
        },
        'days excluded',
        'sdk',
      ),
    ),
    limt_buy_rule: object(
      {
        each_person_each_order_max: int('per order', 'sdk', { minimum: 1 }),
        each_person_max: optional(int('per person in all', 'sdk')),
        each_order_can_use_max: optional(int('vouchers usable in one booking', 'sdk')),
      },
      'purchase limits; the key is misspelled on the wire',
      'sdk',
    ),
    book_rule: optional(
      object(
        {
          earliest_book_day: optional(int('days ahead at the earliest, 1 to 30', 'observed')),
          time_pre_book: optional(int('book at least this much ahead, in time_unit', 'sdk')),
          time_unit: optional(int('1 day, 2 hour, 3 minute', 'goods-api')),
        },
        'booking rule',
        'sdk',
      ),
    ),
    cancel_booking_rule: optional(cancelRule),
    cancel_booking_rule_list: optional(list(cancelRule, 'list form; live use sends exactly one rule', 'observed')),
    partly_reserve_refund_rule: optional(int('refund of a partly used voucher; values not found', 'sdk')),
    invoic_info: object(
      {
        provider: int('who issues the invoice; 1 merchant', 'observed'),
        invoice_types: optional(list(int('values not found', 'sdk'), 'kinds', 'sdk')),
        subject: optional(text('invoice item', 'sdk')),
      },
      'invoice; the key is misspelled on the wire',
      'sdk',
    ),
  },
  'use, purchase limits, booking and cancellation',
  'sdk',
);

/** Notes for the guest. */
export const noteInfo = object(
  {
    service_for_foreign: flag('foreign guests accepted', 'sdk'),
    superimposed_discounts: flag('may be combined with other offers of the hotel', 'sdk'),
    check_time_range: optional(
      object(
        { from: optional(text('check-in from, HH:mm', 'sdk')), to: optional(text('check-out until, HH:mm', 'sdk')) },
        'times of arrival and departure',
        'sdk',
      ),
    ),
    other_remark_info: optional(list(text('note', 'sdk'), 'more notes', 'sdk')),
    exclusive_fee: optional(list(object(product), 'not included in the price', 'sdk')),
  },
  'notes for the guest',
  'sdk',
);
