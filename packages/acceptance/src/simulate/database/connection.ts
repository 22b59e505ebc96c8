import { EventEmitter } from 'node:events';
import type { ConnectionClass } from '@yuzhu/runtime';
import type pg from 'pg';
import type { Machine, Owner } from '../machine/machine.ts';
import type { Backend, DatabaseServer, Outcome } from './server.ts';

/** What is to happen to a statement. */
export type StatementFate =
  | 'run'
  /** The connection breaks before the statement reaches the database. */
  | 'cut-before'
  /** The statement takes effect, then the connection breaks. */
  | 'cut-after'
  /** The program dies before, or right after, the statement takes effect. */
  | 'crash-before'
  | 'crash-after'
  /** The database answers 53100. */
  | 'disk-full';

/** What the connections of one start of a program need. */
export interface ConnectionParts {
  readonly machine: Machine;
  readonly server: DatabaseServer;
  readonly owner: Owner;
  /** Notices between sessions: channel -> listeners. */
  readonly channels: Map<string, Set<VirtualConnection>>;
  /** Decides about each statement. */
  fate(config: pg.QueryConfig): StatementFate;
  /** May rewrite a statement: how bugs are planted. */
  rewrite(config: pg.QueryConfig): pg.QueryConfig;
  /** Whether a statement is committed later than it should be: how a bug is planted. */
  commits(statement: string): 'claimed' | 'slow' | undefined;
  /** How long a statement takes at most, virtual ms. */
  slowest(): number;
  /** Whether the database can be reached. */
  reachable(): boolean;
  /** The program dies now. */
  crash(): Promise<void>;
}

type Done = (error: Error | null, result?: pg.QueryResult) => void;

interface Queued {
  readonly config: pg.QueryConfig;
  readonly done: Done;
}

/** Virtual ms a statement takes at most when nothing is wrong with the database. */
export const USUAL_SLOWEST_MS = 1.5;

const DISK_FULL = `DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`;

/**
 * A connection of the simulated machine, as the driver's pool takes it: every statement becomes a step, runs on a real
 * connection that is borrowed, and may be lost on its way.
 */
