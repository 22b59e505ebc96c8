import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './fault.ts';

/** Spoils answers to partners' calls. */
export interface InboundFaults {
  /**
   * Sends what `serve` answers (JSON text), spoilt as the fault says: late, twice processed, lost after processing, or
   * not processed at all.
   */
  send(
    fault: Fault | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
    serve: () => Promise<string>,
  ): Promise<FastifyReply>;
}

/** Makes it for one scope; answers held back are let go when the program stops. */
export function inboundFaults(app: FastifyInstance): InboundFaults {
  const waiting = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of [...waiting]) end();
  });
  /** Real milliseconds, but not longer than the caller stays on the line or the program runs. */
  const hold = (ms: number, request: FastifyRequest) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        request.raw.socket.off('close', end);
        waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      request.raw.socket.once('close', end);
      waiting.add(end);
    });
  const hangUp = (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  };
  const json = (reply: FastifyReply, answer: string) => reply.type('application/json; charset=utf-8').send(answer);
  return {
    send: async (fault, request, reply, serve) => {
      switch (fault?.kind) {
        case 'status':
          return reply.code(fault.status).type('text/html').send(`<html><body>${fault.status}</body></html>`);
        case 'timeout':
          await hold(fault.ms, request);
          return hangUp(request, reply);
        case 'lose-answer':
          await serve();
          return hangUp(request, reply);
        case 'delay': {
          const answer = await serve();
          await hold(fault.ms, request);
          return json(reply, answer);
        }
        case 'twice':
          await serve();
          return json(reply, await serve());
        default:
          return json(reply, await serve());
      }
    },
  };
}
