import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { openDatabase, type Session, statement } from './database.ts';
import { databaseAddress, isRetryable, sqlState } from './database-faults.ts';
import { freePort, testDatabase, until } from './testkit/index.ts';

const test = await testDatabase({ migrations: [], name: 'database' });
const { database } = test;
await database.execute('CREATE TABLE counters (id integer PRIMARY KEY, n bigint NOT NULL)');
await database.execute('INSERT INTO counters VALUES (1, 0), (2, 0)');

it('maps the types of PostgreSQL as documented', async () => {
  const row = await database.one(
    `SELECT 9007199254740991::bigint AS big, count(*) AS n, sum(1::bigint) AS sum, date '2026-02-28' AS day,
       timestamptz '2026-03-01 08:00:00.123456+08' AS at, timestamptz 'infinity' AS never, timestamp '2026-03-01 08:00' AS local,
       '{"a":[1]}'::jsonb AS doc, '\\x0102'::bytea AS bytes, true AS yes, NULL::bigint AS none,
       ARRAY[1, NULL]::bigint[] AS bigs, ARRAY[date '2026-03-01'] AS days, ARRAY[timestamptz '1970-01-01 00:00:01Z'] AS ats,
       ARRAY[]::bigint[] AS empty`,
  );
  expect(row).toEqual({
    big: Number.MAX_SAFE_INTEGER,
    n: 1,
    sum: '1',
    day: '2026-02-28',
    at: Date.UTC(2026, 2, 1, 0, 0, 0, 123),
    never: Number.POSITIVE_INFINITY,
    local: '2026-03-01 08:00:00',
    doc: { a: [1] },
    bytes: Buffer.from([1, 2]),
    yes: true,
    none: null,
    bigs: [1, null],
    days: ['2026-03-01'],
    ats: [1000],
    empty: [],
  });
});

it('reads a timestamptz the same in every time zone', async () => {
  await database.session(async (session) => {
    for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      await session.execute(`SET TIME ZONE '${zone}'`);
      expect(await session.one("SELECT timestamptz '2026-03-01 00:00:00Z' AS at")).toEqual({
        at: Date.UTC(2026, 2, 1),
      });
    }
    await session.execute('RESET TIME ZONE');
  });
});

it('throws instead of losing digits', async () => {
  await expect(database.one('SELECT 9007199254740993::bigint AS big')).rejects.toThrow('9007199254740993');
});

it('gives rows, the first, the only one and counts', async () => {
  const byId = statement('counters.by_id', 'SELECT id FROM counters WHERE id = ANY($1::int[]) ORDER BY id');
  expect(await database.query(byId, [[1, 2]])).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await database.first(byId, [[2]])).toEqual({ id: 2 });
  expect(await database.first(byId, [[9]])).toBeUndefined();
  await expect(database.one(byId, [[1, 2]])).rejects.toThrow('expected one row, got 2: counters.by_id');
  expect(await database.execute('UPDATE counters SET n = n')).toBe(2);
  expect(() => statement('x'.repeat(64), '')).toThrow(RangeError);
});

