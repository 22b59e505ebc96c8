import { interfaces, PARTNER, type RequestOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import { goodsByIds } from '../goods/store.ts';
import { writeNights } from './nights.ts';
import { type CalendarWrite, takeWrites, type WriteKind } from './store.ts';

/** Kind of the timer that writes an accepted push. */
export const WRITE_TIMER = 'calendar.write';

type Failure = RequestOf<typeof interfaces.ariFailure>;

/** `type` of the notice; the numbers follow notify_scene (inferred). */
const NOTICE_TYPE: Readonly<Record<WriteKind, number>> = { price: 1, stock: 2 };

/** Registers the timer that writes accepted pushes, one after the other per merchant, and tells about failures. */
export function registerCalendarWrites(ctx: SandboxContext): void {
  ctx.timers.register(WRITE_TIMER, async ({ payload }) => {
    await ctx.db.tx(async (session) => {
      const now = ctx.clock.now();
      for (const write of await takeWrites(session, String(payload.accountId), String(payload.writeId), now)) {
        await carryOut(ctx, session, write, now);
      }
    });
  });
}

async function carryOut(ctx: SandboxContext, session: Session, write: CalendarWrite, now: number): Promise<void> {
  const { accountId, clientKey } = write;
  const ids = write.changes.map((change) => change.ratePlanId);
  const goods = new Map((await goodsByIds(session, accountId, ids)).map((good) => [good.ratePlanId, good]));
  const failed = new Map(ids.flatMap((id) => failure(write, goods.get(id)?.shelf).map((reason) => [id, reason])));
  await writeNights(
    session,
    accountId,
    write.changes.filter((change) => !failed.has(change.ratePlanId)),
    now,
  );
  for (const [ratePlanId, message] of failed) {
    await ctx.webhooks.queue(session, {
      account: accountId,
      clientKey,
      event: interfaces.ariFailure.event,
      content: {
        account_id: accountId,
        hotel_id: goods.get(ratePlanId)?.hotelId ?? '',
        rate_plan_id: ratePlanId,
        log_id: write.logid,
        type: NOTICE_TYPE[write.kind],
        code: PARTNER.other,
        message,
      } satisfies Failure,
      dedupe: `${write.writeId}/${ratePlanId}`,
    });
  }
}

/** Why the nights of a good can not be written, if so: the good changed since the push, or a fault was drawn. */
function failure(write: CalendarWrite, shelf: string | undefined): [string] | [] {
  if (shelf === undefined) return ['预定商品已删除'];
  if (shelf === 'off') return ['预定商品已停用'];
  return write.spoilt ? ['写入失败，请重新推送'] : [];
}
