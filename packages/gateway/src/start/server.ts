import {
  createServer,
  type Database,
  docsScope,
  isMigrated,
  type Migrations,
  type Scope,
  type Server,
  type SettableClock,
} from '@yuzhu/runtime';
import { adminScope, apiDocument, apiScope } from '../api/scopes.ts';
import { clockScope } from '../clock/scope.ts';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { consoleFolder, consoleScope } from '../pages/console-scope.ts';
import type { Desks } from '../spi/doors.ts';
import { spiScope } from '../spi/scope.ts';
import { VERSION } from '../version.ts';
import { webhooksScope } from '../webhooks/door.ts';
import type { Background } from './background.ts';

/** Real time a moved clock may take to have everything done. */
const SETTLE_LIMIT_MS = 30_000;

/** What the doors are made of. */
export interface ServerParts {
  readonly ctx: GatewayContext;
  readonly desks: Desks;
  readonly recorder: ExchangeRecorder;
  readonly background: Background;
  readonly migrations: Migrations;
  /** Set when another program leads the clock. */
  readonly followed: SettableClock | undefined;
}

/** Builds the HTTP server with one scope per front door; nothing of one reaches another. */
export function buildServer({ ctx, desks, recorder, background, migrations, followed }: ServerParts): Promise<Server> {
  const { settings, log, metrics, random, db } = ctx;
  const pages = consoleFolder(settings.consoleDir);
  const scopes: Scope[] = [
    spiScope(ctx, desks, recorder),
    webhooksScope(ctx, recorder),
    apiScope(ctx),
    adminScope(ctx),
    docsScope(apiDocument(VERSION), '预住网关 · 酒店接口'),
  ];
  if (pages !== undefined) scopes.push(consoleScope(pages));
  if (followed !== undefined) {
    const { settle, nextDue } = background;
    scopes.push(clockScope({ clock: followed, settle: () => settle(SETTLE_LIMIT_MS), nextDue }));
  }
  return createServer({
    name: 'gateway',
    version: VERSION,
    log,
    metrics,
    random,
    scopes,
    accessLog: settings.accessLog,
    readiness: [
      { name: 'database', check: () => db.ping() },
      { name: 'migrations', check: () => checkMigrated(db, migrations) },
      { name: 'workers', check: async () => checkWorkers(background) },
      { name: 'records', check: async () => checkRecords(recorder) },
    ],
  });
}

async function checkMigrated(db: Database, migrations: Migrations): Promise<void> {
  if (!(await isMigrated(db, migrations))) throw new Error('the schema is not at this program’s version');
}

function checkWorkers(background: Background): void {
  const failing = background.failing();
  if (failing.length > 0) throw new Error(failing.join('; '));
}

/** A database on a full disk still answers questions: that it takes no new row shows at the records of exchanges. */
function checkRecords(recorder: ExchangeRecorder): void {
  const failure = recorder.failing();
  if (failure !== undefined) throw failure;
}
