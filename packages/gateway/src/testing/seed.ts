import { addDays } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { DataKeys } from '../keys/data-keys.ts';

/** What a seeded account is like. */
export interface SeedOptions {
  /** Number of the account; makes every id of it. Default 1. */
  readonly account?: number;
  /** Application that the account authorised; made when missing. Default: one of its own. */
  readonly application?: SeedApplication;
  readonly roomTypes?: number;
  /** First night with stock and prices. Default 2026-10-01. */
  readonly from?: string;
  readonly nights?: number;
  /** Rooms a night, default 10. */
  readonly stock?: number;
  /** Fen a room a night, default 52800. */
  readonly price?: number;
  readonly maxGuests?: number;
  readonly voucher?: Partial<SeedVoucher>;
}

/** Usage rules of the seeded voucher. */
export interface SeedVoucher {
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  readonly separable: boolean;
}

/** An application with its secret. */
export interface SeedApplication {
  readonly clientKey: string;
  readonly secret: string;
}

/** A room type with one published rate plan. */
export interface SeededRoom {
  readonly roomTypeId: string;
  readonly ratePlanId: string;
  readonly platformRoomId: string;
  readonly platformRatePlanId: string;
}

/** An account that is ready for orders. */
export interface Seeded extends SeedApplication {
  readonly accountId: string;
  readonly hotelId: string;
  readonly platformHotelId: string;
  readonly rooms: readonly SeededRoom[];
  /** The first of `rooms`. */
  readonly room: SeededRoom;
  readonly voucherId: string;
  readonly platformVoucherId: string;
  readonly from: string;
  readonly nights: number;
  readonly price: number;
  /** The night `days` after the first one. */
  night(days: number): string;
}

const CREATED = new Date('2026-01-01T00:00:00Z');

/** Writes an account with one hotel, room types, published rate plans, a calendar and a voucher on the shelf. */
export async function seedAccount(session: Session, keys: DataKeys, options: SeedOptions = {}): Promise<Seeded> {
  const n = options.account ?? 1;
  const { roomTypes = 1, from = '2026-10-01', nights = 30, stock = 10, price = 52_800, maxGuests = 2 } = options;
  const { clientKey, secret } = options.application ?? {
    clientKey: `awexample${String(n).padStart(4, '0')}demo`,
    secret: `0123456789abcdef0123456789AB${String(n).padStart(4, '0')}`,
  };
  const accountId = `740000000000000${String(n).padStart(4, '0')}`;
  const hotelId = `hotel-${n}`;
  const platformHotelId = `750000000000${String(n).padStart(4, '0')}011`;
  const voucherId = `voucher-${n}`;
  const platformVoucherId = `18800998877${String(n).padStart(5, '0')}`;
  const { roomsPerVoucher = 1, nightsPerVoucher = 1, separable = false } = options.voucher ?? {};
  const rooms = Array.from({ length: roomTypes }, (_, i) => ({
    roomTypeId: `room-${n}-${i}`,
    ratePlanId: `plan-${n}-${i}`,
    platformRoomId: `7600000000${String(n).padStart(4, '0')}${String(i).padStart(5, '0')}`,
    platformRatePlanId: `1880011${String(n).padStart(4, '0')}${String(i).padStart(5, '0')}`,
  }));
  await session.execute(
    'INSERT INTO gateway.applications (client_key, secret, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [clientKey, keys.encrypt(secret), CREATED],
  );
  await session.execute('INSERT INTO gateway.accounts VALUES ($1, $2, $3, $4)', [
    accountId,
    clientKey,
    `商家 ${n}`,
    CREATED,
  ]);
  await session.execute(
    `INSERT INTO gateway.hotels (account_id, hotel_id, name, platform_hotel_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [accountId, hotelId, `湖畔酒店 ${n}`, platformHotelId, CREATED],
  );
  await session.execute(
    `INSERT INTO gateway.room_types (account_id, room_type_id, hotel_id, name, max_guests, platform_room_id, created_at)
     SELECT $1, r.id, $2, '双床房', $3, r.platform_id, $4 FROM unnest($5::text[], $6::text[]) AS r(id, platform_id)`,
    [accountId, hotelId, maxGuests, CREATED, rooms.map((r) => r.roomTypeId), rooms.map((r) => r.platformRoomId)],
  );
  await session.execute(
    `INSERT INTO gateway.rate_plans
       (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, publish_state, created_at)
     SELECT $1, r.id, r.room_type_id, '含早', r.platform_id, 'published', $2
     FROM unnest($3::text[], $4::text[], $5::text[]) AS r(id, room_type_id, platform_id)`,
    [
      accountId,
      CREATED,
      rooms.map((r) => r.ratePlanId),
      rooms.map((r) => r.roomTypeId),
      rooms.map((r) => r.platformRatePlanId),
    ],
  );
  await session.execute(
    `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
     SELECT $1, r.id, $3::date + d, $4 FROM unnest($2::text[]) AS r(id), generate_series(0, $5 - 1) AS d`,
    [accountId, rooms.map((r) => r.roomTypeId), from, stock, nights],
  );
  await session.execute(
    `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
     SELECT $1, r.id, $3::date + d, $4 FROM unnest($2::text[]) AS r(id), generate_series(0, $5 - 1) AS d`,
    [accountId, rooms.map((r) => r.ratePlanId), from, price, nights],
  );
  await session.execute(
    `INSERT INTO gateway.vouchers (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher,
       separable, platform_voucher_id, state, created_at, updated_at)
     VALUES ($1, $2, '两晚通兑券', '{}', $3, $4, $5, $6, 'on_shelf', $7, $7)`,
    [accountId, voucherId, roomsPerVoucher, nightsPerVoucher, separable, platformVoucherId, CREATED],
  );
  return {
    clientKey,
    secret,
    accountId,
    hotelId,
    platformHotelId,
    rooms,
    room: rooms[0] as SeededRoom,
    voucherId,
    platformVoucherId,
    from,
    nights,
    price,
    night: (days) => addDays(from, days),
  };
}

/** Writes paid voucher orders, each of `vouchers` vouchers used one by one, without going through the door. */
export async function seedVoucherOrders(
  session: Session,
  keys: DataKeys,
  seeded: Seeded,
  orderIds: readonly string[],
  units: { readonly vouchers?: number; readonly nightsPerVoucher?: number } = {},
): Promise<void> {
  const { vouchers = 1, nightsPerVoucher = 1 } = units;
  // As large as a real one, so that what touches the row costs what it costs in life.
  const guest = keys.encrypt('g'.repeat(120));
  const request = keys.encrypt('r'.repeat(900));
  await session.execute(
    `INSERT INTO gateway.voucher_orders (account_id, order_id, order_out_id, voucher_id, platform_voucher_id, state,
       vouchers, units_total, unit, rooms_per_voucher, nights_per_voucher, total_amount, pay_amount, paid_at, guest,
       request, created_at)
     SELECT $1, o.id, 'PV-' || o.id, $2, $3, 'paid', $4, $4, 'voucher', 1, $5, 64900, 64900, $6, $7, $8, $6
     FROM unnest($9::text[]) AS o(id)`,
    [
      seeded.accountId,
      seeded.voucherId,
      seeded.platformVoucherId,
      vouchers,
      nightsPerVoucher,
      CREATED,
      guest,
      request,
      orderIds,
    ],
  );
}
