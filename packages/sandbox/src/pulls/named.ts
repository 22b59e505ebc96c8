import { hotelDate } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { NamedPull } from '../calendar/decide-notice.ts';
import type { SandboxContext } from '../context.ts';
import type { DueTimer, Timers } from '../timers/timers.ts';
import { carryOut } from './carry-out.ts';

const NAMED = 'pull.named';
/**
 * A pull that follows a notice and gets no answer is made again after so many clock milliseconds each (inferred: pulls
 * are not repeated in general, but nothing else would bring what the notice was about).
 */
const AGAIN_MS: readonly number[] = [10_000, 30_000, 120_000, 600_000];

interface NoticePull extends NamedPull {
  readonly accountId: string;
  readonly clientKey: string;
  /** From 1. */
  readonly attempt: number;
}

/** Plans the pull a change notice asks for, in the transaction that takes the notice. */
export async function addNamedPull(
  timers: Timers,
  session: Session,
  dueAt: number,
  pull: NoticePull,
  logid: string,
): Promise<void> {
  // The logid makes the subject its own: two notices about the same goods are two pulls.
  await timers.add(session, { dueAt, kind: NAMED, subject: `notice ${logid}`, payload: pull });
}

/** Registers what carries such pulls out. */
export function registerNamedPulls(ctx: SandboxContext): void {
  const { db, clock, timers } = ctx;
  const pull = async ({ payload, subject }: DueTimer): Promise<void> => {
    const order = payload as unknown as NoticePull;
    const today = hotelDate(clock.now());
    if (order.to < today) return;
    const from = order.from < today ? today : order.from;
    if (await carryOut(ctx, { ...order, from, subject })) return;
    const after = AGAIN_MS[order.attempt - 1];
    if (after === undefined) return;
    const again = { ...order, attempt: order.attempt + 1 };
    await timers.add(db, { dueAt: clock.now() + after, kind: NAMED, subject, payload: again });
  };
  timers.register(NAMED, pull, { parallel: true });
}
