import { createHash } from 'node:crypto';
import { challengeOf, nestedDeeper, parseJson, VERIFY_WEBHOOK, type WebhookEnvelope } from '@yuzhu/contract';

/** A notice's outer form, read without trusting it. */
export interface ReadEnvelope {
  readonly event: string;
  /** Empty in address checks (documented). */
  readonly clientKey: string;
  readonly content: unknown;
  readonly logId: string | undefined;
  /** The number to answer an address check with; undefined for every other event. */
  readonly challenge: number | undefined;
}

const DEEPEST = 16;
const LONGEST_EVENT = 100;

/** Reads a body; a text says why it can not be read. */
export function readEnvelope(body: Buffer): ReadEnvelope | string {
  const text = body.toString('utf8');
  if (text.includes('\0') || text.includes('\\u0000')) return 'the body holds a NUL character';
  if (nestedDeeper(text, DEEPEST)) return `the body is nested deeper than ${DEEPEST} levels`;
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return 'the body is not JSON';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'the body is not a JSON object';
  const own = (key: string): unknown =>
    Object.hasOwn(parsed, key) ? (parsed as Record<string, unknown>)[key] : undefined;
  const event = own('event');
  if (typeof event !== 'string' || event === '') return 'event is missing';
  if (event.length > LONGEST_EVENT || !event.isWellFormed()) return 'event is not valid';
  const clientKey = own('client_key') ?? '';
  if (typeof clientKey !== 'string' || clientKey.length > 128 || !clientKey.isWellFormed())
    return 'client_key is not valid';
  const logId = own('log_id');
  const content = own('content');
  const envelope: WebhookEnvelope = { event, client_key: clientKey, content };
  return {
    event,
    clientKey,
    content,
    logId: typeof logId === 'string' && logId !== '' ? logId : undefined,
    challenge: event === VERIFY_WEBHOOK ? challengeOf(envelope) : undefined,
  };
}

const LONGEST_ID = 200;

/**
 * The key a notice is de-duplicated on: `Msg-Id` (documents also write it `Msg_Id`); without one, or with an unusable
 * one, the bytes themselves.
 */
export function messageIdOf(headers: Readonly<Record<string, string | string[] | undefined>>, hash: Buffer): string {
  const given = headers['msg-id'] ?? headers.msg_id;
  const id = (Array.isArray(given) ? given[0] : given)?.trim() ?? '';
  return id !== '' && id.length <= LONGEST_ID ? id : `body:${hash.toString('hex')}`;
}

/** SHA-256 of the raw body. */
export function hashOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
