import type { Database } from '@yuzhu/runtime';

/** A row that was written. */
export interface WrittenRow {
  /** `gateway.bookings`. */
  readonly table: string;
  /** Its account; empty when the table has none or it is not known. */
  readonly account: string;
  /** What it is about, e.g. the order's id; empty when the table has no such column. */
  readonly subject: string;
  /** Stored answer of a booking. */
  readonly code: string;
}

/** Rows per table and a hash over their versions. */
export type Digest = ReadonlyMap<string, { readonly rows: number; readonly hash: string }>;

/** What may always be written: records of exchanges, shared counters, the platform's time. */
const RECORDS = new Set([
  'gateway.exchanges',
  'gateway.exchange_bodies',
  'gateway.call_limits',
  // When a day's bill was looked for last: the collector's own round, which is late when the token was held up.
  'gateway.bill_days',
  // When the platform last pulled: every pull says so, whatever it asks for.
  'gateway.ari_pulls',
  'gateway.tokens',
  'gateway.publications',
  'gateway.unheard_mark',
  'sandbox.openapi_exchanges',
  'sandbox.spi_attempts',
  'sandbox.spi_calls',
  'sandbox.webhook_messages',
  'sandbox.webhook_attempts',
  'sandbox.clock',
  'sandbox.clock_followers',
]);

/** Columns that say what a row is about, the best first. */
const SUBJECTS = [
  'order_id',
  'booking_id',
  'subject_id',
  'message_id',
  'rate_plan_id',
  'voucher_id',
  'subject',
  'token',
];

interface Table {
  readonly name: string;
  readonly account: string | undefined;
  readonly subject: string | undefined;
  readonly code: string | undefined;
}

/**
 * Watches every table of both programs. A row's version (xmin) tells who was written since a moment, whatever its
 * contents: it costs no reading of sealed bodies, and a write that changes nothing is a write all the same.
 */
export class StateWatch {
  readonly #db: Database;
  readonly #tables: readonly Table[];

  private constructor(db: Database, tables: readonly Table[]) {
    this.#db = db;
    this.#tables = tables;
  }

  static async open(db: Database): Promise<StateWatch> {
    const columns = await db.query<{ name: string; columns: string[] }>(
      `SELECT table_schema || '.' || table_name AS name, array_agg(column_name::text) AS columns
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema IN ('gateway', 'sandbox') AND table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 1`,
    );
    const tables = columns
      .filter(({ name }) => !RECORDS.has(name))
      .map(({ name, columns: all }) => ({
        name,
        account: all.includes('account_id') ? 'account_id' : undefined,
        subject: SUBJECTS.find((column) => all.includes(column)),
        code: name === 'gateway.bookings' ? 'code' : undefined,
      }));
    return new StateWatch(db, tables);
  }

