import { createServer, docsScope, isMigrated, type Scope, type Server } from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import { tokenScope } from '../applications/token-scope.ts';
import { billInterfaces } from '../bills/partner.ts';
import { bookingInterfaces } from '../bookings/partner.ts';
import { catalogOpenApis } from '../catalog.ts';
import type { ClockKeeper } from '../clock/keeper.ts';
import type { SandboxContext } from '../context.ts';
import { GUEST_PREFIX, guestRoutes } from '../guests/routes.ts';
import { jsonScope } from '../http/json-api.ts';
import { openApiScope } from '../openapi/scope.ts';
import { OPERATOR_PREFIX, operatorRoutes } from '../operator/routes.ts';
import { pagesScope, readPages } from '../pages/console-scope.ts';
import type { TimerRunner } from '../timers/runner.ts';
import { VERSION } from '../version.ts';
import { SANDBOX_MIGRATIONS } from './database.ts';
import { sandboxDocument } from './document.ts';
import type { Trade } from './trade.ts';

/** What the doors are made of. */
export interface ServerParts {
  readonly ctx: SandboxContext;
  readonly trade: Trade;
  readonly keeper: ClockKeeper;
  readonly runner: TimerRunner;
  readonly dispatcher: Dispatcher;
}

/** Builds the HTTP server with one scope per front door; nothing of one reaches another. */
export async function buildServer({ ctx, trade, keeper, runner, dispatcher }: ServerParts): Promise<Server> {
  const { settings, log, metrics, random, db } = ctx;
  const guests = guestRoutes(ctx, trade.orders, trade.bookings);
  const operators = operatorRoutes({ ctx, keeper, dispatcher, commands: trade.commands });
  const scopes: Scope[] = [
    tokenScope(ctx),
    openApiScope(ctx, [...catalogOpenApis, ...bookingInterfaces(trade.commands), ...billInterfaces]),
    jsonScope('guest', GUEST_PREFIX, guests),
    jsonScope('operator', OPERATOR_PREFIX, operators),
    docsScope(sandboxDocument(VERSION, guests, operators), '预住沙箱 · 平台接口'),
  ];
  const pages = await readPages(settings.consoleDir);
  if (pages !== undefined) scopes.push(pagesScope('/guest', pages), pagesScope('/operator', pages));
  return createServer({
    name: 'sandbox',
    version: VERSION,
    log,
    metrics,
    random,
    scopes,
    accessLog: settings.accessLog,
    readiness: [
      { name: 'database', check: () => db.ping() },
      {
        name: 'migrations',
        check: async () => {
          if (!(await isMigrated(db, SANDBOX_MIGRATIONS)))
            throw new Error('the schema is not at this program’s version');
        },
      },
      {
        name: 'timers',
        check: async () => {
          if (runner.lastError() !== undefined) throw runner.lastError();
        },
      },
    ],
  });
}
