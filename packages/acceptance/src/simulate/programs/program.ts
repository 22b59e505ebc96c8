import { createMetrics, openDatabase, type Server, seededRandom, silentLogger } from '@yuzhu/runtime';
import type pg from 'pg';
import {
  connectionClass,
  connectionsOf,
  lateCommitsOf,
  type StatementFate,
  USUAL_SLOWEST_MS,
  type VirtualConnection,
} from '../database/connection.ts';
import type { DatabaseServer } from '../database/server.ts';
import { SkewedClock } from '../machine/clock.ts';
import type { Machine, Owner } from '../machine/machine.ts';
import type { Network, Reply } from '../network/network.ts';
import type { PlantedBug } from '../planted/planted-bug.ts';
import { ADMIN_KEY, DATA_KEY, GATEWAY_URL, type ProgramName, type ProgramStarters, SANDBOX_URL } from './programs.ts';

/** What all programs of a run share. */
export interface Surroundings {
  readonly machine: Machine;
  readonly network: Network;
  readonly server: DatabaseServer;
  readonly starters: ProgramStarters;
  readonly databaseUrl: string;
  readonly seed: string;
  /** A bug to be found. */
  readonly planted: PlantedBug | undefined;
}

/** Time a program stays away after it died, virtual ms. */
const AWAY_MS = { from: 200, to: 20_000 };

/** One of the two programs: the present start of it, and the way to kill it and start it again. */
export class SimulatedProgram {
  readonly name: ProgramName;
  readonly clock: SkewedClock;
  /** Decides about the next statement. */
  fate: (config: pg.QueryConfig) => StatementFate = () => 'run';
  databaseReachable = true;
  /** How long a statement takes at most, virtual ms. */
  slowestMs = USUAL_SLOWEST_MS;
  starts = 0;
  ready = false;
  owner: Owner;

  readonly #around: Surroundings;
  readonly #channels = new Map<string, Set<VirtualConnection>>();

  constructor(name: ProgramName, around: Surroundings) {
    this.name = name;
    this.#around = around;
    this.clock = new SkewedClock(around.machine);
    this.owner = { name: `${name}-0`, alive: false };
  }

  /** Starts it `delay` virtual ms from now. */
  start(delay = 0): void {
    const { machine } = this.#around;
    this.starts += 1;
    const owner: Owner = { name: `${this.name}-${this.starts}`, alive: true };
    this.owner = owner;
    machine.schedule(owner, delay, 'fault', `start ${this.name}`, () => void this.#run(owner));
  }

  /** Kills it like SIGKILL does, and starts it again after a while. */
  async crash(): Promise<void> {
    const { machine, network, server } = this.#around;
    const { owner } = this;
    if (!owner.alive) return;
    owner.alive = false;
    this.ready = false;
    network.close(this.name);
    network.forgetFrom(owner);
    for (const connection of connectionsOf(owner)) await connection.hangUp();
    for (const backend of lateCommitsOf(owner)) await server.giveBack(backend);
    this.start(machine.latency(AWAY_MS.from, AWAY_MS.to));
  }

  /** Breaks its connections to the database, all of them or the oldest. */
  async cutDatabase(all: boolean): Promise<void> {
    const connections = connectionsOf(this.owner);
    for (const connection of all ? connections : connections.slice(0, 1)) await connection.cut();
  }

  async #run(owner: Owner): Promise<void> {
    const { machine, network, server, starters, databaseUrl, seed } = this.#around;
    const Client = connectionClass({
      machine,
      server,
      owner,
      channels: this.#channels,
      fate: (config) => this.fate(config),
      rewrite: (config) => this.#around.planted?.rewrite?.(this.name, config) ?? config,
      commits: (statement) => this.#around.planted?.commits?.(this.name, statement),
      slowest: () => this.slowestMs,
      reachable: () => this.databaseReachable,
      crash: () => this.crash(),
    });
    const parts = {
      clock: this.clock,
      random: seededRandom(`${seed}/${owner.name}`),
      log: silentLogger(),
      metrics: createMetrics(this.name, { process: false }),
      openDatabase: ((url, options) => openDatabase(url, { ...options, Client })) as typeof openDatabase,
      dispatcher: network.dispatcher(owner),
      // One process a side: nobody else brings work, and polling would be most of what happens.
      idlePollMs: 60_000,
      listen: async (listening: Server) => {
        network.open(this.name, { owner, serve: (message) => serve(listening, message) });
        return { url: this.name, port: 0 };
      },
    };
    const settings = {
      databaseUrl,
      gatewayUrl: GATEWAY_URL,
      sandboxUrl: SANDBOX_URL,
      adminKey: ADMIN_KEY,
      dataKey: DATA_KEY,
    };
    try {
      await (this.name === 'gateway' ? starters.startGateway : starters.startSandbox)(settings, parts);
      if (owner.alive) this.ready = true;
    } catch (error) {
      // A database that is away while it starts ends it; whoever runs it starts it again.
      // The name of the run's database is another one each time and belongs in no trace.
      const why = String(error).replaceAll(new URL(databaseUrl).pathname, '');
      machine.note(`${owner.name} did not start: ${why}`);
      // As a step of its own: the machine waits for what a step does on the real server, and for nothing else.
      if (owner.alive) machine.schedule(owner, 0, 'fault', 'did not start', () => this.crash());
    }
  }
}

async function serve(server: Server, message: Parameters<Network['send']>[0]): Promise<Reply> {
  const answer = await server.app.inject({
    method: message.method as 'GET',
    url: message.path,
    headers: { ...message.headers },
    ...(message.body === undefined ? {} : { payload: message.body }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
}
