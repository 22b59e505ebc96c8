import { defineErrors } from '@yuzhu/runtime';

/** The gateway's errors towards people and hotel systems. Answers to the platform follow its own codes instead. */
export const GATEWAY_ERRORS = defineErrors({
  // Who is asking
  API_KEY_MISSING: {
    status: 401,
    zh: '请求没有携带接口密钥。',
    en: 'the request carries no API key.',
    next_zh: '在请求头中加上 Authorization: Bearer <接口密钥>。',
    next_en: 'Add the header Authorization: Bearer <API key>.',
  },
  API_KEY_INVALID: {
    status: 401,
    zh: '接口密钥不存在或已作废。',
    en: 'the API key is unknown or was revoked.',
    next_zh: '核对密钥；需要新密钥时请网关的运营人员创建。',
    next_en: 'Check the key; the operator of the gateway can make a new one.',
  },
  ADMIN_CLOSED: {
    status: 403,
    zh: '运营接口未开放：没有设置 YUZHU_ADMIN_KEY。',
    en: 'the operator’s interface is closed: YUZHU_ADMIN_KEY is not set.',
    next_zh: '为网关设置 YUZHU_ADMIN_KEY 后重新启动。',
    next_en: 'Set YUZHU_ADMIN_KEY for the gateway and start it again.',
  },
  ADMIN_KEY_INVALID: {
    status: 401,
    zh: '运营密钥缺失或不正确。',
    en: 'the operator’s key is missing or wrong.',
    next_zh: '在请求头中加上 Authorization: Bearer <YUZHU_ADMIN_KEY 的值>。',
    next_en: 'Add the header Authorization: Bearer <value of YUZHU_ADMIN_KEY>.',
  },
  // What was asked
  INPUT_INVALID: {
    status: 400,
    zh: '请求内容有误：{summary_zh}',
    en: 'the request is not valid: {summary_en}',
    next_zh: '按 problems 中每一条的提示修改后重新发送；没有任何内容被改动。',
    next_en: 'Correct what each entry of problems says and send it again; nothing was changed.',
  },
  INPUT_TOO_DEEP: {
    status: 400,
    zh: '请求体嵌套超过 {limit} 层。',
    en: 'the request body is nested deeper than {limit} levels.',
    next_zh: '按接口文档的结构发送。',
    next_en: 'Send the structure of the reference.',
  },
  NOT_FOUND: {
    status: 404,
    zh: '没有这个{what_zh}：{id}',
    en: 'there is no {what_en} {id}',
    next_zh: '核对编号；可先用列表接口查询。',
    next_en: 'Check the id; the list shows the existing ones.',
  },
  // Catalogue
  PARENT_FIXED: {
    status: 409,
    zh: '{what_zh} {id} 已属于 {parent}，不能改到别处。',
    en: '{what_en} {id} belongs to {parent} and can not be moved.',
    next_zh: '使用新的编号创建。',
    next_en: 'Create it under a new id.',
  },
  PLATFORM_ID_TAKEN: {
    status: 409,
    zh: '平台编号 {platform_id} 已被另一个对象使用。',
    en: 'the platform id {platform_id} is already used by another object.',
    next_zh: '核对平台编号；每个平台编号只能对应一个对象。',
    next_en: 'Check the platform id; each of them stands for one object only.',
  },
  PLATFORM_ID_FIXED: {
    status: 409,
    zh: '{what_zh} {id} 的平台编号已是 {platform_id}，且已有商品使用，不能更换。',
    en: 'the platform id of {what_en} {id} is {platform_id} and goods use it already; it can not be changed.',
    next_zh: '使用新的编号创建。',
    next_en: 'Create it under a new id.',
  },
  VOUCHER_MADE_HERE: {
    status: 409,
    zh: '预售券 {id} 是在本系统创建的，不能登记为手工券。',
    en: 'the voucher {id} was made here; it can not be entered as made by hand.',
    next_zh: '换一个编号登记；若首次保存的应答丢失，用 /platform-id 登记其平台编号。',
    next_en: 'Enter it under another id; when the answer to a first save was lost, use /platform-id.',
  },
  VOUCHER_MADE_BY_HAND: {
    status: 409,
    zh: '预售券 {id} 由商家在来客手工创建，本系统不能修改或发布。',
    en: 'the voucher {id} was made by hand at the platform; it can not be changed or published from here.',
    next_zh: '在抖音来客中修改；间数、晚数变化后用 /hand-made 重新登记。',
    next_en: 'Change it in Laike; when its rooms or nights changed, enter it again by /hand-made.',
  },
  NOT_MATCHED: {
    status: 409,
    zh: '{what_zh} {id} 还没有平台编号。',
    en: '{what_en} {id} has no platform id yet.',
    next_zh: '先用平台查询接口找到平台编号，并填入 platform_hotel_id / platform_room_id。',
    next_en: 'Look the platform id up first and set platform_hotel_id or platform_room_id.',
  },
  ROOM_IN_USE: {
    status: 409,
    zh: '房型 {id} 在平台上有预定商品，不能删除。',
    en: 'the platform has goods of room type {id}; it can not be deleted.',
    next_zh: '改为下架；要删除时，先在平台上删除这些商品。',
    next_en: 'Take it offline instead; to delete it, delete those goods at the platform first.',
  },
  // Calendar
  CALENDAR_CHANGED: {
    status: 409,
    zh: '酒店 {hotel_id} 的日历已有更新的修改：请求基于版本 {found}，现为 {version}。没有写入任何内容。',
    en: 'the calendar of hotel {hotel_id} was changed since: the request was made from version {found}, it is {version} now. Nothing was written.',
    next_zh: '重新读取日历；若修改已生效（重复的请求），不必再发；否则按新的版本发送。',
    next_en:
      'Read the calendar again; if the change is there already (a doubled request), nothing is to be done; else send it with the new version.',
  },
  CALENDAR_VERSION_HOTELS: {
    status: 400,
    zh: '带 version 的请求只能修改一家酒店，这个请求涉及 {hotels} 家。',
    en: 'a request with a version can change one hotel only; this one concerns {hotels}.',
    next_zh: '按酒店拆成多个请求，或不带 version。',
    next_en: 'Send one request for each hotel, or leave the version out.',
  },
  NIGHTS_BELOW_SOLD: {
    status: 409,
    zh: '房量（加超售）或配额不能低于已售数：{nights_text}',
    en: 'stock (with overbooking) or quota can not be lower than what is sold: {nights_text}',
    next_zh: '提高这些晚的房量或配额，或用 "open": false 关房；整个请求没有生效。',
    next_en:
      'Raise the stock or quota of these nights, or close them with "open": false; nothing of the request was applied.',
  },
  NIGHTS_PAST: {
    status: 400,
    zh: '晚次 {nights_text} 早于可修改的第一晚 {first}。',
    en: 'the nights {nights_text} are before {first}, the first one that can be changed.',
    next_zh: '只发送 {first} 及以后的晚次；整个请求没有生效。',
    next_en: 'Send nights from {first} on; nothing of the request was applied.',
  },
  NIGHTS_TOO_FAR: {
    status: 400,
    zh: '晚次 {nights_text} 晚于平台日历的最后一晚 {last}。',
    en: 'the nights {nights_text} are after {last}, the last one of the platform’s calendar.',
    next_zh: '只发送到 {last} 为止的晚次；整个请求没有生效。',
    next_en: 'Send nights up to {last}; nothing of the request was applied.',
  },
  RANGE_TOO_LONG: {
    status: 400,
    zh: '{path}：日期范围有 {found} 晚，最多 {limit} 晚。',
    en: '{path}: the range has {found} nights; at most {limit} are allowed.',
    next_zh: '分成几个较短的范围；没有任何内容被改动。',
    next_en: 'Split it into shorter ranges; nothing was changed.',
  },
  TOO_MANY_NIGHTS: {
    status: 400,
    zh: '一次请求最多修改 {limit} 个晚次，这次有 {found} 个。',
    en: 'one request may change at most {limit} nights; this one has {found}.',
    next_zh: '分成几次请求；没有任何内容被改动。',
    next_en: 'Split it into several requests; nothing was changed.',
  },
  PRICE_MISSING: {
    status: 409,
    zh: '没有价格的晚次不能设置门市价或开关：{nights_text}',
    en: 'nights without a price can not get a rack price or be opened or closed: {nights_text}',
    next_zh: '同时给出这些晚的 price；整个请求没有生效。',
    next_en: 'Give the price of these nights too; nothing of the request was applied.',
  },
  BEFORE_TAX_WRONG: {
    status: 409,
    zh: '非大陆商户的每晚价格须有不高于它的税前价：{nights_text}',
    en: 'outside the mainland every price needs its amount before tax, not above it: {nights_text}',
    next_zh: '同时给出这些晚的 price_before_tax；整个请求没有生效。',
    next_en: 'Give price_before_tax of these nights too; nothing of the request was applied.',
  },
  BEFORE_TAX_NEEDLESS: {
    status: 409,
    zh: '大陆商户没有税前价：{nights_text}',
    en: 'a merchant on the mainland has no prices before tax: {nights_text}',
    next_zh: '去掉 price_before_tax；如商户在大陆之外，先由运营为账户设置币种。',
    next_en:
      'Leave price_before_tax out; if the merchant is outside the mainland, the operator sets the currency of the account first.',
  },
  RACK_BELOW_PRICE: {
    status: 409,
    zh: '门市价低于售价：{nights_text}',
    en: 'the rack price is lower than the price: {nights_text}',
    next_zh: '提高 rack_price，或设为 null 清除；整个请求没有生效。',
    next_en: 'Raise rack_price, or clear it with null; nothing of the request was applied.',
  },
  // Bookings
  BOOKING_ACTION_REFUSED: {
    status: 409,
    zh: '预约单 {order_id} 现在是“{state_zh}”，不能执行“{action_zh}”；可执行：{allowed_zh}。',
    en: 'booking {order_id} is {state}: {action} is not possible now; possible: {allowed_en}.',
    next_zh: '重新查询预约单，按其当前状态操作。',
    next_en: 'Read the booking again and act on its present state.',
  },
  // Traffic
  MESSAGE_SENT: {
    status: 409,
    zh: '消息 {message_id} 已经送达，不能重发。',
    en: 'message {message_id} was delivered; it can not be sent again.',
    next_zh: '无需操作。',
    next_en: 'Nothing to do.',
  },
  PLATFORM_REFUSED: {
    status: 502,
    zh: '平台没有完成这次请求：{reason}（代码 {platform_code}，logid {logid}）',
    en: 'the platform did not carry out the request: {reason} (code {platform_code}, logid {logid})',
    next_zh: '按平台的说明处理；仍不成功时，凭 logid 联系平台。',
    next_en: 'Act on the platform’s words; if it persists, contact the platform with the logid.',
  },
  // Clock
  CLOCK_LOCAL_ONLY: {
    status: 403,
    zh: '时钟只能由本机设定。',
    en: 'the clock can be set from this machine only.',
    next_zh: '在运行网关的机器上调用。',
    next_en: 'Call it on the machine that runs the gateway.',
  },
  // Start
  SETTINGS_CONFLICT: {
    status: 500,
    zh: '环境变量 {variable} 有误：{reason_zh}',
    en: 'the environment variable {variable} is not right: {reason_en}',
    next_zh: '修改后重新启动。',
    next_en: 'Change it and start again.',
  },
  DATA_KEY_WRONG: {
    status: 500,
    zh: '数据密钥打不开数据库中已加密的内容。',
    en: 'the data key does not open what is encrypted in the database.',
    next_zh:
      '用当初的密钥设置 YUZHU_DATA_KEY（自动生成的在数据目录的 data-key 文件中）；更换密钥时写作 2:<新>,1:<旧>。',
    next_en:
      'Set YUZHU_DATA_KEY to the key of this database (a generated one is in the file data-key of the data folder); to change it, write 2:<new>,1:<old>.',
  },
});

