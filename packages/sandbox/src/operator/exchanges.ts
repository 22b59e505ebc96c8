import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import type { exchangeShape } from './shapes.ts';

type Exchange = Static<typeof exchangeShape>;

/** What is looked for; everything given must hold. */
export interface ExchangeFilter {
  readonly logid?: string | undefined;
  readonly subject?: string | undefined;
  readonly interface?: string | undefined;
  readonly limit: number;
}

type Raw = Omit<Exchange, 'request' | 'reply'> & { readonly request: Buffer | null; readonly reply: Buffer | null };

const OUT = `SELECT 'out' AS direction, c.interface, c.account_id, c.client_key, c.subject, a.logid, a.sent_at_ms AS at, a.url,
    a.headers, a.number AS attempt, a.copy::integer AS copy, a.fault, a.status, a.code, a.verdict, a.reason,
    a.duration_ms, c.body AS request, a.answer AS reply, a.recorded_at
  FROM sandbox.spi_attempts a JOIN sandbox.spi_calls c USING (account_id, call_id)
  WHERE ($1::text IS NULL OR a.logid = $1) AND ($2::text IS NULL OR c.subject = $2)
    AND ($3::text IS NULL OR c.interface = $3)`;

// A partner's call names its order only in its bytes.
const IN = `SELECT 'in' AS direction, interface, account_id, client_key, coalesce($2::text, '') AS subject, logid, at_ms AS at,
    target AS url, '{}'::jsonb AS headers, 1 AS attempt, 0 AS copy, fault, 200 AS status, code, 'answered' AS verdict,
    NULL AS reason, duration_us / 1000.0::double precision AS duration_ms, request, response AS reply,
    NULL::timestamptz AS recorded_at
  FROM sandbox.openapi_exchanges
  WHERE ($1::text IS NULL OR logid = $1) AND ($3::text IS NULL OR interface = $3)
    AND ($2::text IS NULL OR position(convert_to($2, 'UTF8') IN coalesce(request, '')) > 0 OR position($2 IN target) > 0)`;

/** Exchanges of both directions, newest first. */
export async function findExchanges(session: Session, filter: ExchangeFilter): Promise<Exchange[]> {
  const rows = await session.query<Raw>(
    `SELECT * FROM ((${OUT} ORDER BY a.sent_at_ms DESC, a.recorded_at DESC LIMIT $4)
       UNION ALL (${IN} ORDER BY at_ms DESC, exchange_id DESC LIMIT $4)) both_ways
     ORDER BY at DESC, recorded_at DESC NULLS FIRST LIMIT $4`,
    [filter.logid ?? null, filter.subject ?? null, filter.interface ?? null, filter.limit],
  );
  return rows.map(({ request, reply, ...row }) => ({
    ...row,
    request: request?.toString('utf8') ?? '',
    reply: reply?.toString('utf8') ?? null,
  }));
}
