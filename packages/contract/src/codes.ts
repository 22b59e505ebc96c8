import type { Source } from './field.ts';
import type { Bilingual } from './interface.ts';

/** A code a hotel's side may answer in `data.error_code` of a trade SPI (酒店通用交易业务错误码). */
export interface PartnerCode {
  readonly code: number;
  readonly meaning: Bilingual;
  readonly source: Source;
}

/** Codes of the hotel's side. Use the named members, never bare numbers. */
export const PARTNER = {
  ok: 0,
  roomTypeInvalid: 1,
  tooManyGuests: 2,
  nightsNotMet: 3,
  soldOut: 4,
  badDate: 5,
  badContact: 6,
  /** Never answered once the order exists: a repeat gets success (documented). */
  duplicate: 7,
  priceDiffers: 8,
  orderUnknown: 9,
  purchaseLimit: 11,
  idCardNeeded: 12,
  other: 13,
  memberMismatch: 14,
  closed: 18,
  /** Asks to be called again; heard for creation and payment notice only (documented). */
  retry: 100,
} as const;

/** All partner codes with their meaning. */
export const partnerCodes: readonly PartnerCode[] = [
  { code: 0, meaning: { zh: '成功', en: 'success' }, source: 'documented' },
  { code: 1, meaning: { zh: '房型不存在或失效', en: 'room type missing or invalid' }, source: 'documented' },
  { code: 2, meaning: { zh: '入住总人数超过上限', en: 'too many guests' }, source: 'documented' },
  {
    code: 3,
    meaning: { zh: '不满足最小/最大连住天数', en: 'minimum or maximum nights not met' },
    source: 'documented',
  },
  { code: 4, meaning: { zh: '入住时期内已满', en: 'fully booked in the stay period' }, source: 'documented' },
  { code: 5, meaning: { zh: '日期格式错误', en: 'date format wrong' }, source: 'documented' },
  { code: 6, meaning: { zh: '姓名/手机号格式错误', en: 'name or phone format wrong' }, source: 'documented' },
  { code: 7, meaning: { zh: '重复提交预订', en: 'duplicate booking request' }, source: 'documented' },
  {
    code: 8,
    meaning: { zh: '价格与酒店实际价格不一致', en: 'price differs from the hotel’s price' },
    source: 'documented',
  },
  { code: 9, meaning: { zh: '订单不存在或状态异常', en: 'order missing or in a wrong state' }, source: 'documented' },
  { code: 10, meaning: { zh: '日期格式错误', en: 'date format wrong (same as 5)' }, source: 'documented' },
  {
    code: 11,
    meaning: { zh: '手机号/证件号达到购买上限', en: 'phone or id number reached its purchase limit' },
    source: 'documented',
  },
  { code: 12, meaning: { zh: '该产品需要身份证号', en: 'id card number needed' }, source: 'documented' },
  { code: 13, meaning: { zh: '其他', en: 'other, defined by the provider' }, source: 'documented' },
  { code: 14, meaning: { zh: '会员信息不一致', en: 'member information does not match' }, source: 'documented' },
  { code: 18, meaning: { zh: '日历房态关闭', en: 'room closed for the date' }, source: 'observed' },
  { code: 100, meaning: { zh: '请重试', en: 'please retry' }, source: 'documented' },
];

/**
 * What a caller does after an OpenAPI answer.
 * - `retry`: again soon, at most three times
 * - `backoff`: again later and slower, the limit was hit
 * - `token`: fetch a new token once, then again once
 * - `fix`: the request is wrong; a person or a changed truth must mend it
 * - `authorise`: the merchant or the application lacks a right
 * - `stop`: refused by the platform
 */
export type RetryClass = 'retry' | 'backoff' | 'token' | 'fix' | 'authorise' | 'stop';

/** A code of the platform's gateway (平台返回状态码), always with HTTP 200. */
export interface GatewayCode {
  readonly code: number;
  readonly meaning: Bilingual;
  readonly next: RetryClass;
  readonly source: Source;
}

/** Codes of the platform that the project answers or tests by name. */
export const PLATFORM = {
  ok: 0,
  unknown: 2100001,
  busy: 2100004,
  badParameter: 2100005,
  noPermission: 2100007,
  quotaUsed: 2190001,
  tokenInvalid: 2190002,
  scopeMissing: 2190004,
  tokenExpired: 2190008,
  illegalParameter: 2119001,
  tooFrequent: 2119003,
  notAuthorised: 2119005,
  blocked: 2119008,
  offline: 2119010,
  unreadableBody: 200002,
  /** New style (documented). */
  unknownPath: 28001017,
  business: 3000001,
  businessFinal: 5000001,
} as const;

