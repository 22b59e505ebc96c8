import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before one or more servers, as a load balancer or as the road to somebody. */
export interface Balancer {
  /** Its own base address. */
  readonly url: string;
  /** Base addresses that take turns; none: connections are cut without an answer. */
  use(targets: readonly string[]): void;
  /** Requests handed on, by target. */
  handed(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** A target that refused a connection is left alone for so long, real ms. */
const REST_MS = 500;

/**
 * Starts a small HTTP load balancer on loopback: targets in turn; one that refuses the connection rests a moment and the
 * next one is asked; a connection that breaks after the request was sent is answered 502, because nobody knows what
 * became of it. That is what the usual balancers do.
 */
export async function startBalancer(): Promise<Balancer> {
  let targets: readonly string[] = [];
  let turn = 0;
  const resting = new Map<string, number>();
  const handed = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  const inTurn = (): string[] => {
    const now = performance.now();
    turn += 1;
    const all = targets.map((_, at) => targets[(turn + at) % targets.length] as string);
    const awake = all.filter((target) => (resting.get(target) ?? 0) <= now);
    // When all rest, a try costs nothing.
    return awake.length > 0 ? awake : all;
  };

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => handOn(incoming, Buffer.concat(chunks), response, inTurn()));
  });

  const handOn = (incoming: IncomingMessage, body: Buffer, response: ServerResponse, line: readonly string[]): void => {
    const [target, ...others] = line;
    if (target === undefined) {
      if (targets.length === 0) incoming.socket.destroy();
      else refuse(response);
      return;
    }
    const { hostname, port } = new URL(target);
    const { connection: _, 'transfer-encoding': __, ...headers } = incoming.headers;
    const onward = request(
      {
        agent,
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...headers, 'content-length': body.length },
      },
      (answer) => {
        const { connection: ___, 'keep-alive': ____, ...back } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, back);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
        answer.on('aborted', () => response.destroy());
      },
    );
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') {
        resting.set(target, performance.now() + REST_MS);
        handOn(incoming, body, response, others);
      } else if (response.headersSent) response.destroy();
      else refuse(response);
    });
    onward.on('response', () => handed.set(target, (handed.get(target) ?? 0) + 1));
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    onward.end(body);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (next) => {
      targets = next;
      if (next.length === 0) server.closeAllConnections();
    },
    handed: () => handed,
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/plain' });
  response.end('no server answered');
}
