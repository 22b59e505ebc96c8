import { interfaces, parseJson } from '@yuzhu/contract';
import type pg from 'pg';
import type { Message, Reply } from '../network/network.ts';
import type { ProgramName } from '../programs/programs.ts';
import type { PlantedBug } from './planted-bug.ts';

type Rewrite = (program: ProgramName, config: pg.QueryConfig) => pg.QueryConfig;

/** Replaces a piece of every statement of a program that holds it. */
function inStatements(of: ProgramName, piece: string, by: string): Rewrite {
  return (program, config) =>
    program === of && config.text.includes(piece) ? { ...config, text: config.text.replaceAll(piece, by) } : config;
}

/** Replaces pieces of a function of the database; fails when one of them is not there any more. */
function inFunction(name: string, ...changes: readonly (readonly [piece: string, by: string])[]): string {
  const steps = changes.map(
    ([piece, by]) => `
      IF position($piece$${piece}$piece$ IN source) = 0 THEN RAISE EXCEPTION '${name} no longer holds: ${piece}'; END IF;
      source := replace(source, $piece$${piece}$piece$, $piece$${by}$piece$);`,
  );
  return `DO $do$ DECLARE source text := pg_get_functiondef('${name}'::regproc); BEGIN ${steps.join('')}
    EXECUTE source; END $do$`;
}

/** The same of the function that books. */
const inBook = (...changes: readonly (readonly [piece: string, by: string])[]): string =>
  inFunction('gateway.book', ...changes);

/** Lets writes of a table that fulfil a condition go by without effect. */
function ignored(table: string, event: 'INSERT' | 'UPDATE', condition: string): string {
  const name = `planted_${table.replace('.', '_')}`;
  return `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $do$
    BEGIN IF ${condition} THEN RETURN NULL; END IF; RETURN NEW; END $do$;
    CREATE TRIGGER planted BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`;
}

/** Changes the groups of a push on its way out. */
function inPushes(change: (range: { start: string; end: string }) => void) {
  return (message: Message): Message => {
    if (!isPush(message) || message.body === undefined) return message;
    const body = parseJson(message.body.toString('utf8')) as { aris?: { timerange: { start: string; end: string } }[] };
    for (const { timerange } of body.aris ?? []) change(timerange);
    return { ...message, body: Buffer.from(JSON.stringify(body)) };
  };
}

function isPush({ to, path }: Message): boolean {
  return to === 'sandbox' && [interfaces.stockSave.path, interfaces.priceSave.path].some((one) => path.startsWith(one));
}

/** An answer that refuses a push as a whole, as it would read had every rate plan been taken. */
function asTaken(message: Message, reply: Reply): Reply {
  if (!isPush(message)) return reply;
  const body = parseJson(reply.body.toString('utf8')) as { data?: { error_code?: number } };
  if (body.data?.error_code === 0) return reply;
  const asked = parseJson(message.body?.toString('utf8') ?? '{}') as { aris?: { rate_plan_id: string }[] };
  const ids = [...new Set((asked.aris ?? []).map(({ rate_plan_id }) => rate_plan_id))];
  const data = {
    ...body.data,
    error_code: 0,
    description: 'success',
    save_result: ids.map((id) => ({ rate_plan_id: id, code: 0, message: '' })),
  };
  const extra = { error_code: 0, sub_error_code: 0, description: '', sub_description: '', logid: '', now: 0 };
  return { ...reply, status: 200, body: Buffer.from(JSON.stringify({ ...body, data, extra })) };
}

const HOUR_MS = 3_600_000;