/** All gateway codes with what to do. */
export const gatewayCodes: readonly GatewayCode[] = [
  { code: 2100001, meaning: { zh: '未知错误', en: 'unknown error' }, next: 'retry', source: 'documented' },
  {
    code: 2100004,
    meaning: { zh: '系统繁忙', en: 'system busy; often a wrong parameter type' },
    next: 'retry',
    source: 'documented',
  },
  { code: 2100005, meaning: { zh: '参数不合法', en: 'invalid parameter' }, next: 'fix', source: 'documented' },
  {
    code: 2100007,
    meaning: { zh: '无权限操作', en: 'no permission for the operation' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 2100009,
    meaning: { zh: '用户被禁封使用该操作', en: 'user banned from the operation' },
    next: 'stop',
    source: 'documented',
  },
  { code: 2190001, meaning: { zh: 'quota 已用完', en: 'quota used up' }, next: 'backoff', source: 'documented' },
  {
    code: 2190002,
    meaning: { zh: 'access_token 无效', en: 'access_token invalid' },
    next: 'token',
    source: 'documented',
  },
  {
    code: 2190004,
    meaning: { zh: '应用未获得该能力', en: 'application lacks the ability' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 2190008,
    meaning: { zh: 'access_token 过期', en: 'access_token expired' },
    next: 'token',
    source: 'documented',
  },
  { code: 2119001, meaning: { zh: '参数不合法', en: 'illegal parameter' }, next: 'fix', source: 'documented' },
  { code: 2119002, meaning: { zh: '系统繁忙', en: 'system busy' }, next: 'retry', source: 'documented' },
  { code: 2119003, meaning: { zh: '请求过于频繁', en: 'too many requests' }, next: 'backoff', source: 'documented' },
  {
    code: 2119005,
    meaning: { zh: '应用未获商家授权', en: 'application not authorised by the merchant' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 1508,
    meaning: { zh: '应用未获商家授权', en: 'application not authorised by the merchant' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 2119008,
    meaning: { zh: '命中平台管控', en: 'refused by platform control' },
    next: 'stop',
    source: 'documented',
  },
  { code: 2119010, meaning: { zh: '接口已下线', en: 'interface taken offline' }, next: 'stop', source: 'documented' },
  {
    code: 200002,
    meaning: { zh: '请求体无法反序列化', en: 'body can not be read' },
    next: 'fix',
    source: 'documented',
  },
  {
    code: 3000001,
    meaning: { zh: '业务错误', en: 'business error, see the description' },
    next: 'fix',
    source: 'documented',
  },
  {
    code: 5000001,
    meaning: { zh: '业务错误,请联系平台', en: 'business error, contact the platform' },
    next: 'stop',
    source: 'documented',
  },
  { code: 4001601, meaning: { zh: '限流', en: 'rate limited' }, next: 'backoff', source: 'documented' },
  { code: 10002, meaning: { zh: '参数错误', en: 'token: parameter error' }, next: 'fix', source: 'documented' },
  {
    code: 10003,
    meaning: { zh: 'client_key 不存在', en: 'token: client_key does not exist' },
    next: 'fix',
    source: 'documented',
  },
  {
    code: 10013,
    meaning: { zh: 'client_key 或 client_secret 错误', en: 'token: client_key or client_secret wrong' },
    next: 'fix',
    source: 'documented',
  },
  {
    code: 10020,
    meaning: { zh: '获取过于频繁', en: 'token: called too often' },
    next: 'backoff',
    source: 'documented',
  },
  {
    code: 28001003,
    meaning: { zh: 'access_token 无效', en: 'access_token invalid' },
    next: 'token',
    source: 'documented',
  },
  { code: 28001005, meaning: { zh: '系统繁忙', en: 'system busy' }, next: 'retry', source: 'documented' },
  { code: 28001006, meaning: { zh: '网络调用错误', en: 'network call error' }, next: 'retry', source: 'documented' },
  { code: 28001007, meaning: { zh: '参数不合法', en: 'invalid parameter' }, next: 'fix', source: 'documented' },
  {
    code: 28001008,
    meaning: { zh: 'access_token 过期', en: 'access_token expired' },
    next: 'token',
    source: 'documented',
  },
  {
    code: 28001012,
    meaning: { zh: '用户未授权该 API', en: 'user has not authorised the interface' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 28001014,
    meaning: { zh: '应用未获得任何能力', en: 'application has no ability at all' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 28001015,
    meaning: { zh: 'access_token 与 open_id 不匹配', en: 'access_token and open_id do not match' },
    next: 'fix',
    source: 'documented',
  },
  {
    code: 28001016,
    meaning: { zh: '应用已被封禁或下线', en: 'application banned or offline' },
    next: 'stop',
    source: 'documented',
  },
  { code: 28001017, meaning: { zh: '请求路径不存在', en: 'unknown path' }, next: 'stop', source: 'documented' },
  {
    code: 28001018,
    meaning: { zh: '应用未获得该能力', en: 'application lacks the ability' },
    next: 'authorise',
    source: 'documented',
  },
  {
    code: 28001019,
    meaning: { zh: '该能力已被封禁或下线', en: 'ability banned or offline' },
    next: 'stop',
    source: 'documented',
  },
  {
    code: 28001052,
    meaning: { zh: '命中风控，请稍后再试', en: 'risk control, try later' },
    next: 'backoff',
    source: 'documented',
  },
  { code: 28001056, meaning: { zh: '接口已下线', en: 'interface offline' }, next: 'stop', source: 'documented' },
  { code: 28003017, meaning: { zh: 'quota 已用完', en: 'quota used up' }, next: 'backoff', source: 'documented' },
  {
    code: 28003018,
    meaning: { zh: '请求频率过高', en: 'request frequency too high' },
    next: 'backoff',
    source: 'documented',
  },
];

const byCode = new Map(gatewayCodes.map((one) => [one.code, one]));

/** What to do about a gateway code. Unknown codes are final: repeating what we do not understand could do harm. */
export function gatewayCode(code: number): GatewayCode {
  return (
    byCode.get(code) ?? { code, meaning: { zh: '未知错误码', en: 'unknown code' }, next: 'stop', source: 'inferred' }
  );
}
