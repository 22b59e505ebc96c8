import Type, { type Static } from 'typebox';
import type { ExchangeRow } from '../../exchanges/read.ts';
import { flag, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** An exchange in answers. */
export const exchangeView = output('Exchange', {
  exchange_id: Type.Integer(),
  direction: oneOf(['in', 'out'], 'in: the platform called; out: the gateway called'),
  stress: flag('made by load-test traffic (X-Stress-Tag)'),
  interface: Type.String({ description: 'name of the interface' }),
  logid: nullable(Type.String({ description: 'the platform’s id of the exchange' })),
  order_id: nullable(Type.String()),
  message_id: nullable(Type.Integer({ description: 'outbox message it was an attempt of' })),
  attempt: nullable(Type.Integer()),
  target: Type.String({ description: 'path with query' }),
  http_status: nullable(Type.Integer({ description: 'null: no answer' })),
  code: nullable(Type.Integer({ description: 'business or gateway code' })),
  latency_ms: Type.Number(),
  error: nullable(Type.String()),
  at: momentText('when it began'),
});

/** Row to answer. */
export function toExchange(row: ExchangeRow): Static<typeof exchangeView> {
  return {
    exchange_id: row.exchange_id,
    direction: row.direction,
    stress: row.stress,
    interface: row.interface,
    logid: row.logid,
    order_id: row.order_id,
    message_id: row.message_id,
    attempt: row.attempt,
    target: row.target,
    http_status: row.http_status,
    code: row.code,
    latency_ms: row.latency_us / 1000,
    error: row.error,
    at: toMoment(row.at),
  };
}
