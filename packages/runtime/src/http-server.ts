import type { IncomingMessage } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AppError } from './errors.ts';
import { addDirectRoutes, directLane } from './http-direct.ts';
import { answerBrokenHttp, toAppError } from './http-faults.ts';
import { listenOrExplain } from './http-listen.ts';
import { addOperations } from './http-operations.ts';
import type { ErrorReply, ListenOptions, Scope, ServerOptions } from './http-options.ts';
import { addTraffic } from './http-traffic.ts';
import type { Logger } from './log.ts';

/** A running server. */
export interface Server {
  /** The Fastify instance, for in-process requests in tests (`app.inject`). */
  readonly app: FastifyInstance;
  /** @throws AppError ALREADY_RUNNING (a second copy of the same program), PORT_BUSY, ADDRESS_NOT_USABLE */
  listen(options: ListenOptions): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops accepting, finishes the exchanges in flight, closes idle connections. */
  close(): Promise<void>;
}

/** Builds a server with `/health`, `/ready`, `/metrics` and the scopes. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const requestPrefix = options.random.hex(6);
  let requestCount = 0;
  const makeId = () => `${requestPrefix}-${(requestCount++).toString(36)}`;
  const direct = directLane(options.scopes, { keepAliveMs: 75_000, requestMs: 60_000 });
  const app = Fastify({
    logger: false,
    genReqId: makeId,
    bodyLimit: 1_048_576,
    serverFactory: direct.serverFor,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    clientErrorHandler: answerBrokenHttp,
    // A path that can not even be decoded matches no route; it still gets the error shape of the door it knocked at.
    frameworkErrors: (error, request, reply) => {
      const scope = scopeAt(options.scopes, request.url);
      sendError(scope, toAppError(error, request, scope.bodyLimit), request, reply);
    },
  });
  app.decorateRequest('rawBody', undefined);
  direct.use(addTraffic(app, options, makeId));
  if (!options.scopes.some(({ prefix }) => prefix === '')) addScopeManners(app, GENERIC_SCOPE, options.log);
  addOperations(app, options);
  for (const scope of options.scopes) {
    await app.register(
      async (child) => {
        addScopeManners(child, scope, options.log);
        addDirectRoutes(child, scope.direct);
        await scope.register(child);
      },
      { prefix: scope.prefix },
    );
  }
  await app.ready();
  return {
    app,
    listen: (listenOptions) => listenOrExplain(app, options.name, listenOptions),
    close: () => {
      direct.close();
      return close(app);
    },
  };
}

/**
 * Reads the rest of a body that is too large, within the server's time for a request. An answer that left before it would
 * close the connection under a caller who is still writing, and be lost with it. Only for whoever the door let in.
 */
function readAway(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve());
    request.resume();
  });
}

/** `server.close()` waits for kept-alive connections whose request was in flight when it began: close them as they fall idle. */
async function close(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 20);
  await app.close();
  clearInterval(sweep);
}

/** The scope with the longest prefix of a path. */
function scopeAt(scopes: readonly Scope[], path: string): ScopeManners {
  const fitting = scopes.filter(({ prefix }) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`));
  return fitting.sort((a, b) => b.prefix.length - a.prefix.length)[0] ?? GENERIC_SCOPE;
}

function sendError(scope: ScopeManners, error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = scope.errorReply(error, request);
  reply.header('x-request-id', request.id);
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** The plain error shape: the error's own JSON. Scopes without an older custom to follow use it too. */
export function plainErrorReply(error: AppError): ErrorReply {
  return { status: error.status, body: { error: error.toJSON() } };
}

type ScopeManners = Pick<Scope, 'name' | 'bodyLimit' | 'body' | 'errorReply'>;

const GENERIC_SCOPE: ScopeManners = {
  name: 'operations',
  bodyLimit: 65_536,
  body: 'json',
  errorReply: plainErrorReply,
};

function addScopeManners(app: FastifyInstance, scope: ScopeManners, log: Logger): void {
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: scope.bodyLimit }, (request, bytes, done) => {
    request.rawBody = bytes as Buffer;
    if (scope.body === 'raw' || bytes.length === 0) done(null, bytes.length === 0 ? undefined : bytes);
    else parseJson(request, bytes.toString('utf8'), done);
  });
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = toAppError(thrown, request, scope.bodyLimit);
    if (error.code === 'HTTP_BODY_TOO_LARGE' && request.raw.complete === false) await readAway(request.raw);
    if (error.status >= 500) {
      log.error(
        { err: thrown, scope: scope.name, request_id: request.id, logid: request.logid, path: request.url },
        'request failed',
      );
    }
    return sendError(scope, error, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(scope, toAppError('not_found', request, scope.bodyLimit), request, reply),
  );
}

/** A port of 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
