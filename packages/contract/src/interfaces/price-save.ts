import { fen, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { ariBatch, calendarRules, daysOfWeek, nightRange } from './ari-shapes.ts';
import { stockSave } from './stock-save.ts';

/** Pushes the nightly price of bookable goods; never the voucher's own price. */
export const priceSave = openApi({
  name: 'price-save',
  title: { zh: '房价推送', en: 'Save prices' },
  group: 'calendar',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/price/save/',
  scope: 'life.capacity.trip_hotel_ari_pull',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: ariBatch,
  items: { list: 'save_result', key: 'rate_plan_id', verdict: 'code-int' },
  about: 'original_amount 0 and -1 both clear the price of the nights; a night without a price can not be booked.',
  request: object({
    account_id: id('root account', 'sdk'),
    hotel_id: id('hotel; required here, unlike in stock-save', 'sdk'),
    aris: list(
      object({
        rate_plan_id: id('bookable good', 'sdk'),
        room_id: optional(text('physical room type', 'sdk')),
        timerange: nightRange(),
        original_amount: optional(fen('price a night; 0 and -1 clear it', 'documented')),
        retail_amount: optional(fen('rack price; not below original_amount', 'observed')),
        amount_before_tax: optional(fen('outside the mainland', 'documented')),
        currency: optional(text('default CNY', 'observed')),
        length_of_stay: optional(int('price holds for this stay length', 'sdk')),
        days_of_week: daysOfWeek(),
        priority: optional(int('precedence of overlapping groups', 'inferred')),
        ...calendarRules('sdk'),
      }),
      'groups',
      'sdk',
      { minItems: 1 },
    ),
  }),
  reply: stockSave.reply,
});
