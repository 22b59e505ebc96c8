import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerOptions } from './http-options.ts';
import { addTimings } from './http-timings.ts';

const LONGEST_LOGID = 128;

/** Counts and times each exchange, and logs the ones worth a line. One hook only: this is on every hot path. */
export function addTraffic(app: FastifyInstance, options: ServerOptions): void {
  const { slowMs = 1000, accessLog = 'faults', logidHeader = 'x-bytedance-logid' } = options;
  const count = addTimings(options.metrics);
  app.decorateRequest('logid', {
    getter(this: FastifyRequest) {
      const logid = this.headers[logidHeader];
      return typeof logid === 'string' ? logid.slice(0, LONGEST_LOGID) : '';
    },
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode: code, elapsedTime: ms } = reply;
    count(request.method, request.routeOptions.url ?? '(none)', code, ms);
    const fault = code >= 500 || ms >= slowMs;
    if (accessLog === 'all' || (accessLog === 'faults' && fault)) {
      const exchange = {
        request_id: request.id,
        logid: request.logid,
        method: request.method,
        // Without the query: it may hold anything.
        path: request.url.split('?', 1)[0],
        code,
        ms: Math.round(ms * 10) / 10,
      };
      options.log[code >= 500 ? 'error' : fault ? 'warn' : 'info'](exchange, 'exchange');
    }
    done();
  });
}
