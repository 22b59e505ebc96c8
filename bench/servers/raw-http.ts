import { createServer } from 'node:http';

/** Bare node:http: takes the body, answers a fixed text. The most any server on it can reach. */
export async function startRawHttp(reply: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      Buffer.concat(chunks);
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(reply),
      });
      response.end(reply);
    });
  });
  return listen(server);
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function listen(server: ReturnType<typeof createServer>): Promise<{ url: string; stop(): Promise<void> }> {
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
