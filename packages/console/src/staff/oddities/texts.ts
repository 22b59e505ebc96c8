import type { Texts } from '../../shared/language.ts';

/** Texts around oddities. */
export const ODDITIES = {
  title: ['需要留意', 'Oddities'],
  seen: ['已看过，清除提醒', 'Seen, clear them'],
} as const satisfies Texts;

/** Oddities of an order. An unknown one shows its name. */
export const ATTENTION = {
  phone_missing: ['没有联系电话', 'no phone number'],
  phone_online: ['电话使用平台在线加密，本机无法解密', 'the phone is encrypted with the platform’s online scheme'],
  phone_unreadable: ['电话无法解密', 'the phone can not be decrypted'],
  phone_odd: ['电话不是常见格式', 'the phone has an unusual form'],
  name_unreadable: ['姓名无法解密', 'the name can not be decrypted'],
  document_unreadable: ['证件号码无法解密', 'the document number can not be decrypted'],
  member_dropped: ['有无法识别的字段被忽略', 'a member that could not be understood was left out'],
  member_mended: ['有字段的类型与约定不符，已按含义读取', 'a member had another type than agreed'],
  price_cleared: ['平台发来的房价已清空，未核对', 'the platform sent a cleared price: not compared'],
  rates_incomplete: ['每日价格与入住日期不完全对应', 'the daily prices do not cover the stay exactly'],
  hours_missing: [
    '钟点房预约没有可读的开始时间，请与客人确认',
    'an hourly room without a readable beginning: ask the guest',
  ],
  hours_odd: ['钟点房的结束时间与使用时长不符，按使用时长计', 'the end of the hours does not fit their length'],
  total_differs: ['总价与明细之和不一致', 'the total differs from the sum of its parts'],
  surcharge_differs: ['加价总额与每日加价之和不一致', 'the surcharge differs from the sum of its nights'],
  guests_odd: ['入住人数为 0', 'the number of guests is 0'],
  voucher_unknown: ['预售券不在本系统中', 'the voucher is not known here'],
  ids_differ: ['酒店或房型编号与商品不对应', 'hotel or room id does not belong to the rate plan'],
  answer_unheard: [
    '平台可能没有收到创单应答（当时系统中断）：请在来客后台核对是否有此单，没有则把房间放回',
    'the platform may not have got the answer (the system was cut off): look whether it knows the booking; if not, put the rooms back',
  ],
  paid_after_close: ['订单关闭后收到支付通知', 'a payment notice came after the order was closed'],
} as const satisfies Texts;
