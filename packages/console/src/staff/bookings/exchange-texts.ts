import type { Texts } from '../../shared/language.ts';

/** Texts about exchanges with the platform. */
export const EXCHANGES = {
  interface: ['接口', 'Interface'],
  in: ['平台 → 酒店', 'platform → hotel'],
  out: ['酒店 → 平台', 'hotel → platform'],
  time: ['时间', 'Time'],
  answer: ['应答', 'Answer'],
  success: ['成功', 'success'],
  code: ['代码 {code}', 'code {code}'],
  noAnswer: ['无应答', 'no answer'],
  took: ['耗时', 'Took'],
  show: ['查看', 'Show'],
  target: ['地址', 'Address'],
  request: ['请求报文', 'Request'],
  reply: ['应答报文', 'Reply'],
  maskedAbout: ['个人信息已遮盖。', 'Personal data are masked.'],
  rawShow: ['查看原文（会被记录）', 'Show it unmasked (this is recorded)'],
  rawAbout: ['原始报文；这次读取已被记录。', 'As it went over the wire; this reading was recorded.'],
} as const satisfies Texts;
