import { createHash } from 'node:crypto';
import { HEADERS, logid, signWebhook, webhookBody, webhooks } from '@yuzhu/contract';
import { type Clock, type Database, type Logger, type Metrics, type Random, systemRandom } from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import { applicationsOf } from '../applications/store.ts';
import type { FaultSwitch } from '../faults/fault.ts';
import { exchange, type RawExchange } from '../spi/exchange.ts';
import type { DueTimer, Timers } from '../timers/timers.ts';
import { addAttempt, endMessage, findDelivery, insertMessage, type MessageKey } from './store.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** The partner has five seconds, real time (documented). */
const TIMEOUT_MS = 5000;
/** Three retries (documented), so long after the attempt before (inferred). */
const RETRY_AFTER_MS = [10_000, 60_000, 300_000] as const;

const ATTEMPT = 'webhook.attempt';

/** What the sender is made of. */
export interface WebhookDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly timers: Timers;
  readonly faults: FaultSwitch;
  readonly dispatcher: Dispatcher;
  /** For log ids; must not repeat over restarts. */
  readonly secrets?: Random;
}

/** Makes the sender and registers its timer. */
export function createWebhooks(deps: WebhookDeps): WebhookSender {
  const { db, clock, log, timers, faults, dispatcher } = deps;
  const secrets = deps.secrets ?? systemRandom();
  const seconds = deps.metrics.histogram('sandbox_webhook_seconds', 'Deliveries of notices', ['event', 'outcome']);

  const schedule = (key: MessageKey, payload: Step, dueAt: number, session: Parameters<Timers['add']>[0]) =>
    timers.add(session, { dueAt, kind: ATTEMPT, subject: `webhook ${key.messageId}`, payload: { ...key, ...payload } });

  const attempt = async (timer: DueTimer): Promise<void> => {
    const key = keyOf(timer);
    const step = stepOf(timer);
    const message = await findDelivery(db, key);
    const over = message === undefined || message.state !== 'waiting' || message.attempts >= step.attempt;
    if (message === undefined || (over && !step.copy)) return;
    const { url, secret, body } = message;
    if (url === null) return endMessage(db, key, 'failed', clock.now());
    const fault = step.copy || step.held ? undefined : await faults.decide(faultName(message.event), 'out');
    const now = clock.now();
    if (fault?.kind === 'hold') {
      await schedule(key, { ...step, held: true }, now + fault.ms, db);
      return;
    }
    const headers = {
      'content-type': 'application/json',
      [HEADERS.messageId]: key.messageId,
      [HEADERS.webhookSignature]: signWebhook(secret, body),
    };
    const send = () => exchange({ url, headers }, body, TIMEOUT_MS, dispatcher, fault);
    const sent = await Promise.all(fault?.kind === 'twice' ? [send(), send()] : [send()]);
    const delivered = sent.some((raw) => outcomeOf(raw) === 'delivered');
    for (const raw of sent) {
      seconds.observe({ event: message.event, outcome: outcomeOf(raw) }, raw.durationMs / 1000);
      log.debug({ event: message.event, message: key.messageId, outcome: outcomeOf(raw) }, 'sent a notice');
    }
    await db.tx(async (session) => {
      for (const raw of sent) {
        const outcome = outcomeOf(raw);
        const record = { attempt: step.attempt, atMs: now, url, status: raw.status ?? null, outcome };
        const spoilt = step.copy ? 'late-copy' : (fault?.kind ?? null);
        await addAttempt(
          session,
          key,
          { ...record, fault: spoilt, durationMs: Math.round(raw.durationMs) },
          !step.copy,
        );
      }
      if (step.copy) return;
      if (fault?.kind === 'late-copy')
        await schedule(key, { attempt: step.attempt, copy: true }, now + fault.ms, session);
      const wait = RETRY_AFTER_MS[step.attempt - 1];
      if (delivered) await endMessage(session, key, 'delivered', now);
      else if (wait === undefined) await endMessage(session, key, 'failed', now);
      else await schedule(key, { attempt: step.attempt + 1 }, now + wait, session);
    });
  };
  timers.register(ATTEMPT, attempt, { parallel: true });

  return {
    queue: async (session, notice) => {
      const now = clock.now();
      const known = await applicationsOf(session, notice.account);
      const told = known.filter(({ clientKey }) => notice.clientKey === undefined || notice.clientKey === clientKey);
      for (const { clientKey, webhookUrl } of told) {
        if (webhookUrl === null) continue;
        const id = logid(now, Buffer.from(secrets.hex(20), 'hex'));
        const key = {
          accountId: notice.account,
          clientKey,
          messageId: messageId(clientKey, notice.event, notice.dedupe),
        };
        const body = Buffer.from(webhookBody(notice.event, clientKey, notice.content, id));
        const added = await insertMessage(session, { ...key, event: notice.event, body }, now);
        if (added) await schedule(key, { attempt: 1 }, now, session);
      }
    },
  };
}

interface Step {
  /** 1 to 4. */
  readonly attempt: number;
  /** A copy sent later by a fault: kept, but it neither counts nor ends anything. */
  readonly copy?: boolean;
  /** It was held back once already. */
  readonly held?: boolean;
}

function keyOf({ payload }: DueTimer): MessageKey {
  return {
    accountId: String(payload.accountId),
    clientKey: String(payload.clientKey),
    messageId: String(payload.messageId),
  };
}

function stepOf({ payload }: DueTimer): Step {
  return { attempt: Number(payload.attempt), copy: payload.copy === true, held: payload.held === true };
}

/** Faults are set by the contract's short names. */
function faultName(event: string): string {
  return webhooks.find((one) => one.event === event)?.name ?? event;
}

function outcomeOf(raw: RawExchange): string {
  if (raw.verdict !== 'answered') return raw.reason || raw.verdict;
  // Only HTTP 200 counts, the body is not looked at (documented).
  return raw.status === 200 ? 'delivered' : `HTTP ${raw.status}`;
}

/** The same entity and action give the same id (documented). */
function messageId(clientKey: string, event: string, dedupe: string): string {
  return createHash('sha256').update(`${clientKey}\n${event}\n${dedupe}`).digest('hex').slice(0, 32);
}
