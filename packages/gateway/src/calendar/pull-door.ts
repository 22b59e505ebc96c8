import type { interfaces } from '@yuzhu/contract';
import { createPullNotes } from '../ari/pulls-seen.ts';
import type { GatewayContext } from '../context.ts';
import { type Door, success } from '../spi/door.ts';
import { pullReply, readCalendar, readPull } from './pull.ts';

/** Gives prices, stock and room status of hotels or goods. */
export function pullDoor({ db }: Pick<GatewayContext, 'db'>): Door<typeof interfaces.ariPull> {
  const note = createPullNotes(db);
  return async (call, message) => {
    const question = readPull(message);
    if (!question.ok) {
      const { code, reason } = question.refusal;
      return { code, description: reason, data: { status: false, errors: [reason], room_rates: [] } };
    }
    const goods = await readCalendar(db, call.application.clientKey, question.value);
    for (const accountId of new Set(goods.map((good) => good.accountId))) await note(accountId, call.at);
    return success(pullReply(question.value, goods, call.at), goods[0]?.accountId);
  };
}
