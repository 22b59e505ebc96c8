import { type Comparable, comparable, likeness, plainName } from './names.ts';
import { type Comparison, type Reason, type Score, weighted } from './proposal.ts';

/** What is known of a room type; everything but the name may be missing. */
export interface RoomFacts {
  readonly name: string;
  /** Guests a room. */
  readonly guests?: number | undefined;
  /** Square metres. */
  readonly area?: number | undefined;
  /** Beds of the first arrangement, by width in cm where it is known. */
  readonly beds?: readonly { readonly count: number; readonly width?: number | undefined }[] | undefined;
}

interface Word {
  readonly key: string;
  readonly as: RegExp;
  readonly zh: string;
  readonly en: string;
}

/** How a room sleeps, told by its name; the first that fits. */
const BEDS: readonly Word[] = [
  { key: 'bunk', as: /上下铺|高低床|床位|dorm|bunk/, zh: '床位', en: 'bunk' },
  { key: 'triple', as: /3床|3人|3张|triple/, zh: '三床', en: 'three beds' },
  { key: 'family', as: /家庭|亲子|子母|1大1小|大小床|family/, zh: '家庭', en: 'family' },
  { key: 'twin', as: /双床|2床|2张床|标间|标准间|双标|双人床位|twin/, zh: '双床', en: 'twin' },
  { key: 'single', as: /单人|单床|single/, zh: '单人', en: 'single' },
  { key: 'king', as: /大床|双人间|双人房|king|queen|圆床|水床/, zh: '大床', en: 'king' },
];

/** The class a house sells a room under. Rooms of two classes are two room types. */
const GRADES: readonly Word[] = [
  { key: 'presidential', as: /总统|presidential/, zh: '总统', en: 'presidential' },
  { key: 'executive', as: /行政|executive/, zh: '行政', en: 'executive' },
  { key: 'deluxe', as: /豪华|奢华|尊享|尊贵|deluxe|luxury/, zh: '豪华', en: 'deluxe' },
  { key: 'superior', as: /高级|优选|superior/, zh: '高级', en: 'superior' },
  { key: 'business', as: /商务|business/, zh: '商务', en: 'business' },
  { key: 'comfort', as: /舒适|雅致|温馨|comfort/, zh: '舒适', en: 'comfort' },
  { key: 'value', as: /特价|经济|惠选|economy|budget/, zh: '经济', en: 'economy' },
  { key: 'standard', as: /标准|普通|standard/, zh: '标准', en: 'standard' },
];

/** What is seen from it, or that nothing is. */
const VIEWS: readonly Word[] = [
  { key: 'none', as: /无窗|内窗|windowless/, zh: '无窗', en: 'no window' },
  { key: 'sea', as: /海景|观海|sea|ocean/, zh: '海景', en: 'sea' },
  { key: 'river', as: /江景|河景|临江|river/, zh: '江景', en: 'river' },
  { key: 'lake', as: /湖景|临湖|lake/, zh: '湖景', en: 'lake' },
  { key: 'mountain', as: /山景|mountain/, zh: '山景', en: 'mountain' },
  { key: 'garden', as: /园景|庭院|花园|garden/, zh: '园景', en: 'garden' },
  { key: 'city', as: /城景|市景|city/, zh: '城景', en: 'city' },
];

const SUITE = /套房|套间|suite/;
const VILLA = /别墅|villa/;
/** What every room is called. */
const KINDS = /客房|房间|房型|房|间|room/g;

/** A room type made ready for being compared. */
interface Prepared {
  readonly facts: RoomFacts;
  readonly name: Comparable;
  /** With every way to say a bed, a class and a view as one word, in one order. */
  readonly words: Comparable;
  readonly beds: Word | undefined;
  readonly grade: Word | undefined;
  readonly view: Word | undefined;
  readonly suite: boolean;
  readonly villa: boolean;
}

/** How likely two entries are the same room type of one hotel, with the reasons. */
export const roomComparison: Comparison<RoomFacts, Prepared> = { prepare, compare };

function prepare(facts: RoomFacts): Prepared {
  const plain = plainName(facts.name);
  return {
    facts,
    name: comparable(plain),
    words: comparable(ownWords(plain)),
    beds: bedsOf(plain, facts),
    grade: firstOf(GRADES, plain),
    view: firstOf(VIEWS, plain),
    suite: SUITE.test(plain),
    villa: VILLA.test(plain),
  };
}

