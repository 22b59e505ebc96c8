import type { Texts } from '../../shared/language.ts';

/** Texts of stops of sales. */
export const STOPS = {
  stop: ['停售', 'Stop sales'],
  stopMore: ['停售…', 'Stop sales…'],
  stopped: ['停售中', 'sales stopped'],
  title: ['停止销售', 'Stop sales'],
  about: [
    '立即关闭今后全部晚次并通知平台；确认之后不再接受新的预约。可以随时撤销，撤销只重新打开由这次停售关闭的晚次。',
    'Closes every coming night at once and tells the platform; no booking is taken after it. It can be undone at any time, which opens only the nights this stop closed.',
  ],
  exception: [
    '停售期间酒店系统或房量房价页明确打开的晚次照常销售。',
    'A night that the hotel’s system or the calendar page opens meanwhile is on sale.',
  ],
  what: ['停售什么', 'What to stop'],
  account: ['整个账户', 'The whole account'],
  hotel: ['酒店', 'Hotel'],
  room_type: ['房型', 'Room type'],
  subject: ['{kind}：{name}', '{kind}: {name}'],
  reason: ['原因', 'Reason'],
  reasonHint: ['留作记录，可不填', 'for the record; may be empty'],
  willClose: ['将要关闭', 'What will be closed'],
  roomTypes: ['房型', 'Room types'],
  nights: ['可售晚次', 'Nights on sale'],
  rooms: ['其中可售间夜', 'Room-nights left in them'],
  sold: ['已售间夜（预约不受影响）', 'Room-nights sold (bookings stay)'],
  nothing: [
    '现在没有可售的晚次；停售期间新增的房量也不会出售。',
    'Nothing is on sale now; stock that comes while the stop lasts will not be sold either.',
  ],
  done: ['已停售，正在通知平台。', 'Sales are stopped; the platform is being told.'],
  running: ['进行中的停售', 'Sales that are stopped'],
  since: ['自 {time}', 'since {time}'],
  undo: ['撤销停售', 'Undo'],
  undoAsk: ['重新打开这次停售关闭的晚次？', 'Open the nights again that this stop closed?'],
  undone: ['已撤销停售，正在通知平台。', 'Undone; the platform is being told.'],
} as const satisfies Texts;
