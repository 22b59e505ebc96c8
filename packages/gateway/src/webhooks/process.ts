import { interfaces, parseJson } from '@yuzhu/contract';
import { isRetryable, type Session } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { counter } from '../platform/meter.ts';
import { pauseAfter } from '../platform/pace.ts';
import { applyAuditNotice, type NoticeResult } from '../vouchers/audit.ts';
import { type DueNotice, finishNotice, nextNoticeDue, postponeNotice, takeNotice } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'keys' | 'log' | 'metrics' | 'wake'>;
/** Keeps an exchange; must not throw and must not block. */
export type Record = (exchange: Exchange) => void;

type Handler = (session: Session, clientKey: string, content: unknown, now: number) => Promise<NoticeResult>;

/** Who works in which event. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  [interfaces.voucherAuditResult.event]: applyAuditNotice,
};

const PAUSE = { firstMs: 1000, mostMs: 300_000 };
/** A fault on our side is tried again for some hours, then put before a person. */
const MOST_ATTEMPTS = 40;

/**
 * One round: works in every due notice, each in a transaction of its own with its effects. Returns when more is due, as
 * the work loop wants it. A notice that can not be read ends as `failed`; one nobody handles is kept as `done`.
 */
export async function processNotices(ctx: Ctx, record: Record, signal: AbortSignal): Promise<number | undefined> {
  while (!signal.aborted && (await processNext(ctx, record)));
  return nextNoticeDue(ctx.db);
}

async function processNext(ctx: Ctx, record: Record): Promise<boolean> {
  const { db, clock, log } = ctx;
  let taken: DueNotice | undefined;
  try {
    const found = await db.tx(async (session) => {
      taken = await takeNotice(session, clock.now());
      if (taken === undefined) return false;
      const result = await handle(ctx, session, taken);
      if (result.state === 'done') await finishNotice(session, taken, 'done', result.note);
      else {
        log.warn(
          { event: taken.event, message_id: taken.messageId, error: result.error },
          'a notice can not be worked in',
        );
        await finishNotice(session, taken, 'failed', result.error);
      }
      return true;
    });
    if (found) ctx.wake.publications();
    return found;
  } catch (error) {
    // Without a notice in hand it is the database itself: the work loop backs off.
    if (taken === undefined || isRetryable(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    log.error({ err: error, event: taken.event, message_id: taken.messageId }, 'working in a notice failed');
    if (taken.attempts + 1 >= MOST_ATTEMPTS) await finishNotice(db, taken, 'failed', message);
    else {
      const pause = pauseAfter(taken.attempts + 1, PAUSE, ctx.random.next());
      await postponeNotice(db, taken, clock.now() + pause, message);
    }
    return true;
  }
}

async function handle(ctx: Ctx, session: Session, notice: DueNotice): Promise<NoticeResult> {
  const handler = Object.hasOwn(HANDLERS, notice.event) ? HANDLERS[notice.event] : undefined;
  if (handler === undefined) return { state: 'done', note: 'nobody handles this event here' };
  const envelope = parseJson(ctx.keys.decrypt(notice.body).toString('utf8')) as { content?: unknown };
  const content = contentOf(envelope.content);
  if (content === undefined) return { state: 'failed', error: 'content is not JSON' };
  return handler(session, notice.clientKey, content, ctx.clock.now());
}

/** `content` is JSON text (documented); ids in it may be numbers of 19 digits, which stay text. */
function contentOf(content: unknown): unknown {
  if (typeof content !== 'string') return content;
  try {
    return parseJson(content);
  } catch {
    return undefined;
  }
}
