import type { Database } from '@yuzhu/runtime';

/** What was seen of the pushes, from both sides' records. */
export interface PushFigures {
  readonly calls: number;
  readonly unanswered: number;
  readonly failed: number;
  readonly overLimit: number;
  /** Groups told, and nights of rate plans in them, with repetitions. */
  readonly groups: number;
  readonly nights: number;
  /**
   * Of each account and push, the share of the allowance it used: its calls after the first window, until nine tenths of
   * them had left, against what the limit leaves room for in that time.
   */
  readonly shares: readonly number[];
  /** The same of each account over its pushes. */
  readonly accountShares: readonly number[];
}

/** Reads the figures. `rate`: calls a second of each merchant and push. */
export async function pushFigures(db: Database, rate: number): Promise<PushFigures> {
  const sent = await db.query<{ account: string; name: string; at: number; delivery: string }>(
    `SELECT account_id AS account, interface AS name, (extract(epoch FROM at) * 1000)::float8 AS at,
            CASE WHEN error IS NULL THEN 'ok' WHEN error LIKE '%no answer%' THEN 'silent' ELSE 'failed' END AS delivery
     FROM gateway.exchanges WHERE direction = 'out' AND interface IN ('stock-save', 'price-save') ORDER BY at`,
  );
  const lanes = new Map<string, number[]>();
  for (const { account, name, at } of sent)
    lanes.set(`${account} ${name}`, [...(lanes.get(`${account} ${name}`) ?? []), at]);
  const used = [...lanes].flatMap(([lane, moments]) => {
    const [first] = moments;
    const calls = Math.floor(moments.length * 0.9);
    const last = moments[calls - 1];
    if (first === undefined || last === undefined || calls < 5 * rate) return [];
    return [{ account: lane.split(' ')[0], calls: calls - rate, room: ((last - first) / 1000) * rate }];
  });
  const total = (list: typeof used) =>
    list.reduce((sum, { calls }) => sum + calls, 0) / list.reduce((sum, { room }) => sum + room, 0);
  const { over } = await db.one<{ over: number }>(
    'SELECT count(*) AS over FROM sandbox.openapi_exchanges WHERE code = 2119003',
  );
  const told = await db.one<{ groups: number; nights: number }>(
    `SELECT coalesce(sum(jsonb_array_length(body -> 'aris')), 0) AS groups,
            coalesce((SELECT sum(jsonb_array_length(plan -> 'nights')) FROM sandbox.calendar_writes w
                      CROSS JOIN jsonb_array_elements(w.changes) AS plan), 0) AS nights
     FROM (SELECT convert_from(request, 'UTF8')::jsonb AS body FROM sandbox.openapi_exchanges
           WHERE interface IN ('stock-save', 'price-save')) AS told`,
  );
  const count = (what: string) => sent.filter(({ delivery }) => delivery === what).length;
  return {
    calls: sent.length,
    unanswered: count('silent'),
    failed: count('failed'),
    overLimit: Number(over),
    groups: Number(told.groups),
    nights: Number(told.nights),
    shares: used.map(({ calls, room }) => calls / room),
    accountShares: [...Map.groupBy(used, ({ account }) => account).values()].map(total),
  };
}

/** Nights of rate plans at which the platform's copy differs from the gateway's truth. */
export async function differences(db: Database): Promise<{ readonly nights: number; readonly different: number }> {
  const { nights, different } = await db.one<{ nights: number; different: number }>(
    `SELECT count(*) AS nights, count(*) FILTER (WHERE
         copy.original_amount IS DISTINCT FROM rate.price
         OR copy.retail_amount IS DISTINCT FROM coalesce(rate.rack_price, rate.price)
         OR copy.inventory IS DISTINCT FROM greatest(room.stock - room.sold, 0)
         OR copy.available IS DISTINCT FROM (room.open AND rate.open AND plan.active)) AS different
     FROM gateway.rate_plans plan
     JOIN gateway.rate_nights rate USING (account_id, rate_plan_id)
     JOIN gateway.room_nights room ON room.account_id = plan.account_id AND room.room_type_id = plan.room_type_id
       AND room.night = rate.night
     LEFT JOIN sandbox.nights copy ON copy.account_id = plan.account_id
       AND copy.rate_plan_id = plan.platform_rate_plan_id AND copy.night = rate.night`,
  );
  return { nights: Number(nights), different: Number(different) };
}
