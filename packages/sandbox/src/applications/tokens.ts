import { type Random, type Session, statement } from '@yuzhu/runtime';

/** Life of a token (documented). */
export const TOKEN_LIFE_MS = 7200_000;
/** How long the former token goes on working after a new one was given (documented). */
const TOKEN_OVERLAP_MS = 300_000;

/** What is stored of a token. */
export interface TokenRow {
  readonly clientKey: string;
  readonly expiresMs: number;
  /** When the next token was given; null = the newest. */
  readonly supersededMs: number | null;
}

/** Whether a stored token opens the door at a moment: before its two hours and, once superseded, the overlap are over. */
export function isLive(token: TokenRow, now: number): boolean {
  return now < token.expiresMs && (token.supersededMs === null || now < token.supersededMs + TOKEN_OVERLAP_MS);
}

const LOCK = statement(
  'sandbox.tokens.lock',
  'SELECT client_key FROM sandbox.applications WHERE client_key = $1 FOR UPDATE',
);
const SUPERSEDE = statement(
  'sandbox.tokens.supersede',
  'UPDATE sandbox.tokens SET superseded_ms = $2 WHERE client_key = $1 AND superseded_ms IS NULL',
);
// The former token stays to be told "expired" from "unknown"; older ones are invalid at once (documented).
const FORGET = statement(
  'sandbox.tokens.forget',
  `DELETE FROM sandbox.tokens WHERE client_key = $1 AND token NOT IN (
     SELECT token FROM sandbox.tokens WHERE client_key = $1 ORDER BY issued_ms DESC, superseded_ms DESC NULLS FIRST LIMIT 1)`,
);
const ADD = statement(
  'sandbox.tokens.add',
  'INSERT INTO sandbox.tokens (client_key, token, issued_ms, expires_ms) VALUES ($1, $2, $3, $4)',
);

/** Gives an application a new token; at most it and the one before remain. One after the other per application. */
export async function issueToken(session: Session, clientKey: string, now: number, secrets: Random): Promise<string> {
  const token = `clt.${secrets.hex(52)}`;
  await session.execute(LOCK, [clientKey]);
  await session.execute(FORGET, [clientKey]);
  await session.execute(SUPERSEDE, [clientKey, now]);
  await session.execute(ADD, [clientKey, token, now, now + TOKEN_LIFE_MS]);
  return token;
}
