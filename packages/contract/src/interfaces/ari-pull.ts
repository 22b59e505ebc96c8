import { date, fen, flag, id, int, list, object, optional, text } from '../field.ts';
import { spi } from '../interface.ts';
import { calendarRules, daysOfWeek, nightRange } from './ari-shapes.ts';

/** The platform reads prices, stock and room status. */
export const ariPull = spi({
  name: 'ari-pull',
  title: { zh: '价量态拉取', en: 'ARI pull' },
  group: 'calendar',
  action: 'hotel_spot.trip.hotel_ari_cron_pull',
  actionSource: 'documented',
  path: '/spi/ari',
  scope: 'life.capacity.trip_hotel_ari_cron_pull',
  scopeSource: 'twin',
  limits: [],
  codes: [0, 5, 13],
  repeats: 'never',
  repeatsSource: 'inferred',
  timeoutMs: 5000,
  timeoutSource: 'inferred',
  idempotentOn: null,
  about:
    'Every five minutes by default, and after a visit to a hotel page, a failed check or a change notice. Nights missing in the answer keep their values, so closed nights are stated explicitly. A partner should stand 50 requests a second.',
  request: object({
    hotel_ids: list(id('hotel'), 'hotels', 'documented', { minItems: 1 }),
    rate_plan_ids: optional(list(id('bookable good'), 'none = all of the hotels')),
    date_range: object(
      { start: date('first night', 'inferred'), end: date('last night, included', 'inferred') },
      'nights',
    ),
    client_key: optional(text('application')),
  }),
  reply: object({
    status: flag('false = the platform throws the whole answer away'),
    errors: optional(list(text('reason'), 'reasons when status is false')),
    timestamp: optional(text('moment of the snapshot, Unix milliseconds as text', 'inferred')),
    room_rates: list(
      object({
        rate_plan_id: text('bookable good'),
        status: optional(flag('false = ignore this good', 'observed')),
        sub_error_code: optional(int('60021 = rate plan id wrong', 'observed')),
        sub_error: optional(text('reason', 'observed')),
        rate_avail_infos: list(
          object({
            timerange: nightRange('documented'),
            original_amount: fen('price a night; 0 and -1 clear it'),
            retail_amount: optional(fen('rack price')),
            currency: optional(text('required outside the mainland')),
            available: flag('room status'),
            inventory: int('rooms left'),
            fplos: optional(text('full-pattern length of stay; format not found')),
            amount_before_tax: optional(fen('outside the mainland', 'inferred')),
            length_of_stay: optional(int('price holds for this stay length', 'inferred')),
            days_of_week: daysOfWeek('inferred'),
            ...calendarRules('inferred'),
          }),
          'pieces of the calendar',
        ),
      }),
      'per good',
    ),
  }),
});