export class VirtualConnection extends EventEmitter {
  // Names the pool looks at.
  _queryable = true;
  _ending = false;
  readonly connection = { stream: { destroy: () => this.#lose(new Error('Connection terminated')) } };

  readonly #parts: ConnectionParts;
  readonly #queue: Queued[] = [];
  #running: Queued | undefined;
  /** The real connection, while a transaction or a lock of the session keeps it. */
  #backend: Backend | undefined;
  #connected = false;
  #channels: string[] = [];
  /** Channels told in the open transaction. */
  #told: string[] = [];

  constructor(parts: ConnectionParts) {
    super();
    this.#parts = parts;
    open.get(parts.owner)?.add(this) ?? open.set(parts.owner, new Set([this]));
  }

  isConnected(): boolean {
    return this.#connected;
  }

  ref(): void {}

  unref(): void {}

  connect(done?: (error?: Error) => void): Promise<void> | undefined {
    if (done === undefined) {
      return new Promise((resolve, reject) => {
        this.connect((error) => (error === undefined ? resolve() : reject(error)));
      });
    }
    const { machine, owner, reachable } = this.#parts;
    machine.schedule(owner, machine.latency(0.2, 2), 'connect', '', () => {
      if (!reachable()) {
        done(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
        return;
      }
      this.#connected = true;
      done();
    });
    return undefined;
  }

  query(first: pg.QueryConfig | string, second?: unknown, third?: Done): Promise<pg.QueryResult> | undefined {
    const config: pg.QueryConfig = typeof first === 'string' ? { text: first } : { ...first };
    if (Array.isArray(second)) config.values = second;
    const done = typeof second === 'function' ? (second as Done) : third;
    if (done === undefined) {
      return new Promise((resolve, reject) => {
        this.query(config, undefined, (error, result) => (error ? reject(error) : resolve(result as pg.QueryResult)));
      });
    }
    if (!this._queryable) {
      process.nextTick(done, new Error('Client has encountered a connection error and is not queryable'));
      return undefined;
    }
    this.#queue.push({ config: this.#parts.rewrite(config), done });
    this.#next();
    return undefined;
  }

  end(done?: () => void): Promise<void> | undefined {
    if (done === undefined) return new Promise((resolve) => void this.end(resolve));
    this._ending = true;
    const { machine, owner } = this.#parts;
    machine.schedule(owner, 0, 'connect', 'end', async () => {
      this._queryable = false;
      await this.hangUp();
      this.emit('end');
      done();
    });
    return undefined;
  }

  /** Gives the real connection back; whatever was open is rolled back. */
  async hangUp(): Promise<void> {
    open.get(this.#parts.owner)?.delete(this);
    for (const channel of this.#channels) this.#parts.channels.get(channel)?.delete(this);
    const backend = this.#backend;
    this.#backend = undefined;
    if (backend !== undefined) await this.#parts.server.giveBack(backend);
  }

  /** The connection breaks: the running statement and everything queued fail. */
  async cut(): Promise<void> {
    if (!this._queryable) return;
    await this.#lose(new Error('Connection terminated unexpectedly'));
  }

  async #lose(error: Error): Promise<void> {
    this._queryable = false;
    const lost = [...(this.#running === undefined ? [] : [this.#running]), ...this.#queue];
    this.#running = undefined;
    this.#queue.length = 0;
    for (const { done } of lost) process.nextTick(done, error);
    await this.hangUp();
    if (this.listenerCount('error') > 0) this.emit('error', error);
    this.emit('end');
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#running = next;
    const { machine, owner, slowest } = this.#parts;
    const { name, text } = next.config;
    machine.schedule(owner, machine.latency(0.05, slowest()), 'statement', name ?? text.slice(0, 40), () =>
      this.#run(next),
    );
  }

  async #run(queued: Queued): Promise<void> {
    if (this.#running !== queued) return;
    const { config } = queued;
    if (config.text.startsWith('LISTEN ')) {
      const channel = config.text.slice(7).replaceAll('"', '').trim();
      this.#channels.push(channel);
      const listeners = this.#parts.channels.get(channel) ?? new Set();
      this.#parts.channels.set(channel, listeners.add(this));
      this.#finish(queued, { result: { command: 'LISTEN', rowCount: 0, rows: [], fields: [], oid: 0 } });
      return;
    }
    const fate = this.#parts.fate(config);
    if (fate === 'cut-before') return this.cut();
    if (fate === 'crash-before') return this.#parts.crash();
    const { server } = this.#parts;
    // Between transactions any real connection will do: few of them stay warm, and plans are made once.
    this.#backend ??= await server.borrow();
    const backend = this.#backend;
    const run = fate === 'disk-full' ? { text: DISK_FULL } : config;
    const late = backend.inTransaction ? undefined : this.#parts.commits(config.name ?? '');
    if (late !== undefined) await server.run(backend, { text: 'BEGIN' }, () => undefined);
    const outcome = await server.run(backend, run, (late) => this.#resume(queued, late));
    if (outcome === undefined) return;
    if (late !== undefined) {
      this.#commitLate(backend, late === 'slow' ? () => this.#finish(queued, outcome) : () => undefined);
      if (late === 'slow') return;
    }
    this.#tell(config.text, 'error' in outcome);
    if (fate === 'cut-after') return this.cut();
    if (fate === 'crash-after') return this.#parts.crash();
    this.#finish(queued, outcome);
  }

  #commitLate(backend: Backend, then: () => void): void {
    const { machine, owner, server } = this.#parts;
    this.#backend = undefined;
    const late = lateCommits.get(owner) ?? new Set();
    lateCommits.set(owner, late.add(backend));
    machine.schedule(owner, machine.latency(5, 200), 'statement', 'late COMMIT', async () => {
      late.delete(backend);
      await server.run(backend, { text: 'COMMIT' }, () => undefined);
      server.lend(backend);
      then();
    });
  }

  /** The lock came free: the answer is a step of its own. */
  #resume(queued: Queued, outcome: Outcome): void {
    const { machine, owner } = this.#parts;
    machine.schedule(owner, machine.latency(0.05, 0.5), 'lock', queued.config.name ?? '', () => {
      if (this.#running !== queued) return;
      this.#tell(queued.config.text, 'error' in outcome);
      this.#finish(queued, outcome);
    });
  }

  #finish(queued: Queued, outcome: Outcome): void {
    this.#running = undefined;
    if (this.#backend?.inTransaction === false && !this.#backend.holdsLocks) {
      this.#parts.server.lend(this.#backend);
      this.#backend = undefined;
    }
    if ('error' in outcome) queued.done(outcome.error);
    else queued.done(null, outcome.result);
    if (this._queryable) this.#next();
  }

  /** Delivers what was told with pg_notify, once it is committed. */
  #tell(text: string, failed: boolean): void {
    const inTransaction = this.#backend?.inTransaction === true;
    const word = text.slice(0, 8).toUpperCase();
    if (word.startsWith('ROLLBACK') || word.startsWith('BEGIN')) this.#told = [];
    const channel = /pg_notify\('([^']+)'/.exec(text)?.[1];
    if (channel !== undefined && !failed) this.#told.push(channel);
    if (inTransaction) return;
    const told = new Set(this.#told);
    this.#told = [];
    if (failed) return;
    const { machine } = this.#parts;
    for (const one of told) {
      for (const listener of this.#parts.channels.get(one) ?? []) {
        const { owner } = listener.#parts;
        machine.schedule(owner, machine.latency(0.05, 1), 'answer', `notify ${one}`, () => {
          if (listener._queryable) listener.emit('notification', { channel: one, payload: '' });
        });
      }
    }
  }
}

/** Open connections of each start of a program. */
const open = new WeakMap<Owner, Set<VirtualConnection>>();

/** Commits that were claimed and have not happened yet. */
const lateCommits = new WeakMap<Owner, Set<Backend>>();

/** Real connections of a start of a program with a commit that was claimed only. */
export function lateCommitsOf(owner: Owner): readonly Backend[] {
  return [...(lateCommits.get(owner) ?? [])];
}

/** Connections a start of a program has open, oldest first. */
export function connectionsOf(owner: Owner): readonly VirtualConnection[] {
  return [...(open.get(owner) ?? [])];
}

/** The class of connections for one start of a program. */
export function connectionClass(parts: ConnectionParts): ConnectionClass {
  return class extends VirtualConnection {
    constructor() {
      super(parts);
    }
  } as unknown as ConnectionClass;
}
