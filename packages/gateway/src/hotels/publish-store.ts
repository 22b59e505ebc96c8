import { type Session, statement } from '@yuzhu/runtime';
import type { HotelState } from './decide-publish.ts';
import type { HotelDetails } from './details.ts';

/** A hotel with what its sender needs. */
export interface PublishedHotel {
  readonly hotelId: string;
  readonly name: string;
  readonly details: HotelDetails | undefined;
  readonly platformHotelId: string | undefined;
  readonly state: HotelState;
}

/** Saves of and questions about an account's hotels come one after another: the name of that turn. */
export function hotelsOf(accountId: string): string {
  return `hotels/${accountId}`;
}

interface Row {
  readonly hotel_id: string;
  readonly name: string;
  readonly details: HotelDetails | null;
  readonly platform_hotel_id: string | null;
  readonly publish_state: HotelState;
}

const READ = `SELECT hotel_id, name, details, platform_hotel_id, publish_state FROM gateway.hotels
  WHERE account_id = $1 AND hotel_id = ANY ($2::text[]) ORDER BY hotel_id`;
const FIND = statement('hotel_publish_find', READ);
const LOCK = statement('hotel_publish_lock', `${READ} FOR NO KEY UPDATE`);

/** Hotels as they have to be told; unknown ids are left out. */
export async function readHotels(
  session: Session,
  accountId: string,
  ids: readonly string[],
): Promise<PublishedHotel[]> {
  return (await session.query<Row>(FIND, [accountId, ids])).map(toHotel);
}

/** One of them, kept as it is until the transaction ends. */
export async function lockPublishedHotel(
  session: Session,
  accountId: string,
  hotelId: string,
): Promise<PublishedHotel | undefined> {
  return (await session.query<Row>(LOCK, [accountId, [hotelId]])).map(toHotel)[0];
}

const DETAILS = statement(
  'hotel_set_details',
  'UPDATE gateway.hotels SET details = $3::jsonb WHERE account_id = $1 AND hotel_id = $2',
);

/** Keeps what a hotel tells of itself. False when there is none. */
export async function setHotelDetails(
  session: Session,
  accountId: string,
  hotelId: string,
  details: HotelDetails,
): Promise<boolean> {
  return (await session.execute(DETAILS, [accountId, hotelId, JSON.stringify(details)])) === 1;
}

const STATE = statement(
  'hotel_set_state',
  'UPDATE gateway.hotels SET publish_state = $3, publish_reason = $4 WHERE account_id = $1 AND hotel_id = $2',
);

/** Keeps how far a hotel got. */
export async function setHotelState(
  session: Session,
  accountId: string,
  hotelId: string,
  state: HotelState,
  reason: string | undefined,
): Promise<void> {
  await session.execute(STATE, [accountId, hotelId, state, reason ?? null]);
}

const MATCHED = statement(
  'hotel_set_matched',
  `UPDATE gateway.hotels h SET platform_hotel_id = $3, category_id = coalesce($4, h.category_id)
   WHERE h.account_id = $1 AND h.hotel_id = $2 AND coalesce(h.platform_hotel_id, $3) = $3
     AND NOT EXISTS (SELECT 1 FROM gateway.hotels o WHERE o.platform_hotel_id = $3
                     AND NOT (o.account_id = $1 AND o.hotel_id = $2))`,
);

/** Keeps the platform's hotel. False when ours has another one, or that one belongs to another hotel. */
export async function setHotelMatched(
  session: Session,
  accountId: string,
  hotelId: string,
  platformHotelId: string,
  categoryId: number | undefined,
): Promise<boolean> {
  return (await session.execute(MATCHED, [accountId, hotelId, platformHotelId, categoryId ?? null])) === 1;
}

const NAMED = statement(
  'hotel_of_notice',
  `SELECT h.account_id, h.hotel_id FROM gateway.hotels h JOIN gateway.accounts a USING (account_id)
   WHERE a.client_key = $1 AND a.stress_of IS NULL AND h.publish_state <> 'draft'
     AND (h.hotel_id = $2 OR h.platform_hotel_id = $3) AND ($4::text IS NULL OR h.account_id = $4)`,
);

/** The published hotels a notice can be about, by our id or the platform's. */
export function hotelsOfNotice(
  session: Session,
  clientKey: string,
  notice: {
    readonly outHotelId: string | undefined;
    readonly hotelId: string | undefined;
    readonly account: string | undefined;
  },
): Promise<{ readonly account_id: string; readonly hotel_id: string }[]> {
  const { outHotelId, hotelId, account } = notice;
  return session.query(NAMED, [clientKey, outHotelId ?? null, hotelId ?? null, account ?? null]);
}

const DESCRIBED = statement(
  'hotel_described_rooms',
  `SELECT room_type_id FROM gateway.room_types
   WHERE account_id = $1 AND hotel_id = $2 AND details IS NOT NULL AND publish_state = 'draft'`,
);

/** Room types of a hotel that were described and have never been published: they waited for the hotel. */
export async function describedRooms(session: Session, accountId: string, hotelId: string): Promise<string[]> {
  const rows = await session.query<{ room_type_id: string }>(DESCRIBED, [accountId, hotelId]);
  return rows.map((row) => row.room_type_id);
}

function toHotel(row: Row): PublishedHotel {
  return {
    hotelId: row.hotel_id,
    name: row.name,
    details: row.details ?? undefined,
    platformHotelId: row.platform_hotel_id ?? undefined,
    state: row.publish_state,
  };
}
