import { date, flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** What a change notice is about, in `notify_scene` (documented). */
export const NOTIFY_SCENE = { price: 1, stock: 2, status: 3, attributes: 4 } as const;

/** Days one notice may span (observed: a live integration keeps to it). */
export const NOTIFY_SPAN_DAYS = 365;

/** Tells the platform that something changed. It writes nothing: the platform pulls what is named. */
export const ariNotify = openApi({
  name: 'ari-notify',
  title: { zh: '价量态变更通知', en: 'ARI change notice' },
  group: 'calendar',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/ari/notify/',
  scope: 'life.capacity.trip_hotel_ari_pull',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [
    { counts: 'items', max: 50, per: 'call', path: 'rate_plan_ids', source: 'observed' },
    { counts: 'items', max: 50, per: 'call', path: 'hotel_ids', source: 'inferred' },
  ],
  items: { list: 'save_result', key: 'rate_plan_id', verdict: 'pass' },
  about:
    'Writes nothing: the platform pulls the named goods and nights afterwards. Instead of the pushes or beside them. At most 365 days, beginning yesterday at the earliest (observed). Beside `error_code` and `description` the answer has a pair of its own, `code` and `message`.',
  request: object({
    account_id: id('root account'),
    date_range: object(
      { start: date('first night, yesterday at the earliest'), end: date('last night, included', 'inferred') },
      'nights that changed',
    ),
    rate_plan_ids: optional(list(id('bookable good'), 'bookable goods')),
    hotel_ids: optional(list(id('hotel'), 'whole hotels; used live, not in the SDK', 'observed')),
    notify_scene: optional(
      list(
        int('1 price, 2 stock, 3 room status, 4 calendar attributes', 'documented', { minimum: 1, maximum: 4 }),
        'what changed',
      ),
    ),
  }),
  reply: object({
    code: int('0 = accepted; beside error_code'),
    message: text('reason'),
    save_result: optional(
      list(
        object({
          rate_plan_id: text('bookable good', 'sdk'),
          pass: flag('accepted', 'sdk'),
          message: text('reason', 'sdk'),
        }),
        'one verdict per good',
        'sdk',
      ),
    ),
  }),
});