it('commits what succeeds and rolls back what throws', async () => {
  await database.tx((session) => session.execute('UPDATE counters SET n = 10 WHERE id = 1'));
  const failing = database.tx(async (session) => {
    await session.execute('UPDATE counters SET n = 99 WHERE id = 1');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await database.one('SELECT n FROM counters WHERE id = 1')).toEqual({ n: 10 });
});

it('does not take a swallowed error for a success', async () => {
  const swallowing = database.tx(async (session) => {
    await session.execute('SELECT nonsense').catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow('rolled back');
});

it('lets Kysely take part in a transaction', async () => {
  interface Tables {
    counters: { id: number; n: number };
  }
  const failing = database.tx(async (session) => {
    await session.kysely<Tables>().insertInto('counters').values({ id: 3, n: 3 }).execute();
    expect(await session.one('SELECT n FROM counters WHERE id = 3')).toEqual({ n: 3 });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await database.kysely<Tables>().selectFrom('counters').select('id').orderBy('id').execute()).toEqual([
    { id: 1 },
    { id: 2 },
  ]);
});

/** Two transactions that take the two rows in opposite order, each holding its first until the other has its own. */
async function cross(attempts: number): Promise<PromiseSettledResult<number>[]> {
  const first = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  const run = (index: 0 | 1) =>
    database.tx(
      async (session: Session) => {
        runs += 1;
        const add = (id: number) => session.execute('UPDATE counters SET n = n + 1 WHERE id = $1', [id]);
        await add(index === 0 ? 1 : 2);
        first[index]?.resolve();
        await first[1 - index]?.promise;
        await add(index === 0 ? 2 : 1);
        return runs;
      },
      { attempts },
    );
  return Promise.allSettled([run(0), run(1)]);
}

it('runs the victim of a deadlock again', async () => {
  await database.execute('UPDATE counters SET n = 0');
  const results = await cross(5);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(await database.query('SELECT n FROM counters ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
});

it('gives a deadlock to the caller when the tries are used up', async () => {
  const failed = (await cross(1)).filter((result) => result.status === 'rejected');
  expect(failed).toHaveLength(1);
  expect(isRetryable(failed[0]?.reason)).toBe(true);
  expect(sqlState(failed[0]?.reason)).toBe('40P01');
});

it('runs a serialization failure again', async () => {
  await database.execute('UPDATE counters SET n = 0');
  await Promise.all(
    Array.from({ length: 6 }, () =>
      database.tx(
        async (session) => {
          const { n } = await session.one<{ n: number }>('SELECT n FROM counters WHERE id = 1');
          await session.execute('UPDATE counters SET n = $1 WHERE id = 1', [n + 1]);
        },
        { isolation: 'serializable', attempts: 50 },
      ),
    ),
  );
  expect(await database.one('SELECT n FROM counters WHERE id = 1')).toEqual({ n: 6 });
});

it('replaces a connection that was cut, and says which error the cut call met', async () => {
  const pool = test.open({ max: 1, name: 'victim' });
  const cut = () =>
    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'");
  await pool.ping();
  await cut();
  await until(async () => (await pool.one<{ one: number }>('SELECT 1 AS one')).one === 1);
  const inside = pool.tx(async (session) => {
    await cut();
    await session.execute('SELECT 1');
  });
  // In the words of whoever waits for the answer, not as a fault of the program.
  await expect(inside).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', status: 503 });
  expect(await pool.one('SELECT 2 AS two')).toEqual({ two: 2 });
});

it('survives a server that greets and says farewell in one breath', async () => {
  const message = (type: string, body: Buffer) => {
    const head = Buffer.alloc(5, type, 'latin1');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const fatal = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
  const greeting = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I')), message('E', Buffer.from(fatal))];
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat(greeting)));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const hasty = openDatabase(`postgres://nobody@127.0.0.1:${port}/none`, { name: 'hasty', max: 1 });
  await expect(hasty.session((session) => session.query('SELECT 1'))).rejects.toThrow();
  await hasty.close();
  server.close();
});

it.each([
  ['57P02', 'DATABASE_UNREACHABLE'],
  ['25006', 'DATABASE_UNREACHABLE'],
  ['53100', 'DATABASE_FULL'],
])('says what state %s of the server means, inside a transaction too: %s', async (state, code) => {
  const raise = `DO $$ BEGIN RAISE EXCEPTION 'as the server says it' USING ERRCODE = '${state}'; END $$`;
  const attempts = [
    () => database.execute(raise),
    () => database.tx((session) => session.execute(raise)),
    () => database.session((session) => session.execute(raise)),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code, status: 503 });
});

it('hears notifications, also after its connection was cut', async () => {
  const heard: string[] = [];
  const pool = test.open({ name: 'listener' });
  const stop = await pool.listen('room changes', (payload) => heard.push(payload));
  const tell = () => database.execute(`SELECT pg_notify('room changes', 'r7')`);
  await tell();
  await until(() => heard.includes('r7'));
  await database.execute(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener' AND query LIKE 'LISTEN%'",
  );
  // The empty call tells that something may have been missed.
  await until(() => heard.includes(''));
  heard.length = 0;
  await tell();
  await until(() => heard.includes('r7'));
  await stop();
});

it('says in plain words that a database can not be reached', async () => {
  const port = await freePort();
  const nowhere = openDatabase(`postgres://u:hunter2@127.0.0.1:${port}/db`, { name: 'x' });
  for (const attempt of [() => nowhere.ping(), () => nowhere.tx(async () => 1), () => nowhere.session(async () => 1)]) {
    await expect(attempt()).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      details: { address: `127.0.0.1:${port}/db` },
      message: expect.not.stringContaining('hunter2'),
    });
  }
  await nowhere.close();
  const wrong = new URL(test.url);
  wrong.pathname = '/nosuch';
  const missing = openDatabase(wrong.toString(), { name: 'x' });
  await expect(missing.ping()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  await missing.close();
});

it('shows an address without user and password', () => {
  expect(databaseAddress('postgres://u:p@h/d')).toBe('h:5432/d');
  expect(databaseAddress('nonsense')).toBe('(unreadable address)');
});
