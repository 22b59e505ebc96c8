import { defineErrors } from '@yuzhu/runtime';

/**
 * Why something the platform should know stands on the to-do list, and what a person does about it. The codes are kept
 * in `next_step` columns; some are thrown as errors by functions a person waits for.
 */
export const NEXT_STEPS = defineErrors({
  PLATFORM_SILENT: {
    status: 504,
    zh: '平台没有应答。',
    en: 'the platform did not answer.',
    next_zh: '系统会继续重试；长时间没有应答时，检查网络和 YUZHU_PLATFORM_URL。',
    next_en: 'It is tried again by itself; if it lasts, check the network and YUZHU_PLATFORM_URL.',
  },
  PLATFORM_BUSY: {
    status: 503,
    zh: '平台繁忙或达到调用频率上限。',
    en: 'the platform is busy or a rate limit was reached.',
    next_zh: '系统会放慢重试；持续出现时，在开放平台控制台查看“接口限流”。',
    next_en: 'It is tried again more slowly; if it lasts, look at the limits of the interface in the console.',
  },
  PLATFORM_UNAUTHORISED: {
    status: 502,
    zh: '应用没有权限：商家未授权、能力未开通，或应用密钥不正确。',
    en: 'the application may not do this: the merchant has not authorised it, the ability is missing, or its credentials are wrong.',
    next_zh: '在抖音来客中授权、在开放平台申请能力或核对 client_key / client_secret，然后重发。',
    next_en: 'Authorise it in Laike, apply for the ability or check client_key and client_secret, then send again.',
  },
  PLATFORM_STOPPED: {
    status: 502,
    zh: '平台拒绝受理（管控、接口下线或需联系平台的业务错误）。',
    en: 'the platform refuses to handle it (control, interface offline, or a business error for its support).',
    next_zh: '凭 logid 联系平台；解决后重发。',
    next_en: 'Contact the platform with the logid; send again when it is settled.',
  },
  MESSAGE_REFUSED: {
    status: 502,
    zh: '平台拒绝了这条消息。',
    en: 'the platform refused this message.',
    next_zh: '查看平台的说明和预约单在平台上的状态；可以修正的修正后重发，否则按平台状态处理预约单。',
    next_en:
      'Read the platform’s words and the state of the booking there; send again if that helps, else act on that state.',
  },
  MESSAGE_INVALID: {
    status: 500,
    zh: '消息不符合平台接口规定，没有发出。',
    en: 'the message breaks the contract of the interface and was not sent.',
    next_zh: '这是本系统的缺陷：请连同消息编号报告。',
    next_en: 'This is a fault of this system: report it with the number of the message.',
  },
  ANSWER_UNREADABLE: {
    status: 502,
    zh: '平台的应答与接口规定不符，无法判断是否成功。',
    en: 'the platform’s answer is not as the contract says; whether it succeeded is unknown.',
    next_zh: '在平台上核对结果；没有生效时重发。',
    next_en: 'Look at the platform whether it took effect; send again if it did not.',
  },
  DEADLINE_PASSED: {
    status: 504,
    zh: '在平台规定的时限内没有送达，平台已自行处理。',
    en: 'it could not be delivered before the platform’s deadline; the platform has decided by itself.',
    next_zh: '在平台上查看预约单的状态，并与住客联系。',
    next_en: 'Look at the booking on the platform and contact the guest.',
  },
  NOT_PUBLISHABLE: {
    status: 409,
    zh: '还不能发布：{reason_zh}',
    en: 'it can not be published yet: {reason_en}',
    next_zh: '补齐后再次发布。',
    next_en: 'Complete it and publish again.',
  },
  NOT_LISTED: {
    status: 409,
    zh: '平台没有列出{what_zh} {platform_id}。',
    en: 'the platform does not list {what_en} {platform_id} for this account.',
    next_zh: '先查询平台的列表，从中选择编号；没有列出时，在抖音来客中核对门店归属与授权。',
    next_en:
      'Look the list up and choose an id from it; if it is missing there, check ownership and authorisation in Laike.',
  },
  ITEM_REFUSED: {
    status: 502,
    zh: '平台拒绝了这一项。',
    en: 'the platform refused this item.',
    next_zh: '按平台的说明修改后再次发送。',
    next_en: 'Change it as the platform says and send it again.',
  },
  NO_VERDICT: {
    status: 502,
    zh: '平台的应答里没有这一项的结果。',
    en: 'the platform’s answer holds no verdict on this item.',
    next_zh: '在平台上核对；没有生效时再次发送。',
    next_en: 'Look at the platform; send it again if it did not take effect.',
  },
  NOTICE_UNPULLED: {
    status: 504,
    zh: '平台已受理变更通知，但没有来拉取。',
    en: 'the platform took the change notice and did not pull.',
    next_zh:
      '检查开放平台上“价量态拉取”的回调地址与权限，以及网关能否从公网访问；恢复后系统会自动补发。急需更新时，可把账户改为推送（/settings/calendar）。',
    next_en:
      'Check the address and the permission of the ARI pull at the platform and that the gateway can be reached; notices go on by themselves. If it is urgent, let the account push (/settings/calendar).',
  },
  VOUCHER_ID_UNKNOWN: {
    status: 409,
    zh: '平台说该券编号已被占用，而首次创建没有收到应答：券很可能已在平台上，但其平台编号未知。',
    en: 'the platform says the out_id is taken, and the first save was never answered: the voucher most likely exists there, its platform id is unknown.',
    next_zh: '等待审核通知（其中带有编号），或在抖音来客中找到该券并登记其平台编号。',
    next_en:
      'Wait for the audit notice, which carries the id, or look the voucher up in Laike and enter its platform id.',
  },
  VOUCHER_REJECTED: {
    status: 409,
    zh: '预售券未通过平台审核：{reason}',
    en: 'the platform’s audit rejected the voucher: {reason}',
    next_zh: '按审核意见修改后再次发布。',
    next_en: 'Change it as the audit says and publish it again.',
  },
  HOTEL_NOT_MATCHED: {
    status: 409,
    zh: '平台没有匹配到这家酒店：{reason}',
    en: 'the platform did not match the hotel: {reason}',
    next_zh: '按平台的说明补充静态信息（名称、地址、坐标）后再次发送；平台上已有该酒店时，也可以用其编号匹配。',
    next_en:
      'Complete the details as the platform says (name, address, coordinates) and send them again; if the platform has the hotel, it can also be matched by its id.',
  },
  HOTEL_REJECTED: {
    status: 409,
    zh: '酒店静态信息未通过平台审核：{reason}',
    en: 'the platform’s audit rejected the hotel’s details: {reason}',
    next_zh: '按审核意见修改后再次发送。',
    next_en: 'Change them as the audit says and send them again.',
  },
  HOTEL_UNCLAIMED: {
    status: 409,
    zh: '平台已匹配到酒店，等待商家认领。',
    en: 'the platform has matched the hotel; the merchant has to claim it.',
    next_zh: '在抖音来客的门店管理中认领该门店；认领后状态自动更新。',
    next_en: 'Claim the store in Laike (store management); the state follows by itself.',
  },
  ROOM_MATCH_BROKEN: {
    status: 409,
    zh: '平台不再认这个物理房型（{reason}），其预定商品已停售；酒店与其他房型照常销售。',
    en: 'the platform does not match this room type any more ({reason}); its rate plans are switched off, the hotel and its other room types go on.',
    next_zh: '酒店系统处理：在匹配页重新确认该房型的平台编号，或重新发送房型；确认后自动恢复。',
    next_en:
      'The hotel’s system acts: confirm the platform’s id of the room type again, or send the room type anew; the rate plans come back by themselves.',
  },
  PLAN_MATCH_BROKEN: {
    status: 409,
    zh: '平台不接受这个预定商品（{reason}），仅该商品已停售。',
    en: 'the platform does not match this rate plan any more ({reason}); it alone is switched off.',
    next_zh: '酒店系统处理：重新确认其房型的匹配，或重新发布该商品；平台接受后自动恢复。',
    next_en:
      'The hotel’s system acts: confirm the match of its room type, or publish the rate plan again; it comes back when the platform takes it.',
  },
  MATCH_OFF_SHELF: {
    status: 409,
    zh: '物理房型在平台上已下架或被管控（{reason}），其预定商品已停售。',
    en: 'the room type is off the shelf or under control at the platform ({reason}); its rate plans are switched off.',
    next_zh: '平台或商家后台处理：在抖音来客中上架该房型，或按平台的说明解除管控；恢复后自动销售。',
    next_en:
      'The platform or the merchant’s back office acts: put the room type on the shelf in Laike, or settle what the platform says; sales come back by themselves.',
  },
  ROOM_REJECTED: {
    status: 409,
    zh: '物理房型未通过平台审核：{reason}',
    en: 'the platform’s audit rejected the room type: {reason}',
    next_zh: '按审核意见修改房型的静态信息后再次发布。',
    next_en: 'Change the details of the room type as the audit says and publish them again.',
  },
  ROOM_DUPLICATE: {
    status: 409,
    zh: '酒店在平台上已有同名的物理房型（编号在平台的说明中）。',
    en: 'the hotel has a room type of that name at the platform already; its id stands in the platform’s words.',
    next_zh: '是同一房型时，用该编号匹配后再次发布；不是时换一个名称再发布。',
    next_en: 'If it is the same, match it by that id and publish again; if not, publish it under another name.',
  },
  BILL_PAGES_BROKEN: {
    status: 502,
    zh: '账单翻页没有前进（游标 {cursor} 重复出现）。',
    en: 'the pages of the bill do not move on (cursor {cursor} came twice).',
    next_zh: '稍后重新获取；持续出现时凭 logid 联系平台。',
    next_en: 'Fetch it again later; if it lasts, contact the platform with the logid.',
  },
});

/** A code of the to-do list. */
export type NextStep = keyof typeof NEXT_STEPS.entries;
