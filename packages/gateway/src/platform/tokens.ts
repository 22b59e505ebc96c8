import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { notSent, type PlatformFailure } from './outcome.ts';
import { expiryOf, type HeldToken, tokenAge } from './token-age.ts';

/** A usable token, or why there is none. */
export type TokenResult = { readonly ok: true; readonly token: string } | PlatformFailure;

/** What a fetch brought. */
export type FetchedToken =
  | { readonly ok: true; readonly token: string; readonly expiresInSeconds: number | undefined }
  | PlatformFailure;

/** The shared tokens of all applications: one row each; whoever holds its lock fetches, everybody else reads. */
export interface Tokens {
  /**
   * The token to use now.
   * @param bad a token the platform has just refused: it is never returned, and only its holder's row leads to a fetch,
   * so that many refused calls in many processes cause one new token.
   */
  get(clientKey: string, bad?: string): Promise<TokenResult>;
}

const ENSURE = statement(
  'token_ensure',
  'INSERT INTO gateway.tokens (client_key) VALUES ($1) ON CONFLICT (client_key) DO NOTHING',
);
const LOCK = statement(
  'token_lock',
  'SELECT token, fetched_at, expires_at FROM gateway.tokens WHERE client_key = $1 FOR UPDATE',
);
const STORE = statement(
  'token_store',
  'UPDATE gateway.tokens SET token = $2, fetched_at = $3, expires_at = $4 WHERE client_key = $1',
);

interface TokenRow {
  readonly token: Buffer | null;
  readonly fetched_at: number | null;
  readonly expires_at: number | null;
}

/** After a failed replacement of a token that still lives, the next try waits this long (our choice). */
const SOFT_RETRY_MS = 30_000;

/**
 * Opens the shared tokens. `fetch` asks the platform; it is called with the row locked, so at most once at a time over
 * all processes of the database.
 */
export function openTokens(
  parts: Pick<GatewayContext, 'db' | 'clock' | 'keys'>,
  fetch: (session: Session, clientKey: string) => Promise<FetchedToken>,
): Tokens {
  const { db, clock, keys } = parts;
  const cache = new Map<string, HeldToken>();
  const flights = new Map<string, Promise<TokenResult>>();
  const softRetryAt = new Map<string, number>();

  const usable = (held: HeldToken | undefined, bad: string | undefined, now: number): HeldToken | undefined =>
    held !== undefined && held.token !== bad && tokenAge(held, now) !== 'dead' ? held : undefined;

  const settle = (clientKey: string, held: HeldToken): TokenResult => {
    cache.set(clientKey, held);
    return { ok: true, token: held.token };
  };

  const underLock = async (clientKey: string, bad: string | undefined): Promise<TokenResult> => {
    await db.execute(ENSURE, [clientKey]);
    // One attempt: the transaction holds an HTTP call, which must not be repeated behind the scenes.
    return db.tx(
      async (session) => {
        const held = readRow(await session.one<TokenRow>(LOCK, [clientKey]), keys);
        const now = clock.now();
        const living = usable(held, bad, now);
        if (living !== undefined && tokenAge(living, now) === 'fresh') return settle(clientKey, living);
        const fetched = await fetch(session, clientKey);
        if (!fetched.ok) {
          if (living === undefined) return fetched;
          softRetryAt.set(clientKey, now + SOFT_RETRY_MS);
          return settle(clientKey, living);
        }
        const expiresAt = expiryOf(now, fetched.expiresInSeconds);
        await session.execute(STORE, [clientKey, keys.encrypt(fetched.token), new Date(now), new Date(expiresAt)]);
        softRetryAt.delete(clientKey);
        return settle(clientKey, { token: fetched.token, fetchedAt: now, expiresAt });
      },
      { attempts: 1 },
    );
  };

  const get = async (clientKey: string, bad?: string): Promise<TokenResult> => {
    const now = clock.now();
    const held = usable(cache.get(clientKey), bad, now);
    if (held !== undefined) {
      const wait = softRetryAt.get(clientKey);
      const resting = wait !== undefined && now < wait && now > wait - 2 * SOFT_RETRY_MS;
      if (tokenAge(held, now) === 'fresh' || resting) return { ok: true, token: held.token };
    }
    const running = flights.get(clientKey);
    if (running !== undefined) {
      const result = await running;
      // The running flight may have brought the very token that was refused meanwhile: then look once more.
      return result.ok && result.token === bad ? get(clientKey, bad) : result;
    }
    const flight = underLock(clientKey, bad).finally(() => flights.delete(clientKey));
    flights.set(clientKey, flight);
    return flight;
  };

  return { get };
}

function readRow(row: TokenRow, keys: GatewayContext['keys']): HeldToken | undefined {
  if (row.token === null || row.fetched_at === null || row.expires_at === null) return undefined;
  return { token: keys.decryptText(row.token), fetchedAt: row.fetched_at, expiresAt: row.expires_at };
}

/** The answer for an application without a secret in the database. */
export function unknownApplication(clientKey: string): PlatformFailure {
  return notSent('authorise', `application ${clientKey} is not set up in this gateway`);
}
