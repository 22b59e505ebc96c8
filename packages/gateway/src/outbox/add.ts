import { type Session, statement } from '@yuzhu/runtime';
import { isShadow } from '../stress/shadow.ts';
import type { NewMessage } from './message.ts';

const ADD = statement(
  'outbox_add',
  `INSERT INTO gateway.outbox (account_id, kind, subject_id, once, body, deadline, stress, next_at, created_at)
   VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $8)
   ON CONFLICT (account_id, kind, subject_id, once) DO NOTHING`,
);

/**
 * Writes a message to the platform. Call it in the transaction of the decision it tells, after the rows of the trade
 * (lock order: bookings row first, outbox last), and poke `wake.outbox()` after the commit. The subject's row (booking)
 * must be locked: that is what keeps the order of a subject's messages.
 * @returns false when the same message had been written before; the first body stays.
 */
export async function addMessage(session: Session, message: NewMessage, now: number): Promise<boolean> {
  const written = await session.execute(ADD, [
    message.accountId,
    message.kind,
    message.subjectId,
    message.once,
    JSON.stringify(message.body),
    message.deadline === undefined ? null : new Date(message.deadline),
    isShadow(message.accountId),
    new Date(now),
  ]);
  return written === 1;
}
