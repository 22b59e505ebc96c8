import type { Session } from '@yuzhu/runtime';
import type { HotelDetails } from './check-details.ts';
import type { Hotel } from './store.ts';

/** A partner's hotel and how far it got. */
export interface Submission {
  readonly accountId: string;
  readonly outHotelId: string;
  /** The platform's hotel once matched or created. */
  readonly hotelId: string | null;
  /** Match state. */
  readonly status: number;
  readonly message: string;
}

const COLUMNS = 'account_id AS "accountId", out_hotel_id AS "outHotelId", hotel_id AS "hotelId", status, message';

/** A submission, made if there is none, locked until the transaction ends. */
export async function lockSubmission(
  session: Session,
  accountId: string,
  outHotelId: string,
  status: number,
  now: number,
): Promise<Submission> {
  await session.execute(
    `INSERT INTO sandbox.hotel_submissions (account_id, out_hotel_id, status, updated_ms) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [accountId, outHotelId, status, now],
  );
  return session.one<Submission>(
    `SELECT ${COLUMNS} FROM sandbox.hotel_submissions WHERE account_id = $1 AND out_hotel_id = $2 FOR UPDATE`,
    [accountId, outHotelId],
  );
}

/** The submission a hotel of the platform is bound to. */
export function submissionOfHotel(
  session: Session,
  accountId: string,
  hotelId: string,
): Promise<Submission | undefined> {
  return session.first<Submission>(
    `SELECT ${COLUMNS} FROM sandbox.hotel_submissions WHERE account_id = $1 AND hotel_id = $2`,
    [accountId, hotelId],
  );
}

/** Writes how far a submission got. */
export async function saveSubmission(session: Session, one: Submission, now: number): Promise<void> {
  await session.execute(
    `UPDATE sandbox.hotel_submissions SET hotel_id = $3, status = $4, message = $5, updated_ms = $6
     WHERE account_id = $1 AND out_hotel_id = $2`,
    [one.accountId, one.outHotelId, one.hotelId, one.status, one.message, now],
  );
}

/** A submission with the category of its hotel. */
export interface SubmissionState extends Submission {
  readonly categoryId: number | null;
}

/** Submissions by either id; what was never sent is left out. */
export function submissionsByIds(
  session: Session,
  accountId: string,
  outHotelIds: readonly string[],
  hotelIds: readonly string[],
): Promise<SubmissionState[]> {
  return session.query<SubmissionState>(
    `SELECT s.account_id AS "accountId", out_hotel_id AS "outHotelId", s.hotel_id AS "hotelId", status, message,
       h.category_id AS "categoryId"
     FROM sandbox.hotel_submissions s
     LEFT JOIN sandbox.hotels h ON h.account_id = s.account_id AND h.hotel_id = s.hotel_id
     WHERE s.account_id = $1 AND (out_hotel_id = ANY($2) OR s.hotel_id = ANY($3)) ORDER BY out_hotel_id`,
    [accountId, outHotelIds, hotelIds],
  );
}

/** The merchant's hotels that no partner has bound. */
export function freeHotels(session: Session, accountId: string): Promise<Hotel[]> {
  return session.query<Hotel>(
    `SELECT hotel_id AS "hotelId", name, province, city, district, address, latitude, longitude,
       category_id AS "categoryId"
     FROM sandbox.hotels h WHERE account_id = $1 AND NOT EXISTS (
       SELECT 1 FROM sandbox.hotel_submissions s WHERE s.account_id = h.account_id AND s.hotel_id = h.hotel_id)
     ORDER BY hotel_id`,
    [accountId],
  );
}

/** Takes over what an approved version says; what it leaves out stays. */
export async function applyHotel(
  session: Session,
  accountId: string,
  hotelId: string,
  details: HotelDetails,
): Promise<void> {
  const { hotel_name: name, latitude, longitude, address } = details.hotel_base_info ?? {};
  await session.execute(
    `UPDATE sandbox.hotels SET name = coalesce($3, name), latitude = coalesce($4, latitude),
       longitude = coalesce($5, longitude), province = coalesce($6, province), city = coalesce($7, city),
       district = coalesce($8, district), address = coalesce($9, address), details = $10
     WHERE account_id = $1 AND hotel_id = $2`,
    [
      accountId,
      hotelId,
      name ?? null,
      latitude ?? null,
      longitude ?? null,
      address?.province ?? null,
      address?.city ?? null,
      address?.district ?? null,
      address?.detail_address ?? null,
      JSON.stringify(details),
    ],
  );
}
