import { addDays, encryptField, hotelDate, MAX_FEN } from '@yuzhu/contract';
import { MARKER, type Source } from './world.ts';

/** The part of a JSON schema the contract uses. */
export interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-unit'?: string;
  readonly 'x-encrypted'?: boolean;
  readonly 'x-personal'?: boolean;
}

/** Whether something with this chance happens. */
export function chance(source: Source, probability: number): boolean {
  return source.random.next() < probability;
}

/** A value of the shape: its members drawn from the marks of the contract and the ids of the world. */
export function draw(source: Source, shape: Shape, name = ''): unknown {
  const { random } = source;
  switch (shape.type) {
    case 'object':
      return drawObject(source, shape);
    case 'array': {
      const least = shape.minItems ?? 0;
      const size = chance(source, 0.05) ? Math.min(shape.maxItems ?? 60, 60) : least + random.int(3);
      return Array.from({ length: size }, () => draw(source, shape.items ?? {}, name));
    }
    case 'boolean':
      return chance(source, 0.5);
    case 'integer':
      return drawInteger(source, shape, name);
    case 'number':
      return random.pick([0, 31.2304, 121.4737, -90, 180, 0.1 + 0.2]);
    case 'string':
      return drawText(source, shape, name);
    default:
      return random.pick([null, 0, '', {}, []]);
  }
}

function drawObject(source: Source, shape: Shape): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(shape.properties ?? {})) {
    const needed = shape.required?.includes(key) ?? false;
    if (needed || chance(source, 0.5)) value[key] = draw(source, member, key);
    // What the platform's SDK sends for unset members.
    else if (chance(source, 0.1)) value[key] = source.random.pick([null, '']);
  }
  const free = Object.values(shape.patternProperties ?? {})[0];
  if (free !== undefined) for (const key of ['a', '金额', '0']) value[key] = draw(source, free, key);
  return value;
}

const FEN = [0, 1, -1, 99, 100, 52_000, 68_000, 129_800, MAX_FEN, 2_147_483_647];

function drawInteger(source: Source, shape: Shape, name: string): number {
  const { random, world } = source;
  const { minimum, maximum } = shape;
  if (minimum !== undefined && (maximum === undefined || chance(source, 0.2))) return minimum + random.int(3);
  if (minimum !== undefined && maximum !== undefined) return minimum + random.int(maximum - minimum + 1);
  if (shape['x-unit'] === 'fen') return random.pick(FEN);
  if (shape['x-unit'] === 'Unix seconds') {
    return random.pick([Math.floor(world.now / 1000), 0, 1, -1, 2_147_483_648, 253_402_300_800]);
  }
  if (name === 'biz_type') return random.pick([2011, 2012, 2021, 0]);
  if (name === 'page_index' || name === 'page_size') return random.pick([1, 2, 20, 50, 0, -1, 1000]);
  return random.pick([0, 1, 1, 1, 2, 2, 3, 4, 7, 31, -1, 1000, 2_147_483_647, Number.MAX_SAFE_INTEGER]);
}

const PLAIN_PHONES = [`+86${MARKER.phone}`, MARKER.phone, `{"phone":"${MARKER.phone}"}`, '\0', ''];
const OTHER_PHONES = [MARKER.phone, `+86 ${MARKER.phone}`, 'Enc.djIuMC4uLg==', '????', 'AAAAAAAAAAAAAAAAAAAAAA=='];
const NAMES = ['O’Brien-Łuczak, Zoë', '👨‍👩‍👧 ‏مرحبا', '某'.repeat(300), '\u0001', MARKER.name];

/** The same few texts are sealed again and again, and sealing costs more than all the rest of a message. */
const sealed = new Map<string, string>();

function seal({ world: { own } }: Source, text: string): string {
  const key = `${own.clientSecret} ${text}`;
  const known = sealed.get(key) ?? encryptField(own.clientSecret, text);
  sealed.set(key, known);
  return known;
}