/** Codes of the gateway's own errors. */
export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS.entries;

/** What a NOT_FOUND is about, in both languages. */
export const NOUNS = {
  hotel: { zh: '酒店', en: 'hotel' },
  room_type: { zh: '物理房型', en: 'room type' },
  rate_plan: { zh: '预定商品', en: 'rate plan' },
  voucher: { zh: '预售券', en: 'voucher' },
  voucher_order: { zh: '预售订单', en: 'voucher order' },
  booking: { zh: '预约单', en: 'booking' },
  message: { zh: '消息', en: 'message' },
  exchange: { zh: '交互记录', en: 'exchange' },
  notice: { zh: '消息推送', en: 'notice' },
  account: { zh: '商家总户', en: 'account' },
  api_key: { zh: '接口密钥', en: 'API key' },
  application: { zh: '应用', en: 'application' },
  stop: { zh: '停售', en: 'stop of sales' },
} as const;

/** The 404 of an id: the same for an id of another account and for one that does not exist. */
export function notFound(noun: keyof typeof NOUNS, id: string | number, where?: string) {
  return GATEWAY_ERRORS.error('NOT_FOUND', {
    ...(where === undefined ? {} : { path: where }),
    what_zh: NOUNS[noun].zh,
    what_en: NOUNS[noun].en,
    id: String(id),
  });
}
