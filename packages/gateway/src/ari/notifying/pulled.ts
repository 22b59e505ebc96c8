import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../../context.ts';
import { lotsOf } from '../../lots.ts';
import { sized } from '../../sized.ts';
import { type DirtyMark, markDirty } from '../dirty.ts';
import type { AriKind } from '../sending/calls.ts';
import { clearMarks, MARKS_AT_ONCE } from '../sending/store.ts';
import type { ReadMark } from '../sending/truth.ts';
import { settledStock } from './settle.ts';

/** What a pull was answered about one night of a rate plan. */
export interface AnsweredNight {
  readonly night: string;
  /** Fen; -1 = cleared. */
  readonly price: number;
  readonly rackPrice: number | undefined;
  readonly beforeTax: number | undefined;
  readonly inventory: number;
  readonly available: boolean;
}

/** What a pull was answered about one rate plan, and the marks that stood when the answer was read: same snapshot. */
export interface AnsweredPlan {
  readonly accountId: string;
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly nights: readonly AnsweredNight[];
  /** Of the rate plan (price) and its room type (stock); empty for an account that pushes. */
  readonly marks: readonly (ReadMark & { readonly kind: AriKind })[];
}

// What says nothing new is not written again: hot hotels are pulled all the time. A night that was told otherwise while
// the answer was under way is given back: nobody knows which of the two words the platform keeps.
const NOTE = statement(
  'ari_pulled_note',
  `WITH told AS (
     SELECT * FROM unnest($2::text[], $3::date[], $4::int[], $5::int[], $6::int[], $7::bool[], $8::bigint[], $9::bigint[],
       $10::int[], $13::int[])
       AS t(rate_plan_id, night, price, rack_price, inventory, available, price_seq, stock_seq, sold, price_before_tax)),
   known AS (
     SELECT t.*, a.rate_plan_id IS NOT NULL AS known, a.pulled_at, a.price_at, a.stock_at,
            (a.pulled_price, a.pulled_rack_price, a.pulled_price_before_tax, a.pulled_inventory, a.pulled_available,
             a.pulled_price_seq, a.pulled_stock_seq, a.pulled_sold)
              IS DISTINCT FROM (t.price, t.rack_price, t.price_before_tax, t.inventory, t.available, t.price_seq,
                t.stock_seq, t.sold) AS new,
            w.price AS last_price, w.rack_price AS last_rack, w.price_before_tax AS last_before_tax, w.inventory AS last_inventory, w.available AS last_available
     FROM told t
     LEFT JOIN gateway.ari_acknowledged a
       ON a.account_id = $1 AND a.rate_plan_id = t.rate_plan_id AND a.night = t.night
     LEFT JOIN gateway.ari_last_words w
       ON w.account_id = $1 AND w.rate_plan_id = t.rate_plan_id AND w.night = t.night),
   noted AS (
     INSERT INTO gateway.ari_acknowledged (account_id, rate_plan_id, night, pulled_price, pulled_rack_price,
       pulled_price_before_tax, pulled_inventory, pulled_available, pulled_price_seq, pulled_stock_seq, pulled_sold,
       pulled_at)
     SELECT $1, k.rate_plan_id, k.night, k.price, k.rack_price, k.price_before_tax, k.inventory, k.available, k.price_seq, k.stock_seq, k.sold,
            $12
     FROM known k
     WHERE k.new OR k.pulled_at IS NULL OR k.price_at >= k.pulled_at OR k.stock_at >= k.pulled_at
     ORDER BY k.rate_plan_id, k.night
     ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET pulled_price = excluded.pulled_price,
       pulled_rack_price = excluded.pulled_rack_price,
       pulled_price_before_tax = excluded.pulled_price_before_tax, pulled_inventory = excluded.pulled_inventory,
       pulled_available = excluded.pulled_available, pulled_price_seq = excluded.pulled_price_seq,
       pulled_stock_seq = excluded.pulled_stock_seq, pulled_sold = excluded.pulled_sold, pulled_at = excluded.pulled_at)
   SELECT rate_plan_id, night,
          greatest(price_at, pulled_at) > $11
            AND (last_price, last_rack, last_before_tax) IS DISTINCT FROM (price, rack_price, price_before_tax) AS price_overtaken,
          greatest(stock_at, pulled_at) > $11
            AND (last_inventory, last_available) IS DISTINCT FROM (inventory, available) AS stock_overtaken
   FROM known
   WHERE greatest(price_at, stock_at, pulled_at) > $11`,
);

