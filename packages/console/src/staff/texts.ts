import type { Texts } from '../shared/language.ts';

/** Texts of the frame for hotel staff. */
export const STAFF = {
  area: ['酒店', 'Hotel'],
  today: ['今日', 'Today'],
  bookings: ['预约单', 'Bookings'],
  orders: ['券订单', 'Orders'],
  calendar: ['房量房价', 'Calendar'],
  rooms: ['酒店房型', 'Rooms'],
  todo: ['待处理', 'To do'],
  matching: ['匹配', 'Matching'],
  bills: ['账单', 'Bills'],
  leave: ['退出', 'Leave'],
  keyTitle: ['输入接口密钥', 'Enter the API key'],
  keyAbout: [
    '密钥由网关的运营人员为酒店创建。它只保存在这个标签页中，关闭标签页即清除。',
    'The operator of the gateway makes it for the hotel. It stays in this tab only and is gone when the tab is closed.',
  ],
  key: ['接口密钥', 'API key'],
  enter: ['进入', 'Enter'],
  apiDocs: ['接口文档', 'API reference'],
} as const satisfies Texts;
