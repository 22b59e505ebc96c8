import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { filled, hooksOf } from './hooks.ts';

describe('a hook', () => {
  it('fills what it is about into its texts, and leaves other braces alone', () => {
    expect(filled('{"id":"{order_id}","n":{missing}}', { order_id: '7' })).toBe('{"id":"7","n":{missing}}');
  });

  it('may be a command, whose failure is told with its last words', async () => {
    const run = (script: string) =>
      hooksOf({ 'check-in': { command: [process.execPath, '-e', script, '{order_id}'] } }).act('check-in', {
        order_id: '42',
      });
    await run('process.exit(process.argv[1] === "42" ? 0 : 1)');
    const error: unknown = await run('console.error("no such room"); process.exit(3)').catch((e: unknown) => e);
    expect(ACCEPTANCE_ERRORS.is(error, 'HOOK_FAILED')).toBe(true);
    expect(String(error)).toContain('exit 3 no such room');
    const missing = hooksOf({ 'check-in': { command: ['/no/such/program'] } });
    await expect(missing.act('check-in', {})).rejects.toThrow(/ENOENT/);
  });

  it('may be an HTTP call', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers.authorization, text]);
        response.writeHead(seen.length === 1 ? 204 : 409).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/{order_id}`;
    const hooks = hooksOf({
      'accept-booking': {
        http: { method: 'PUT', url, headers: { authorization: 'Bearer k' }, body: { id: '{order_id}', at: [1] } },
      },
    });
    await hooks.act('accept-booking', { order_id: '42' });
    expect(seen).toEqual([['PUT', '/orders/42', 'Bearer k', '{"id":"42","at":[1]}']]);
    await expect(hooks.act('accept-booking', { order_id: '42' })).rejects.toThrow(/HTTP 409/);
    expect(hooks.has('accept-booking')).toBe(true);
    expect(hooks.has('no-show')).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });
});