/**
 * Keeps what a pull was answered, once the answer has left, and settles the marks it answered: those nobody has renewed
 * since it was read. Call it for plans of one account.
 * @param readAt when the pull came, Unix ms: the truth was read after it
 * @returns whether marks are left that have to be told
 */
export async function notePulled(
  { db, clock }: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  plans: readonly AnsweredPlan[],
  readAt: number,
): Promise<boolean> {
  const now = clock.now();
  const marks = plans.flatMap((plan) => plan.marks);
  // Two transactions, because marks are locked in the order of their key and after the counters of clearMarks. Between
  // the two too much is marked, never too little.
  const overtaken = await db.tx(async (session) => {
    const found = await note(session, accountId, plans, readAt, now);
    await markDirty(session, accountId, found, now);
    return found;
  });
  // Several rate plans of a room type bring the same mark.
  const stock = new Map(
    marks.filter(({ kind }) => kind === 'stock').map((mark) => [`${mark.subjectId} ${mark.night}`, mark]),
  );
  const price = marks.filter(({ kind }) => kind === 'price');
  await db.tx(async (session) => {
    const settled = stock.size === 0 ? [] : await settledStock(session, accountId, [...stock.values()]);
    await clearMarks(session, accountId, { price, stock: settled }, now);
  });
  return marks.length > 0 || overtaken.length > 0;
}

async function note(
  session: Session,
  accountId: string,
  plans: readonly AnsweredPlan[],
  readAt: number,
  now: number,
): Promise<DirtyMark[]> {
  const rows = plans.flatMap((plan) => {
    const markOf = new Map(plan.marks.map((mark) => [`${mark.kind} ${mark.night}`, mark]));
    return plan.nights.map((night) => ({
      ...night,
      ratePlanId: plan.ratePlanId,
      price_seq: markOf.get(`price ${night.night}`)?.seq ?? null,
      stock: markOf.get(`stock ${night.night}`),
    }));
  });
  const found: Overtaken[] = [];
  for (const lot of lotsOf(rows, MARKS_AT_ONCE)) found.push(...(await noteLot(session, accountId, lot, readAt, now)));
  const roomOf = new Map(plans.map(({ ratePlanId, roomTypeId }) => [ratePlanId, roomTypeId]));
  return found.flatMap(({ rate_plan_id: id, night, price_overtaken, stock_overtaken }): DirtyMark[] => [
    ...(price_overtaken === true ? [{ kind: 'price', subjectId: id, night } as const] : []),
    ...(stock_overtaken === true ? [{ kind: 'stock', subjectId: roomOf.get(id) ?? '', night } as const] : []),
  ]);
}

/** A night that was told otherwise since the answer was read. */
interface Overtaken {
  readonly rate_plan_id: string;
  readonly night: string;
  readonly price_overtaken: boolean | null;
  readonly stock_overtaken: boolean | null;
}

function noteLot(
  session: Session,
  accountId: string,
  rows: readonly (AnsweredNight & { ratePlanId: string; price_seq: number | null; stock: ReadMark | undefined })[],
  readAt: number,
  now: number,
): Promise<Overtaken[]> {
  return session.query<Overtaken>(sized(NOTE, rows.length), [
    accountId,
    rows.map((row) => row.ratePlanId),
    rows.map((row) => row.night),
    rows.map((row) => row.price),
    rows.map((row) => row.rackPrice ?? null),
    rows.map((row) => row.inventory),
    rows.map((row) => row.available),
    rows.map((row) => row.price_seq),
    rows.map((row) => row.stock?.seq ?? null),
    rows.map((row) => row.stock?.sold ?? null),
    new Date(readAt),
    new Date(now),
    rows.map((row) => row.beforeTax ?? null),
  ]);
}
