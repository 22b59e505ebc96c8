import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerOptions } from './http-options.ts';
import { addTimings } from './http-timings.ts';

const LONGEST_LOGID = 128;

/** Counts an exchange that ended, and logs it when it is worth a line. `id` is its request id; default a new one. */
export type Traffic = (request: IncomingMessage, route: string, code: number, ms: number, id?: string) => void;

/** Counts and times each exchange, and logs the ones worth a line. One hook only: this is on every hot path. */
export function addTraffic(app: FastifyInstance, options: ServerOptions, makeId: () => string): Traffic {
  const { slowMs = 1000, accessLog = 'faults', logidHeader = 'x-bytedance-logid' } = options;
  const count = addTimings(options.metrics);
  const logidOf = (logid: unknown): string => (typeof logid === 'string' ? logid.slice(0, LONGEST_LOGID) : '');
  app.decorateRequest('logid', {
    getter(this: FastifyRequest) {
      return logidOf(this.headers[logidHeader]);
    },
  });
  const ended: Traffic = ({ method = '', url = '', headers }, route, code, ms, id) => {
    count(method, route, code, ms);
    const fault = code >= 500 || ms >= slowMs;
    if (accessLog === 'all' || (accessLog === 'faults' && fault)) {
      const exchange = {
        request_id: id ?? makeId(),
        logid: logidOf(headers[logidHeader]),
        method,
        // Without the query: it may hold anything.
        path: url.split('?', 1)[0],
        code,
        ms: Math.round(ms * 10) / 10,
      };
      options.log[code >= 500 ? 'error' : fault ? 'warn' : 'info'](exchange, 'exchange');
    }
  };
  app.addHook('onResponse', (request, reply, done) => {
    ended(request.raw, request.routeOptions.url ?? '(none)', reply.statusCode, reply.elapsedTime, request.id);
    done();
  });
  return ended;
}
