import type { Database, Logger } from '@yuzhu/runtime';
import { type Dispatcher, request } from 'undici';
import { noteFollower, readFollowers, removeFollower } from './store.ts';

/** Failures in a row after which a follower is dropped, so that a dead one can not hold up every step. A choice. */
const FAILURES = 3;

/** What telling all followers came to. */
export interface FollowersWord {
  /** The earliest moment (Unix ms) at which one of them has something to do. */
  readonly nextDue: number | undefined;
  /** Those that failed so often that they are followers no more. */
  readonly dropped: readonly string[];
}

/** Tells programs that go by the platform's clock what time it is. */
export interface Followers {
  /** `PUT {url} {now, rate}` to all at once; each answers `{next_due}` once it did what was due. Never rejects. */
  tell(now: number, rate: number): Promise<FollowersWord>;
}

/** @param limitMs Real milliseconds a follower may take to do what is due at one moment. */
export function createFollowers(db: Database, log: Logger, dispatcher: Dispatcher, limitMs = 30_000): Followers {
  const tellOne = async (url: string, now: number, rate: number): Promise<number | undefined> => {
    const { statusCode, body } = await request(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now, rate }),
      dispatcher,
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await body.text();
    if (statusCode < 200 || statusCode > 299) throw new Error(`HTTP ${statusCode}`);
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    const due = typeof parsed === 'object' && parsed !== null ? (parsed as { next_due?: unknown }).next_due : undefined;
    return typeof due === 'number' && Number.isFinite(due) ? due : undefined;
  };

  return {
    tell: async (now, rate) => {
      const dues: number[] = [];
      const dropped: string[] = [];
      await Promise.all(
        (await readFollowers(db)).map(async ({ url, failures }) => {
          try {
            const due = await tellOne(url, now, rate);
            if (due !== undefined) dues.push(due);
            if (failures > 0) await noteFollower(db, url, undefined);
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            const count = await noteFollower(db, url, reason);
            log.warn({ follower: url, failures: count, reason }, 'a follower of the clock did not answer');
            if (count < FAILURES) return;
            await removeFollower(db, url);
            dropped.push(url);
            log.error({ follower: url, reason }, 'the follower is dropped: register it again when it is back');
          }
        }),
      );
      return { nextDue: dues.length === 0 ? undefined : Math.min(...dues), dropped };
    },
  };
}
