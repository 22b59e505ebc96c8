import type { PreparedCall } from '@yuzhu/contract';
import { type Dispatcher, errors, Pool } from 'undici';
import type { Delivery } from './outcome.ts';

/** Bytes that came back, or why none did. */
export type SentCall =
  | { readonly answered: true; readonly status: number; readonly body: string }
  | { readonly answered: false; readonly delivery: Exclude<Delivery, 'answered'>; readonly reason: string };

/** Sends prepared calls to one platform address over kept-alive connections. */
export interface Transport {
  send(call: PreparedCall): Promise<SentCall>;
  close(): Promise<void>;
}

/** The largest answer that is read; a page of 50 bill lines has some 100 KB. */
const LARGEST_ANSWER = 8 * 1_048_576;
/** Errors after which the request surely did not arrive. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Opens the way to the platform. `timeoutMs` is real time for the whole exchange: a network does not follow a moved clock.
 * @param given Carries the calls in place of a pool of connections; it is not closed with the way.
 */
export function openTransport(baseUrl: string, timeoutMs: number, given?: Dispatcher): Transport {
  const base = new URL(baseUrl);
  const dispatcher = given ?? openPool(base.origin, timeoutMs);
  const prefix = base.pathname.replace(/\/+$/, '');
  return {
    send: async (call) => {
      try {
        const { statusCode, body } = await dispatcher.request({
          origin: base.origin,
          method: call.method,
          path: prefix + call.target,
          headers: call.headers,
          body: call.body ?? null,
          // The whole exchange: an answer that drips in byte by byte must end too.
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await readText(body);
        if (text === undefined) return { answered: false, delivery: 'unknown', reason: 'the answer is too large' };
        return { answered: true, status: statusCode, body: text };
      } catch (error) {
        return { answered: false, ...explain(error) };
      }
    },
    close: async () => {
      if (given === undefined) await dispatcher.close();
    },
  };
}

function openPool(origin: string, timeoutMs: number): Pool {
  return new Pool(origin, {
    connections: 32,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 4000,
  });
}

async function readText(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      body.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function explain(error: unknown): { delivery: 'not_sent' | 'unknown'; reason: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NEVER_ARRIVED.has(code) || error instanceof errors.ConnectTimeoutError) {
    return { delivery: 'not_sent', reason: `the platform can not be reached (${code || 'connect timeout'})` };
  }
  const timedOut =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError');
  if (timedOut) return { delivery: 'unknown', reason: 'no answer in time' };
  const message = error instanceof Error ? error.message : String(error);
  return { delivery: 'unknown', reason: `the connection broke (${code || message})` };
}
