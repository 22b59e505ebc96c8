import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { defineErrors } from './errors.ts';
import type { Scope, ServerOptions } from './http-options.ts';
import { createServer, freePort, plainErrorReply, type Server } from './http-server.ts';
import { createLogger, silentLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { seededRandom } from './random.ts';

const errors = defineErrors({
  ROOM_GONE: { status: 409, zh: '{path} 没有了', en: '{path} is gone', next_zh: '换一间', next_en: 'Take another one' },
});

/** A door that speaks like an older protocol: always 200, its own words. */
const door: Scope = {
  name: 'door',
  prefix: '/door',
  bodyLimit: 1000,
  body: 'raw',
  errorReply: (error) => ({ status: 200, body: { no: error.code } }),
  register: (app) => {
    app.post('/echo', async (request) => ({
      bytes: request.rawBody?.toString(),
      body: request.body,
      logid: request.logid,
    }));
    app.get('/gone', async () => {
      throw errors.error('ROOM_GONE', { path: 'room 7' });
    });
    app.get('/bug', async () => {
      throw new TypeError('cannot read x of 13800138000');
    });
  },
};
const api: Scope = {
  name: 'api',
  prefix: '/api',
  bodyLimit: 200,
  body: 'json',
  errorReply: plainErrorReply,
  register: (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('x-api', 'yes');
    });
    app.post('/echo', async (request) => ({ body: request.body ?? null }));
    app.get('/gone', async () => {
      throw errors.error('ROOM_GONE', { path: 'room 7' });
    });
  },
};

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(options: Partial<ServerOptions> = {}): Promise<Server> {
  const server = await createServer({
    name: 'gateway',
    version: '1.2.3',
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    random: seededRandom(1),
    scopes: [door, api],
    ...options,
  });
  open.push(server);
  return server;
}

const post = (server: Server, url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });

