import type { FastifyInstance } from 'fastify';
import type { ReadinessCheck, ServerOptions } from './http-options.ts';

/** The answer of `/health`: who lives here. */
export interface HealthReply {
  readonly status: 'ok';
  readonly program: string;
  readonly version: string;
  readonly pid: number;
  /** Seconds since the process started. */
  readonly uptime_s: number;
}

/** The answer of `/ready`. */
export interface ReadyReply {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason?: string }[];
}

const CHECK_LIMIT_MS = 2000;

/** Adds `/health` (the process lives), `/ready` (it can work: 200, or 503 with what fails) and `/metrics`. */
export function addOperations(app: FastifyInstance, options: ServerOptions): void {
  app.get(
    '/health',
    async (): Promise<HealthReply> => ({
      status: 'ok',
      program: options.name,
      version: options.version,
      pid: process.pid,
      uptime_s: Math.round(process.uptime()),
    }),
  );
  app.get('/ready', async (_request, reply): Promise<ReadyReply> => {
    const checks = await Promise.all((options.readiness ?? []).map(runCheck));
    const ready = checks.every(({ ok }) => ok);
    reply.code(ready ? 200 : 503);
    return { ready, checks };
  });
  app.get('/metrics', async (_request, reply) => {
    reply.type(options.metrics.registry.contentType);
    return options.metrics.registry.metrics();
  });
}

async function runCheck({ name, check }: ReadinessCheck): Promise<ReadyReply['checks'][number]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  try {
    await Promise.race([check(), limit]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
