import { interfaces, parseJson } from '@yuzhu/contract';
import { isRetryable, type Session } from '@yuzhu/runtime';
import { applyAriFailure } from '../ari/sending/failure-notice.ts';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { applyHotelNotice } from '../hotels/notice.ts';
import { counter } from '../platform/meter.ts';
import { pauseAfter } from '../platform/pace.ts';
import { applyRoomNotice } from '../rooms/notice.ts';
import { applyAuditNotice } from '../vouchers/audit.ts';
import { noticeExchange } from './exchange.ts';
import type { NoticeResult } from './notice-result.ts';
import { type DueNotice, finishNotice, nextNoticeDue, postponeNotice, takeNotice } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'keys' | 'log' | 'metrics' | 'wake'>;

type Handler = (
  session: Session,
  clientKey: string,
  content: unknown,
  now: number,
  ctx: Pick<Ctx, 'keys' | 'log'>,
) => Promise<NoticeResult>;

/** Who works in which event. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  [interfaces.voucherAuditResult.event]: applyAuditNotice,
  [interfaces.ariFailure.event]: applyAriFailure,
  [interfaces.hotelAuditResult.event]: applyHotelNotice,
  [interfaces.roomAuditResult.event]: applyRoomNotice,
};

const PAUSE = { firstMs: 1000, mostMs: 300_000 };
/** A fault on our side is tried again for some hours, then put before a person. */
const MOST_ATTEMPTS = 40;

/**
 * One round: works in every due notice, each in a transaction of its own with its effects, and records it. Returns when
 * more is due, as the work loop wants it. A notice that can not be read ends as `failed`; one nobody handles is kept as
 * `done`.
 */
export async function processNotices(
  ctx: Ctx,
  recorder: Pick<ExchangeRecorder, 'record'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted && (await processNext(ctx, recorder)));
  return nextNoticeDue(ctx.db);
}

async function processNext(ctx: Ctx, recorder: Pick<ExchangeRecorder, 'record'>): Promise<boolean> {
  const { db, clock } = ctx;
  let taken: DueNotice | undefined;
  let result: NoticeResult | undefined;
  try {
    await db.tx(async (session) => {
      taken = await takeNotice(session, clock.now());
      if (taken === undefined) return;
      result = await handle(ctx, session, taken);
      await finishNotice(session, taken, result.state, result.state === 'done' ? result.note : result.error);
    });
  } catch (error) {
    // Without a notice in hand it is the database itself: the work loop backs off.
    if (taken === undefined || isRetryable(error)) throw error;
    await postpone(ctx, taken, error);
    return true;
  }
  if (taken === undefined || result === undefined) return false;
  account(ctx, recorder, taken, result);
  ctx.wake.publications();
  ctx.wake.ari();
  return true;
}

async function postpone(ctx: Ctx, notice: DueNotice, error: unknown): Promise<void> {
  const { db, clock, log, random } = ctx;
  const message = error instanceof Error ? error.message : String(error);
  log.error({ err: error, event: notice.event, message_id: notice.messageId }, 'working in a notice failed');
  if (notice.attempts + 1 >= MOST_ATTEMPTS) return finishNotice(db, notice, 'failed', message);
  const pause = pauseAfter(notice.attempts + 1, PAUSE, random.next());
  return postponeNotice(db, notice, clock.now() + pause, message);
}

/** Counts and records what came of a notice; the account is known only now. */
function account(ctx: Ctx, recorder: Pick<ExchangeRecorder, 'record'>, notice: DueNotice, result: NoticeResult): void {
  const { event, messageId } = notice;
  counter(ctx.metrics, 'webhooks_processed_total', 'Notices of the platform by what came of working them in', [
    'result',
  ]).inc({ result: result.state });
  if (result.state === 'failed') {
    ctx.log.warn({ event, message_id: messageId, error: result.error }, 'a notice can not be worked in');
  }
  const body = ctx.keys.decrypt(notice.body);
  recorder.record(
    noticeExchange(body, {
      accountId: result.state === 'done' ? (result.accountId ?? '') : '',
      event,
      status: 200,
      error: result.state === 'failed' ? result.error : result.note,
      at: notice.receivedAt,
    }),
  );
}

async function handle(ctx: Ctx, session: Session, notice: DueNotice): Promise<NoticeResult> {
  const handler = Object.hasOwn(HANDLERS, notice.event) ? HANDLERS[notice.event] : undefined;
  if (handler === undefined) return { state: 'done', note: 'nobody handles this event here' };
  const envelope = parseJson(ctx.keys.decrypt(notice.body).toString('utf8')) as { content?: unknown };
  const content = contentOf(envelope.content);
  if (content === undefined) return { state: 'failed', error: 'content is not JSON' };
  return handler(session, notice.clientKey, content, ctx.clock.now(), ctx);
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
