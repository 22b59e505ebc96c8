import { hotelDate } from '@yuzhu/contract';
import type pg from 'pg';
import type { LateWrites } from './late-writes.ts';

/** Something that must hold once both programs have come to rest: the query finds what breaks it. */
interface QuietCheck {
  readonly what: string;
  /** Rows with a column `found`. */
  readonly sql: string;
  /** A row that is nobody's fault. */
  readonly excused?: (row: Readonly<Record<string, unknown>>, late: LateWrites) => boolean;
}

/** Booking states of the platform that mean: the stay is agreed. */
const AGREED = `('accepted', 'checked-in', 'no-show', 'checked-out', 'verified', 'settled')`;
const HELD = `('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show')`;

/** A difference of a booking is in order when a message about it stands on the to-do list with the next step. */
const LISTED = `EXISTS (SELECT 1 FROM gateway.outbox o WHERE o.subject_id = p.booking_id AND o.state = 'failed' AND o.next_step IS NOT NULL)`;

/**
 * The hotel has answered a pull, and every one of its answers was lost until the platform gave up: the hotel can not know,
 * and the platform's next round mends it. Only of what the platform was told since is the hotel to blame.
 */
const PULLED_IN_VAIN = `EXISTS (
            SELECT 1 FROM sandbox.spi_calls c CROSS JOIN LATERAL (SELECT convert_from(c.body, 'UTF8')::jsonb AS asked) b
            WHERE c.account_id = t.account_id AND c.interface = 'ari-pull' AND c.state = 'given-up'
              AND c.first_at_ms > coalesce(s.updated_ms, 0)
              AND t.night BETWEEN (asked -> 'date_range' ->> 'start')::date AND (asked -> 'date_range' ->> 'end')::date
              AND (NOT asked ? 'rate_plan_ids' OR asked -> 'rate_plan_ids' ? t.platform_rate_plan_id))`;

