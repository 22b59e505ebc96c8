import type { Texts } from '../../shared/language.ts';

/** Texts of the to-do list. */
export const TODO = {
  title: ['待处理', 'To do'],
  allDone: ['全部处理完毕，没有等待人工的事项。', 'All is well: nothing waits for a person.'],
  waitingBookings: ['待接单的预约', 'bookings to accept'],
  attentionBookings: ['需要留意的预约', 'bookings with oddities'],
  attentionOrders: ['需要留意的预售订单', 'voucher orders with oddities'],
  billDifferences: ['账单差异', 'bill differences'],
  missingPulls: [
    '在售，但平台已超过 15 分钟没有拉取价量态：请检查网关地址与网络',
    'On sale, but the platform has not pulled for 15 minutes: check the address of the gateway and the network',
  ],
  failedMessages: ['没有送达的消息', 'Messages that failed'],
  failedPublications: ['没有发布成功或被驳回的内容', 'Publications that failed or were rejected'],
  refusedNights: ['平台拒绝的晚次', 'Nights the platform refused'],
  brokenMatches: ['因匹配失效而停售的预定商品', 'Rate plans switched off by a broken match'],
  rate_plan: ['仅此商品', 'this rate plan alone'],
  room_type: ['房型失效', 'its room type'],
  hotel_system: ['由酒店系统处理', 'the hotel’s system acts'],
  back_office: ['由平台或商家后台处理', 'the platform’s or merchant’s back office acts'],
  offSince: ['自 {time} 起停售', 'off since {time}'],
  checkMatches: ['立即复查', 'Ask again now'],
  checked: ['已安排复查 {n} 个商品', 'being asked about, rate plans: {n}'],
  seeMatching: ['去匹配', 'To the matching'],
  unpulledNotices: ['已通知而平台未拉取的变更', 'Changes the platform was told of and did not pull'],
  noticed: ['自 {time} 起已通知 {n} 次', 'notices since {time}: {n}'],
  notice: ['变更通知', 'change notices'],
  wholeAccount: ['整个账户', 'the whole account'],
  restingPushes: ['暂停中的推送', 'Pushes that rest'],
  waitingMessages: ['正在发送的消息', 'Messages on their way'],
  'order-confirm': ['接单 / 拒单', 'acceptance or rejection'],
  'stay-status': ['入住状态', 'stay status'],
  hotel: ['酒店', 'hotel'],
  room: ['物理房型', 'room type'],
  'room-shelf': ['房型上下架', 'shelf state of a room type'],
  'hotel-check': ['酒店审核结果', 'audit of a hotel'],
  'room-check': ['房型审核结果', 'audit of a room type'],
  goods: ['预定商品', 'rate plan'],
  voucher: ['预售券', 'voucher'],
  shelf: ['上下架', 'shelf state'],
  stock: ['房量与房态', 'stock and room status'],
  price: ['房价', 'price'],
  waiting: ['等待发送', 'waiting'],
  done: ['已送达', 'delivered'],
  failed: ['失败', 'failed'],
  attempts: ['已尝试 {n} 次', 'attempts: {n}'],
  nextAt: ['下次 {time}', 'next at {time}'],
  before: ['须在 {time} 前送达', 'needed before {time}'],
  resend: ['重发', 'Send again'],
  resent: ['已安排重发', 'It is being sent again'],
  pushAgain: ['再次推送', 'Push again'],
  pushed: ['已安排推送 {n} 个晚次', 'being pushed again, nights: {n}'],
  seeCalendar: ['看日历', 'See the calendar'],
  code: ['代码 {code}', 'code {code}'],
  until: ['{time} 后自动继续', 'goes on by itself at {time}'],
  nightsRange: ['{from} 至 {to}，{n} 晚', '{from} to {to}, nights: {n}'],
} as const satisfies Texts;

