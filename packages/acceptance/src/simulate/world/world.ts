import { Guest } from '../../actors/guest.ts';
import { Hotel } from '../../actors/hotel.ts';
import type { HttpWay } from '../../actors/http.ts';
import { Operator } from '../../actors/operator.ts';
import { DatabaseServer } from '../database/server.ts';
import { Machine, type Owner } from '../machine/machine.ts';
import { Network } from '../network/network.ts';
import type { PlantedBug } from '../planted/planted-bug.ts';
import { SimulatedProgram } from '../programs/program.ts';
import { GATEWAY_URL, type ProgramStarters, SANDBOX_URL } from '../programs/programs.ts';

/** What a world is made of. */
export interface WorldOptions {
  readonly starters: ProgramStarters;
  readonly databaseUrl: string;
  readonly seed: string;
  /** Virtual Unix ms at which it begins. */
  readonly start: number;
  /** How long actors wait for an answer, virtual ms. */
  readonly patienceMs?: number;
  /** A bug to be found. */
  readonly planted?: PlantedBug | undefined;
}

/** Both programs, the network between them, and their database, on one machine. */
export class World {
  readonly machine: Machine;
  readonly network: Network;
  readonly server: DatabaseServer;
  readonly gateway: SimulatedProgram;
  readonly sandbox: SimulatedProgram;
  /** Guests, staff, hotel systems and operators: they never die. */
  readonly actors: Owner = { name: 'actors', alive: true };

  constructor(options: WorldOptions) {
    this.machine = new Machine(options.start, options.seed, this.actors);
    this.network = new Network(
      this.machine,
      new Map([
        [GATEWAY_URL, 'gateway'],
        [SANDBOX_URL, 'sandbox'],
      ]),
    );
    const { tamperRequest, tamperReply } = options.planted ?? {};
    if (tamperRequest !== undefined) this.network.tamperRequest = tamperRequest;
    if (tamperReply !== undefined) this.network.tamperReply = tamperReply;
    this.way = { dispatcher: this.network.dispatcher(this.actors), timeoutMs: options.patienceMs ?? 20_000 };
    this.server = new DatabaseServer(options.databaseUrl);
    const around = {
      machine: this.machine,
      network: this.network,
      server: this.server,
      starters: options.starters,
      databaseUrl: options.databaseUrl,
      seed: options.seed,
      planted: options.planted,
    };
    this.gateway = new SimulatedProgram('gateway', around);
    this.sandbox = new SimulatedProgram('sandbox', around);
  }

  /** How actors reach the programs. */
  readonly way: HttpWay;

  guest(number: number): Guest {
    return new Guest(SANDBOX_URL, { userId: userId(number), name: '' }, this.way);
  }

  hotel(apiKey: string): Hotel {
    return new Hotel(GATEWAY_URL, apiKey, this.way);
  }

  operator(): Operator {
    return new Operator(SANDBOX_URL, this.way);
  }

  /** Nothing happens in it any more. */
  end(): void {
    this.gateway.owner.alive = false;
    this.sandbox.owner.alive = false;
    this.actors.alive = false;
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.end();
    await this.server.close();
  }
}

/** Guests of the simulation, beside the made-up people of the sandbox. */
function userId(number: number): string {
  return `sim-guest-${number}`;
}