describe('bodies', () => {
  it('keeps the very bytes and leaves parsing to a raw scope', async () => {
    const server = await start();
    const text = '{ "a" : 1,\n"中": "\\u0041" }';
    const { rawBody } = await captureRaw(text);
    expect(rawBody).toEqual(Buffer.from(text));
    const reply = await post(server, '/door/echo', text);
    expect(reply.json()).toMatchObject({ bytes: text });
  });

  it('parses JSON for a json scope, and takes an empty body for none', async () => {
    const server = await start();
    expect((await post(server, '/api/echo', '{"a":[1,2]}')).json()).toEqual({ body: { a: [1, 2] } });
    expect((await post(server, '/api/echo', '')).json()).toEqual({ body: null });
  });

  it.each([
    ['no JSON', '{"a":', 'HTTP_BODY_MALFORMED'],
    ['a prototype key', '{"__proto__":{"admin":true}}', 'HTTP_BODY_MALFORMED'],
    ['a constructor key', '{"constructor":{"prototype":{"admin":true}}}', 'HTTP_BODY_MALFORMED'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'HTTP_BODY_MALFORMED'],
  ])('refuses %s with a clear answer', async (_name, payload, code) => {
    const server = await start();
    const reply = await post(server, '/api/echo', payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ error: { code } });
  });

  it('refuses a body over the limit of its scope, in the shape of its scope', async () => {
    const server = await start();
    const large = JSON.stringify('x'.repeat(500));
    expect((await post(server, '/door/echo', large)).json()).toMatchObject({ bytes: large });
    const refused = await post(server, '/api/echo', large);
    expect(refused.statusCode).toBe(413);
    expect(refused.json()).toMatchObject({ error: { code: 'HTTP_BODY_TOO_LARGE', details: { limit: 200 } } });
    expect((await post(server, '/door/echo', 'y'.repeat(1001))).json()).toEqual({ no: 'HTTP_BODY_TOO_LARGE' });
  });

  it.each([
    ['a door', '/api/echo'],
    ['no path there is', '/nowhere'],
  ])('hears 10 MB to %s out, so that their sender gets the answer', async (_name, path) => {
    const server = await start();
    const { port } = await server.listen({ port: 0, variable: 'PORT' });
    const socket = connect({ host: '127.0.0.1', port });
    const size = 10_000_000;
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`,
    );
    // Like a caller who looks for the answer only when all is said.
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.write(Buffer.alloc(size, 0x20), () => resolve());
    });
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });
});

async function captureRaw(text: string): Promise<{ rawBody: Buffer | undefined }> {
  const captured: { rawBody: Buffer | undefined } = { rawBody: undefined };
  const spy: Scope = {
    ...door,
    register: (app) => {
      app.post('/echo', async (incoming) => {
        captured.rawBody = incoming.rawBody;
        return {};
      });
    },
  };
  await post(await start({ scopes: [spy] }), '/door/echo', text);
  return captured;
}

describe('scopes', () => {
  it('answer errors each in its own shape', async () => {
    const server = await start();
    expect((await server.app.inject('/door/gone')).json()).toEqual({ no: 'ROOM_GONE' });
    const reply = await server.app.inject('/api/gone');
    expect(reply.statusCode).toBe(409);
    expect(reply.json()).toEqual({
      error: {
        code: 'ROOM_GONE',
        message: 'room 7 没有了',
        message_en: 'room 7 is gone',
        next: '换一间',
        next_en: 'Take another one',
        details: { path: 'room 7' },
      },
    });
  });

  it('answer an unknown path, each in its own shape', async () => {
    const server = await start();
    expect((await server.app.inject('/door/nothing')).json()).toEqual({ no: 'HTTP_NOT_FOUND' });
    for (const path of ['/api/nothing', '/nothing']) {
      const reply = await server.app.inject(path);
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toMatchObject({ error: { code: 'HTTP_NOT_FOUND', details: { path } } });
    }
  });

  it('do not leak hooks into each other', async () => {
    const server = await start();
    expect((await server.app.inject('/api/gone')).headers['x-api']).toBe('yes');
    expect((await server.app.inject('/door/gone')).headers['x-api']).toBeUndefined();
  });

  it('may own the root', async () => {
    const server = await start({ scopes: [{ ...door, prefix: '' }, api] });
    expect((await server.app.inject('/gone')).json()).toEqual({ no: 'ROOM_GONE' });
    expect((await server.app.inject('/nothing')).json()).toEqual({ no: 'HTTP_NOT_FOUND' });
    expect((await server.app.inject('/api/nothing')).json()).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    expect((await server.app.inject('/health')).json()).toMatchObject({ program: 'gateway' });
  });

  it('hide a bug behind a reference that the log explains, masked', async () => {
    const lines: string[] = [];
    const log = createLogger({ name: 'gateway', pretty: false, destination: { write: (line) => lines.push(line) } });
    const server = await start({ log, scopes: [{ ...door, errorReply: plainErrorReply }] });
    const reply = await server.app.inject('/door/bug');
    expect(reply.statusCode).toBe(500);
    const { error } = reply.json();
    expect(error.code).toBe('INTERNAL');
    expect(reply.body).not.toContain('cannot read');
    expect(lines.join('')).toContain(error.details.request_id);
    expect(lines.join('')).toContain('138****8000');
    expect(lines.join('')).not.toContain('13800138000');
  });
});

describe('exchanges', () => {
  it('carry the logid of the caller, and a request id on every error', async () => {
    const server = await start();
    const reply = await post(server, '/door/echo', '{}', { 'x-bytedance-logid': '2024LOG' });
    expect(reply.json()).toMatchObject({ logid: '2024LOG' });
    const ids = await Promise.all(
      ['/no', '/no'].map(async (path) => (await server.app.inject(path)).headers['x-request-id']),
    );
    expect(new Set([...ids, undefined]).size).toBe(3);
  });

  it('are counted by route and code, with unknown paths under one name', async () => {
    const server = await start();
    await server.app.inject('/api/gone');
    await server.app.inject('/no-1');
    await server.app.inject('/no-2');
    const { body, headers } = await server.app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/api\/gone"[^}]*code="409"[^}]*\} 1/);
    expect(body).toMatch(/http_request_duration_seconds_count\{[^}]*route="\(none\)"[^}]*code="404"[^}]*\} 2/);
    expect(body).toMatch(
      /_bucket\{[^}]*le="\+Inf"[^}]*route="\/api\/gone"[^}]*\} 1|_bucket\{[^}]*route="\/api\/gone"[^}]*le="\+Inf"[^}]*\} 1/,
    );
    expect(body).toContain('program="gateway"');
    expect(body).toContain('process_resident_memory_bytes');
  });

  it('are logged when they fail or are slow, not otherwise', async () => {
    const lines: string[] = [];
    const log = createLogger({ name: 'g', pretty: false, destination: { write: (line) => lines.push(line) } });
    const quiet = await start({ log });
    await quiet.app.inject('/api/gone');
    expect(lines).toEqual([]);
    const slow = await start({ log, slowMs: 0 });
    await slow.app.inject('/api/gone?token=secret');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'exchange', path: '/api/gone', code: 409, level: 'warn' });
  });
});

describe('/health and /ready', () => {
  it('tell who lives here and what is not ready', async () => {
    const server = await start({
      readiness: [
        { name: 'database', check: async () => undefined },
        { name: 'workers', check: () => Promise.reject(new Error('outbox: connection refused')) },
      ],
    });
    expect((await server.app.inject('/health')).json()).toMatchObject({
      status: 'ok',
      version: '1.2.3',
      pid: process.pid,
    });
    const reply = await server.app.inject('/ready');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toEqual({
      ready: false,
      checks: [
        { name: 'database', ok: true },
        { name: 'workers', ok: false, reason: 'outbox: connection refused' },
      ],
    });
  });

  it('answer 200 when everything holds', async () => {
    const reply = await (await start({ readiness: [] })).app.inject('/ready');
    expect([reply.statusCode, reply.json()]).toEqual([200, { ready: true, checks: [] }]);
  });
});

describe('listening', () => {
  it('names a second copy of the same program', async () => {
    const first = await start();
    const { port } = await first.listen({ port: 0, variable: 'YUZHU_GATEWAY_PORT' });
    const second = await start();
    await expect(second.listen({ port, variable: 'YUZHU_GATEWAY_PORT' })).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      details: { program: 'gateway', pid: process.pid, port, variable: 'YUZHU_GATEWAY_PORT' },
    });
    const other = await start({ name: 'sandbox' });
    await expect(other.listen({ port, variable: 'YUZHU_SANDBOX_PORT' })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      message: expect.stringContaining('held by yuzhu gateway, process'),
    });
  });

  it('says so when a stranger holds the port', async () => {
    const stranger = createHttpServer((_request, response) => response.end('hello'));
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as { port: number };
    const server = await start();
    await expect(server.listen({ port, variable: 'YUZHU_GATEWAY_PORT' })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      message: expect.stringContaining(`ss -ltnp | grep :${port}`),
    });
    stranger.close();
  });

  it('says so when the address is not usable', async () => {
    const server = await start();
    await expect(server.listen({ port: 0, host: '203.0.113.1', variable: 'X' })).rejects.toMatchObject({
      code: 'ADDRESS_NOT_USABLE',
    });
  });

  it('listens on loopback only, unless told', async () => {
    const server = await start();
    await server.listen({ port: await freePort(), variable: 'X' });
    expect(server.app.addresses()).toMatchObject([{ address: '127.0.0.1' }]);
  });
});

describe('hostile HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
    [
      'length and chunks',
      'POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['huge headers', `GET /health HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['a broken escape in the path', 'GET /api/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['a NUL in the path', 'GET /api/\0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
  ])('%s gets its answer, and the server lives on', async (_name, bytes, status) => {
    const server = await start();
    const { url, port } = await server.listen({ port: 0, variable: 'X' });
    const answer = await exchange(port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toHaveProperty('error.code');
    expect((await request(`${url}/health`)).statusCode).toBe(200);
  });
});

async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(Buffer.from(bytes, 'latin1'));
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe('close', () => {
  it('finishes what is in flight on kept-alive connections and refuses new ones', async () => {
    let release: () => void = () => undefined;
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const slow: Scope = {
      ...api,
      register: (app) => {
        app.get('/slow', async () => {
          entered();
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          return { done: true };
        });
      },
    };
    const server = await start({ scopes: [slow] });
    const { url } = await server.listen({ port: 0, variable: 'X' });
    const agent = new Agent({ keepAliveTimeout: 60_000 });
    await request(`${url}/health`, { dispatcher: agent });
    const answer = request(`${url}/api/slow`, { dispatcher: agent });
    await inside;
    const closed = server.close();
    await expect(request(`${url}/health`, { dispatcher: new Agent() })).rejects.toThrow('ECONNREFUSED');
    release();
    expect(await (await answer).body.json()).toEqual({ done: true });
    await closed;
    await agent.close();
  });
});

it('an upgrade that nobody takes ends its connection, which could not tell broken HTTP any more', async () => {
  const server = await start();
  const { port } = await server.listen({ port: 0, variable: 'X' });
  const socket = connect(port, '127.0.0.1');
  const body = '{"a":1}';
  const head = `host: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  socket.write(`POST /door/echo HTTP/1.1\r\n${head}upgrade: websocket\r\nconnection: upgrade\r\n\r\n${body}`);
  let answers = '';
  socket.on('data', (chunk) => {
    answers += chunk.toString();
  });
  await once(socket, 'close');
  expect(answers).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answers).toMatch(/connection: close/i);
});

describe('a direct route', () => {
  const direct: Scope = {
    ...door,
    direct: [
      {
        path: '/raw',
        handle: (incoming, response, answered) => {
          incoming.resume().on('end', () => {
            response.writeHead(200).end('raw');
            answered();
          });
        },
      },
    ],
  };

  it('answers POST at its path however that is written, and nothing else', async () => {
    const server = await start({ scopes: [direct] });
    const { url } = await server.listen({ port: 0, variable: 'X' });
    const ask = async (method: 'POST' | 'GET', path: string) => (await request(url + path, { method })).body.text();
    for (const path of ['/door/raw', '/door/raw?a=/b', '/door/raw/', '/door/r%61w']) {
      expect(await ask('POST', path)).toBe('raw');
    }
    expect(await ask('GET', '/door/raw')).toContain('HTTP_NOT_FOUND');
    expect(await ask('POST', '/door/raw/more')).toContain('HTTP_NOT_FOUND');
  });

  it('is counted and logged as every other, with an id of its own', async () => {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line));
    const log = createLogger({ name: 'gateway', pretty: false, destination: { write } });
    const server = await start({ scopes: [direct], accessLog: 'all', log });
    const { url } = await server.listen({ port: 0, variable: 'X' });
    for (const path of ['/door/raw?secret=1', '/door/raw/']) {
      await (await request(url + path, { method: 'POST', headers: { 'x-bytedance-logid': 'L1' } })).body.text();
    }
    const metrics = await (await request(`${url}/metrics`)).body.text();
    expect(metrics).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/door\/raw"[^}]*code="200"[^}]*\} 2/);
    const exchanges = lines.filter((line) => String(line.path).startsWith('/door/raw'));
    expect(exchanges).toMatchObject([
      { method: 'POST', path: '/door/raw', code: 200, logid: 'L1' },
      { method: 'POST', path: '/door/raw/', code: 200, logid: 'L1' },
    ]);
    expect(new Set(exchanges.map((line) => line.request_id)).size).toBe(2);
  });

  it('ends its connections when the server closes', async () => {
    let release: () => void = () => undefined;
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const slow: Scope = {
      ...door,
      direct: [
        {
          path: '/raw',
          handle: (_incoming, response) => {
            release = () => response.end('late');
            entered();
          },
        },
      ],
    };
    const server = await start({ scopes: [slow] });
    const { url } = await server.listen({ port: 0, variable: 'X' });
    const agent = new Agent({ keepAliveTimeout: 60_000 });
    const answer = request(`${url}/door/raw`, { method: 'POST', dispatcher: agent });
    await inside;
    const closed = server.close();
    release();
    expect(await (await answer).body.text()).toBe('late');
    await closed;
    await agent.close();
  });
});