function compare(a: Prepared, b: Prepared): Score {
  const name = nameLikeness(a, b);
  const parts = [{ weight: 5, value: name }];
  let most = a.suite === b.suite && a.villa === b.villa ? 1 : 0.45;
  const told = (weight: number, same: boolean, cap: number) => {
    parts.push({ weight, value: same ? 1 : 0 });
    if (!same) most = Math.min(most, cap);
  };
  if (a.beds !== undefined && b.beds !== undefined) told(3, a.beds === b.beds, 0.4);
  // A class that only one of them names is often left away; two different ones are two rooms. A view likewise.
  if (a.grade !== undefined && b.grade !== undefined) told(2, a.grade === b.grade, 0.5);
  else if (a.grade !== b.grade) parts.push({ weight: 2, value: 0.5 });
  if (a.view !== undefined && b.view !== undefined) told(2, a.view === b.view, 0.5);
  else if (a.view !== b.view) parts.push({ weight: 2, value: 0.3 });
  const areas = bothKnown(a.facts.area, b.facts.area);
  const off = areas && Math.abs(areas[0] - areas[1]) / Math.max(...areas);
  if (off !== undefined) parts.push({ weight: 2, value: Math.max(0, 1 - off * 4) });
  const guests = bothKnown(a.facts.guests, b.facts.guests);
  if (guests !== undefined) parts.push({ weight: 1, value: guests[0] === guests[1] ? 1 : 0 });
  return {
    score: Math.min(most, weighted(parts)),
    reasons: () => [
      nameReason(name),
      ...wordReason('beds', a.beds, b.beds),
      ...wordReason('grade', a.grade, b.grade),
      ...wordReason('view', a.view, b.view),
      ...(areas === undefined || off === undefined ? [] : [areaReason(areas, off)]),
      ...(guests === undefined ? [] : [guestsReason(guests)]),
    ],
  };
}

/** Alike as a whole, or in what is left without the words that are compared for themselves. */
function nameLikeness(a: Prepared, b: Prepared): number {
  if (a.name.text === b.name.text) return a.name.text === '' ? 0 : 1;
  if (a.words.text === b.words.text) return 0.97;
  return Math.max(likeness(a.name, b.name), 0.9 * likeness(a.words, b.words));
}

function ownWords(plain: string): string {
  let rest = plain;
  const keys: string[] = [];
  for (const words of [GRADES, VIEWS, BEDS]) {
    const word = firstOf(words, rest);
    if (word === undefined) continue;
    rest = rest.replace(word.as, '');
    keys.push(word.key);
  }
  return `${rest.replace(KINDS, '')} ${keys.sort().join(' ')}`.trim();
}

function firstOf(words: readonly Word[], plain: string): Word | undefined {
  return words.find(({ as }) => as.test(plain));
}

/** How it sleeps: the name says it, else the beds do. */
function bedsOf(plain: string, { beds }: RoomFacts): Word | undefined {
  const named = firstOf(BEDS, plain);
  if (named !== undefined || beds === undefined || beds.length === 0) return named;
  const count = beds.reduce((sum, bed) => sum + bed.count, 0);
  const widths = new Set(beds.map((bed) => bed.width));
  const key =
    count === 1 ? 'king' : count === 2 ? (widths.size > 1 ? 'family' : 'twin') : count === 3 ? 'triple' : undefined;
  return BEDS.find((word) => word.key === key);
}

/** Both values when both are known; 0 is how systems write "unknown". */
function bothKnown(a: number | undefined, b: number | undefined): readonly [number, number] | undefined {
  return a !== undefined && b !== undefined && a > 0 && b > 0 ? [a, b] : undefined;
}

function nameReason(value: number): Reason {
  if (value >= 0.97) return { about: 'name', verdict: 'same', zh: '名称相同', en: 'same name' };
  if (value >= 0.5) return { about: 'name', verdict: 'alike', zh: '名称相近', en: 'names are alike' };
  return { about: 'name', verdict: 'differs', zh: '名称不同', en: 'names differ' };
}

const ABOUT = {
  beds: { zh: '床型', en: 'beds' },
  grade: { zh: '等级', en: 'class' },
  view: { zh: '景观', en: 'view' },
} as const;

function wordReason(about: keyof typeof ABOUT, a: Word | undefined, b: Word | undefined): Reason[] {
  const { zh, en } = ABOUT[about];
  if (a === undefined && b === undefined) return [];
  if (a === b && a !== undefined) return [{ about, verdict: 'same', zh: `${zh}：${a.zh}`, en: `${en}: ${a.en}` }];
  const verdict = a === undefined || b === undefined ? 'alike' : 'differs';
  const told = {
    zh: `${a?.zh ?? '未写'} / ${b?.zh ?? '未写'}`,
    en: `${a?.en ?? 'not named'} / ${b?.en ?? 'not named'}`,
  };
  return [{ about, verdict, zh: `${zh}：${told.zh}`, en: `${en}: ${told.en}` }];
}

function areaReason([a, b]: readonly [number, number], off: number): Reason {
  const verdict = off < 0.05 ? 'same' : off < 0.25 ? 'alike' : 'differs';
  return { about: 'area', verdict, zh: `面积 ${a} / ${b} 平方米`, en: `area ${a} / ${b} square metres` };
}

function guestsReason([a, b]: readonly [number, number]): Reason {
  return {
    about: 'guests',
    verdict: a === b ? 'same' : 'differs',
    zh: `可住 ${a} / ${b} 人`,
    en: `sleeps ${a} / ${b}`,
  };
}
