import { typeParsers } from '@yuzhu/runtime';
import pg from 'pg';
import { real } from '../machine/real.ts';

/** A real connection that virtual ones borrow; its prepared statements outlive a crash of the program that made them. */
export interface Backend {
  readonly client: pg.Client;
  readonly pid: number;
  /** Between BEGIN and its end. */
  inTransaction: boolean;
  /** Holds advisory locks of its session. */
  holdsLocks: boolean;
  /** Statements of its open transaction, or of the last one, by name. */
  statements: string[];
}

/** What came of a statement. */
export type Outcome = { readonly result: pg.QueryResult } | { readonly error: Error };

/** A statement that waits for a lock. */
interface Waiting {
  readonly backend: Backend;
  readonly order: number;
  readonly done: Promise<Outcome>;
  readonly resume: (outcome: Outcome) => void;
  outcome: Outcome | undefined;
}

/** How long a statement may run before it is asked whether it waits for a lock, real ms. */
const PATIENCE_MS = 3;

/**
 * The real database of one run, one statement at a time. A statement that waits for another session's lock is set aside
 * and goes on as soon as the lock is free; a circle of them is broken the way PostgreSQL does it (40P01), but always at
 * the last one in it, so that the same run is the same again.
 */
export class DatabaseServer {
  readonly #url: string;
  readonly #free: Backend[] = [];
  readonly #all: Backend[] = [];
  readonly #waiting: Waiting[] = [];
  #monitor: pg.Client | undefined;
  #order = 0;
  /** Statements that had to wait for a lock. */
  waits = 0;
  deadlocks = 0;
  /** The first circle of sessions that waited for each other: what each had done and what it wanted. */
  circle: readonly string[] = [];
  /** Called for each warning the judge's triggers raise. */
  onWarning: (text: string) => void = () => undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** A connection for questions of the judge; never used by the programs. */
  async monitor(): Promise<pg.Client> {
    this.#monitor ??= await this.#connect();
    return this.#monitor;
  }

