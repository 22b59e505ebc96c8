import type { Random, Session } from '@yuzhu/runtime';

/**
 * What the platform numbers, with the digits its ids begin with. Lengths as seen in live traffic: 19 digits, products
 * 16 (observed).
 */
const PREFIXES = {
  /** Voucher orders and bookings share one number range. */
  order: ['11', 19],
  coupon: ['72', 19],
  verification: ['77', 19],
  bill: ['73', 19],
  flow: ['74', 19],
  voucher: ['188', 16],
  ratePlan: ['179', 16],
  hotel: ['75', 19],
  room: ['76', 19],
  account: ['70', 19],
  promotion: ['78', 19],
} as const satisfies Record<string, readonly [prefix: string, length: number]>;

/** A kind of platform id. */
export type IdKind = keyof typeof PREFIXES;

/** Digits of an id that are left to chance, so that ids can not be guessed by counting. */
const CHANCE_DIGITS = 3;

/** A new platform id: text of digits, unique by the database's sequence. Draws once from `random`. */
export async function newId(session: Session, random: Random, kind: IdKind): Promise<string> {
  const { next } = await session.one<{ next: number }>("SELECT nextval('sandbox.ids') AS next");
  return formatId(kind, next, random.int(10 ** CHANCE_DIGITS));
}

/** Several new ids of one kind, in one round trip. */
export async function newIds(session: Session, random: Random, kind: IdKind, count: number): Promise<string[]> {
  const rows = await session.query<{ next: number }>(
    "SELECT nextval('sandbox.ids') AS next FROM generate_series(1, $1)",
    [count],
  );
  return rows.map(({ next }) => formatId(kind, next, random.int(10 ** CHANCE_DIGITS)));
}

/** The text of an id: prefix, running number, chance. */
export function formatId(kind: IdKind, running: number, chance: number): string {
  const [prefix, length] = PREFIXES[kind];
  const room = length - prefix.length - CHANCE_DIGITS;
  const digits = String(running).padStart(room, '0');
  if (digits.length > room) throw new RangeError(`the sequence of ids is used up: ${running}`);
  return `${prefix}${digits}${String(chance).padStart(CHANCE_DIGITS, '0')}`;
}
