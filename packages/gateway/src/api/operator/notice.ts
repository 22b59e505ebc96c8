import { webhooks } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import { maskBody } from '../../exchanges/mask-body.ts';
import type { DataKeys } from '../../keys/data-keys.ts';
import type { KeptNotice } from '../../webhooks/list.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** A notice of the platform in answers. */
export const noticeView = output('Notice', {
  client_key: Type.String({ description: 'application it was signed for' }),
  message_id: Type.String({ description: 'Msg-Id, or body:… for one that came without' }),
  event: Type.String(),
  state: oneOf(['waiting', 'done', 'failed'], 'failed: it could not be worked in'),
  attempts: Type.Integer(),
  last_error: nullable(Type.String({ description: 'why it failed, or what was odd about it' })),
  received_at: momentText('when it came'),
  body: Type.String({ description: 'as it came, personal data masked' }),
});

/** Row to answer. */
export function toNotice(keys: DataKeys, row: KeptNotice): Static<typeof noticeView> {
  const name = webhooks.find((one) => one.event === row.event)?.name ?? '';
  return {
    client_key: row.clientKey,
    message_id: row.messageId,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    last_error: row.lastError,
    received_at: toMoment(row.receivedAt),
    body: readable(keys, row.body, name),
  };
}

/** A body sealed with a key that is not at hand must not hide the list. */
function readable(keys: DataKeys, body: Buffer, name: string): string {
  try {
    return maskBody(name, 'request', keys.decryptText(body));
  } catch {
    return '';
  }
}
