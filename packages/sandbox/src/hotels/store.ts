import { type Session, statement } from '@yuzhu/runtime';

/** A hotel of a merchant as the platform knows it. */
export interface Hotel {
  readonly hotelId: string;
  readonly name: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Leaf category, e.g. 8001001. */
  readonly categoryId: number;
}

const COLUMNS = `hotel_id AS "hotelId", name, province, city, district, address, latitude, longitude,
  category_id AS "categoryId"`;

const PAGE = statement(
  'sandbox.hotels.page',
  `SELECT ${COLUMNS} FROM sandbox.hotels WHERE account_id = $1 ORDER BY hotel_id OFFSET $2 LIMIT $3`,
);

/** One page of a merchant's hotels, in order of the id, and how many there are in all. */
export async function hotelPage(
  session: Session,
  accountId: string,
  skip: number,
  size: number,
): Promise<{ hotels: Hotel[]; total: number }> {
  const { total } = await session.one<{ total: number }>(
    'SELECT count(*) AS total FROM sandbox.hotels WHERE account_id = $1',
    [accountId],
  );
  return { hotels: skip >= total ? [] : await session.query<Hotel>(PAGE, [accountId, skip, size]), total };
}

/** A merchant's hotels behind an id, in order of it. */
export function hotelsAfter(session: Session, accountId: string, after: string, limit: number): Promise<Hotel[]> {
  return session.query<Hotel>(
    `SELECT ${COLUMNS} FROM sandbox.hotels WHERE account_id = $1 AND hotel_id > $2 ORDER BY hotel_id LIMIT $3`,
    [accountId, after, limit],
  );
}

/** Some hotels of a merchant by id; foreign and unknown ids are left out. */
export function hotelsByIds(session: Session, accountId: string, hotelIds: readonly string[]): Promise<Hotel[]> {
  return session.query<Hotel>(
    `SELECT ${COLUMNS} FROM sandbox.hotels WHERE account_id = $1 AND hotel_id = ANY($2) ORDER BY hotel_id`,
    [accountId, hotelIds],
  );
}

/** Adds a hotel; one that exists stays as it is. */
export async function addHotel(session: Session, accountId: string, hotel: Hotel, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.hotels (account_id, hotel_id, name, province, city, district, address, latitude, longitude,
       category_id, created_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      accountId,
      hotel.hotelId,
      hotel.name,
      hotel.province,
      hotel.city,
      hotel.district,
      hotel.address,
      hotel.latitude,
      hotel.longitude,
      hotel.categoryId,
      now,
    ],
  );
}
