import type { Texts } from '../../shared/language.ts';

/** Texts of the page of hotels and room types. */
export const ROOMS = {
  title: ['酒店与房型', 'Hotels and room types'],
  noHotels: [
    '还没有酒店。酒店系统通过接口登记后会出现在这里。',
    'No hotel yet. It appears here once the hotel’s system has entered it.',
  ],
  noRooms: ['还没有房型。', 'No room type yet.'],
  room: ['房型', 'Room type'],
  guests: ['可住 {n} 人', 'guests: {n}'],
  atPlatform: ['平台编号', 'Platform id'],
  notMatched: ['未匹配', 'not matched'],
  state: ['状态', 'State'],
  nextStep: ['下一步', 'Next step'],
  wanted: ['待执行：{what}', 'to come: {what}'],
  on: ['上架', 'Put online'],
  off: ['下架', 'Take offline'],
  deleted: ['从平台删除', 'delete there'],
  publish: ['再次发布', 'Publish again'],
  sent: ['已送平台', 'sent to the platform'],
  noted: ['已记下', 'noted'],
} as const satisfies Texts;

/** States of hotels and room types at the platform. */
export const STATES = {
  draft: ['未从这里发布', 'not published from here'],
  saving: ['正在送审', 'on its way'],
  matching: ['匹配中', 'being matched'],
  auditing: ['审核中', 'in audit'],
  claim_pending: ['待商家认领', 'to be claimed'],
  matched: ['已匹配', 'matched'],
  usable: ['已通过', 'usable'],
  rejected: ['已驳回', 'rejected'],
  offline: ['已下架', 'offline'],
  failed: ['没有成功', 'failed'],
  deleted: ['已从平台删除', 'deleted there'],
} as const satisfies Texts;

/** What staff does next, by state. */
export const STEPS = {
  draft: [
    '在平台上已有时匹配编号；没有时由酒店系统发送静态信息。',
    'Match it if the platform has it; else the hotel’s system sends its details.',
  ],
  saving: ['不用处理，系统会继续发送。', 'Nothing: it goes on by itself.'],
  matching: ['等待平台匹配，结果会自动更新。', 'Wait for the platform; the result comes by itself.'],
  auditing: ['等待平台审核，结果会自动更新。', 'Wait for the platform’s audit; the result comes by itself.'],
  claim_pending: ['在抖音来客中认领该门店。', 'Claim the store in Laike.'],
  matched: ['不用处理。', 'Nothing.'],
  usable: ['可以挂预定商品出售。', 'Goods can be sold on it.'],
  rejected: ['按平台的意见修改静态信息并再次发送。', 'Change the details as the platform says and send them again.'],
  offline: ['需要出售时上架。', 'Put it online to sell it.'],
  failed: ['看原因与“待处理”中的办法，处理后再次发布。', 'Read the reason and what “To do” says, then publish again.'],
  deleted: ['需要时再次发布，平台会建一个新的。', 'Publish it again if it is needed: the platform makes a new one.'],
} as const satisfies Texts;