  async borrow(): Promise<Backend> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const client = await this.#connect();
    client.on('notice', ({ message }) => {
      if (message?.startsWith('judge: ')) this.onWarning(message.slice(7));
    });
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const backend: Backend = { client, pid: rows[0].pid, inTransaction: false, holdsLocks: false, statements: [] };
    this.#all.push(backend);
    return backend;
  }

  /** Takes a connection back that nothing is open on. */
  lend(backend: Backend): void {
    this.#free.push(backend);
  }

  /** Ends a session the way a lost connection does: what it waits for is given up, its transaction rolled back. */
  async giveBack(backend: Backend): Promise<void> {
    const at = this.#waiting.findIndex((one) => one.backend === backend);
    if (at >= 0) {
      const [waiting] = this.#waiting.splice(at, 1);
      await this.#cancel(backend);
      await waiting?.done;
    }
    if (backend.inTransaction) await backend.client.query('ROLLBACK');
    if (backend.holdsLocks) await backend.client.query('SELECT pg_advisory_unlock_all()');
    backend.inTransaction = false;
    backend.holdsLocks = false;
    this.#free.push(backend);
    await this.#goOn();
  }

  /**
   * Runs one statement.
   * @param resume Called later, within another step, when the statement has to wait for a lock.
   * @returns what came of it, or undefined while it waits.
   */
  async run(
    backend: Backend,
    config: pg.QueryConfig,
    resume: (outcome: Outcome) => void,
  ): Promise<Outcome | undefined> {
    const done = backend.client.query(config).then(
      (result): Outcome => ({ result }),
      (error: Error): Outcome => ({ error }),
    );
    noteSession(backend, config);
    const outcome = await this.#patiently(done, backend);
    if (outcome === undefined) {
      this.waits += 1;
      const waiting: Waiting = { backend, order: this.#order++, done, resume, outcome: undefined };
      void done.then((late) => {
        waiting.outcome = late;
      });
      this.#waiting.push(waiting);
      await this.#breakCircle(waiting);
      return undefined;
    }
    // Only the end of a transaction (or a statement that is one) frees locks.
    if (this.#waiting.length > 0 && !backend.inTransaction) await this.#goOn();
    return outcome;
  }

  /**
   * Runs a change that is no program's: an operator's hand in the database. Where a program holds a lock it needs, it
   * happens as soon as the lock is free; a step that waited for that would never end, because the program needs steps too.
   */
  async runAside(config: pg.QueryConfig): Promise<void> {
    const backend = await this.borrow();
    const end = (outcome: Outcome): void => {
      this.lend(backend);
      if ('error' in outcome) this.onWarning(`changes from outside succeed: ${outcome.error.message}`);
    };
    const outcome = await this.run(backend, config, end);
    if (outcome !== undefined) end(outcome);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all.map(({ client }) => client.end()), this.#monitor?.end()]);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      types: typeParsers,
      application_name: 'yuzhu simulate',
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async #patiently(done: Promise<Outcome>, backend: Backend): Promise<Outcome | undefined> {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<undefined>((resolve) => {
        timer = real.setTimeout(() => resolve(undefined), PATIENCE_MS);
      });
      const outcome = await Promise.race([done, late]);
      real.clearTimeout(timer);
      if (outcome !== undefined) return outcome;
      if ((await this.#blockers(backend)).length > 0) return undefined;
    }
  }

  /** Our own sessions a session waits for. */
  async #blockers(backend: Backend): Promise<readonly number[]> {
    const monitor = await this.monitor();
    const { rows } = await monitor.query({
      name: 'judge_blockers',
      text: 'SELECT pg_blocking_pids($1) AS pids',
      values: [backend.pid],
    });
    const pids: readonly number[] = rows[0].pids;
    return pids.filter((pid) => this.#all.some((one) => one.pid === pid));
  }

  /** Lets the statements go on whose locks are free now. */
  async #goOn(): Promise<void> {
    for (let changed = true; changed && this.#waiting.length > 0; ) {
      changed = false;
      for (const waiting of [...this.#waiting]) {
        const outcome = waiting.outcome ?? (await this.#patiently(waiting.done, waiting.backend));
        if (outcome === undefined) continue;
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        waiting.resume(outcome);
        changed = true;
      }
    }
  }

  async #breakCircle(last: Waiting): Promise<void> {
    const edges = new Map<number, readonly number[]>();
    for (const { backend } of this.#waiting) edges.set(backend.pid, await this.#blockers(backend));
    const seen = new Set<number>();
    const reaches = (pid: number): boolean => {
      for (const next of edges.get(pid) ?? []) {
        if (next === last.backend.pid) return true;
        if (seen.has(next)) continue;
        seen.add(next);
        if (reaches(next)) return true;
      }
      return false;
    };
    if (!reaches(last.backend.pid)) return;
    this.deadlocks += 1;
    if (this.deadlocks === 1) {
      const pids = new Set([last.backend.pid, ...seen]);
      this.circle = this.#all.filter(({ pid }) => pids.has(pid)).map(({ statements }) => statements.join(', '));
    }
    this.#waiting.splice(this.#waiting.indexOf(last), 1);
    await this.#cancel(last.backend);
    const outcome = await last.done;
    if ('error' in outcome) Object.assign(outcome.error, { code: '40P01', message: 'deadlock detected' });
    last.resume(outcome);
    await this.#goOn();
  }

  async #cancel({ pid }: Backend): Promise<void> {
    await (await this.monitor()).query('SELECT pg_cancel_backend($1)', [pid]);
  }
}

/** Follows what a statement does to its session. */
function noteSession(backend: Backend, { name, text }: pg.QueryConfig): void {
  if (!backend.inTransaction) backend.statements = [];
  backend.statements.push(name ?? text.trim().slice(0, 60));
  const word = text.slice(0, 8).trimStart().toUpperCase();
  if (word.startsWith('BEGIN')) backend.inTransaction = true;
  else if (word.startsWith('COMMIT') || word.startsWith('ROLLBACK')) backend.inTransaction = false;
  if (text.includes('pg_try_advisory_lock(') || text.includes('pg_advisory_lock(')) backend.holdsLocks = true;
}
