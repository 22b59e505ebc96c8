import { interfaces } from '@yuzhu/contract';
import type pg from 'pg';
import { type StatementFate, USUAL_SLOWEST_MS } from '../database/connection.ts';
import type { Message, NetworkFate } from '../network/network.ts';
import type { Fault } from '../plan/entry.ts';
import type { ProgramName } from '../programs/programs.ts';
import type { World } from '../world/world.ts';

/** A fault that waits for its statement. */
interface ArmedStatement {
  readonly fate: StatementFate;
  left: number;
  /** How many statements in a row it hits. */
  times: number;
}

/** Injects the faults of a script and counts the ones that struck. */
export class Faults {
  readonly #world: World;
  readonly #network = new Map<string, NetworkFate[]>();
  readonly #statements: Record<ProgramName, ArmedStatement[]> = { gateway: [], sandbox: [] };
  readonly #clientKey: string;
  #healed = false;
  readonly struck = new Map<string, number>();

  constructor(world: World, clientKey: string) {
    this.#world = world;
    this.#clientKey = clientKey;
    world.network.fate = (message) => this.#messageFate(message);
    world.gateway.fate = (config) => this.#statementFate('gateway', config);
    world.sandbox.fate = (config) => this.#statementFate('sandbox', config);
  }

  async begin(fault: Fault): Promise<void> {
    const { machine, actors } = this.#world;
    switch (fault.do) {
      case 'network': {
        const armed = this.#network.get(fault.edge) ?? [];
        for (let count = 0; count < fault.count; count++) armed.push(fault.fate);
        this.#network.set(fault.edge, armed);
        return;
      }
      case 'crash':
      case 'cut':
        this.#statements[fault.program].push({ fate: `${fault.do}-${fault.when}`, left: fault.after, times: 1 });
        return;
      case 'disk-full':
        this.#statements[fault.program].push({ fate: 'disk-full', left: 0, times: fault.count });
        return;
      case 'cut-all':
        this.#count('cut of all connections');
        return this.#world[fault.program].cutDatabase(true);
      case 'database-away': {
        this.#count('database away');
        const program = this.#world[fault.program];
        program.databaseReachable = false;
        machine.schedule(actors, fault.ms, 'fault', 'database back', () => {
          program.databaseReachable = true;
        });
        return program.cutDatabase(true);
      }
      case 'slow-database': {
        this.#count('slow database');
        const program = this.#world[fault.program];
        program.slowestMs = fault.most;
        machine.schedule(actors, fault.ms, 'fault', 'database quick', () => {
          program.slowestMs = USUAL_SLOWEST_MS;
        });
        return;
      }
      case 'skew':
        this.#count('clock skew');
        this.#world[fault.program].clock.setSkew(fault.ms);
        return;
      case 'revoke-token':
        this.#count('token revoked');
        // Locks like the sandbox itself, so that the two can not wait for each other.
        await this.#sql(
          `DELETE FROM sandbox.tokens
           WHERE client_key = (SELECT client_key FROM sandbox.applications WHERE client_key = $1 FOR UPDATE)`,
          [this.#clientKey],
        );
        return;
      case 'foreign-token':
        this.#count('foreign token');
        return this.#askForTokens(fault.count);
      case 'lower-limit':
        this.#count('limit lowered');
        await this.#sql(
          `INSERT INTO sandbox.application_limits (client_key, interface, max_calls, per_seconds) VALUES ($1, $2, $3, 1)
           ON CONFLICT (client_key, interface) DO UPDATE SET max_calls = $3`,
          [this.#clientKey, fault.interface, fault.calls],
        );
        machine.schedule(actors, fault.ms, 'fault', 'limit back', () =>
          this.#sql('DELETE FROM sandbox.application_limits WHERE client_key = $1 AND interface = $2', [
            this.#clientKey,
            fault.interface,
          ]),
        );
    }
  }

  async #askForTokens(count: number): Promise<void> {
    const { network, actors, server } = this.#world;
    const { rows } = await (await server.monitor()).query(
      'SELECT client_secret FROM sandbox.applications WHERE client_key = $1',
      [this.#clientKey],
    );
    const { path } = interfaces.token;
    const asked = {
      client_key: this.#clientKey,
      client_secret: rows[0].client_secret,
      grant_type: 'client_credential',
    };
    const headers = { 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify(asked));
    for (let number = 0; number < count; number++) {
      network.send({ from: actors, to: 'sandbox', method: 'POST', path, headers, body }, () => undefined);
    }
  }

  /** From now on nothing goes wrong any more. */
  async heal(): Promise<void> {
    this.#healed = true;
    for (const program of [this.#world.gateway, this.#world.sandbox]) {
      program.databaseReachable = true;
      program.slowestMs = USUAL_SLOWEST_MS;
      if (program.clock.skew !== 0) program.clock.setSkew(0);
    }
    await this.#sql('DELETE FROM sandbox.application_limits WHERE client_key = $1', [this.#clientKey]);
  }

  #messageFate({ from, to }: Message): NetworkFate {
    const armed = this.#network.get(`${from.name.split('-')[0]}>${to}`);
    const fate = this.#healed ? undefined : armed?.shift();
    if (fate !== undefined) this.#count(`network ${fate}`);
    return fate ?? 'deliver';
  }

  #statementFate(program: ProgramName, config: pg.QueryConfig): StatementFate {
    if (this.#healed) return 'run';
    const armed = this.#statements[program];
    for (const one of armed) {
      if (one.left > 0) {
        one.left -= 1;
        continue;
      }
      if (one.fate === 'disk-full' && !WRITES.test(config.text)) continue;
      one.times -= 1;
      if (one.times === 0) armed.splice(armed.indexOf(one), 1);
      this.#count(`statement ${one.fate}`);
      return one.fate;
    }
    return 'run';
  }

  /** Whether a program's database has failed it so far. */
  get databaseTrouble(): boolean {
    return [...this.struck.keys()].some((kind) => /^(?:statement|cut|database)/.test(kind));
  }

  #count(kind: string): void {
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
  }

  #sql(text: string, values: unknown[]): Promise<void> {
    return this.#world.server.runAside({ text, values });
  }
}

const WRITES = /\b(?:INSERT INTO|UPDATE|DELETE FROM|gateway\.book\()/;
