import { HEADERS, type Interface, signSpi, signSpiOld, signWebhook } from '@yuzhu/contract';
import type { WireMessage } from './wire.ts';

/** How a message was made: by the contract, with one to three structured mistakes, or to do harm. */
export type MessageKind = 'valid' | 'nearly' | 'hostile';

/** How a message proves who sends it. */
export const PROOFS = [
  'good',
  'none',
  'other-secret',
  'other-application',
  'foreign-key',
  'other-bytes',
  'upper-case',
  'cut',
  'long',
  'old-only',
  'odd-key',
] as const;
/** One of PROOFS. */
export type Proof = (typeof PROOFS)[number];

/** How the body's length is told; everything but the first two breaks HTTP. */
export const FRAMINGS = [
  'length',
  'chunked',
  'short',
  'two-lengths',
  'both',
  'bad-chunk',
  'half-chunk',
  'negative',
  'no-host',
  'bare-lf',
  'odd-header',
] as const;
/** One of FRAMINGS. */
export type Framing = (typeof FRAMINGS)[number];

/** A message before it is proved and sent. It can be kept, shrunk and sent again to another run. */
export interface FuzzMessage {
  /** Short name in the contract. */
  readonly interface: string;
  readonly kind: MessageKind;
  /** What was done to it, in words. */
  readonly recipe: readonly string[];
  readonly method: string;
  /** As sent, without query. */
  readonly path: string;
  /** Raw, without question mark; what the proof needs is added in front. */
  readonly query: string;
  /** Replace those of the same name that would be sent anyway. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly proof: Proof;
  readonly framing: Framing;
}

/** Who sends. */
export interface Credentials {
  readonly clientKey: string;
  readonly clientSecret: string;
  readonly token: string;
}

/** What messages are proved with. */
export interface Senders {
  readonly own: Credentials;
  readonly other: Credentials;
  /** Root account named in the header of OpenAPI calls. */
  readonly account: string;
  /** Unix ms, in the query of SPI calls. */
  readonly now: number;
}

const ODD_KEY = "' OR 1=1 --";

/** Signs a message and puts it into bytes. */
export function encode(one: Interface, message: FuzzMessage, senders: Senders): WireMessage {
  const { headers, query } = one.kind === 'spi' ? spiProof(message, senders) : plainProof(one, message, senders);
  const names = new Set(message.headers.map(([name]) => name.toLowerCase()));
  const all = [...headers.filter(([name]) => !names.has(name)), ...message.headers];
  const target = query === '' ? message.path : `${message.path}?${query}`;
  return frame(message, target, all);
}

function proverOf(message: FuzzMessage, { own, other }: Senders): Credentials {
  if (message.proof === 'other-application') return other;
  if (message.proof === 'other-secret') return { ...own, clientSecret: other.clientSecret, token: 'clt.none' };
  return own;
}

/** What is signed: for `other-bytes`, not what is sent. */
function signedBytes({ proof, body }: FuzzMessage): Uint8Array {
  return proof === 'other-bytes' ? Buffer.concat([body, Buffer.from(' ')]) : body;
}

function spoil(proof: Proof, signature: string): string | undefined {
  if (proof === 'none' || proof === 'old-only') return undefined;
  if (proof === 'upper-case') return signature.toUpperCase();
  if (proof === 'cut') return signature.slice(0, -1);
  return proof === 'long' ? signature.repeat(40) : signature;
}

interface Proved {
  readonly headers: [string, string][];
  readonly query: string;
}

function spiProof(message: FuzzMessage, senders: Senders): Proved {
  const { clientKey, clientSecret } = proverOf(message, senders);
  const { proof } = message;
  const key = proof === 'foreign-key' ? senders.other.clientKey : proof === 'odd-key' ? ODD_KEY : clientKey;
  const named = `client_key=${encodeURIComponent(key)}&timestamp=${senders.now}`;
  const query = message.query === '' ? named : `${named}&${message.query}`;
  const pairs = [...new URLSearchParams(query)];
  const bytes = signedBytes(message);
  const signature = spoil(proof, signSpi(clientSecret, pairs, bytes));
  const old = proof === 'none' ? '' : `&sign=${signSpiOld(clientSecret, pairs, bytes)}`;
  return {
    headers: [
      ['content-type', 'application/json'],
      [HEADERS.clientKey, key],
      ...(signature === undefined ? [] : [[HEADERS.spiSignature, signature] as [string, string]]),
    ],
    query: query + old,
  };
}

function plainProof(one: Interface, message: FuzzMessage, senders: Senders): Proved {
  const { proof, query } = message;
  const by = proverOf(message, senders);
  const headers: [string, string][] = [['content-type', 'application/json']];
  if (one.kind === 'webhook') {
    const signature = spoil(proof, signWebhook(by.clientSecret, signedBytes(message)));
    if (signature !== undefined) headers.push([HEADERS.webhookSignature, signature]);
  } else if (one.kind === 'openapi' && one.envelope !== 'token') {
    const token =
      proof === 'odd-key' ? ODD_KEY : proof === 'foreign-key' ? senders.other.token : spoil(proof, by.token);
    if (token !== undefined) headers.push([HEADERS.accessToken, token]);
    headers.push([HEADERS.account, senders.account]);
  }
  return { headers, query };
}

function frame(message: FuzzMessage, target: string, headers: readonly (readonly [string, string])[]): WireMessage {
  const { method, body, framing } = message;
  const newline = framing === 'bare-lf' ? '\n' : '\r\n';
  const lines = [`${method} ${target} HTTP/1.1`];
  if (framing !== 'no-host') lines.push('host: 127.0.0.1');
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const size = body.length;
  let sent = body;
  if (framing === 'chunked' || framing === 'both' || framing === 'bad-chunk' || framing === 'half-chunk') {
    lines.push('transfer-encoding: chunked');
    if (framing === 'both') lines.push(`content-length: ${size}`);
    sent = chunks(body, framing);
  } else if (framing === 'short') lines.push(`content-length: ${size + 10}`);
  else if (framing === 'two-lengths') lines.push(`content-length: ${size}`, `content-length: ${size + 1}`);
  else if (framing === 'negative') lines.push('content-length: -5');
  else lines.push(`content-length: ${size}`);
  if (framing === 'odd-header') lines.push('x odd\u0001: \u0000');
  // Latin-1, so that any byte can stand in a path or a header.
  const head = Buffer.from(`${lines.join(newline)}${newline}${newline}`, 'latin1');
  const broken = (framing !== 'length' && framing !== 'chunked') || !/^[A-Z]+ [\x21-\x7e]+ HTTP/.test(lines[0] ?? '');
  return { bytes: Buffer.concat([head, sent]), broken, head: method === 'HEAD' };
}

function chunks(body: Buffer, framing: Framing): Buffer {
  const half = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
  const written = parts.map((part) =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
  );
  if (framing === 'bad-chunk') return Buffer.concat([Buffer.from('zz\r\n'), ...written]);
  if (framing === 'half-chunk') return Buffer.concat([Buffer.from('ffff\r\n'), body]);
  return Buffer.concat([...written, Buffer.from('0\r\n\r\n')]);
}
