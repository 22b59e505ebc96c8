import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { HttpClient, refusalCode } from './http.ts';

/** What the scripted programs answer, by path. */
const ANSWERS: Readonly<Record<string, readonly [status: number, body: string]>> = {
  '/long-id': [200, '{"id":1120000000000000101}'],
  '/nothing': [200, ''],
  '/flat': [409, '{"code":"BOOKING_STATE","message_zh":"状态不对","message_en":"wrong state"}'],
  '/nested': [404, '{"error":{"code":"NOT_FOUND","message":"没有","message_en":"nothing here"}}'],
  '/odd': [502, '<html>'],
};

let server: Server;
let http: HttpClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = ANSWERS[request.url?.split('?')[0] ?? ''] ?? [200, JSON.stringify({ url: request.url })];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = new HttpClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterAll(async () => {
  await http.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('the client of the actors', () => {
  it('keeps long ids as text', async () => {
    expect(await http.get('/long-id')).toEqual({ id: '1120000000000000101' });
  });

  it('leaves absent query members out and encodes the others', async () => {
    expect(await http.get('/x', { a: 'b c', none: undefined, n: 1 })).toEqual({ url: '/x?a=b+c&n=1' });
  });

  it('takes an empty answer for nothing', async () => {
    expect(await http.post('/nothing')).toBeUndefined();
  });

  it.each([
    ['/flat', 'BOOKING_STATE', '状态不对'],
    ['/nested', 'NOT_FOUND', 'nothing here'],
  ])('gives the other side’s code and words of %s', async (path, code, words) => {
    const error: unknown = await http.get(path).catch((thrown: unknown) => thrown);
    expect(refusalCode(error)).toBe(code);
    expect((error as Error).message).toContain(words);
  });

  it('shows an answer nobody can read as it came', async () => {
    await expect(http.get('/odd')).rejects.toThrow(/HTTP 502, <html>/);
  });

  it('names the address when nobody answers', async () => {
    const nobody = new HttpClient({ baseUrl: 'http://127.0.0.1:1' });
    const error: unknown = await nobody.get('/').catch((thrown: unknown) => thrown);
    expect(ACCEPTANCE_ERRORS.is(error, 'NO_ANSWER')).toBe(true);
    expect((error as Error).message).toContain('http://127.0.0.1:1/');
    await nobody.close();
  });
});
