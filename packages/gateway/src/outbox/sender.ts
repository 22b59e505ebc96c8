import type { interfaces, OpenApi, RequestOf } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { counter } from '../platform/meter.ts';
import { describeFailure, type PlatformOutcome } from '../platform/outcome.ts';
import { decideAfter, tooLate } from './decide.ts';
import { OUTBOX_INTERFACES } from './message.ts';
import {
  type ClaimedMessage,
  claimMessages,
  markDone,
  markFailed,
  markLater,
  markUnsent,
  nextMessageDue,
  type Resting,
} from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'> & {
  readonly settings: Pick<GatewayContext['settings'], 'platformTimeout'>;
};

/** Messages on their way at once, in one process. */
const IN_HAND = 16;

/** Sends what is due. One per process. */
export interface OutboxSender {
  /**
   * One round: sends until nothing is due; when the next message is due, as the work loop wants it. Under load it goes
   * on for long: `wentWell` is called whenever messages were claimed.
   */
  round(signal: AbortSignal, wentWell?: () => void): Promise<number | undefined>;
  /** There may be new messages: a running round takes them too. */
  poke(): void;
}

/** Makes the sender of a process. */
export function createOutboxSender(ctx: Ctx): OutboxSender {
  let poked = false;
  let wake: () => void = () => undefined;
  /** Without it a backlog would be claimed and given back over and over while the rate limit leaves no turn. */
  const rests = new Map<string, Resting & { readonly until: number }>();
  const restingNow = () => {
    const now = ctx.clock.now();
    for (const [key, { until }] of rests) if (until <= now) rests.delete(key);
    return [...rests.values()];
  };

  const round = async (signal: AbortSignal, wentWell = () => {}): Promise<number | undefined> => {
    const inHand = new Map<number, Promise<void>>();
    let failure: unknown;
    const send = (message: ClaimedMessage) => {
      const work = sendMessage(ctx, message)
        .then((until) => {
          const { accountId, kind } = message;
          if (until !== undefined) rests.set(`${accountId}/${kind}`, { accountId, kind, until });
        })
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => inHand.delete(message.messageId));
      inHand.set(message.messageId, work);
    };
    for (;;) {
      poked = false;
      const room = signal.aborted || failure !== undefined ? 0 : IN_HAND - inHand.size;
      const claimed = room === 0 ? [] : await claimDue(ctx, room, [...inHand.keys()], restingNow());
      if (claimed.length > 0) wentWell();
      for (const message of claimed) send(message);
      if (inHand.size === 0) {
        if (failure !== undefined) throw failure;
        if (!poked || signal.aborted) break;
        continue;
      }
      // A slow exchange must not hold up the others: go on as soon as one ends, something new is written or gets due.
      const pokeCame = new Promise<void>((resolve) => {
        wake = resolve;
        if (poked) resolve();
      });
      // Taken now: one that ends while the database is asked is gone from the map, and would be waited for in vain.
      const sending = [...inHand.values()];
      const over = new AbortController();
      const due = claimed.length < room ? await nextDue([...inHand.keys()]) : undefined;
      const dueCame = due === undefined ? [] : [ctx.clock.waitUntil(due, over.signal).catch(() => undefined)];
      await Promise.race([...sending, pokeCame, ...dueCame]);
      over.abort();
    }
    return nextDue([]);
  };

  const nextDue = async (inHand: readonly number[]): Promise<number | undefined> => {
    const resting = restingNow();
    return earliest([await nextMessageDue(ctx.db, resting, inHand), ...resting.map(({ until }) => until)]);
  };

  return {
    round,
    poke: () => {
      poked = true;
      wake();
    },
  };
}

function claimDue(
  ctx: Ctx,
  room: number,
  inHand: readonly number[],
  resting: readonly Resting[],
): Promise<ClaimedMessage[]> {
  const now = ctx.clock.now();
  return claimMessages(ctx.db, now, now + leaseMs(ctx.settings.platformTimeout), room, inHand, resting);
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Longer than an attempt takes (token, call, new token, call again); after a crash a message waits this long at most. */
export function leaseMs(platformTimeoutMs: number): number {
  return platformTimeoutMs * 3 + 5000;
}

/** Sends one message and keeps what came of it; when it had no turn, the moment (Unix ms) of the next one. */
async function sendMessage(ctx: Ctx, message: ClaimedMessage): Promise<number | undefined> {
  const { db, clock } = ctx;
  if (tooLate(message, clock.now())) {
    await markFailed(db, message, 'not sent again: the deadline has passed', 'DEADLINE_PASSED');
    return undefined;
  }
  const one: OpenApi | undefined = OUTBOX_INTERFACES[message.kind];
  const outcome: PlatformOutcome<unknown> = await ctx.platform.call(
    one,
    message.body as RequestOf<typeof interfaces.orderConfirm>,
    {
      accountId: message.accountId,
      orderId: message.subjectId,
      messageId: message.messageId,
      attempt: message.attempts,
    },
  );
  const now = clock.now();
  if (!outcome.ok && outcome.delivery === 'not_sent' && outcome.next === 'backoff') {
    const turn = Math.max(outcome.notBefore ?? 0, now + 1);
    await markUnsent(db, message, now);
    return turn;
  }
  await keepVerdict(ctx, message, outcome, now);
  return undefined;
}

async function keepVerdict(
  ctx: Ctx,
  message: ClaimedMessage,
  outcome: PlatformOutcome<unknown>,
  now: number,
): Promise<void> {
  const { db, log } = ctx;
  const verdict = decideAfter(message, outcome, now, ctx.random.next());
  counter(ctx.metrics, 'outbox_attempts_total', 'Attempts at messages to the platform by what came of them', [
    'kind',
    'result',
  ]).inc({ kind: message.kind, result: verdict.state });
  if (verdict.state === 'done') return markDone(db, message, now, verdict.note);
  const error = outcome.ok ? '' : describeFailure(outcome);
  if (verdict.state === 'waiting') return markLater(db, message, verdict.nextAt, error, verdict.nextStep);
  const { accountId, messageId, kind, subjectId } = message;
  log.warn(
    { account_id: accountId, message_id: messageId, kind, order_id: subjectId, error },
    'a message failed: a person has to look at it',
  );
  return markFailed(db, message, error, verdict.nextStep);
}
