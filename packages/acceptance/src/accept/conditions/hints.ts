import type { Bilingual } from '@yuzhu/contract';

/** What is most likely wrong, and what to do about it. */
export interface Explanation {
  readonly cause: Bilingual;
  readonly next: Bilingual;
}

/** Writes one down: cause and next step in Chinese, then in English. */
function because(zh: string, nextZh: string, en: string, nextEn: string): Explanation {
  return { cause: { zh, en }, next: { zh: nextZh, en: nextEn } };
}

/** Known mistakes of integrations. A case names the one its condition is made for. */
export const HINTS = {
  contract: because(
    '应答（或请求）中该字段缺失，或 JSON 类型与契约不符。',
    '对照接口参考页逐字段核对；注意数字与字符串之分。',
    'The member is missing, or its JSON type is not the contract’s.',
    'Compare it member by member with the interface reference; mind numbers and texts.',
  ),
  slow: because(
    '应答超过平台等待时间：平台视为无应答，创单类会重发。',
    '先提交事务再应答，把推送、通知、打印等移出请求；检查锁等待与慢查询。',
    'The answer came after the platform’s time-out, which counts as no answer; creations are sent again.',
    'Commit and answer first; move pushes, notices and printing out of the request; look for lock waits and slow queries.',
  ),
  envelope: because(
    '应答没有按 {"data":{"error_code":0,...}} 包装：error_code 放在了最外层，或 data 不是对象。',
    '把 error_code、description 与业务字段都放进 data 对象。',
    'The answer is not wrapped as {"data":{"error_code":0,...}}: error_code stands outside, or data is no object.',
    'Put error_code, description and the business members into the object data.',
  ),
  serverFault: because(
    '系统在处理该请求时抛出异常并返回 5xx：平台视为无应答并重发。',
    '按日志中该 logid 查异常；业务问题一律 HTTP 200 加错误码。',
    'Your system threw while it handled the request and answered 5xx: no answer to the platform, which sends it again.',
    'Find the exception by this logid; business problems are HTTP 200 with a code.',
  ),
  noAnswer: because(
    '连接失败、被重置或在时限内没有应答。',
    '检查地址、端口、证书与防火墙，以及该请求是否卡在锁或外部调用上。',
    'No connection, a reset, or no answer within the limit.',
    'Check address, port, certificate and firewall, and whether the request hangs in a lock or an outside call.',
  ),
  notFound: because(
    '该地址上没有这个接口（404/405）。',
    '在合作方文件的 spi 中写明该接口的完整地址；方法为 POST。',
    'There is no such interface at the address (404/405).',
    'Name the full address of the interface under spi in the partner file; the method is POST.',
  ),
  signatureRefused: because(
    '正确签名的请求被拒：密钥不对，或签名文本算错（应为 secret + 按键升序的 &k=v（不含 sign）+ &http_body= + 原始报文）。',
    '用契约中的测试向量核对签名；对收到的原始字节计算，不要先解析再序列化。',
    'A correctly signed call was refused: the secret is another one, or the signed text is built differently (secret + &k=v with ascending keys without sign + &http_body= + raw body).',
    'Check your signature with the contract’s vectors; hash the bytes as received, never a parsed and re-serialised body.',
  ),
  signatureReserialised: because(
    '签名正确但报文空格、顺序或转义不同寻常，被判为签名错误：验签前把报文解析后又重新序列化了。',
    '在框架解析 JSON 之前取得原始字节（raw body），对它计算签名。',
    'The signature is right but the body is written unusually (blanks, order, escapes), and it was refused: the body is re-serialised before the signature is checked.',
    'Take the raw body before your framework parses the JSON, and hash that.',
  ),
  signatureUnchecked: because(
    '签名缺失或错误的请求被当作有效请求处理：没有验签，任何人都能伪造订单。',
    '校验请求头 x-life-sign，不符时回 HTTP 401，且不产生任何副作用。',
    'A call with a missing or wrong signature was served: signatures are not checked, anybody could forge orders.',
    'Verify the header x-life-sign; answer HTTP 401 and change nothing when it is wrong.',
  ),
  oldOnly: because(
    '只带新签名 x-life-sign 的请求被拒：系统依赖旧签名 sign。',
    '以请求头 x-life-sign（SHA-256）为准。',
    'A call with only the new signature x-life-sign was refused: the system relies on the old sign.',
    'Go by the header x-life-sign (SHA-256).',
  ),
  repeatDiffers: because(
    '同一 order_id 的重复请求得到了不同的单号：重复下单。',
    '用 order_id 建唯一约束，冲突时读出并返回第一次的结果。',
    'A repeat of the same order_id got another number: the order was made twice.',
    'Put a unique key on order_id; on conflict read and return the first result.',
  ),
  repeatRefused: because(
    '重复请求被答以错误码 7（重复提交）或其他错误。订单已存在时应答成功，否则平台视为创单失败并退款。',
    '订单已存在时返回 0 与同一 order_out_id。',
    'A repeat was answered 7 (duplicate) or another error. Once the order exists the answer is success, or the platform takes it as failed and refunds.',
    'When the order exists answer 0 with the same order_out_id.',
  ),
  checkThenInsert: because(
    '同一 order_id 并发到达时产生了多个单号，或部分失败：先查询后插入，两步之间没有唯一约束保护。',
    '在数据库中对 order_id 建唯一约束，用“插入，冲突则读取”。',
    'Copies of one order_id that arrive together made several numbers, or some failed: check-then-insert without a unique key.',
    'Put a unique key on order_id in the database and use insert-or-read.',
  ),
  idAsNumber: because(
    '平台编号被当作数字处理：19 位超出双精度，末几位会丢失。',
    '所有编号按文本解析、存储、返回。',
    'A platform id was handled as a number: nineteen digits do not fit a double, the last ones get lost.',
    'Read, keep and answer ids as text.',
  ),
  outIdMissing: because(
    '成功应答里没有 order_out_id：平台无法在支付、入住、退款时指明你方订单，视为无应答。',
    '成功时返回文本型 order_out_id（不是 out_order_id）。',
    'A success without order_out_id: the platform can not name your order later, and takes it as no answer.',
    'Answer order_out_id as text (not out_order_id) on success.',
  ),
  honestRefused: because(
    '不寻常但合法的订单被拒或出错：这会让酒店丢单。',
    '宽松接收：保留原文、标记给人工，照常回 0。',
    'An odd but legal order was refused or failed: the hotel loses it.',
    'Be lenient: keep the raw text, flag it for a person, answer 0.',
  ),
  honestFailed: because(
    '不寻常但合法的订单（见用例标题，例如没有手机号）让系统抛出异常并返回 5xx：多半直接读取了不存在的字段，如 contact_info.phone。',
    '按该 logid 查异常；可选字段一律先判空，缺失时照常收单。',
    'An odd but legal order (see the case’s title, e.g. no phone) made your system throw and answer 5xx: most likely a member was read that is not there, such as contact_info.phone.',
    'Find the exception by this logid; look before you read optional members, and take the order without them.',
  ),
  wrongTotal: because(
    '拿 total_amount 与券售价（或含加价的金额）比较，因此把正确的预约拒掉了。total_amount 是每晚房价之和 × 间数，与券价、加价无关。',
    '按 Σ original_amount × 间数 校验，或只记录差异、不拒单。',
    'total_amount was compared with the voucher’s price (or with the surcharge inside) and a right booking refused. It is the sum of nightly prices x rooms, nothing else.',
    'Compare with the sum of original_amount x rooms, or note a difference without refusing.',
  ),
  oversell: because(
    '房量不足时仍答 0：会超售。',
    '下单时在同一事务里扣减每晚房量，并用约束保证不为负；不足时答 4。',
    'Answered 0 although there are not enough rooms: overselling.',
    'Take every night’s stock in the booking’s own transaction under a constraint; answer 4 when it does not suffice.',
  ),
  falseFull: because(
    '并发争抢时没有卖满：有房却答满（多半是乐观锁失败后直接放弃，或整批回滚）。',
    '冲突后按真实剩余重新判断，直到真的没有。',
    'Not everything was sold under contention: a false "full" (an optimistic lock given up, or a whole batch rolled back).',
    'Decide again with what is really left, until there is nothing.',
  ),
  stockLeak: because(
    '房量没有按一单一减：重复请求或可订检查多扣了库存，或成功后没有扣。',
    '只有首次创建成功才扣减，与订单同一事务；可订检查不占房。',
    'Stock did not go down by exactly one booking: repeats or checks took some, or the booking did not.',
    'Take stock only with the first successful creation, in its transaction; checks lock nothing.',
  ),
  priceUnchecked: because(
    '价格与当前价不一致却答可订：客人会按旧价成交。',
    '逐晚比较 original_amount（0 与 -1 不比较），不同则答 8 并带 ari。',
    'The price differs from the current one and the answer was yes: guests would book at the old price.',
    'Compare original_amount night by night (not 0 and -1); answer 8 with ari when it differs.',
  ),
  ariMissing: because(
    '“不可订”的应答没有带当前价、量、态（data.ari.stock_and_amount）：平台无法更正，可订检查成功率会持续走低。',
    '不可订时逐晚返回当前的价格、房量与房态。',
    'A "not bookable" answer without current values (data.ari.stock_and_amount): the platform can not correct its copy and your success rate sinks.',
    'Return price, stock and status of every night asked when you say no.',
  ),
  ariStale: because(
    '不可订应答里的价量态与主动拉取的不一致：两处数据来源不同。',
    '两处都读同一份实时日历。',
    'The values in the refusal differ from those of the pull: they come from different places.',
    'Read both from the same live calendar.',
  ),
  hoursUnchecked: because(
    '钟点房的到店时间、使用时长或天数没有校验：客人会订到不能用的时段。',
    '按 period_start_time 与 usage_duration 校验：须在最早入住与最晚离店之间、时长与商品一致、只订一天；不符则拒绝，不锁房。',
    'Beginning, length or days of a room by the hour are not checked: guests book hours that can not be used.',
    'Check period_start_time and usage_duration: within the earliest arrival and latest departure, the length of the good, one day only; refuse and lock nothing otherwise.',
  ),
  hourlyRefused: because(
    '钟点房的正确请求被拒：第一次可订检查不带到店时间，第二次与创单才带；或把当天的预约当作零晚。',
    '没有 period_start_time 的检查照常回答；带有时只看是否在可用时段内。',
    'A right request for a room by the hour was refused: the first check names no beginning, the second and the booking do.',
    'Answer checks without period_start_time all the same; with it, look only whether it lies within the hours.',
  ),
  beforeTaxMissing: because(
    '非大陆商户的价格缺少税前价或币种，或税前价高于税后价：平台会拒绝或误算税费。',
    '每个有价的夜晚同时给出 original_amount（税后）、不高于它的 amount_before_tax 与商户币种。',
    'A price outside the mainland lacks its amount before tax or its currency, or that amount is above the price: the platform refuses it or gets the tax wrong.',
    'Give original_amount (after tax), an amount_before_tax not above it and the merchant’s currency for every night with a price.',
  ),
  beforeTaxCompared: because(
    '拿税前价与平台的 original_amount 比较，因此拒掉了正确的请求：original_amount 是税后价。',
    '可订检查与创单都按税后价比较；amount_before_tax 只记录。',
    'The price before tax was compared with the platform’s original_amount, which is after tax, and a right request refused.',
    'Compare checks and bookings with the price after tax; only note amount_before_tax.',
  ),
  paymentLost: because(
    '对尚未收到的订单，支付通知被答以最终错误：平台不会再通知，客人付了款而酒店不知道。',
    '未知订单答 100（请重试），待创单到达后再处理；支付结果通知不返回“订单不存在”。',
    'A payment notice for an order not seen yet got a final error: it does not come again, the guest has paid and the hotel does not know.',
    'Answer 100 for an unknown order so that the notice comes again; never "order not found" to a notice.',
  ),
  orderLost: because(
    '预约先于它的券订单到达（网络乱序）时被最终拒绝，券订单到达后仍不能成功。',
    '券订单未知或未付时答 100，不要保存该拒绝。',
    'A booking that arrives before its voucher order was refused for good.',
    'Answer 100 while the voucher order is unknown or unpaid, and do not keep that refusal.',
  ),
  retryForever: because(
    '重复请求一直得到 100：平台重试用尽后按失败处理并退款。',
    '100 只用于短暂问题；查明一直不能成功的原因。',
    'Repeats keep getting 100: when they are used up the platform takes the call as failed and refunds.',
    '100 is for passing problems; find out why it never succeeds.',
  ),
  unusable: because(
    '无法使用的请求（不是 JSON、类型错误、超大等）得到了成功应答、5xx，或使系统失去响应。',
    '解析前限制大小与嵌套；不可用的输入答 13（或 4xx），不产生副作用。',
    'An unusable request (no JSON, wrong types, far too large) got success, a 5xx, or made the system stop answering.',
    'Limit size and nesting before parsing; answer 13 (or 4xx) to what can not be used, and change nothing.',
  ),
  dateUnchecked: because(
    '不存在或颠倒的日期被接受。',
    '校验日期真实存在且离店晚于入住，否则答 5。',
    'An impossible or reversed date was accepted.',
    'Check that days exist and departure is after arrival; answer 5 otherwise.',
  ),
  unknownGood: because(
    '未知的 rate_plan_id 被当作可订，或使系统出错。',
    '未知售卖房型答 1（拉取时给 sub_error_code 60021）。',
    'An unknown rate_plan_id was taken as bookable, or made the system fail.',
    'Answer 1 for an unknown good (sub_error_code 60021 in a pull).',
  ),
  confirmMissing: because(
    '预约成功应答缺少 confirm_info：平台不知道是同步接单（1）还是稍后确认（2），视为无应答。',
    '返回 confirm_info.confirm_mode；为 1 时再带 confirm_result 1 接单或 2 拒单。',
    'The success of a booking lacks confirm_info: the platform does not know whether it is decided (1) or will be (2).',
    'Answer confirm_info.confirm_mode, and confirm_result 1 or 2 with mode 1.',
  ),
  challengeText: because(
    'challenge 作为文本返回，或外面又包了一层：平台要求与收到时同为数字。',
    '原样返回 {"challenge": 数字}；content 可能是对象，也可能是 JSON 文本，两种都要支持。',
    'The challenge came back as text, or wrapped: the platform wants the same number.',
    'Answer {"challenge": number} as it came; content may be an object or JSON text, take both.',
  ),
  webhookRepeat: because(
    '重复或未知的消息没有得到 HTTP 200：平台会继续重发，长期失败会取消订阅。',
    '验签后按 Msg-Id 去重存下即答 200，之后再处理；未知事件也答 200。',
    'A repeated or unknown notice did not get HTTP 200: it is sent again, and the subscription may be cancelled.',
    'Verify, keep once by Msg-Id, answer 200, work later; unknown events get 200 too.',
  ),
  pullGaps: because(
    '拉取应答缺少部分夜晚：缺少的夜晚在平台上保持旧值，已关房的仍可能被售出。',
    '请求范围内每一晚都返回，关房写 available=false。',
    'The pull’s answer leaves nights out: they keep their old values at the platform, closed ones may be sold.',
    'Answer every night of the range; closed ones with available=false.',
  ),
  openApiRefused: because(
    '平台拒绝了这次 OpenAPI 调用。',
    '看 $.resp.extra.sub_description 的说明，对照接口参考页修正请求。',
    'The platform refused this OpenAPI call.',
    'Read $.resp.extra.sub_description and correct the request with the interface reference.',
  ),
  wrongDecision: because(
    '确认接单的内容与要求的动作不符，或发给了同步接单的订单。',
    'confirm_result.confirm_result：1 接单，2 拒单；只用于 confirm_mode 2 的预约。',
    'The confirmation does not say what was done, or was sent for a booking decided at once.',
    'confirm_result.confirm_result: 1 accept, 2 reject; only for bookings answered with confirm_mode 2.',
  ),
} as const satisfies Readonly<Record<string, Explanation>>;

/** Name of a known mistake. */
export type Hint = keyof typeof HINTS;
