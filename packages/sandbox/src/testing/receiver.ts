import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll } from 'vitest';

/** One notice a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly envelope: {
    readonly event: string;
    readonly client_key: string;
    readonly content: string;
    readonly log_id: string;
  };
  readonly content: Record<string, unknown>;
}

/** What a receiver answers. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly body?: string;
}

/** A partner's webhook address on loopback. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Decides the answers; by default HTTP 200 with an empty body. `undefined` = never answers. */
  answer(next: (received: Received) => ReceiverAnswer | undefined): void;
}

/** Starts a receiver; it is closed at the end of the file. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let decide: (one: Received) => ReceiverAnswer | undefined = () => ({ status: 200 });
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      const envelope = JSON.parse(body) as Received['envelope'];
      const content = typeof envelope.content === 'string' ? JSON.parse(envelope.content) : envelope.content;
      const one: Received = { headers: request.headers, body, envelope, content };
      received.push(one);
      const answer = decide(one);
      if (answer === undefined) return;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    answer: (next) => {
      decide = next;
    },
  };
}