/** Phones as they come: encrypted, plain, in JSON, in the newer scheme, spoilt. */
function phone(source: Source): string {
  const { random } = source;
  return chance(source, 0.5) ? seal(source, random.pick(PLAIN_PHONES)) : random.pick(OTHER_PHONES);
}

function personName(source: Source): string {
  return chance(source, 0.2) ? seal(source, MARKER.name) : source.random.pick(NAMES);
}

const TEXTS = [
  '',
  '请安排高楼层',
  'a',
  ' ',
  '\t',
  '0',
  'null',
  '中'.repeat(129),
  'x'.repeat(5000),
  '\u202eabc',
  '𠮷野家',
  'é',
];

function drawText(source: Source, shape: Shape, name: string): string {
  const { random } = source;
  if (shape['x-unit']?.startsWith('yyyy-MM-dd')) return drawDate(source);
  if (shape['x-encrypted'] === true) return phone(source);
  if (shape['x-personal'] === true && name !== 'client_secret') return personName(source);
  const id = idFor(source, name);
  if (id !== undefined) return id;
  if (shape.maxLength !== undefined && chance(source, 0.05)) return '9'.repeat(shape.maxLength);
  if ((shape.minLength ?? 0) > 0) return random.pick(['A1', '1190000000000000001', '号'.repeat(shape.minLength ?? 1)]);
  if (/time/.test(name)) return random.pick(['14:00', '2026-10-01 14:00', '25:61', '']);
  return random.pick(TEXTS);
}

/** A day near the world's today; now and then one that does not exist. */
function drawDate(source: Source): string {
  const { random, world } = source;
  if (chance(source, 0.05)) {
    return random.pick(['2026-02-30', '0000-00-00', '9999-12-31', '1900-01-01', '2024-02-29', '1899-12-31']);
  }
  return addDays(hotelDate(world.now), random.int(100) - 5);
}

/** An id of the world that fits a member of that name; undefined when its name tells nothing. */
function idFor(source: Source, name: string): string | undefined {
  const { random, world, made } = source;
  const ids = chance(source, 0.06) ? world.foreign : world.ids;
  const any = (list: readonly string[]) =>
    list.length === 0 || chance(source, 0.04) ? made.freshId() : random.pick(list);
  switch (name) {
    case 'account_id':
    case 'root_account_id':
      return any(ids.accounts);
    case 'hotel_id':
    case 'hotel_ids':
    case 'poi_ids':
      return any(ids.hotels);
    case 'room_id':
      return any(ids.rooms);
    case 'rate_plan_id':
    case 'rate_plan_ids':
    case 'bind_rate_plans':
      return any(ids.ratePlans);
    case 'out_rate_plan_id':
      return any(ids.outRatePlans);
    case 'pre_sale_coupon_id':
    case 'product_id_list':
    case 'id':
      return any(ids.vouchers);
    case 'out_id':
      return any(ids.outVouchers);
    case 'source_order_id':
      return any([...made.orders, ...ids.platformOrders]);
    case 'order_id':
    case 'shop_order_id':
      return any([
        ...made.bookings.slice(-20),
        ...made.orders.slice(-20),
        ...ids.platformBookings,
        ...ids.platformOrders,
      ]);
    case 'order_out_id':
      return any(ids.outOrders);
    case 'client_key':
      return random.pick([world.own.clientKey, world.other.clientKey, 'nobody']);
    case 'client_secret':
      // Never the own one: each new token ends an older one, and the run lives on its token.
      return random.pick([world.other.clientSecret, 'f'.repeat(32), '']);
    case 'grant_type':
      return chance(source, 0.9) ? 'client_credential' : random.pick(['', 'password']);
    case 'cursor':
      return random.pick(['0', '1', '', '-1', '9223372036854775808', 'x']);
    default:
      return undefined;
  }
}
