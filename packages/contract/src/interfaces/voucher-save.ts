import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { couponInfo, noteInfo, saleInfo, tradeInfo } from './voucher-shapes.ts';

/** Creates or updates one presale voucher: the whole structure each time; every success goes to audit. */
export const voucherSave = openApi({
  name: 'voucher-save',
  title: { zh: '创建/更新预售券', en: 'Save a presale voucher' },
  group: 'vouchers',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/savepresale/',
  scope: 'life.capacity.trip_presale_push',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'out_id never changes after the first save. Creating again with a bound out_id fails, so a create whose answer was lost must not be repeated blindly (observed).',
  request: object({
    account_id: id('root account', 'sdk'),
    ability: optional(
      object(
        { ignore_inapplicable_poi: optional(flag('save although some stores do not qualify', 'observed')) },
        'options',
        'observed',
      ),
    ),
    presale_info: object(
      {
        out_id: id('partner’s voucher id', 'sdk'),
        pre_sale_coupon_id: optional(text('platform id; required when updating', 'sdk')),
        category_id: id('hotel leaf category, e.g. 8001001', 'observed'),
        settle_type: int('1 head office, 2 branch of use', 'goods-api'),
        member_required: optional(int('values not found', 'sdk')),
        currency: optional(text('default CNY', 'sdk')),
        meals: optional(
          list(
            object({ type: int('1 breakfast, 2 lunch, 3 dinner', 'inferred'), num: int('portions', 'sdk') }),
            'per night',
            'inferred',
          ),
        ),
        pre_sale_coupon_info: couponInfo,
        sale_info: saleInfo,
        trade_info: tradeInfo,
        note_info: noteInfo,
      },
      'the voucher',
      'sdk',
    ),
  }),
  reply: object({
    out_id: text('echo', 'sdk'),
    pre_sale_coupon_id: optional(text('platform’s voucher id', 'sdk')),
  }),
});
