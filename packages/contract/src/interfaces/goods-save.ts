import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** Creates or updates bookable goods (rate plans of physical room types). */
export const goodsSave = openApi({
  name: 'goods-save',
  title: { zh: '创建/更新预定商品', en: 'Save bookable goods' },
  group: 'goods',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/presale/rateplan/save/',
  scope: 'life.capacity.trip_presale_push',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [
    { counts: 'items', max: 20, per: 'call', path: 'rate_plan.rooms[].rate_plans[]', source: 'documented' },
    {
      counts: 'items',
      max: 200,
      perSeconds: 1,
      per: 'merchant',
      path: 'rate_plan.rooms[].rate_plans[]',
      source: 'documented',
    },
  ],
  items: { list: 'rate_plan_map', key: 'out_rate_plan_id', verdict: 'code-text' },
  about:
    'One element of rate_plan_map per good sent; an item counts only if its code is "0" and rate_plan_id is not empty (observed). No meals, cancel rules or prices here.',
  request: object({
    account_id: id('root merchant account', 'sdk'),
    rate_plan: object(
      {
        hotel_id: optional(text('hotel id; live integrations always send it', 'observed')),
        rooms: list(
          object({
            room_id: id('physical room type', 'sdk'),
            rate_plans: list(
              object({
                out_rate_plan_id: id('partner’s id of the good', 'sdk'),
                rate_plan_name: text('name', 'sdk', { minLength: 1 }),
                rate_plan_id: optional(text('platform id; required when updating', 'sdk')),
                active: optional(flag('on sale; default true', 'inferred')),
                sales_type: optional(int('1 full-day, 2 hourly, 3 midnight (refused for presale goods)', 'documented')),
                currency: optional(text('ISO 4217, default CNY', 'documented')),
                hourly_room_detail: optional(
                  object(
                    {
                      earliest_check_in: text('HH:mm', 'sdk'),
                      latest_check_out: text('HH:mm', 'sdk'),
                      usage_duration: int('hours of use, 1 to 23', 'observed'),
                    },
                    'required for hourly goods',
                    'documented',
                  ),
                ),
              }),
              'goods of the room type',
              'sdk',
              { minItems: 1 },
            ),
          }),
          'grouped by physical room type',
          'sdk',
          { minItems: 1 },
        ),
      },
      'goods of one hotel',
      'sdk',
    ),
  }),
  reply: object({
    rate_plan_map: list(
      object({
        out_rate_plan_id: text('echo', 'sdk'),
        rate_plan_id: text('platform id; empty when the item failed', 'inferred'),
        code: text('"0" = success; text, not a number', 'sdk'),
        message: text('reason', 'sdk'),
      }),
      'one verdict per good',
      'sdk',
    ),
  }),
});
