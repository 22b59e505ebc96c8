import { sendNotices } from '../ari/notifying/notice-sender.ts';
import { createAriSender } from '../ari/sending/sender.ts';
import { createAriWatch } from '../ari/watching/watch.ts';
import { collectBills } from '../bills/collector.ts';
import { flagUnheard } from '../bookings/unheard.ts';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { createOutboxSender } from '../outbox/sender.ts';
import { publishDue } from '../publications/publisher.ts';
import { purgeWhenQuiet } from '../stress/purge.ts';
import { processNotices } from '../webhooks/process.ts';

/** What one background worker does, as the work loop of the runtime takes it. */
export interface Work {
  /** Does what is due now; the clock time (Unix ms) at which more is due, or undefined. */
  next(signal: AbortSignal, wentWell: () => void): Promise<number | undefined>;
  /** Beside the loop's own poke: lets a running round take new work. */
  readonly poke?: () => void;
  /** Real ms after which it looks again though nobody poked; default the loop's own. */
  readonly idlePollMs?: number;
}

/** The workers between gateway and platform, by name. Names are those of `Wake`, and others that nobody pokes. */
export function platformWork(
  ctx: GatewayContext,
  recorder: Pick<ExchangeRecorder, 'record'>,
): Readonly<
  Record<'outbox' | 'ari' | 'notices' | 'publications' | 'webhooks' | 'bills' | 'unheard' | 'stress' | 'watch', Work>
> {
  const outbox = createOutboxSender(ctx);
  const ari = createAriSender(ctx);
  return {
    outbox: { next: outbox.round, poke: outbox.poke },
    ari: { next: ari.round, poke: ari.poke },
    notices: { next: (signal) => sendNotices(ctx, signal) },
    publications: { next: (signal) => publishDue(ctx, signal) },
    webhooks: { next: (signal) => processNotices(ctx, recorder, signal) },
    bills: { next: (signal) => collectBills(ctx, signal) },
    // Its moments are known; bookings of other processes are seen in time when it looks once a minute.
    unheard: { next: () => flagUnheard(ctx), idlePollMs: 60_000 },
    // Nobody pokes it: load tests are rare, and what they leave is in nobody's way.
    stress: { next: () => purgeWhenQuiet(ctx), idlePollMs: 60_000 },
    watch: { next: createAriWatch(ctx), idlePollMs: 60_000 },
  };
}
