import { type Comparable, comparable, likeness, plainName } from './names.ts';
import { type Comparison, type Reason, type Score, weighted } from './proposal.ts';

/** What is known of a hotel; everything but the name may be missing. */
export interface HotelFacts {
  readonly name: string;
  /** Province to street. */
  readonly address?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}

/** What hotels of every name carry: it tells them not apart. */
const KINDS =
  /国际|连锁|度假|商务|精品|主题|智选|快捷|大酒店|酒店|宾馆|饭店|旅馆|旅店|民宿|客栈|公寓|度假村|hotel|inn|resort/g;
const BRACKETS = /\(([^)]+)\)/;
/** Nearer than this the same house; farther than `APART_M` another (our choice: a large resort is half a kilometre long). */
const SAME_HOUSE_M = 300;
const APART_M = 3000;

/** A hotel made ready for being compared. */
interface Prepared {
  readonly facts: HotelFacts;
  readonly name: Comparable;
  /** Without the words every hotel carries. */
  readonly core: Comparable;
  /** The same without its brackets. */
  readonly brand: Comparable;
  /** What stands in the brackets. */
  readonly branch: Comparable | undefined;
  readonly address: Comparable | undefined;
}

/** How likely two entries are the same hotel, with the reasons. */
export const hotelComparison: Comparison<HotelFacts, Prepared> = { prepare, compare };

function prepare(facts: HotelFacts): Prepared {
  const { name, address } = facts;
  const branch = branchOf(name);
  const plain = plainName(name);
  return {
    facts,
    name: comparable(plain),
    core: comparable(coreName(plain)),
    brand: comparable(coreName(plainName(name.normalize('NFKC').replace(BRACKETS, '')))),
    branch: branch === undefined ? undefined : comparable(branch),
    address: address === undefined || address.trim() === '' ? undefined : comparable(plainAddress(address)),
  };
}

function compare(own: Prepared, theirs: Prepared): Score {
  const name = nameLikeness(own, theirs);
  const parts = [{ weight: 6, value: name }];
  let most = 1;
  const address =
    own.address === undefined || theirs.address === undefined ? undefined : likeness(own.address, theirs.address);
  if (address !== undefined) parts.push({ weight: 2, value: address });
  const distance = distanceBetween(own.facts, theirs.facts);
  if (distance !== undefined) {
    const value = 1 - (distance - SAME_HOUSE_M) / (APART_M - SAME_HOUSE_M);
    parts.push({ weight: 3, value: Math.min(1, Math.max(0, value)) });
    // A chain has its name on every corner: no name makes up for three kilometres.
    if (distance > APART_M) most = 0.5;
  }
  return {
    score: Math.min(most, weighted(parts)),
    reasons: () => [
      nameReason(name),
      ...(address === undefined ? [] : [addressReason(address)]),
      ...(distance === undefined ? [] : [distanceReason(distance)]),
    ],
  };
}

/** The whole names, and what is left of them without the words every hotel carries. */
function nameLikeness(a: Prepared, b: Prepared): number {
  if (a.name.text === b.name.text) return a.name.text === '' ? 0 : 1;
  if (a.core.text === b.core.text && a.core.text !== '') return 0.97;
  const alike = 0.35 * likeness(a.name, b.name) + 0.65 * likeness(a.core, b.core);
  if (a.branch === undefined || b.branch === undefined) return alike;
  // One chain, two branches: what stands in the brackets is all that tells them apart. Two chains at one place share that
  // and nothing else.
  const branches = likeness(a.branch, b.branch);
  return likeness(a.brand, b.brand) === 0 ? 0.3 * branches : 0.5 * alike + 0.5 * branches;
}

function coreName(plain: string): string {
  return plain.replace(KINDS, '').replace(/店$/, '');
}

function branchOf(name: string): string | undefined {
  const inside = BRACKETS.exec(name.normalize('NFKC'))?.[1];
  if (inside === undefined) return undefined;
  const plain = plainName(inside).replace(/店$/, '');
  return plain === '' ? undefined : plain;
}

function plainAddress(address: string): string {
  return plainName(address).replace(/[省市区县镇乡]|街道/g, '');
}

/** Metres on the sphere; undefined when a place is not known. */
function distanceBetween(a: HotelFacts, b: HotelFacts): number | undefined {
  if (!isPlace(a) || !isPlace(b)) return undefined;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const height = radians(b.latitude - a.latitude);
  const width = radians(b.longitude - a.longitude);
  const chord =
    Math.sin(height / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(width / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(chord));
}

/** 0, 0 is how systems write "unknown". */
function isPlace(facts: HotelFacts): facts is HotelFacts & { latitude: number; longitude: number } {
  const { latitude, longitude } = facts;
  return latitude !== undefined && longitude !== undefined && !(latitude === 0 && longitude === 0);
}

function nameReason(value: number): Reason {
  if (value >= 0.97) return { about: 'name', verdict: 'same', zh: '名称相同', en: 'same name' };
  if (value >= 0.5) return { about: 'name', verdict: 'alike', zh: '名称相近', en: 'names are alike' };
  return { about: 'name', verdict: 'differs', zh: '名称不同', en: 'names differ' };
}

function addressReason(value: number): Reason {
  if (value >= 0.9) return { about: 'address', verdict: 'same', zh: '地址相同', en: 'same address' };
  if (value >= 0.4) return { about: 'address', verdict: 'alike', zh: '地址相近', en: 'addresses are alike' };
  return { about: 'address', verdict: 'differs', zh: '地址不同', en: 'addresses differ' };
}

function distanceReason(metres: number): Reason {
  const zh = metres < 1000 ? `相距 ${Math.round(metres)} 米` : `相距 ${(metres / 1000).toFixed(1)} 公里`;
  const en = metres < 1000 ? `${Math.round(metres)} m apart` : `${(metres / 1000).toFixed(1)} km apart`;
  const verdict = metres <= SAME_HOUSE_M ? 'same' : metres <= APART_M ? 'alike' : 'differs';
  return { about: 'distance', verdict, zh, en };
}
