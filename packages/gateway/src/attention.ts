import type { Bilingual } from '@yuzhu/contract';

/**
 * Oddities of an order that a person should look at. None of them ever costs the order: it was accepted, the raw body is
 * kept, and the flag stands in the `attention` column.
 */
export const ATTENTION = {
  phone_missing: { zh: '没有联系电话', en: 'no phone number' },
  phone_online: {
    zh: '电话使用平台在线加密（Enc. 前缀），本机无法解密',
    en: 'the phone is encrypted with the platform’s online scheme (Enc.) and can not be read here',
  },
  phone_unreadable: { zh: '电话无法解密', en: 'the phone can not be decrypted' },
  phone_odd: { zh: '电话不是常见格式', en: 'the phone has an unusual form' },
  name_unreadable: { zh: '姓名无法解密', en: 'the name can not be decrypted' },
  document_unreadable: { zh: '证件号码无法解密', en: 'the document number can not be decrypted' },
  member_dropped: { zh: '有无法识别的字段被忽略', en: 'a member that could not be understood was left out' },
  member_mended: {
    zh: '有字段的类型与约定不符，已按含义读取',
    en: 'a member had another type than agreed and was read by its meaning',
  },
  price_cleared: {
    zh: '平台发来的房价为 0 或 -1（已清空），未核对',
    en: 'the platform sent a price of 0 or -1 (cleared): not compared',
  },
  rates_incomplete: { zh: '每日价格与入住日期不完全对应', en: 'the daily prices do not cover the stay exactly' },
  hours_missing: {
    zh: '钟点房预约没有可读的开始时间，请与客人确认',
    en: 'an hourly room without a readable beginning: ask the guest',
  },
  hours_odd: {
    zh: '钟点房的结束时间与使用时长不符，按使用时长计',
    en: 'the end of the hours does not fit their length: the length counts',
  },
  total_differs: { zh: '总价与明细之和不一致', en: 'the total differs from the sum of its parts' },
  surcharge_differs: { zh: '加价总额与每日加价之和不一致', en: 'the surcharge differs from the sum of its nights' },
  guests_odd: { zh: '入住人数为 0', en: 'the number of guests is 0' },
  voucher_unknown: {
    zh: '预售券不在本系统中（在平台手工创建）',
    en: 'the voucher is not known here (made by hand at the platform)',
  },
  ids_differ: { zh: '酒店或房型编号与售卖房型不对应', en: 'hotel or room id does not belong to the rate plan' },
  answer_unheard: {
    zh: '平台可能没有收到创单应答（当时系统中断），且没有再次询问：请在来客后台核对是否有此单，没有则把房间放回',
    en: 'the platform may not have got the answer (the system was cut off) and did not ask again: look in the back office whether it knows the booking; if not, put the rooms back',
  },
  paid_after_close: { zh: '订单关闭后收到支付通知', en: 'a payment notice came after the order was closed' },
} as const satisfies Record<string, Bilingual>;

/** Name of an oddity. */
export type Attention = keyof typeof ATTENTION;
