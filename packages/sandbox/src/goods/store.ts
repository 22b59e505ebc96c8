import { type Session, statement } from '@yuzhu/runtime';

/** A bookable good: a physical room type with a rate plan (预定商品, product type 13). */
export interface Good {
  readonly ratePlanId: string;
  readonly outRatePlanId: string;
  readonly hotelId: string;
  readonly roomId: string;
  readonly name: string;
  readonly shelf: 'on' | 'off' | 'deleted';
  /** 1 full-day, 2 hourly. */
  readonly salesType: number;
  readonly currency: string;
  readonly hourly: HourlyDetail | null;
}

/** Hours of an hourly good, in wire form. */
export interface HourlyDetail {
  readonly earliest_check_in: string;
  readonly latest_check_out: string;
  readonly usage_duration: number;
}

const COLUMNS = `rate_plan_id AS "ratePlanId", out_rate_plan_id AS "outRatePlanId", hotel_id AS "hotelId",
  room_id AS "roomId", name, shelf, sales_type AS "salesType", currency, hourly`;

const BY_IDS = statement(
  'sandbox.goods.by_ids',
  `SELECT ${COLUMNS} FROM sandbox.goods WHERE account_id = $1 AND rate_plan_id = ANY($2) AND shelf <> 'deleted'`,
);

/** Some goods of a merchant by id; foreign, unknown and deleted ones are left out. */
export function goodsByIds(session: Session, accountId: string, ratePlanIds: readonly string[]): Promise<Good[]> {
  return session.query<Good>(BY_IDS, [accountId, ratePlanIds]);
}

/** Goods of a merchant by the partner's ids, locked until the transaction ends; deleted ones are left out. */
export function goodsByPartnerIds(session: Session, accountId: string, outIds: readonly string[]): Promise<Good[]> {
  return session.query<Good>(
    `SELECT ${COLUMNS} FROM sandbox.goods
     WHERE account_id = $1 AND out_rate_plan_id = ANY($2) AND shelf <> 'deleted' ORDER BY rate_plan_id FOR UPDATE`,
    [accountId, outIds],
  );
}

/** One good, locked until the transaction ends; deleted ones are gone. */
export function lockGood(session: Session, accountId: string, ratePlanId: string): Promise<Good | undefined> {
  return session.first<Good>(
    `SELECT ${COLUMNS} FROM sandbox.goods
     WHERE account_id = $1 AND rate_plan_id = $2 AND shelf <> 'deleted' FOR UPDATE`,
    [accountId, ratePlanId],
  );
}

/** The goods of a merchant that are not deleted, in order of hotel and id. */
export function goodsOf(session: Session, accountId: string): Promise<Good[]> {
  return session.query<Good>(
    `SELECT ${COLUMNS} FROM sandbox.goods WHERE account_id = $1 AND shelf <> 'deleted' ORDER BY hotel_id, rate_plan_id`,
    [accountId],
  );
}

/** Adds a good. False when another transaction bound the partner's id first. */
export async function insertGood(session: Session, accountId: string, good: Good, now: number): Promise<boolean> {
  const added = await session.execute(
    `INSERT INTO sandbox.goods (account_id, rate_plan_id, out_rate_plan_id, hotel_id, room_id, name, shelf, sales_type,
       currency, hourly, created_ms, updated_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
     ON CONFLICT (account_id, out_rate_plan_id) WHERE shelf <> 'deleted' DO NOTHING`,
    [
      accountId,
      good.ratePlanId,
      good.outRatePlanId,
      good.hotelId,
      good.roomId,
      good.name,
      good.shelf,
      good.salesType,
      good.currency,
      good.hourly === null ? null : JSON.stringify(good.hourly),
      now,
    ],
  );
  return added === 1;
}

/** Takes over the changeable parts of a good. */
export async function updateGood(session: Session, accountId: string, good: Good, now: number): Promise<void> {
  await session.execute(
    `UPDATE sandbox.goods SET name = $3, shelf = $4, currency = $5, hourly = $6, updated_ms = $7
     WHERE account_id = $1 AND rate_plan_id = $2`,
    [
      accountId,
      good.ratePlanId,
      good.name,
      good.shelf,
      good.currency,
      good.hourly === null ? null : JSON.stringify(good.hourly),
      now,
    ],
  );
}

/** Puts a good on the shelf, takes it off, or deletes it. */
export async function setGoodShelf(
  session: Session,
  accountId: string,
  ratePlanId: string,
  shelf: Good['shelf'],
  now: number,
): Promise<void> {
  await session.execute(
    'UPDATE sandbox.goods SET shelf = $3, updated_ms = $4 WHERE account_id = $1 AND rate_plan_id = $2',
    [accountId, ratePlanId, shelf, now],
  );
}
