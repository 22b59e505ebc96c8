import {
  ARI_HORIZON_NIGHTS,
  daysBetween,
  daysIn,
  type interfaces,
  isDate,
  PARTNER,
  type ReplyOf,
  type RequestOf,
} from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import type { AnsweredPlan } from '../ari/notifying/pulled.ts';
import type { AriKind } from '../ari/sending/calls.ts';
import { type OrRefusal, ok, refused } from '../spi/refusal.ts';

/** The message of an ARI pull. */
export type PullMessage = RequestOf<typeof interfaces.ariPull>;
/** The business members of its answer. */
export type PullReply = ReplyOf<typeof interfaces.ariPull>;
/** The calendar of one good. */
type GoodRates = PullReply['room_rates'][number];

/** Hotels and goods one call may ask for; more is a fault of the sender (inferred). */
const MOST_HOTELS = 100;
const MOST_GOODS = 500;
/** The platform's sub-code of a wrong rate plan id (observed). */
const UNKNOWN_RATE_PLAN = 60021;

/** What a pull asks for. */
export interface PullQuestion {
  readonly hotels: readonly string[];
  /** Empty = all goods of the hotels. */
  readonly goods: readonly string[];
  readonly from: string;
  /** Last night, included (inferred). */
  readonly to: string;
}

/** Reads a pull. Codes: 5 for a range that is none, 13 for more than a call may ask. */
export function readPull(message: PullMessage): OrRefusal<PullQuestion> {
  const { start, end } = message.date_range;
  if (!isDate(start)) return refused(PARTNER.badDate, 'date_range.start is no day of the calendar');
  if (!isDate(end)) return refused(PARTNER.badDate, 'date_range.end is no day of the calendar');
  const nights = daysBetween(start, end) + 1;
  if (nights < 1) return refused(PARTNER.badDate, 'date_range.end is before date_range.start');
  // One day back and today belong to the range beside the horizon (observed for the notice).
  if (nights > ARI_HORIZON_NIGHTS + 2) {
    return refused(PARTNER.badDate, `date_range has more than ${ARI_HORIZON_NIGHTS + 2} nights`);
  }
  const goods = message.rate_plan_ids ?? [];
  if (message.hotel_ids.length > MOST_HOTELS) return refused(PARTNER.other, `at most ${MOST_HOTELS} hotel_ids`);
  if (goods.length > MOST_GOODS) return refused(PARTNER.other, `at most ${MOST_GOODS} rate_plan_ids`);
  return ok({ hotels: message.hotel_ids, goods, from: start, to: end });
}

/** One good with the nights it has something to say about. */
export interface PulledGood {
  readonly accountId: string;
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly platformRatePlanId: string;
  /** On sale. */
  readonly active: boolean;
  /** Ascending, one entry per night that has stock or a price. */
  readonly nights: readonly string[];
  readonly prices: readonly (number | null)[];
  readonly rackPrices: readonly (number | null)[];
  readonly beforeTax?: readonly (number | null)[];
  /** Outside the mainland. */
  readonly currency?: string | null;
  readonly open: readonly boolean[];
  readonly roomsLeft: readonly number[];
  /** Changes the platform was not told of when this was read, for accounts that tell it by notices. */
  readonly markKinds: readonly AriKind[];
  readonly markNights: readonly string[];
  readonly markSeqs: readonly number[];
  readonly markSold: readonly (number | null)[];
}

// Calendar and marks come from one statement, hence from one snapshot: a mark is never newer than what is answered.
const READ = statement(
  'pull_read',
  `WITH goods AS MATERIALIZED (
     SELECT p.account_id, p.rate_plan_id, p.room_type_id, p.platform_rate_plan_id, p.active, a.currency,
            a.ari_by = 'notice' AS by_notice
     FROM gateway.hotels h
     JOIN gateway.accounts a ON a.account_id = h.account_id AND a.client_key = $1
     JOIN gateway.room_types t ON t.account_id = h.account_id AND t.hotel_id = h.hotel_id
     JOIN gateway.rate_plans p ON p.account_id = t.account_id AND p.room_type_id = t.room_type_id
     WHERE h.platform_hotel_id = ANY ($2::text[]) AND p.platform_rate_plan_id IS NOT NULL
       AND (cardinality($3::text[]) = 0 OR p.platform_rate_plan_id = ANY ($3::text[])))
   SELECT g.account_id AS "accountId", g.rate_plan_id AS "ratePlanId", g.room_type_id AS "roomTypeId",
          g.platform_rate_plan_id AS "platformRatePlanId", g.active, g.currency,
          coalesce(c.nights, '{}') AS nights, coalesce(c.prices, '{}') AS prices, coalesce(c.racks, '{}') AS "rackPrices",
          coalesce(c.before_tax, '{}') AS "beforeTax",
          coalesce(c.open, '{}') AS open, coalesce(c.lefts, '{}') AS "roomsLeft",
          coalesce(m.kinds, '{}') AS "markKinds", coalesce(m.nights, '{}') AS "markNights",
          coalesce(m.seqs, '{}') AS "markSeqs", coalesce(m.sold, '{}') AS "markSold"
   FROM goods g
   LEFT JOIN LATERAL (
     SELECT array_agg(x.night ORDER BY x.night) AS nights, array_agg(x.price ORDER BY x.night) AS prices,
            array_agg(x.rack_price ORDER BY x.night) AS racks,
            array_agg(x.price_before_tax ORDER BY x.night) AS before_tax, array_agg(x.open ORDER BY x.night) AS open,
            array_agg(x.rooms_left ORDER BY x.night) AS lefts
     FROM (
       SELECT night, n.price, n.rack_price, n.price_before_tax, n.open IS TRUE AND r.open IS TRUE AS open,
              least(coalesce(r.stock + r.overbooking - r.sold, 0), q.quota - q.counted) AS rooms_left
       FROM (SELECT * FROM gateway.rate_nights
             WHERE account_id = g.account_id AND rate_plan_id = g.rate_plan_id AND night BETWEEN $4 AND $5) n
       FULL JOIN (SELECT * FROM gateway.room_nights
             WHERE account_id = g.account_id AND room_type_id = g.room_type_id AND night BETWEEN $4 AND $5) r
       USING (night)
       LEFT JOIN (SELECT night, quota, sold AS counted FROM gateway.plan_nights
             WHERE account_id = g.account_id AND rate_plan_id = g.rate_plan_id AND night BETWEEN $4 AND $5) q
       USING (night)) x) c ON true
   LEFT JOIN LATERAL (
     SELECT array_agg(d.kind) AS kinds, array_agg(d.night) AS nights, array_agg(d.seq) AS seqs, array_agg(r.sold) AS sold
     FROM gateway.ari_dirty d
     LEFT JOIN gateway.room_nights r
       ON d.kind = 'stock' AND r.account_id = d.account_id AND r.room_type_id = d.subject_id AND r.night = d.night
     WHERE g.by_notice AND d.account_id = g.account_id AND d.night BETWEEN $4 AND $5
       AND ((d.kind = 'price' AND d.subject_id = g.rate_plan_id)
            OR (d.kind = 'stock' AND d.subject_id = g.room_type_id))) m ON true
   ORDER BY g.platform_rate_plan_id`,
);