const CHECKS: readonly QuietCheck[] = [
  {
    what: 'one order per id',
    sql: `SELECT order_id AS found FROM gateway.bookings GROUP BY order_id HAVING count(*) > 1
          UNION ALL SELECT order_id FROM gateway.voucher_orders GROUP BY order_id HAVING count(*) > 1`,
  },
  {
    what: 'agreed at the platform, held by the hotel',
    sql: `SELECT format('%s: platform %s, hotel %s', p.booking_id, p.state, coalesce(g.state, 'nothing')) AS found
          FROM sandbox.bookings p LEFT JOIN gateway.bookings g ON g.order_id = p.booking_id
          WHERE p.state IN ${AGREED} AND (g.state IS NULL OR g.state NOT IN ${HELD}) AND NOT ${LISTED}`,
  },
  {
    what: 'held by the hotel, alive at the platform',
    sql: `SELECT format('%s: hotel %s, platform %s (%s)', g.order_id, g.state, coalesce(p.state, 'nothing'), p.end_reason) AS found
          FROM gateway.bookings g LEFT JOIN sandbox.bookings p ON p.booking_id = g.order_id
          WHERE g.state IN ('accepted', 'checked_in', 'checked_out', 'no_show')
            AND (p.state IS NULL OR p.state IN ('rejected', 'cancelled')) AND NOT ${LISTED}`,
  },
  {
    what: 'what the hotel decided is decided at the platform',
    sql: `SELECT format('%s: hotel %s, platform %s', g.order_id, g.state, p.state) AS found
          FROM gateway.bookings g JOIN sandbox.bookings p ON p.booking_id = g.order_id
          WHERE ((g.state = 'rejected' AND p.state NOT IN ('rejected', 'cancelled'))
              OR (g.state IN ('accepted', 'checked_in', 'checked_out', 'no_show') AND p.state IN ('creating', 'waiting-accept')))
            AND NOT ${LISTED}`,
  },
  {
    what: 'the same order number on both sides',
    sql: `SELECT format('%s: %s here, %s there', p.booking_id, g.order_out_id, p.order_out_id) AS found
          FROM sandbox.bookings p JOIN gateway.bookings g ON g.order_id = p.booking_id
          WHERE p.order_out_id IS NOT NULL AND p.order_out_id <> g.order_out_id
          UNION ALL
          SELECT format('%s: %s here, %s there', p.order_id, g.order_out_id, p.order_out_id)
          FROM sandbox.voucher_orders p JOIN gateway.voucher_orders g ON g.order_id = p.order_id
          WHERE p.order_out_id IS NOT NULL AND p.order_out_id <> g.order_out_id`,
  },
  {
    what: 'paid at the platform, paid at the hotel',
    sql: `SELECT format('%s: platform %s, hotel %s', p.order_id, p.state, coalesce(g.state, 'nothing')) AS found
          FROM sandbox.voucher_orders p LEFT JOIN gateway.voucher_orders g ON g.order_id = p.order_id
          WHERE p.state = 'paid' AND g.state IS DISTINCT FROM 'paid' AND p.notice_state <> 'failed'`,
  },
  {
    what: 'the stay is the same on both sides',
    sql: `SELECT format('%s: hotel %s, platform %s', g.order_id, g.state, p.state) AS found
          FROM gateway.bookings g JOIN sandbox.bookings p ON p.booking_id = g.order_id
          WHERE ((g.state = 'checked_in' AND p.checked_in_ms IS NULL) OR (g.state = 'no_show' AND p.no_show_ms IS NULL)
              OR (g.state = 'checked_out' AND p.checked_out_ms IS NULL)) AND NOT ${LISTED}`,
  },
  {
    what: 'the calendar is the same on both sides',
    sql: `WITH truth AS (
            SELECT rp.account_id, rp.rate_plan_id, rp.platform_rate_plan_id, rp.room_type_id, n.night,
                   greatest(least(coalesce(rn.stock + rn.overbooking - rn.sold, 0), q.quota - q.sold), 0) AS inventory,
                   coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active AS available, pn.price,
                   pn.price_before_tax
            FROM gateway.rate_plans rp
            JOIN (SELECT DISTINCT room_type_id, night FROM gateway.room_nights) n USING (room_type_id)
            LEFT JOIN gateway.room_nights rn USING (account_id, room_type_id, night)
            LEFT JOIN gateway.rate_nights pn USING (account_id, rate_plan_id, night)
            LEFT JOIN gateway.plan_nights q USING (account_id, rate_plan_id, night)
            WHERE rp.platform_rate_plan_id IS NOT NULL)
          SELECT format('%s %s: hotel %s %s %s (%s), platform %s %s %s (%s)', t.rate_plan_id, t.night, t.inventory,
                   t.available, t.price, t.price_before_tax, s.inventory, s.available, s.original_amount, s.amount_before_tax) AS found,
                 t.platform_rate_plan_id AS plan, t.night::text AS night,
                 s.inventory IS DISTINCT FROM t.inventory OR s.available IS DISTINCT FROM t.available AS stock,
                 (coalesce(s.original_amount, 0), s.amount_before_tax) IS DISTINCT FROM
                   (coalesce(t.price, 0), t.price_before_tax) AS price
          FROM truth t LEFT JOIN sandbox.nights s ON s.rate_plan_id = t.platform_rate_plan_id AND s.night = t.night
          WHERE t.night >= $1 AND (s.inventory IS DISTINCT FROM t.inventory OR s.available IS DISTINCT FROM t.available
                  OR (coalesce(s.original_amount, 0), s.amount_before_tax) IS DISTINCT FROM
                     (coalesce(t.price, 0), t.price_before_tax))
            AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty d WHERE d.account_id = t.account_id AND d.night = t.night
                            AND d.subject_id IN (t.rate_plan_id, t.room_type_id))
            AND NOT EXISTS (SELECT 1 FROM gateway.ari_refusals r WHERE r.account_id = t.account_id AND r.night = t.night
                            AND r.rate_plan_id = t.rate_plan_id)
            AND NOT ${PULLED_IN_VAIN}`,
    excused: ({ plan, night, stock, price }, late) =>
      (stock !== true || late.values(`stock ${plan} ${night}`).length > 0) &&
      (price !== true || late.values(`price ${plan} ${night}`).length > 0),
  },
  {
    what: 'hours, currency and amount before tax of a booking are the same on both sides',
    sql: `SELECT format('%s: hotel %s to %s, %s %s; platform %s, %s %s', p.booking_id, g.starts_at, g.ends_at, g.currency,
                   g.room_amount_before_tax, p.hours, p.currency, t.amount) AS found
          FROM sandbox.bookings p JOIN gateway.bookings g ON g.order_id = p.booking_id
          CROSS JOIN LATERAL (SELECT CASE WHEN count(*) = count(n -> 'beforeTax')
                                THEN sum((n ->> 'beforeTax')::bigint) * p.units END AS amount
                              FROM jsonb_array_elements(p.nights) n) t
          WHERE p.state IN ${AGREED} AND (coalesce(g.currency, 'CNY') <> p.currency
            OR g.room_amount_before_tax IS DISTINCT FROM t.amount
            OR to_char(g.starts_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') IS DISTINCT FROM p.hours ->> 'start'
            OR to_char(g.ends_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') IS DISTINCT FROM p.hours ->> 'end')`,
  },
  {
    what: 'hours of a published room by the hour are the same on both sides',
    sql: `SELECT format('%s: hotel %s, platform %s', g.rate_plan_id, g.hourly, p.hourly) AS found, g.rate_plan_id AS plan
          FROM gateway.rate_plans g JOIN sandbox.goods p ON p.rate_plan_id = g.platform_rate_plan_id
          WHERE g.publish_state = 'published' AND g.hourly IS DISTINCT FROM p.hourly`,
    excused: ({ plan }, late) => late.values(`hours ${plan}`).length > 0,
  },
  {
    what: 'sold within stock',
    sql: `SELECT format('%s %s: %s of %s + %s', room_type_id, night, sold, stock, overbooking) AS found FROM gateway.room_nights
          WHERE sold > stock + overbooking`,
  },
  {
    what: 'sold is what bookings hold',
    sql: `SELECT format('%s %s: %s, held %s', r.room_type_id, r.night, r.sold, h.held) AS found FROM gateway.room_nights r
          CROSS JOIN LATERAL (SELECT coalesce(sum(rooms), 0) AS held FROM gateway.bookings b
            WHERE b.account_id = r.account_id AND b.room_type_id = r.room_type_id AND b.check_in <= r.night AND b.check_out > r.night
              AND b.state IN ${HELD}) h
          WHERE r.sold <> h.held`,
  },
  {
    what: 'quotas: sold is what bookings hold, within the quota',
    sql: `SELECT format('%s %s: %s of %s, held %s', q.rate_plan_id, q.night, q.sold, q.quota, h.held) AS found
          FROM gateway.plan_nights q
          CROSS JOIN LATERAL (SELECT coalesce(sum(rooms), 0) AS held FROM gateway.bookings b
            WHERE b.account_id = q.account_id AND b.rate_plan_id = q.rate_plan_id AND b.check_in <= q.night
              AND b.check_out > q.night AND b.state IN ${HELD}) h
          WHERE q.sold <> h.held OR q.sold > q.quota`,
  },
  {
    what: 'units of vouchers',
    sql: `SELECT format('%s: %s, taken %s', o.order_id, o.units_used, t.taken) AS found FROM gateway.voucher_orders o
          CROSS JOIN LATERAL (SELECT coalesce(sum(units_taken), 0) AS taken FROM gateway.bookings b
            WHERE b.account_id = o.account_id AND b.source_order_id = o.order_id AND b.state IN ${HELD}) t
          WHERE o.units_used <> t.taken OR o.units_used > o.units_total`,
  },
  {
    what: 'promotions sold what their orders say, within their stock',
    sql: `SELECT format('%s: sold %s of %s, orders say %s', m.promotion_id, m.sold, m.stock, o.count) AS found
          FROM sandbox.promotions m CROSS JOIN LATERAL (SELECT coalesce(sum(count), 0) AS count FROM sandbox.voucher_orders o
            WHERE o.account_id = m.account_id AND o.promotion_id = m.promotion_id AND o.state <> 'closed') o
          WHERE m.sold <> o.count OR m.sold > coalesce(m.stock, m.sold)
          UNION ALL
          SELECT format('%s: user %s has %s', m.promotion_id, o.user_id, sum(o.count))
          FROM sandbox.promotions m JOIN sandbox.voucher_orders o USING (account_id, promotion_id)
          WHERE o.state <> 'closed' GROUP BY m.promotion_id, m.per_person, o.user_id HAVING sum(o.count) > m.per_person`,
  },
  {
    what: 'price and promotion of an order are the same on both sides',
    sql: `SELECT format('%s: platform %s %s, hotel %s %s', p.order_id, p.pay_amount, p.promotion_id, g.pay_amount, g.promotion_id)
            AS found
          FROM sandbox.voucher_orders p JOIN gateway.voucher_orders g ON g.order_id = p.order_id
          WHERE g.pay_amount <> p.pay_amount OR g.promotion_id IS DISTINCT FROM p.promotion_id`,
  },
  {
    what: 'the ledger balances',
    sql: `SELECT format('%s fen left over', sum(amount)) AS found FROM sandbox.entries HAVING sum(amount) <> 0
          UNION ALL
          SELECT format('held %s, owed %s', h.held, o.owed) FROM
            (SELECT coalesce(sum(amount), 0) AS held FROM sandbox.entries WHERE ledger_account = 'platform:holding') h,
            (SELECT coalesce((SELECT sum(pay_amount) FROM sandbox.voucher_orders
                    WHERE paid_ms IS NOT NULL AND state <> 'closed'), 0)
                  + coalesce((SELECT sum(surcharge) FROM sandbox.bookings WHERE surcharge_state = 'paid'), 0)
                  - coalesce((SELECT sum(u.amount) FROM sandbox.coupon_uses u WHERE u.state = 'settled'), 0)
                  - coalesce((SELECT sum(surcharge) FROM sandbox.bookings WHERE surcharge_state = 'paid' AND state = 'settled'), 0)
                AS owed) o
          WHERE h.held <> o.owed`,
  },
  {
    what: 'a fetched bill is the platform’s bill',
    sql: `SELECT format('%s %s: %s', p.bill_date, p.ledger_id, g.ledger_id) AS found
          FROM gateway.bill_days d
          JOIN sandbox.bill_lines p ON p.account_id = d.account_id AND p.bill_date = d.bill_date
          LEFT JOIN gateway.bill_lines g ON g.account_id = p.account_id AND g.ledger_id = p.ledger_id
          WHERE g.ledger_id IS NULL AND p.settled_ms < extract(epoch FROM d.fetched_at) * 1000 - 180000`,
  },
];

