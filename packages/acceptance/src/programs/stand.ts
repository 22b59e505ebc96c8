import { randomBytes } from 'node:crypto';
import { freePort } from '@yuzhu/runtime';
import { Operator } from '../actors/operator.ts';
import { type ProgramOptions, type RunningProgram, startProgram } from './program.ts';
import { createRunDatabase, type RunDatabase } from './run-database.ts';

/** How both programs are started: the command lines, each followed by nothing. */
export interface Commands {
  readonly gateway: readonly string[];
  readonly sandbox: readonly string[];
}

/** What a stand is made of. */
export interface StandOptions {
  readonly commands: Commands;
  /** A PostgreSQL server; a database of its own is made there. */
  readonly serverUrl: string;
  /** Part of the database's name. */
  readonly label: string;
  /** Variables for both programs, e.g. the clock's start. */
  readonly env?: Readonly<Record<string, string>>;
  /** The gateway's database where that is not the run's own: an address, used as it is and left as it is. */
  readonly gatewayDatabaseUrl?: string;
  /** What stands in between: is told a program's own address and gives the one at which the other side reaches it. */
  readonly via?: { readonly gateway?: (ownUrl: string) => string; readonly platform?: (ownUrl: string) => string };
  /** Gets the output of both programs as it comes. */
  readonly onOutput?: (program: string, text: string) => void;
}

/** Both programs, running for one purpose, with a database that goes with them. */
export interface Stand {
  /** Where the platform and the hotel reach the gateway. */
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly adminKey: string;
  readonly database: RunDatabase;
  readonly operator: Operator;
  gateway(): RunningProgram;
  readonly sandbox: RunningProgram;
  /**
   * Starts the gateway anew at its old address, after it ended.
   * @param clock `follow` (default) the sandbox’s clock, or go by the machine’s own as in production.
   */
  restartGateway(clock?: 'follow' | 'system'): Promise<void>;
  /** Starts a further gateway on the same database, by the machine's clock, at a port of its own. */
  addGateway(port: number): Promise<RunningProgram>;
  /** Ends both in good order; drops the database unless it is to be kept. */
  close(keep?: boolean): Promise<void>;
}

/**
 * Starts both programs as processes of their own on free ports. The gateway follows the sandbox's clock.
 * @throws AppError PROGRAM_DID_NOT_START, DATABASE_*
 */
export async function openStand(options: StandOptions): Promise<Stand> {
  const { commands, label } = options;
  const adminKey = randomBytes(16).toString('hex');
  const dataKey = randomBytes(32).toString('hex');
  const database = await createRunDatabase(options.serverUrl, label);
  const started: RunningProgram[] = [];
  try {
    const [gatewayPort, sandboxPort] = [await freePort(), await freePort()];
    const common = { ...inherited(), ...options.env, DATABASE_URL: database.url };
    const start = async (name: 'gateway' | 'sandbox', env: Record<string, string>): Promise<RunningProgram> => {
      const program: ProgramOptions = {
        name,
        command: commands[name],
        env: { ...common, ...env },
        ...(options.onOutput === undefined ? {} : { onOutput: (text) => options.onOutput?.(name, text) }),
      };
      const running = await startProgram(program);
      started.push(running);
      return running;
    };
    const ownUrl = `http://127.0.0.1:${gatewayPort}`;
    const gatewayUrl = options.via?.gateway?.(ownUrl) ?? ownUrl;
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    const startGateway = (clock: 'follow' | 'system' = 'follow', port = gatewayPort) =>
      start('gateway', {
        YUZHU_GATEWAY_PORT: String(port),
        DATABASE_URL: options.gatewayDatabaseUrl ?? database.url,
        YUZHU_PLATFORM_URL: options.via?.platform?.(sandboxUrl) ?? sandboxUrl,
        YUZHU_CLOCK: clock,
        YUZHU_ADMIN_KEY: adminKey,
        YUZHU_DATA_KEY: dataKey,
      });
    // Side by side; both are waited for, so that a failure of one leaves nothing of the other.
    const starting = [
      start('sandbox', { YUZHU_SANDBOX_PORT: String(sandboxPort), YUZHU_PARTNER_URL: gatewayUrl }),
      startGateway(),
    ] as const;
    await Promise.allSettled(starting);
    const sandbox = await starting[0];
    let gateway = await starting[1];
    const operator = new Operator(sandbox.url);
    const follow = () => operator.addFollower(`${ownUrl}/clock`);
    await follow();
    return {
      gatewayUrl,
      sandboxUrl,
      adminKey,
      database,
      operator,
      gateway: () => gateway,
      sandbox,
      restartGateway: async (clock = 'follow') => {
        gateway = await startGateway(clock);
        if (clock === 'follow') await follow();
      },
      addGateway: (port) => startGateway('system', port),
      close: async (keep = false) => {
        await operator.close();
        await sandbox.stop();
        await Promise.all(started.map((program) => program.stop()));
        if (!keep) await database.drop();
      },
    };
  } catch (error) {
    for (const program of started.reverse()) await program.stop();
    await database.drop();
    throw error;
  }
}

/** What the programs take over from here: nothing of ours, so that nobody's settings leak into a run. */
function inherited(): Record<string, string | undefined> {
  const keep = ['PATH', 'HOME', 'TZ', 'LANG', 'YUZHU_LOG_LEVEL', 'NODE_OPTIONS'];
  return Object.fromEntries(keep.map((name) => [name, process.env[name]]));
}
