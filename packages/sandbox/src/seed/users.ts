import type { User } from '../users/store.ts';

/** Name and nickname of made-up guests. */
const PEOPLE: readonly (readonly [name: string, nickname: string])[] = [
  ['沈知夏', '夏天的风'],
  ['林予安', '安安爱旅行'],
  ['陆星河', '星河滚烫'],
  ['苏念', '念念不忘'],
  ['顾南舟', '一叶南舟'],
  ['许清和', '清和四月'],
  ['江晚', '晚来天欲雪'],
  ['宋知远', '行者老宋'],
  ['叶青禾', '禾下乘凉'],
  ['周牧野', '牧野之歌'],
  ['秦川', '八百里'],
  ['何小满', '小满未满'],
  ['方圆', '方方圆圆'],
  ['程一诺', '诺言'],
  ['白露', '白露为霜'],
  ['欧阳明月', '海上明月'],
  ['上官云飞', '云飞扬'],
  ['韩松', '松间照'],
  ['唐果', '糖果屋'],
  ['魏来', '未来可期'],
  ['罗衣', '罗衣轻'],
  ['高远', '登高望远'],
  ['郑小舟', '小舟从此逝'],
  ['梁辰', '良辰美景'],
  ['谢安然', '安之若素'],
  ['曾谙', '风景旧曾谙'],
  ['彭湃', '心潮澎湃'],
  ['萧然', '萧萧竹'],
  ['贺兰山', '踏破山缺'],
  ['钟灵', '钟灵毓秀'],
];

/** Thirty made-up guests, `guest-01` to `guest-30`, with numbers that only look like telephone numbers. */
export const SEED_USERS: readonly User[] = PEOPLE.map(([name, nickname], at) => {
  const number = String(at + 1).padStart(2, '0');
  return { userId: `guest-${number}`, nickname, name, phone: `199000000${number}` };
});
