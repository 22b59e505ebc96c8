import { setTimeout as delay } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { Fault } from '../faults/fault.ts';
import type { SignedRequest } from './signed-request.ts';

/** Answers longer than this are not read. */
const LONGEST_ANSWER = 2 * 1024 * 1024;
/** A spoilt call is given up after at least this long, so that it reaches the partner. */
const SHORTEST_WAIT_MS = 50;

/** What came back from one exchange, before anybody reads it. */
export interface RawExchange {
  /** Absent when there was no HTTP answer, or none was taken. */
  readonly status: number | undefined;
  readonly answer: Buffer | undefined;
  /** `answered` when there is something to read, else why not. */
  readonly verdict: 'answered' | 'timeout' | 'connection' | 'lost' | 'malformed';
  readonly reason: string;
  /** Real milliseconds. */
  readonly durationMs: number;
}

/** Sends one call and waits for its answer, spoilt by `fault` when there is one. Never rejects. */
export async function exchange(
  signed: SignedRequest,
  body: Buffer,
  timeoutMs: number,
  dispatcher: Dispatcher,
  fault: Fault | undefined,
): Promise<RawExchange> {
  const begun = performance.now();
  const end = (one: Omit<RawExchange, 'durationMs'>): RawExchange => ({
    ...one,
    durationMs: performance.now() - begun,
  });
  if (fault?.kind === 'status') {
    return end({
      status: fault.status,
      answer: Buffer.alloc(0),
      verdict: 'answered',
      reason: `HTTP ${fault.status} (fault)`,
    });
  }
  if (fault?.kind === 'delay') await delay(fault.ms);
  const gaveUp = fault?.kind === 'timeout';
  const limit = gaveUp ? Math.min(timeoutMs, Math.max(fault.ms, SHORTEST_WAIT_MS)) : timeoutMs;
  const raw = await send(signed, body, limit, dispatcher);
  if (gaveUp) return end({ status: undefined, answer: raw.answer, verdict: 'timeout', reason: 'given up (fault)' });
  if (fault?.kind === 'lose-answer' && raw.verdict === 'answered')
    return end({ ...raw, verdict: 'lost', reason: 'the answer was lost (fault)' });
  return end(raw);
}

async function send(
  { url, headers }: SignedRequest,
  body: Buffer,
  limit: number,
  dispatcher: Dispatcher,
): Promise<Omit<RawExchange, 'durationMs'>> {
  const none = { status: undefined, answer: undefined };
  try {
    const signal = AbortSignal.timeout(limit);
    const reply = await request(url, { method: 'POST', headers, body, dispatcher, signal });
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of reply.body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LONGEST_ANSWER) {
        return { status: reply.statusCode, answer: undefined, verdict: 'malformed', reason: 'the answer is too long' };
      }
      pieces.push(piece);
    }
    return { status: reply.statusCode, answer: Buffer.concat(pieces), verdict: 'answered', reason: '' };
  } catch (error) {
    const { name, code, message } = error as { name?: string; code?: string; message?: string };
    if (name === 'TimeoutError') return { ...none, verdict: 'timeout', reason: `no answer within ${limit} ms` };
    return { ...none, verdict: 'connection', reason: code ?? message ?? 'connection failed' };
  }
}
