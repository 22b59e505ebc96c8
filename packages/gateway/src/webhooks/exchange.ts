import { webhooks } from '@yuzhu/contract';
import type { Exchange } from '../exchanges/exchange.ts';
import { readEnvelope } from './read.ts';

/** What is known of a delivery beside its bytes. */
export interface Delivered {
  /** Empty while unknown: a notice names no account. */
  readonly accountId: string;
  /** Empty when it could not be read. */
  readonly event: string;
  readonly status: number;
  readonly error: string | undefined;
  /** Unix ms. */
  readonly at: number;
}

/** A delivery of the platform for the record of exchanges. */
export function noticeExchange(body: Buffer, delivered: Delivered): Exchange {
  const { accountId, event, status, error, at } = delivered;
  const envelope = readEnvelope(body);
  return {
    accountId,
    direction: 'in',
    interfaceName: webhooks.find((one) => one.event === event)?.name ?? (event || 'webhook'),
    logid: typeof envelope === 'string' ? undefined : envelope.logId,
    orderId: undefined,
    target: '/webhooks',
    request: body,
    reply: undefined,
    httpStatus: status,
    code: status === 200 ? 0 : undefined,
    // Answered at once and worked in later: there is no waiting for the work to measure.
    latencyUs: 0,
    error,
    at,
  };
}
