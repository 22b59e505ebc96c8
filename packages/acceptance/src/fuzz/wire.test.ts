import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnswer, Wire } from './wire.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A peer that answers prepared bytes to whatever comes, or hangs up when there are none. */
async function peer(answer: string | undefined): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (answer === undefined ? socket.destroy() : socket.write(answer)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const send = async (answer: string | undefined) => {
  const wire = new Wire({ url: await peer(answer), connections: 1, timeoutMs: 200 });
  const result = await wire.send({ bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n'), broken: false, head: false });
  wire.close();
  return result;
};

describe('the wire', () => {
  it('reads answers by length, in chunks, and after an interim one', () => {
    const body = (text: string) => readAnswer(Buffer.from(text), false)?.body.toString();
    expect(body('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab')).toBe('ab');
    expect(body('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n')).toBe('abc');
    expect(body('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx')).toBe('x');
    expect(body('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab')).toBeUndefined();
  });

  it('tells an answer, a connection that dies and one that hangs apart', async () => {
    expect(await send('HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n')).toMatchObject({ kind: 'answer', status: 503 });
    expect(await send(undefined)).toMatchObject({ kind: 'closed' });
    expect(await send('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab')).toMatchObject({ kind: 'timeout' });
  });
});
