import { isUtf8 } from 'node:buffer';
import { nestedDeeper } from '@yuzhu/contract';
import { RUNTIME_ERRORS } from '@yuzhu/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS } from '../errors.ts';
import { inputInvalid, problemsOf } from './problems.ts';
import { readTexts } from './query-text.ts';
import type { Route } from './route.ts';

/** Deepest nesting of a body; a voucher document needs nine levels. */
const DEEPEST = 32;

/** Finds out who asks. @throws AppError with status 401 or 403 */
export type Authenticate<Caller> = (request: FastifyRequest) => Promise<Caller>;

/** Registers routes: who asks, is the request valid, then the route's own work. */
export function mountRoutes<Caller>(
  app: FastifyInstance,
  ctx: GatewayContext,
  routes: readonly Route<Caller>[],
  authenticate: Authenticate<Caller>,
): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  // Before the body is read: a stranger does not get to send ten megabytes.
  app.addHook('onRequest', async (request, reply) => {
    try {
      callers.set(request, await authenticate(request));
    } catch (error) {
      // Else the connection would stay open until the whole unwanted body has come.
      reply.header('connection', 'close');
      throw error;
    }
  });
  app.addHook('preValidation', async (request) => checkBytes(request));
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const { params, query, body } = checked(route, request);
        const caller = callers.get(request) as Caller;
        const result = await route.handle(ctx, { caller, params, query, body, requestId: request.id });
        reply.code(route.status).type('application/json; charset=utf-8');
        return JSON.stringify(result);
      },
    });
  }
}

function checkBytes(request: FastifyRequest): void {
  const { rawBody } = request;
  if (rawBody === undefined) return;
  if (!isUtf8(rawBody)) throw RUNTIME_ERRORS.error('HTTP_BODY_MALFORMED', { reason: 'not UTF-8' });
  if (nestedDeeper(rawBody.toString('utf8'), DEEPEST)) throw GATEWAY_ERRORS.error('INPUT_TOO_DEEP', { limit: DEEPEST });
}

function checked<Caller>(route: Route<Caller>, request: FastifyRequest) {
  const params = readTexts(route.params, request.params);
  const query = readTexts(route.query, request.query);
  const problems = [...problemsOf(route.params, params, 'path'), ...problemsOf(route.query, query, 'query')];
  if (route.body !== undefined) problems.push(...problemsOf(route.body, request.body, 'body'));
  if (problems.length > 0) throw inputInvalid(problems);
  return { params, query, body: request.body };
}