/** What a person can do about a failure, by the code the gateway gives. An unknown one shows its code. */
export const NEXT_STEPS = {
  PLATFORM_SILENT: [
    '平台没有应答。系统会继续重试；长时间没有应答时，检查网络和平台地址。',
    'The platform did not answer. It is tried again by itself; if it lasts, check the network and the platform’s address.',
  ],
  PLATFORM_BUSY: [
    '平台繁忙或达到频率上限。系统会放慢重试；持续出现时，在开放平台控制台查看接口限流。',
    'The platform is busy or a limit was reached. It is tried again more slowly; if it lasts, look at the limits in the console.',
  ],
  PLATFORM_UNAUTHORISED: [
    '应用没有权限。在抖音来客中授权、在开放平台申请能力或核对应用密钥，然后重发。',
    'The application may not do this. Authorise it in Laike, apply for the ability or check its credentials, then send again.',
  ],
  PLATFORM_STOPPED: [
    '平台拒绝受理。凭 logid 联系平台；解决后重发。',
    'The platform refuses to handle it. Contact it with the logid; send again when it is settled.',
  ],
  MESSAGE_REFUSED: [
    '平台拒绝了这条消息。查看平台的说明和预约单在平台上的状态；可以修正的修正后重发。',
    'The platform refused this message. Read its words and the booking’s state there; send again if that helps.',
  ],
  MESSAGE_INVALID: [
    '消息不符合接口规定，没有发出。这是本系统的缺陷，请连同消息编号报告。',
    'The message breaks the contract and was not sent. This is a fault of this system: report it with its number.',
  ],
  ANSWER_UNREADABLE: [
    '平台的应答无法判断是否成功。在平台上核对结果；没有生效时重发。',
    'Whether it succeeded is unknown. Look at the platform; send again if it did not take effect.',
  ],
  DEADLINE_PASSED: [
    '没有在平台的时限内送达，平台已自行处理。查看预约单在平台上的状态，并与住客联系。',
    'It did not arrive in time and the platform has decided by itself. Look at the booking there and contact the guest.',
  ],
  NOT_PUBLISHABLE: ['资料还不完整。补齐后再次发布。', 'It is not complete yet. Complete it and publish again.'],
  ITEM_REFUSED: [
    '平台拒绝了这一项。按平台的说明修改后再次发送。',
    'The platform refused this item. Change it as the platform says and send it again.',
  ],
  NO_VERDICT: [
    '平台没有给出这一项的结果。在平台上核对；没有生效时再次发送。',
    'The platform gave no verdict on this item. Look there; send it again if it did not take effect.',
  ],
  NOTICE_UNPULLED: [
    '平台已受理变更通知，但没有来拉取。检查开放平台上“价量态拉取”的回调地址与权限，以及网关能否从公网访问；恢复后自动补发。',
    'The platform took the notice and did not pull. Check the address and permission of the ARI pull at the platform and that the gateway can be reached; notices go on by themselves.',
  ],
  VOUCHER_ID_UNKNOWN: [
    '券很可能已在平台上，但其平台编号未知。等待审核通知，或在抖音来客中找到该券并登记编号。',
    'The voucher most likely exists at the platform under an unknown id. Wait for the audit notice, or enter the id from Laike.',
  ],
  VOUCHER_REJECTED: [
    '预售券未通过审核。按审核意见修改后再次发布。',
    'The audit rejected the voucher. Change it as the audit says and publish it again.',
  ],
  HOTEL_NOT_MATCHED: [
    '平台没有匹配到这家酒店。按平台的说明补充静态信息（名称、地址、坐标）后再次发送；平台上已有时也可用其编号匹配。',
    'The platform did not match the hotel. Complete its details (name, address, coordinates) and send them again, or match it by its id.',
  ],
  HOTEL_REJECTED: [
    '酒店静态信息未通过平台审核。按审核意见修改后再次发送。',
    'The platform’s audit rejected the hotel’s details. Change them as the audit says and send them again.',
  ],
  HOTEL_UNCLAIMED: [
    '平台已匹配到酒店，等待商家认领。在抖音来客的门店管理中认领该门店。',
    'The platform has matched the hotel; the merchant has to claim it. Claim the store in Laike.',
  ],
  ROOM_MATCH_BROKEN: [
    '平台不再认这个房型，只停售其上的商品。在匹配页重新确认该房型，或重新发送房型；确认后自动恢复。',
    'The platform does not match this room type any more; only its rate plans are off. Confirm the match again or send the room type anew; they come back by themselves.',
  ],
  PLAN_MATCH_BROKEN: [
    '平台不接受这个商品，只停售了它。重新确认其房型的匹配，或重新发布该商品；平台接受后自动恢复。',
    'The platform does not match this rate plan; it alone is off. Confirm the match of its room type or publish it again; it comes back when the platform takes it.',
  ],
  MATCH_OFF_SHELF: [
    '房型在平台上已下架或被管控。由平台或商家在抖音来客中恢复；恢复后自动销售。',
    'The room type is off the shelf or under control at the platform. The merchant settles it in Laike; sales come back by themselves.',
  ],
  ROOM_REJECTED: [
    '物理房型未通过平台审核。按审核意见修改静态信息后再次发布。',
    'The platform’s audit rejected the room type. Change its details as the audit says and publish them again.',
  ],
  ROOM_DUPLICATE: [
    '酒店在平台上已有同名的物理房型。是同一房型时，用说明中的编号匹配后再次发布；不是时换一个名称再发布。',
    'The hotel has a room type of that name at the platform already. If it is the same, match it by the id above and publish again; if not, publish it under another name.',
  ],
  BILL_PAGES_BROKEN: [
    '账单翻页异常。稍后重新获取；持续出现时凭 logid 联系平台。',
    'The pages of the bill do not move on. Fetch it again later; if it lasts, contact the platform with the logid.',
  ],
} as const satisfies Texts;
