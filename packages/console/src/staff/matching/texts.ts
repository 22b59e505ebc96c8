import type { Texts } from '../../shared/language.ts';

/** Texts of the page that matches hotels and room types with the platform's. */
export const MATCHING = {
  title: ['匹配', 'Matching'],
  about: [
    '把酒店系统里的酒店和房型与平台上的一一对应。未经确认的不会发布到平台。',
    'Tells which hotel and room type of the hotel system is which at the platform. Nothing is published before it is confirmed.',
  ],
  hotels: ['平台上的酒店', 'Hotels at the platform'],
  rooms: ['平台上的房型', 'Room types at the platform'],
  hotel: ['酒店', 'Hotel'],
  lookAgain: ['重新查询平台', 'Ask the platform again'],
  noHotels: ['平台上没有本商家的酒店。', 'The platform has no hotel of this merchant.'],
  noRooms: ['平台上这家酒店还没有房型。', 'The platform has no room type of this hotel.'],
  noMatched: ['先匹配酒店，再匹配它的房型。', 'Match a hotel first, then its room types.'],
  platform: ['平台', 'Platform'],
  own: ['酒店系统', 'Hotel system'],
  why: ['依据', 'Why'],
  matched: ['已匹配', 'matched'],
  proposed: ['建议 {percent}%', 'proposed {percent}%'],
  doubtful: ['请仔细核对', 'look twice'],
  open: ['未匹配', 'not matched'],
  confirm: ['确认', 'Confirm'],
  undo: ['撤销', 'Take back'],
  choose: ['选择', 'Choose'],
  confirmed: ['已确认匹配', 'matched'],
  undone: ['已撤销匹配', 'taken back'],
  squareMetres: ['{n} 平方米', '{n} m²'],
  guests: ['住 {n} 人', 'sleeps {n}'],
} as const satisfies Texts;
