import { createHash, timingSafeEqual } from 'node:crypto';

/** Query parameters as decoded pairs, in any order; one key may come several times. */
export type QueryPairs = readonly (readonly [key: string, value: string])[];

type Pair = QueryPairs[number];

function byBytes([keyA, valueA]: Pair, [keyB, valueB]: Pair): number {
  return keyA < keyB ? -1 : keyA > keyB ? 1 : valueA < valueB ? -1 : valueA > valueB ? 1 : 0;
}

/**
 * The text in front of the body: secret, then every query parameter except `sign`, keys ascending, values of one key
 * ascending (observed), decoded (inferred). `http_body` is always last and takes no part in the sorting (documented).
 */
export function signedPrefix(secret: string, query: QueryPairs, hasBody: boolean): string {
  // Sorting takes a kilobyte a call, and what comes in order needs none.
  const inOrder = query.every((pair, at) => at === 0 || byBytes(query[at - 1] as Pair, pair) <= 0);
  let prefix = secret;
  for (const [key, value] of inOrder ? query : query.toSorted(byBytes))
    if (key !== 'sign') prefix += `&${key}=${value}`;
  return hasBody ? `${prefix}&http_body=` : prefix;
}

function digest(algorithm: 'sha256' | 'md5', secret: string, query: QueryPairs, body: Uint8Array): string {
  const hash = createHash(algorithm).update(signedPrefix(secret, query, body.length > 0));
  return (body.length > 0 ? hash.update(body) : hash).digest('hex');
}

/** New signature, header `x-life-sign`: SHA-256, 64 lower-case hex characters, over the raw body bytes (documented). */
export function signSpi(secret: string, query: QueryPairs, body: Uint8Array): string {
  return digest('sha256', secret, query, body);
}

/** Old signature, query `sign`: MD5 over the same text, 32 hex characters (documented). */
export function signSpiOld(secret: string, query: QueryPairs, body: Uint8Array): string {
  return digest('md5', secret, query, body);
}

/** Compares two hex signatures in constant time, ignoring case. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given.toLowerCase());
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Splits a raw query string into decoded pairs; malformed percent codes stay as they are. */
export function queryPairs(search: string): [string, string][] {
  return [...new URLSearchParams(search)];
}
