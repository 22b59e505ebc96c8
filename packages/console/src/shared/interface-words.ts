import type { Texts } from './language.ts';

/** What interfaces and notices do, for people. The short names stay visible beside them: filters and logs use those. */
export const INTERFACE_WORDS = {
  'bookable-check': ['可订检查', 'Bookable check'],
  'voucher-order': ['创建预售订单', 'Create a voucher order'],
  payment: ['支付结果通知', 'Payment notice'],
  booking: ['创建预约单', 'Create a booking'],
  'ari-pull': ['拉取价量态', 'Pull prices and stock'],
  'voucher-audit-result': ['预售券审核结果', 'Voucher audit result'],
  token: ['获取访问令牌', 'Get an access token'],
  'hotel-query': ['查询可匹配的酒店', 'Hotels to match'],
  'room-query': ['查询可匹配的房型', 'Room types to match'],
  'goods-save': ['保存预定商品', 'Save rate plans'],
  'voucher-save': ['保存预售券', 'Save a voucher'],
  'product-operate': ['商品上下架', 'Put on or off the shelf'],
  'stock-save': ['推送房量房态', 'Push stock and room status'],
  'price-save': ['推送房价', 'Push prices'],
  'order-confirm': ['告知接单 / 拒单', 'Report acceptance or rejection'],
  'stay-status': ['告知入住 / 离店', 'Report a stay status'],
  'trip-bill-detail': ['查询账单', 'Bill lines'],
  'income-by-order': ['查询预约单收入', 'Income of a booking'],
  life_hotel_presale_audit_result: ['预售券审核结果', 'Voucher audit result'],
  verify_webhook: ['校验推送地址', 'Webhook address check'],
} as const satisfies Texts;