/** Every bug that can be planted. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'answer-before-commit',
    about: { zh: '预约先答复、后提交', en: 'a booking is answered before it is committed' },
    commits: (program, statement) => (program === 'gateway' && statement === 'gateway_book' ? 'claimed' : undefined),
  },
  {
    name: 'check-then-insert',
    about: {
      zh: '预售订单先查后插，没有唯一约束',
      en: 'voucher orders are looked for, then inserted, without a unique key',
    },
    sql: [
      'ALTER TABLE gateway.voucher_orders DROP CONSTRAINT voucher_orders_pkey',
      'DROP INDEX gateway.voucher_orders_order',
    ],
    rewrite: (program, config) =>
      program === 'gateway' && config.name === 'order_keep'
        ? {
            ...config,
            text: config.text.replace(
              'ON CONFLICT DO NOTHING',
              'WHERE NOT EXISTS (SELECT 1 FROM gateway.voucher_orders WHERE account_id = $1 AND order_id = $2)',
            ),
          }
        : config,
    commits: (program, statement) => (program === 'gateway' && statement === 'order_keep' ? 'slow' : undefined),
  },
  {
    name: 'retry-makes-new-number',
    about: { zh: '重复创单给出新的三方订单号', en: 'a repeated creation is answered with a new order number' },
    sql: [inBook(['v_number[i] := seen.order_out_id;', ''])],
  },
  {
    name: 'oversell',
    about: { zh: '余量只看不锁，也没有约束', en: 'rooms left are neither guarded by a condition nor by a constraint' },
    sql: [
      'ALTER TABLE gateway.room_nights DROP CONSTRAINT sold_within_stock',
      inBook(['AND r.sold + k.need <= r.stock + r.overbooking', ''], ['rn_left[rn] < rooms', 'false']),
    ],
  },
  {
    name: 'lost-outbox-row',
    about: { zh: '部分发件箱消息没有写入', en: 'some messages of the outbox are not written' },
    rewrite: (program, config) =>
      program === 'gateway' && config.name === 'outbox_add'
        ? {
            ...config,
            text: config.text.replace(
              'VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $8)',
              () => `SELECT $1, $2, $3::text, $4, $5::jsonb, $6::timestamptz, $7::boolean, $8::timestamptz, $8::timestamptz
               WHERE $3::text !~ '[0-4]$'`,
            ),
          }
        : config,
  },
  {
    name: 'rejection-keeps-rooms',
    about: { zh: '拒单不退还间夜', en: 'a rejection does not give the room-nights back' },
    rewrite: inStatements('gateway', 'SET sold = sold - $4', 'SET sold = sold - $4 * 0'),
  },
  {
    name: 'rejection-keeps-units',
    about: { zh: '拒单不退还用券计数', en: 'a rejection does not give the units of the voucher back' },
    rewrite: inStatements('gateway', 'SET units_used = units_used - $3', 'SET units_used = units_used - $3 * 0'),
  },
  {
    name: 'unordered-locks',
    about: { zh: '决定预约时先锁间夜再锁订单', en: 'a decision locks the room-nights before the voucher order' },
    rewrite: (program, config) =>
      program === 'gateway' && config.name === 'booking_lock'
        ? {
            ...config,
            text: `WITH early AS MATERIALIZED (SELECT r.night FROM gateway.room_nights r JOIN gateway.bookings b
                     ON b.account_id = r.account_id AND b.room_type_id = r.room_type_id
                        AND r.night >= b.check_in AND r.night < b.check_out
                     WHERE b.account_id = $1 AND b.order_id = $2 FOR NO KEY UPDATE OF r)
                   ${config.text.replace('WHERE account_id', 'WHERE (SELECT count(*) FROM early) >= 0 AND account_id')}`,
          }
        : config,
  },
  {
    name: 'wrong-fold',
    about: { zh: '合并相邻日期时丢掉最后一晚', en: 'folding equal nights loses the last one' },
    tamperRequest: inPushes((range) => {
      if (range.start === range.end) return;
      const before = new Date(`${range.end}T00:00:00Z`);
      before.setUTCDate(before.getUTCDate() - 1);
      range.end = before.toISOString().slice(0, 10);
    }),
  },
  {
    name: 'verdict-ignored',
    about: { zh: '推送被整体拒绝仍当作成功', en: 'a push that was refused counts as told' },
    tamperReply: asTaken,
  },
  {
    name: 'renewed-mark-forgotten',
    about: { zh: '发送期间又变的日期被当作已推送', en: 'a night that changed again while it was sent counts as told' },
    rewrite: inStatements(
      'gateway',
      'gateway.clear_marks($1, $2, $3, $4, $5, $6)',
      `gateway.clear_marks($1, $2, $3, $4, (
         SELECT array_agg(coalesce(d.seq, k.seq) ORDER BY k.at)
         FROM unnest($3::text[], $4::date[], $5::bigint[]) WITH ORDINALITY AS k(subject_id, night, seq, at)
         LEFT JOIN gateway.ari_dirty d
           ON d.account_id = $1 AND d.kind = $2 AND d.subject_id = k.subject_id AND d.night = k.night), $6)`,
    ),
  },
  {
    name: 'payment-forgotten',
    about: { zh: '支付通知已应答、未入库', en: 'a payment notice is answered and not kept' },
    rewrite: (program, config) =>
      program === 'gateway' && config.text.includes('UPDATE gateway.voucher_orders') && config.text.includes("'paid'")
        ? { ...config, text: config.text.replace("state = 'paid'", 'state = state') }
        : config,
  },
  {
    name: 'double-posting',
    about: { zh: '结算分录记了两次', en: 'a settlement is posted twice' },
    rewrite: (program, config) =>
      program === 'sandbox' && config.text.startsWith('INSERT INTO sandbox.postings')
        ? {
            ...config,
            text: `WITH again AS (INSERT INTO sandbox.postings (account_id, posting_id, kind, subject, at_ms)
                     SELECT $1, $2 || '-again', $3::text, $4, $5 WHERE $3::text = 'settlement')
                   INSERT INTO sandbox.postings (account_id, posting_id, kind, subject, at_ms) VALUES ($1, $2, $3::text, $4, $5)`,
          }
        : config,
  },
  {
    name: 'refund-without-release',
    about: {
      zh: '拒单或超时退了款，没有退还券的间夜',
      en: 'a booking that ends is refunded, and the nights of its coupons are not given back',
    },
    sql: [
      ignored('sandbox.coupon_uses', 'UPDATE', "NEW.state = 'released'"),
      ignored('sandbox.coupons', 'UPDATE', 'NEW.free > OLD.free'),
    ],
  },
  {
    name: 'release-without-refund',
    about: {
      zh: '拒单或超时退还了间夜，加价没有退',
      en: 'a booking that ends gives its nights back, and its surcharge is not refunded',
    },
    sql: [
      ignored('sandbox.postings', 'INSERT', "NEW.kind = 'refund'"),
      ignored(
        'sandbox.entries',
        'INSERT',
        'NOT EXISTS (SELECT 1 FROM sandbox.postings WHERE posting_id = NEW.posting_id)',
      ),
    ],
  },
  {
    name: 'third-token-lives',
    about: { zh: '换发新令牌后，更早的令牌仍可用', en: 'tokens before the last two go on living' },
    rewrite: inStatements('sandbox', 'DELETE FROM sandbox.tokens WHERE', 'DELETE FROM sandbox.tokens WHERE false AND'),
  },
  {
    name: 'broken-match-stays-on',
    about: { zh: '匹配失效的商品没有停售', en: 'a rate plan whose match is broken is not switched off' },
    rewrite: inStatements(
      'gateway',
      'UPDATE gateway.rate_plans SET active = false',
      'UPDATE gateway.rate_plans SET active = true',
    ),
  },
  {
    name: 'broken-match-sells',
    about: {
      zh: '查询与预约不看商品是否停售',
      en: 'neither checks nor bookings ask whether a broken match has switched the rate plan off',
    },
    sql: [
      inBook(['array_agg(r.active ORDER BY', 'array_agg(r.wanted_active ORDER BY']),
      inFunction('gateway.look', ['CASE WHEN p.active THEN', 'CASE WHEN p.wanted_active THEN']),
    ],
  },
  {
    name: 'mended-match-stays-off',
    about: { zh: '匹配恢复后商品仍停售', en: 'a rate plan stays off when its match holds again' },
    rewrite: inStatements('gateway', 'SET active = p.wanted_active', 'SET active = p.active'),
  },
  {
    name: 'broken-room-takes-all',
    about: {
      zh: '一个房型匹配失效，全部商品停售',
      en: 'the broken match of one room type switches off every rate plan',
    },
    rewrite: (program, config) =>
      program === 'gateway' && config.name === 'broken_plans_of_room'
        ? { ...config, text: config.text.replace('room_type_id = $2', '(room_type_id = $2 OR true)') }
        : config,
  },
  {
    name: 'hours-dropped',
    about: { zh: '钟点房预约没有记下时段', en: 'a booking of a room by the hour is kept without its hours' },
    sql: [
      inBook([
        'b.starts_at, b.ends_at, b.currency, b.before_tax, p_now',
        'NULL, NULL, b.currency, b.before_tax, p_now',
      ]),
    ],
  },
  {
    name: 'tax-dropped',
    about: { zh: '预约没有记下税前价', en: 'a booking is kept without its amount before tax' },
    sql: [inBook(['b.currency, b.before_tax, p_now', 'b.currency, NULL, p_now'])],
  },
  {
    name: 'tax-not-changed',
    about: { zh: '改价时税前价没有改', en: 'a new price is kept with the former amount before tax' },
    rewrite: inStatements('gateway', 'price_before_tax = excluded.price_before_tax, open', 'open'),
  },
  {
    name: 'wrong-tax-told',
    about: { zh: '推送的税前价不对', en: 'another amount before tax is told than the hotel has' },
    rewrite: (program, config) =>
      program === 'gateway' && config.name === 'ari_read_price'
        ? {
            ...config,
            text: config.text.replace('pn.price_before_tax,', 'pn.price_before_tax - 1 AS price_before_tax,'),
          }
        : config,
  },
  {
    name: 'late-acceptance-kept',
    about: { zh: '超过接单时限的接单仍被接受', en: 'an acceptance after the deadline is kept' },
    rewrite: (program, config) => {
      if (program !== 'sandbox') return config;
      if (config.name === 'sandbox.timers.insert' && config.values?.[1] === 'booking.accept-deadline') {
        const [due, ...rest] = config.values;
        return { ...config, values: [Number(due) + 2 * HOUR_MS, ...rest] };
      }
      const column = 'b.accept_deadline_ms AS "acceptDeadline"';
      const later = `b.accept_deadline_ms + ${2 * HOUR_MS} AS "acceptDeadline"`;
      return config.text.includes(column) ? { ...config, text: config.text.replace(column, later) } : config;
    },
  },
];
