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
  /**
   * Runs work that becomes the only one at many subjects as it goes on: `take` tells whether this process has the
   * subject. All of them are held by one connection and given back when the work ends.
   */
  hold<T>(work: (take: (subject: string) => Promise<boolean>) => Promise<T>): Promise<T>;
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
    hold: (work) =>
      db.tx(
        (session) => {
          const taken = new Map<string, Promise<boolean>>();
          let before: Promise<unknown> = Promise.resolve();
          const tryLock = async (subject: string) => {
            // One after the other: it is one connection.
            const turn = before;
            let over: () => void = () => undefined;
            before = new Promise<void>((resolve) => {
              over = resolve;
            });
            await turn;
            const { locked } = await session.one<{ locked: boolean }>(TRY_LOCK, [subject]).finally(over);
            if (!locked) taken.delete(subject);
            return locked;
          };
          return work((subject) => {
            const known = taken.get(subject) ?? tryLock(subject);
            taken.set(subject, known);
            return known;
          });
        },
        { attempts: 1 },
      ),
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
