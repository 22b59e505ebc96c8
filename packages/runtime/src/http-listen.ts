import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import type { ListenOptions } from './http-options.ts';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

/**
 * Connections the kernel keeps until the program takes them. With Node's 511, a thousand callers at once on a busy machine
 * had some of theirs reset. The system's own limit (`net.core.somaxconn`, 4096 on Linux) holds where it is lower.
 */
const WAITING_CONNECTIONS = 4096;

/** Listens, or says in plain words why that does not work and what to do. */
export async function listenOrExplain(
  app: FastifyInstance,
  program: string,
  { port, host = '127.0.0.1', variable }: ListenOptions,
): Promise<{ url: string; port: number }> {
  try {
    await app.listen({ port, host, backlog: WAITING_CONNECTIONS });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw await explainBusyPort(program, host, port, variable);
    throw RUNTIME_ERRORS.error('ADDRESS_NOT_USABLE', { host, port, variable, reason: message }, error);
  }
  const address = app.server.address();
  const actual = address === null || typeof address === 'string' ? port : address.port;
  const shownHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${actual}`, port: actual };
}

/** Asks whoever holds the port who it is: a second copy of ours answers `/health`. */
async function explainBusyPort(program: string, host: string, port: number, variable: string): Promise<Error> {
  const holder = await askHealth(host, port);
  if (holder === undefined) {
    const unknown = `held by a program that does not answer as one of ours; find it with "ss -ltnp | grep :${port}"`;
    return RUNTIME_ERRORS.error('PORT_BUSY', { port, variable, holder: unknown });
  }
  if (holder.program === program)
    return RUNTIME_ERRORS.error('ALREADY_RUNNING', { program, pid: holder.pid, port, variable });
  return RUNTIME_ERRORS.error('PORT_BUSY', {
    port,
    variable,
    holder: `held by yuzhu ${holder.program}, process ${holder.pid}`,
  });
}

async function askHealth(host: string, port: number): Promise<{ program: string; pid: number } | undefined> {
  const target = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? '[::1]' : host;
  try {
    const { statusCode, body } = await request(`http://${target}:${port}/health`, {
      headersTimeout: 1000,
      bodyTimeout: 1000,
      signal: AbortSignal.timeout(1500),
    });
    const reply: unknown = await body.json();
    if (statusCode !== 200 || typeof reply !== 'object' || reply === null) return undefined;
    const { program, pid } = reply as { program?: unknown; pid?: unknown };
    return typeof program === 'string' && typeof pid === 'number' ? { program, pid } : undefined;
  } catch {
    return undefined;
  }
}
