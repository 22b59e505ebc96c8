import { type Database, statement } from '@yuzhu/runtime';

/**
 * Runs work as the only one over all processes of the database: a lock of PostgreSQL that dies with its connection, so
 * neither a crash nor a paused process can leave two senders of one subject. The work uses other connections.
 */
export interface Exclusive {
  /**
   * @param subject what nobody else may send meanwhile, e.g. `stock/<account>/<hotel>`
   * @param patient wait for whoever is at it; otherwise `undefined` at once
   */
  run<T>(subject: string, patient: boolean, work: () => Promise<T>): Promise<T | undefined>;
}

const LOCK = statement('exclusive_lock', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 21072))');
const TRY_LOCK = statement(
  'exclusive_try_lock',
  'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 21072)) AS locked',
);

/**
 * Opens the way to exclusive work. Each holder keeps a connection of the pool while it waits for the platform and needs
 * further ones for its work, so at most `holders` run at once in this process; the others wait in line.
 */
export function openExclusive(db: Database, holders: number): Exclusive {
  const line: (() => void)[] = [];
  let free = holders;
  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => line.push(resolve));
  };
  const leave = () => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    run: async (subject, patient, work) => {
      await enter();
      try {
        return await db.tx(
          async (session) => {
            if (patient) await session.query(LOCK, [subject]);
            else if (!(await session.one<{ locked: boolean }>(TRY_LOCK, [subject])).locked) return undefined;
            return work();
          },
          // One attempt: the work talks to the platform and must not be repeated behind the scenes.
          { attempts: 1 },
        );
      } finally {
        leave();
      }
    },
  };
}
