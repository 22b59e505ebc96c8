import { gatewayCodes, type Interface, PLATFORM, partnerCodes } from '@yuzhu/contract';
import type { FuzzMessage } from './message.ts';
import type { WireAnswer, WireMessage } from './wire.ts';

/** What an answer means. */
export interface Verdict {
  /** For the table: `0`, `13`, `401`, `closed`. */
  readonly label: string;
  /** The other side said yes. */
  readonly accepted: boolean;
  /** What answers of one kind have in common: code and words without values. New ones are worth keeping. */
  readonly signature: string;
  /** Code inside the envelope. */
  readonly code: number | undefined;
  /** What must not be. */
  readonly fault: Fault | undefined;
}

/** A broken rule of the answers. */
export interface Fault {
  readonly rule:
    | '5xx'
    | 'no answer'
    | 'slow'
    | 'not the envelope'
    | 'undocumented code'
    | 'undocumented status'
    | 'fault inside'
    | 'accepted unproved'
    | 'refused though proved';
  readonly detail: string;
}

/** Statuses a front door may give to what never reached an interface: unknown path, method, size, broken HTTP. */
const DOOR_STATUSES = new Set([400, 401, 404, 405, 408, 411, 413, 414, 415, 417, 431, 426]);
/** A path the platform does not know (documented), beside its listed codes. */
const UNKNOWN_PATH = 28001017;
const PLATFORM_CODES = new Set([0, UNKNOWN_PATH, ...gatewayCodes.map(({ code }) => code)]);
const PARTNER_CODES = new Set(partnerCodes.map(({ code }) => code));
/** Proofs that nobody may accept. */
const UNPROVED = new Set(['none', 'other-secret', 'foreign-key', 'other-bytes', 'cut', 'long', 'old-only', 'odd-key']);
/** Texts by which a program says that something of its own failed while it keeps its manners. */
const INSIDE = /temporary failure|see the log of the sandbox/;

/** Looks at one answer. @param slowMs From when on an answer is too late. */
export function judge(
  one: Interface,
  message: FuzzMessage,
  wire: WireMessage,
  answer: WireAnswer,
  slowMs: number,
): Verdict {
  if (answer.kind !== 'answer') {
    // What is no HTTP may be hung up on; never left hanging.
    const allowed = wire.broken && answer.kind === 'closed';
    const fault: Fault | undefined = allowed
      ? undefined
      : { rule: 'no answer', detail: `${answer.kind}: ${answer.reason}` };
    return { label: answer.kind, accepted: false, signature: answer.kind, code: undefined, fault };
  }
  const { status } = answer;
  const text = answer.body.toString('utf8');
  const read = wire.head ? undefined : envelopeOf(one, text);
  const code = read?.code;
  const label = status === 200 && code !== undefined ? String(code) : String(status);
  const accepted = status === 200 && code === 0;
  const signature = `${label} ${(read?.words ?? '').replace(/[\d"“”]+|\[[^\]]*\]/g, '#').slice(0, 160)}`;
  const fault = faultOf(one, message, wire, {
    status,
    text,
    code,
    words: read?.words ?? '',
    ms: answer.ms,
    slowMs,
    accepted,
  });
  return { label, accepted, signature, code, fault };
}

interface Facts {
  readonly status: number;
  readonly text: string;
  readonly code: number | undefined;
  readonly words: string;
  readonly ms: number;
  readonly slowMs: number;
  readonly accepted: boolean;
}

function faultOf(one: Interface, message: FuzzMessage, wire: WireMessage, facts: Facts): Fault | undefined {
  const { status, text, code, words, ms, slowMs, accepted } = facts;
  const shown = text.slice(0, 300);
  if (status >= 500) return { rule: '5xx', detail: `${status} ${shown}` };
  if (ms > slowMs) return { rule: 'slow', detail: `${Math.round(ms)} ms` };
  if (INSIDE.test(words)) return { rule: 'fault inside', detail: shown };
  // Behind a closed door nothing is examined: a run whose token died must not look like a good one.
  if (message.kind !== 'hostile' && one.kind !== 'webhook' && (status === 401 || code === PLATFORM.tokenInvalid)) {
    return { rule: 'refused though proved', detail: shown };
  }
  if (wire.head || wire.broken || status !== 200) {
    if (status === 200 || DOOR_STATUSES.has(status)) return undefined;
    return { rule: 'undocumented status', detail: `${status} ${shown}` };
  }
  // Another method or path may lead to another door with other manners.
  const straight = !message.recipe.includes('method') && !message.recipe.includes('path');
  if (!straight) return undefined;
  if (code === undefined) return { rule: 'not the envelope', detail: shown };
  if (!isDocumented(one, message, code)) return { rule: 'undocumented code', detail: shown };
  if (accepted && UNPROVED.has(message.proof) && proves(one, message)) {
    return { rule: 'accepted unproved', detail: `${message.proof}: ${shown}` };
  }
  return undefined;
}

function isDocumented(one: Interface, message: FuzzMessage, code: number): boolean {
  if (one.kind === 'openapi') return PLATFORM_CODES.has(code);
  if (one.kind === 'webhook') return code === 0;
  return message.framing === 'length' ? one.codes.includes(code) : PARTNER_CODES.has(code);
}

/** Whether the proof of a message is looked at at all: the token call carries its secret in the body. */
function proves(one: Interface, { proof, headers, body }: FuzzMessage): boolean {
  if (one.kind === 'openapi')
    return one.envelope !== 'token' && proof !== 'foreign-key' && proof !== 'other-bytes' && proof !== 'old-only';
  // A header of the attacker's own may stand where the proof was.
  if (headers.some(([name]) => /^x-(?:life|douyin)/.test(name))) return false;
  if (one.kind !== 'webhook') return true;
  // Address checks need no signature (documented).
  if (body.includes('verify_webhook')) return false;
  // A notice that names no application is whose secret signed it.
  if (proof === 'other-secret') return /"client_key"\s*:\s*"[^"]/.test(body.toString('utf8'));
  return proof !== 'foreign-key' && proof !== 'odd-key';
}

interface ReadEnvelope {
  readonly code: number | undefined;
  readonly words: string;
}

/** Code and words of an answer in the form of its interface. */
function envelopeOf(one: Interface, text: string): ReadEnvelope {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { code: undefined, words: text };
  }
  const data = record(body.data);
  if (one.kind === 'webhook' && typeof body.challenge === 'number') return { code: 0, words: 'challenge' };
  if (one.kind !== 'openapi' || one.envelope === 'token') {
    const error = record(body.error);
    return { code: numberOf(data?.error_code), words: wordsOf(data?.description, error?.code, error?.message_en) };
  }
  const extra = record(body.extra);
  const words = wordsOf(extra?.sub_description, extra?.description);
  const list = one.envelope === 'list' && Array.isArray(body.data);
  const code = numberOf(extra?.error_code);
  // Both places tell the same.
  const same = list || body.data === undefined || numberOf(data?.error_code) === code;
  return { code: same ? code : undefined, words };
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function wordsOf(...values: readonly unknown[]): string {
  return values.filter((value) => typeof value === 'string').join(' ');
}
