import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { DirectRoute, Scope } from './http-options.ts';
import type { Traffic } from './http-traffic.ts';

/** What serves the raw exchanges of a server before its framework sees them. */
interface DirectLane {
  /** Makes the server; what no direct route takes goes to `framework`. */
  serverFor(framework: (request: IncomingMessage, response: ServerResponse) => void): HttpServer;
  /** Exchanges are counted from here on. */
  use(traffic: Traffic): void;
  /** Answers end their connection from now on. */
  close(): void;
}

/**
 * Serves the direct routes of the scopes: a framework's request, reply and hooks cost more than a tenth of an exchange (an
 * SPI door reached 0.8 of raw node:http with them, 0.96 without), and a door on the raw exchange has no use for them. Only
 * the exact path is taken; whatever else means the same route (a slash at the end, an escaped letter) finds it in the
 * framework's router.
 */
export function directLane(
  scopes: readonly Scope[],
  times: { readonly keepAliveMs: number; readonly requestMs: number },
): DirectLane {
  const routes = new Map<string, DirectRoute>();
  for (const { prefix, direct = [] } of scopes) for (const route of direct) routes.set(prefix + route.path, route);
  let traffic: Traffic | undefined;
  let closing = false;
  const serve = (route: DirectRoute, path: string, request: IncomingMessage, response: ServerResponse): void => {
    const start = performance.now();
    if (closing) response.setHeader('connection', 'close');
    route.handle(request, response, () => traffic?.(request, path, response.statusCode, performance.now() - start));
  };
  return {
    serverFor: (framework) => {
      const server = createHttpServer((request, response) => {
        // Nobody here takes an upgrade. After such a request Node loses the faults of its connection: the next broken
        // request would neither be answered nor hung up on. So nothing may follow it.
        if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
        const { url = '' } = request;
        const end = url.indexOf('?');
        const path = end < 0 ? url : url.slice(0, end);
        const route = request.method === 'POST' ? routes.get(path) : undefined;
        if (route === undefined) framework(request, response);
        else serve(route, path, request, response);
      });
      server.keepAliveTimeout = times.keepAliveMs;
      server.requestTimeout = times.requestMs;
      return server;
    },
    use: (counted) => {
      traffic = counted;
    },
    close: () => {
      closing = true;
    },
  };
}

/** Gives the framework's router the direct routes too, for every way to write their paths. */
export function addDirectRoutes(app: FastifyInstance, routes: readonly DirectRoute[] = []): void {
  for (const { path, handle } of routes) {
    app.route({
      method: 'POST',
      url: path,
      onRequest: (request, reply) => {
        reply.hijack();
        // The framework's own hook counts it.
        handle(request.raw, reply.raw, () => undefined);
      },
      handler: () => {
        throw new Error('every call is answered before its handler');
      },
    });
  }
}