/** Begins the names of work that is about broken matches. */
export const BROKEN = 'broken matches';

/** What is still under way: both programs have come to rest when nothing is. */
const UNFINISHED = `
  SELECT name, count FROM (VALUES
    ('messages of the outbox', (SELECT count(*) FROM gateway.outbox WHERE state = 'waiting')),
    ('marked nights', (SELECT count(*) FROM gateway.ari_dirty d WHERE night >= $1)),
    ('publications', (SELECT count(*) FROM gateway.publications WHERE state = 'waiting')),
    ('notices received', (SELECT count(*) FROM gateway.webhooks WHERE state = 'waiting')),
    ('calls of the platform', (SELECT count(*) FROM sandbox.spi_calls c WHERE state = 'open'
       AND EXISTS (SELECT 1 FROM sandbox.timers t WHERE t.subject = c.subject AND t.failure IS NULL))),
    -- What is answered and not written yet: the gateway counts it as told. Later looks at whole hotels are not waited for:
    -- they would mend what went wrong.
    ('pulls', (SELECT count(*) FROM sandbox.timers WHERE failure IS NULL
       AND (kind = 'pull.named' OR (kind = 'pull.hotel' AND due_ms <= $2)))),
    ('writes of the calendar', (SELECT count(*) FROM sandbox.calendar_writes WHERE written_ms IS NULL)),
    ('${BROKEN} at the platform', (SELECT count(*) FROM sandbox.broken_matches)),
    ('${BROKEN} at the hotel', (SELECT count(*) FROM gateway.rate_plans p WHERE p.active <> p.wanted_active
       OR EXISTS (SELECT 1 FROM gateway.broken_matches b
                  WHERE b.account_id = p.account_id AND b.rate_plan_id = p.rate_plan_id))),
    ('notices of the platform', (SELECT count(*) FROM sandbox.webhook_messages WHERE state = 'waiting'))
  ) AS t(name, count) WHERE count > 0`;

/** Kinds of work that are not done yet at a moment (Unix ms), with their number; nights before its day do not count. */
export async function unfinished(monitor: pg.Client, now: number): Promise<readonly string[]> {
  const { rows } = await monitor.query<{ name: string; count: string }>(UNFINISHED, [hotelDate(now), now]);
  return rows.map(({ name, count }) => `${name} ${count}`);
}

/** Everything that does not hold, and how many things were looked at. */
export async function examineQuiet(
  monitor: pg.Client,
  today: string,
  late: LateWrites,
): Promise<{ readonly broken: readonly { readonly what: string; readonly found: string }[]; readonly checks: number }> {
  const broken: { what: string; found: string }[] = [];
  for (const { what, sql, excused } of CHECKS) {
    const { rows } = await monitor.query<{ found: string }>(sql, sql.includes('$1') ? [today] : []);
    const left = rows.filter((row) => excused?.(row, late) !== true);
    for (const { found } of left.slice(0, 3)) broken.push({ what, found });
  }
  return { broken, checks: CHECKS.length };
}
