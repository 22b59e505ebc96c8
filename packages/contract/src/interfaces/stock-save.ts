import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { ariBatch, daysOfWeek, nightRange } from './ari-shapes.ts';

/** Pushes room status and room-nights left. Accepted now, written later: failures may follow by webhook. */
export const stockSave = openApi({
  name: 'stock-save',
  title: { zh: '房量房态推送', en: 'Save stock and room status' },
  group: 'calendar',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/stock/save/',
  scope: 'life.capacity.trip_hotel_ari_pull',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: ariBatch,
  items: { list: 'save_result', key: 'rate_plan_id', verdict: 'code-int' },
  about:
    'Incremental: nights outside the ranges keep their values. One verdict per rate plan or per group, not stated which: any non-zero code of a rate plan is a failure of all its groups.',
  request: object({
    account_id: id('root account', 'sdk'),
    hotel_id: optional(text('hotel', 'sdk')),
    aris: list(
      object({
        rate_plan_id: id('bookable good', 'sdk'),
        room_id: optional(text('physical room type', 'sdk')),
        hotel_id: optional(text('hotel; some live calls name it here as well', 'observed')),
        timerange: nightRange(),
        available: optional(flag('room status: open or closed', 'sdk')),
        inventory: optional(int('rooms left, absolute', 'sdk', { minimum: 0 })),
        days_of_week: daysOfWeek(),
        length_of_stay: optional(int('holds for this stay length', 'inferred')),
        fplos: optional(text('full-pattern length of stay; format not found', 'sdk')),
        priority: optional(int('precedence of overlapping groups', 'inferred')),
      }),
      'groups',
      'sdk',
      { minItems: 1 },
    ),
  }),
  reply: object({
    save_result: list(
      object({
        rate_plan_id: text('bookable good', 'sdk'),
        code: int('0 = accepted; a number here', 'sdk'),
        message: text('reason', 'sdk'),
      }),
      'verdicts',
      'sdk',
    ),
  }),
});
