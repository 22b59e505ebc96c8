import Type, { type Static } from 'typebox';
import type { Message } from '../../outbox/list.ts';
import { flag, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** A message to the platform in answers. */
export const messageView = output('Message', {
  message_id: Type.Integer(),
  kind: oneOf(['order-confirm', 'stay-status'], 'what it tells'),
  stress: flag('made by load-test traffic (X-Stress-Tag)'),
  order_id: Type.String({ description: 'booking it is about' }),
  body: Type.Unknown({ description: 'what is sent, the same at every attempt' }),
  state: oneOf(['waiting', 'done', 'failed'], 'failed: a person has to look at it'),
  attempts: Type.Integer(),
  next_at: nullable(momentText('next attempt')),
  deadline: nullable(momentText('after it the platform decides by itself')),
  last_error: nullable(Type.String({ description: 'the platform’s words, or what was wrong' })),
  next_step: nullable(Type.String({ description: 'code of docs/errors.md that tells what to do' })),
  created_at: momentText('when it was decided'),
  done_at: nullable(momentText('when the platform had it')),
});

const orNull = (ms: number | undefined) => (ms === undefined ? null : toMoment(ms));

/** Message to answer. */
export function toMessage(one: Message): Static<typeof messageView> {
  return {
    message_id: one.messageId,
    kind: one.kind,
    stress: one.stress,
    order_id: one.subjectId,
    body: one.body,
    state: one.state,
    attempts: one.attempts,
    next_at: orNull(one.nextAt),
    deadline: orNull(one.deadline),
    last_error: one.lastError ?? null,
    next_step: one.nextStep ?? null,
    created_at: toMoment(one.createdAt),
    done_at: orNull(one.doneAt),
  };
}