/** Reads the calendar of the goods a pull asks for, among the accounts of the calling application. */
export function readCalendar(session: Session, clientKey: string, question: PullQuestion): Promise<PulledGood[]> {
  return session.query(READ, [clientKey, question.hotels, question.goods, question.from, question.to]);
}

/**
 * The answer: equal neighbouring nights folded into ranges, nights without a price stated as closed, because nights
 * missing in the answer would keep their old values (inferred). An unknown hotel gives no rates, an unknown good is told.
 */
export function pullReply(question: PullQuestion, goods: readonly PulledGood[], now: number): PullReply {
  const found = new Set(goods.map((good) => good.platformRatePlanId));
  return {
    status: true,
    timestamp: String(now),
    room_rates: [
      ...goods.map((good) => goodRates(good, question)),
      ...question.goods.filter((id) => !found.has(id)).map(unknownGood),
    ],
  };
}

/** What the answer said night by night, with the marks it answers. */
export function answeredPlans(question: PullQuestion, goods: readonly PulledGood[]): AnsweredPlan[] {
  const nights = daysIn(question.from, question.to);
  return goods.map((good) => {
    const { accountId, ratePlanId, roomTypeId } = good;
    const numbers = new Map(good.nights.map((night, at) => [night, at]));
    return {
      accountId,
      ratePlanId,
      roomTypeId,
      nights: nights.map((night) => ({ night, ...truthOf(good, numbers.get(night)) })),
      marks: good.markNights.map((night, at) => ({
        kind: good.markKinds[at] as AriKind,
        subjectId: good.markKinds[at] === 'price' ? ratePlanId : roomTypeId,
        night,
        seq: good.markSeqs[at] as number,
        sold: good.markSold[at] ?? null,
      })),
    };
  });
}

function unknownGood(id: string): GoodRates {
  const sub_error = 'rate plan is not known here';
  return { rate_plan_id: id, status: false, sub_error_code: UNKNOWN_RATE_PLAN, sub_error, rate_avail_infos: [] };
}

interface NightTruth {
  readonly price: number;
  readonly rackPrice: number | undefined;
  readonly beforeTax: number | undefined;
  readonly available: boolean;
  readonly inventory: number;
}

const NOTHING: NightTruth = { price: -1, rackPrice: undefined, beforeTax: undefined, available: false, inventory: 0 };

function goodRates(good: PulledGood, { from, to }: PullQuestion): GoodRates {
  const numbers = new Map(good.nights.map((night, at) => [night, at]));
  const pieces: { start: string; end: string; truth: NightTruth }[] = [];
  for (const night of daysIn(from, to)) {
    const truth = truthOf(good, numbers.get(night));
    const last = pieces.at(-1);
    if (last !== undefined && same(last.truth, truth)) last.end = night;
    else pieces.push({ start: night, end: night, truth });
  }
  return {
    rate_plan_id: good.platformRatePlanId,
    status: true,
    rate_avail_infos: pieces.map(({ start, end, truth }) => ({
      timerange: { start, end },
      original_amount: truth.price,
      ...(truth.rackPrice === undefined ? {} : { retail_amount: truth.rackPrice }),
      ...(truth.beforeTax === undefined ? {} : { amount_before_tax: truth.beforeTax }),
      currency: good.currency ?? 'CNY',
      available: truth.available,
      inventory: truth.inventory,
    })),
  };
}

function truthOf(good: PulledGood, at: number | undefined): NightTruth {
  if (at === undefined) return NOTHING;
  const price = good.prices[at] ?? null;
  const inventory = good.roomsLeft[at] ?? 0;
  if (price === null) return { ...NOTHING, inventory };
  return {
    price,
    rackPrice: good.rackPrices[at] ?? price,
    beforeTax: good.beforeTax?.[at] ?? undefined,
    available: good.active && good.open[at] === true,
    inventory,
  };
}

function same(a: NightTruth, b: NightTruth): boolean {
  return (
    a.price === b.price &&
    a.rackPrice === b.rackPrice &&
    a.beforeTax === b.beforeTax &&
    a.available === b.available &&
    a.inventory === b.inventory
  );
}
