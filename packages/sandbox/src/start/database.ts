import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Migrations } from '@yuzhu/runtime';
import { SANDBOX_ERRORS } from '../errors.ts';

/** The sandbox's schema and its migrations. */
export const SANDBOX_MIGRATIONS: Migrations = {
  schema: 'sandbox',
  folder: resolve(import.meta.dirname, '../../migrations'),
};

/** How long the lock of a process that was killed a moment ago may still stand. */
const TRIES = 15;
const TRY_EVERY_MS = 200;

/**
 * Takes a lock that lasts as long as its connection: two sandboxes on one database would both run its timers.
 * @returns the way to give it back. @throws AppError DATABASE_IN_USE
 */
export async function ownDatabase(db: Database): Promise<() => Promise<unknown>> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolveHeld) => {
    release = resolveHeld;
  });
  let taken: (owned: boolean) => void = () => undefined;
  const answer = new Promise<boolean>((resolveTaken) => {
    taken = resolveTaken;
  });
  const holding = db.session(async (session) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const { owned } = await session.one<{ owned: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended('yuzhu sandbox owns this database', 0)) AS owned",
      );
      if (owned) {
        taken(true);
        await held;
        await session.execute("SELECT pg_advisory_unlock(hashtextextended('yuzhu sandbox owns this database', 0))");
        return;
      }
      await delay(TRY_EVERY_MS);
    }
    taken(false);
  });
  holding.catch(() => taken(false));
  if (!(await answer)) throw SANDBOX_ERRORS.error('DATABASE_IN_USE', { address: db.address });
  return () => {
    release();
    return holding.catch(() => undefined);
  };
}
