import type { interfaces } from '@yuzhu/contract';
import { notePulled } from '../ari/notifying/pulled.ts';
import { createPullNotes } from '../ari/watching/pulls-seen.ts';
import type { GatewayContext } from '../context.ts';
import { type Door, success } from '../spi/door.ts';
import { answeredPlans, pullReply, readCalendar, readPull } from './pull.ts';

/**
 * Gives prices, stock and room status of hotels or goods. What it answered is kept once the answer has left: it is the
 * platform's last word from us, and settles what was waiting for a pull.
 */
export function pullDoor(ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>): Door<typeof interfaces.ariPull> {
  const { db, wake } = ctx;
  const note = createPullNotes(db);
  return async (call, message) => {
    const question = readPull(message);
    if (!question.ok) {
      const { code, reason } = question.refusal;
      return { code, description: reason, data: { status: false, errors: [reason], room_rates: [] } };
    }
    const goods = await readCalendar(db, call.application.clientKey, question.value);
    for (const accountId of new Set(goods.map((good) => good.accountId))) await note(accountId, call.at);
    const answer = success(pullReply(question.value, goods, call.at), goods[0]?.accountId);
    // A load test's pulls are no word to the platform.
    if (call.stress || goods.length === 0) return answer;
    const answered = async () => {
      const plans = Map.groupBy(answeredPlans(question.value, goods), ({ accountId }) => accountId);
      for (const [accountId, some] of plans) if (await notePulled(ctx, accountId, some, call.at)) wake.ari();
    };
    return { ...answer, answered };
  };
}
