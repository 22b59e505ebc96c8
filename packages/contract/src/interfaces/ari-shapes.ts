import { date, fen, flag, int, list, object, optional, type Source, text } from '../field.ts';

/** A range of nights; both ends are nights (documented). */
export const nightRange = (source: Source = 'sdk') =>
  object(
    { start: date('first night', source), end: date('last night, included', source) },
    'range of nights, both ends included',
    source,
  );

/** Only these weekdays of a range. */
export const daysOfWeek = (source: Source = 'sdk') =>
  optional(
    list(int('1 Monday to 7 Sunday', source, { minimum: 1, maximum: 7 }), 'only these weekdays; none = all', source),
  );

/** A distance in time. */
const distance = (what: string, source: Source) =>
  object(
    {
      day: optional(int('days', source)),
      hour: optional(int('hours', source)),
      minute: optional(int('minutes', source)),
      second: optional(int('seconds', source)),
    },
    what,
    source,
  );

/**
 * What a calendar piece may say beside price, stock and status. Shared with calendar rooms; for presale goods the
 * voucher's own booking and cancellation rules govern (inferred). `source` as the interface knows the names from.
 */
export const calendarRules = (source: Source) => ({
  los_rate_break_down: optional(
    list(
      object({
        day_original_amount: optional(fen('price of the day', source)),
        day_retail_amount: optional(fen('rack price of the day', source)),
        day_amount_before_tax: optional(fen('price of the day before tax', source)),
      }),
      'price of each day of a stay of length_of_stay',
      source,
    ),
  ),
  meals: optional(
    list(
      object({ type: int('1 breakfast, 2 lunch, 3 dinner', 'inferred'), num: int('portions', source) }),
      'meals included',
      source,
    ),
  ),
  book_time_rules: optional(
    object(
      {
        is_time_nextday: flag('the end is on the next day', source),
        time_span: object({ from: text('HH:mm', 'inferred'), to: text('HH:mm', 'inferred') }, 'time of day', source),
      },
      'time of day at which booking is possible',
      source,
    ),
  ),
  book_rules: optional(
    object(
      {
        check_in_from: optional(text('earliest check-in time', source)),
        check_in_to: optional(text('latest check-in time', source)),
        check_out_to: optional(text('latest check-out time', source)),
        min_los_days: optional(int('nights at least', source)),
        max_los_days: optional(int('nights at most', source)),
        max_quantity_limt: optional(int('rooms a booking at most; the key is misspelled on the wire', source)),
        applicable_people: optional(list(int('0 anyone, 1 domestic, 2 foreign guests', source), 'guests', source)),
        min_advance_time: optional(distance('booked at least so long before', source)),
        max_advance_time: optional(distance('booked at most so long before', source)),
        midnight_room: optional(
          object(
            {
              is_midnight_room: optional(flag('sold after midnight for the night before', source)),
              latest_booking_time: optional(int('latest booking; its unit is not found', source)),
            },
            'midnight room',
            source,
          ),
        ),
      },
      'booking rules of these nights',
      source,
    ),
  ),
  stay_rules: optional(
    object(
      { min_los: optional(int('nights at least', source)), max_los: optional(int('nights at most', source)) },
      'length of a stay; book_rules has a pair of its own',
      source,
    ),
  ),
  cancel_rules: optional(
    list(
      object({
        cancel_type: int('1 free, 2 until a deadline, 3 not cancellable', source),
        cancel_time_type: optional(int('1 time of acceptance, 2 check-in = 24:00 of the check-in day', source)),
        cancel_offset_time: optional(distance('before the reference point; flat here, a list in the voucher', source)),
        cut_type: optional(int('1 percent of total, 2 percent of first night, 3 fixed fee', source)),
        cut_value: optional(int('percent or fen', source)),
      }),
      'cancellation rules of these nights',
      source,
    ),
  ),
});

/** The batch limits both pushes share. */
export const ariBatch = [{ counts: 'items', max: 50, per: 'call', path: 'aris', source: 'documented' }] as const;

/** Nights one call may span, over all its groups (observed, quoting the documentation). */
export const ARI_CALL_SPAN_NIGHTS = 30;
/** Nights one group should span (observed, quoting the documentation). */
export const ARI_PIECE_NIGHTS = 7;
/** How far ahead a calendar reaches (documented for the pull). */
export const ARI_HORIZON_NIGHTS = 365;
