import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Balancer, startBalancer } from './balancer.ts';

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server that says its name and what it was sent, or hangs up on `/break`. */
async function namedServer(name: string): Promise<{ readonly url: string; end(): Promise<void> }> {
  const server: Server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      if (incoming.url === '/break') incoming.socket.destroy();
      else response.end(`${name} ${incoming.method} ${incoming.url} ${incoming.headers['x-mark'] ?? ''} ${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  open.push(end);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, end };
}

async function balancerOf(...targets: readonly string[]): Promise<Balancer> {
  const balancer = await startBalancer();
  open.push(balancer.close);
  balancer.use(targets);
  return balancer;
}

describe('the balancer', () => {
  it('hands requests on as they are, in turn', async () => {
    const [a, b] = [await namedServer('a'), await namedServer('b')];
    const { url, handed } = await balancerOf(a.url, b.url);
    const ask = async () => {
      const answer = await fetch(`${url}/x?y=1`, { method: 'POST', body: 'hello', headers: { 'x-mark': 'm' } });
      return answer.text();
    };
    const said = [await ask(), await ask()].sort();
    expect(said).toEqual(['a POST /x?y=1 m hello', 'b POST /x?y=1 m hello']);
    expect([...handed().values()]).toEqual([1, 1]);
  });

  it('passes over a server that is gone, without an error', async () => {
    const [a, b] = [await namedServer('a'), await namedServer('b')];
    const { url } = await balancerOf(a.url, b.url);
    await b.end();
    for (let n = 0; n < 4; n++) expect(await (await fetch(url)).text()).toContain('a GET');
  });

  it('answers 502 when a connection breaks after the request, and when all are gone', async () => {
    const a = await namedServer('a');
    const { url } = await balancerOf(a.url);
    expect((await fetch(`${url}/break`)).status).toBe(502);
    await a.end();
    expect((await fetch(url)).status).toBe(502);
  });

  it('cuts every connection while it leads nowhere', async () => {
    const a = await namedServer('a');
    const { url, use } = await balancerOf(a.url);
    expect((await fetch(url)).status).toBe(200);
    use([]);
    await expect(fetch(url)).rejects.toThrow();
    use([a.url]);
    expect((await fetch(url)).status).toBe(200);
  });
});
