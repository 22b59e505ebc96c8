import { readFile } from 'node:fs/promises';
import { type Database, loadConfig, openDatabase, type Statement } from '@yuzhu/runtime';
import { GATEWAY_SETTINGS } from '../packages/gateway/src/config.ts';
import type { ExchangeRecorder } from '../packages/gateway/src/exchanges/recorder.ts';
import { parseDataKeys } from '../packages/gateway/src/keys/data-keys.ts';
import { startGateway } from '../packages/gateway/src/program.ts';
import { startSpiGateway } from '../packages/gateway/src/testing/spi-gateway.ts';
import { DATA_KEY } from '../packages/gateway/src/testing/test-gateway.ts';
import { SANDBOX_SETTINGS } from '../packages/sandbox/src/config.ts';
import { startSandbox } from '../packages/sandbox/src/program.ts';
import { oneCallDesk } from './peer/one-call-desk.ts';
import { startRawHttp } from './servers/raw-http.ts';
import { startRawSpi } from './servers/raw-spi.ts';

/** What a server process is. */
export type ServerKind =
  /** The gateway's SPI door with everything behind it. */
  | 'gateway'
  /** The door alone: nothing behind it but a database that knows the application and nothing else, and no record. */
  | 'door'
  /** The whole gateway, and the whole sandbox, by the settings in the argument (JSON). */
  | 'whole-gateway'
  | 'sandbox'
  /** The same with one function call per booking instead of the group commit. */
  | 'gateway-one-call'
  /** Raw node:http doing the work of the request path. */
  | 'raw-spi'
  /** Bare node:http. */
  | 'raw';

/** Told to the process that started the server. */
export interface ServerReady {
  readonly url: string;
}

/** Memory of the process, on demand. */
export interface ServerMemory {
  readonly rss: number;
}

const NO_RECORD: ExchangeRecorder = {
  record: () => undefined,
  failing: () => undefined,
  room: () => undefined,
  flush: async () => undefined,
  stop: async () => undefined,
};

const [, , kind = '', argument = '', pool = '12'] = process.argv;

async function start(): Promise<string> {
  switch (kind as ServerKind) {
    case 'raw':
      return (await startRawHttp(argument)).url;
    case 'raw-spi':
      return (await startRawSpi(argument)).url;
    case 'gateway':
      return (await startSpiGateway(database())).url;
    case 'door':
      return (await startSpiGateway(emptyDatabase(argument), {}, { recorder: NO_RECORD })).url;
    case 'gateway-one-call': {
      const db = database();
      await db.execute(await readFile(new URL('./peer/book-one.sql', import.meta.url), 'utf8'));
      return (await startSpiGateway(db, {}, { bookings: oneCallDesk(db) })).url;
    }
    case 'whole-gateway':
      return (await startGateway(loadConfig(GATEWAY_SETTINGS, JSON.parse(argument)))).url;
    case 'sandbox':
      return (await startSandbox(loadConfig(SANDBOX_SETTINGS, JSON.parse(argument)))).url;
    default:
      throw new Error(`unknown kind of server: ${kind}`);
  }
}

/** Knows one application by its secret and finds nothing else, at once. */
function emptyDatabase(secret: string): Database {
  const application = { secret: parseDataKeys(DATA_KEY).encrypt(secret) };
  const first = async (sql: Statement | string) =>
    typeof sql !== 'string' && sql.name === 'directory_application' ? application : undefined;
  return { ...openDatabase('postgres://127.0.0.1:9/none', { name: 'empty' }), first: first as Database['first'] };
}

function database() {
  return openDatabase(argument, { name: `bench ${kind}`, max: Number(pool) });
}

process.on('message', () => process.send?.({ rss: process.memoryUsage.rss() } satisfies ServerMemory));
process.on('disconnect', () => process.exit(0));
process.send?.({ url: await start() } satisfies ServerReady);
