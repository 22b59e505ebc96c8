import { createHash } from 'node:crypto';
import { parseJson } from './json.ts';
import { sameSignature } from './spi-signature.ts';

/** `X-Douyin-Signature`: SHA-1 of the secret directly followed by the raw body, 40 hex characters (documented). */
export function signWebhook(secret: string, body: Uint8Array): string {
  return createHash('sha1').update(secret).update(body).digest('hex');
}

/**
 * Checks a webhook signature over the bytes as received, and over the bytes without line breaks, as one live
 * integration computes it (observed).
 */
export function verifyWebhook(secret: string, body: Uint8Array, given: string): boolean {
  if (sameSignature(signWebhook(secret, body), given)) return true;
  if (!body.includes(10) && !body.includes(13)) return false;
  const oneLine = Buffer.from(Buffer.from(body).filter((byte) => byte !== 10 && byte !== 13));
  return sameSignature(signWebhook(secret, oneLine), given);
}

/** The event that checks a new webhook address. */
export const VERIFY_WEBHOOK = 'verify_webhook';

/** A webhook's outer form. `content` is JSON text, except that the challenge may come as an object (documented). */
export interface WebhookEnvelope {
  readonly event: string;
  readonly client_key: string;
  readonly content: unknown;
  readonly log_id?: string;
  /** Older events only; unused. */
  readonly from_user_id?: string;
  /** Seen in one event's page; unused. */
  readonly to_user_id?: string;
}

/** Reads `content`, whether it is JSON text or already an object; `undefined` if it is neither. */
export function webhookContent(envelope: WebhookEnvelope): unknown {
  if (typeof envelope.content !== 'string') return envelope.content;
  try {
    return parseJson(envelope.content);
  } catch {
    return undefined;
  }
}

/** The challenge of an address check, as a number, from either form of `content`; `undefined` if there is none. */
export function challengeOf(envelope: WebhookEnvelope): number | undefined {
  const content = webhookContent(envelope);
  if (typeof content !== 'object' || content === null || !('challenge' in content)) return undefined;
  return typeof content.challenge === 'number' ? content.challenge : undefined;
}

/** The envelope as the platform sends it: one line, `content` as JSON text. */
export function webhookBody(event: string, clientKey: string, content: unknown, logId: string): string {
  return JSON.stringify({ event, client_key: clientKey, content: JSON.stringify(content), log_id: logId });
}