  /** The number of the next transaction: what is written from now on bears it or a later one. */
  async mark(): Promise<string> {
    const { mark } = await this.#db.one<{ mark: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS mark',
    );
    return mark;
  }

  /**
   * Rows written since a mark. Not those of shadow accounts: a hostile header may ask for load-test traffic, which makes
   * a copy of a hotel that nobody sells.
   */
  writtenSince(mark: string): Promise<readonly WrittenRow[]> {
    const parts = this.#tables.map(
      ({ name, account, subject, code }) =>
        `SELECT '${name}' AS "table", ${textOf(account)} AS account, ${textOf(subject)} AS subject, ${textOf(code)} AS code
         FROM ${name} WHERE xmin::text::bigint >= $1::bigint AND NOT starts_with(${textOf(account)}, 'stress:')`,
    );
    return this.#db.query<WrittenRow>(parts.join(' UNION ALL '), [mark]);
  }

  /** Msg-Ids of the notices the sandbox sent by itself, for what became of things it had accepted. */
  async noticesOfPlatform(): Promise<ReadonlySet<string>> {
    const rows = await this.#db.query<{ id: string }>('SELECT message_id AS id FROM sandbox.webhook_messages');
    return new Set(rows.map(({ id }) => id));
  }

  /** Rows and a hash of the row versions per table: a deletion shows here. */
  async digest(): Promise<Digest> {
    const parts = this.#tables.map(
      ({ name }) =>
        `SELECT '${name}' AS "table", count(*)::int AS rows,
           coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)::text AS hash FROM ${name}`,
    );
    const rows = await this.#db.query<{ table: string; rows: number; hash: string }>(parts.join(' UNION ALL '));
    return new Map(rows.map(({ table, rows: count, hash }) => [table, { rows: count, hash }]));
  }

  /** Waits until nothing is written any more; false when that does not come within the limit (real ms). */
  async settle(limitMs: number): Promise<boolean> {
    const deadline = performance.now() + limitMs;
    let quiet = 0;
    while (performance.now() < deadline) {
      const mark = await this.mark();
      await new Promise((resolve) => setTimeout(resolve, 60));
      quiet = (await this.writtenSince(mark)).length === 0 ? quiet + 1 : 0;
      if (quiet >= 2) return true;
    }
    return false;
  }

  /** Rules that hold at every instant; gives those that do not. */
  async broken(): Promise<readonly string[]> {
    return this.#db.tx(async (session) => {
      // Nearly nothing is expected to be found, so the planner would go through all bookings for each order: with 40,000 orders
      // a look took a minute and a half.
      await session.execute('SET LOCAL enable_nestloop = off');
      const found: string[] = [];
      for (const [rule, sql] of INVARIANTS) {
        const rows = await session.query(`${sql} LIMIT 3`);
        if (rows.length > 0) found.push(`${rule}: ${JSON.stringify(rows)}`);
      }
      return found;
    });
  }
}

function textOf(column: string | undefined): string {
  return column === undefined ? "''" : `coalesce(${column}::text, '')`;
}

const LIVE = "('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show')";

/** The shadow of an account for load tests begins with a copy of its counters, without the bookings behind them. */
const REAL = "NOT starts_with(account_id, 'stress:')";

const INVARIANTS: readonly (readonly [string, string])[] = [
  [
    'what is counted as sold is what is booked',
    `SELECT n.room_type_id, n.night, n.sold, coalesce(b.rooms, 0) AS booked FROM gateway.room_nights n
     LEFT JOIN (SELECT account_id, room_type_id, night::date AS night, sum(rooms)::int AS rooms FROM gateway.bookings,
       generate_series(check_in, check_out - 1, '1 day') AS night
       WHERE code = 0 AND state IN ${LIVE} GROUP BY 1, 2, 3) b
     USING (account_id, room_type_id, night) WHERE n.sold <> coalesce(b.rooms, 0) AND ${REAL}`,
  ],
  [
    'what counts against a quota is what is booked',
    `SELECT n.rate_plan_id, n.night, n.quota, n.sold, coalesce(b.rooms, 0) AS booked FROM gateway.plan_nights n
     LEFT JOIN (SELECT account_id, rate_plan_id, night::date AS night, sum(rooms)::int AS rooms FROM gateway.bookings,
       generate_series(check_in, check_out - 1, '1 day') AS night
       WHERE code = 0 AND state IN ${LIVE} GROUP BY 1, 2, 3) b
     USING (account_id, rate_plan_id, night) WHERE n.sold <> coalesce(b.rooms, 0) AND ${REAL}`,
  ],
  [
    'units used are units taken',
    `SELECT o.order_id, o.units_used, coalesce(b.taken, 0) AS taken FROM gateway.voucher_orders o
     LEFT JOIN (SELECT account_id, source_order_id AS order_id, sum(units_taken)::int AS taken FROM gateway.bookings
       WHERE code = 0 AND state IN ${LIVE} GROUP BY 1, 2) b USING (account_id, order_id)
     WHERE o.units_used <> coalesce(b.taken, 0) AND ${REAL}`,
  ],
  [
    'every entry of the ledger has its counterpart',
    `SELECT account_id, posting_id, sum(amount) AS sum FROM sandbox.entries GROUP BY 1, 2 HAVING sum(amount) <> 0`,
  ],
];
