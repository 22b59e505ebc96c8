import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEADERS, interfaces, queryPairs, signSpi, signSpiOld, verifyWebhook } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlatformCaller } from './platform-caller.ts';

const SECRET = '0123456789abcdef0123456789ABCDEF';

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A partner of somebody else: it keeps what comes and answers what it is told to. */
const received: Received[] = [];
let answer: { status: number; text: string } = { status: 200, text: '' };
let server: Server;
let caller: PlatformCaller;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  caller = new PlatformCaller({
    partnerUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths: { payment: '/their/own/door', 'voucher-order': '/door?tenant=7&a=%E4%BD%8F' },
    clientKey: 'aw1',
    clientSecret: SECRET,
    now: () => 1_789_012_345_678,
    random: seededRandom('caller'),
  });
});

afterAll(async () => {
  await caller.close();
  await new Promise((resolve) => server.close(resolve));
});

const request = { order_id: '1120000000000000101', biz_type: 2011, pay_amount: 49_900 };

describe('a call in the platform’s part', () => {
  it('carries both signatures over its very bytes, a logid and the application', async () => {
    answer = { status: 200, text: '{"data":{"error_code":0,"description":"success"}}' };
    const reply = await caller.call(interfaces.payment, request);
    const { url, headers, body } = received.at(-1) as Received;
    const [path, search = ''] = url.split('?');
    const pairs = queryPairs(search);
    expect(path).toBe('/their/own/door');
    expect(JSON.parse(body.toString('utf8'))).toEqual(request);
    expect(headers[HEADERS.spiSignature]).toBe(signSpi(SECRET, pairs, body));
    expect(new Map(pairs).get('sign')).toBe(signSpiOld(SECRET, pairs, body));
    expect(headers[HEADERS.clientKey]).toBe('aw1');
    expect(headers[HEADERS.logid]).toBe(reply.logid);
    expect(reply.logid).toMatch(/^\d{14}[0-9A-F]{20}$/);
    expect(reply).toMatchObject({ status: 200, code: 0, description: 'success' });
  });

  it('to an address with parameters of its own signs them too', async () => {
    const call = caller.prepareBytes(interfaces.voucherOrder, Buffer.from('{}'));
    const [path, search = ''] = call.target.split('?');
    expect(path).toBe('/door');
    expect(new Map(queryPairs(search)).get('a')).toBe('住');
    expect(call.headers[HEADERS.spiSignature]).toBe(signSpi(SECRET, queryPairs(search), call.body));
  });

  it('sent again is the same bytes', async () => {
    const call = caller.prepare(interfaces.payment, request);
    await Promise.all([caller.send(call), caller.send(call)]);
    const [a, b] = received.slice(-2);
    expect(a?.body).toEqual(b?.body);
    expect(a?.url).toBe(b?.url);
  });

  it.each([
    ['another status', { status: 500, text: '{"data":{"error_code":0}}' }],
    ['no JSON', { status: 200, text: 'fine' }],
    ['no code', { status: 200, text: '{"data":{}}' }],
    ['a code that is no number', { status: 200, text: '{"data":{"error_code":"0"}}' }],
  ])('takes %s for no answer', async (_, scripted) => {
    answer = scripted;
    expect((await caller.call(interfaces.payment, request)).code).toBeUndefined();
  });

  it('reads a refusal with its text and data', async () => {
    answer = { status: 200, text: '{"data":{"error_code":4,"description":"full","order_id":"1"}}' };
    expect(await caller.call(interfaces.payment, request)).toMatchObject({
      code: 4,
      description: 'full',
      data: { order_id: '1' },
    });
  });
});

describe('a notice in the platform’s part', () => {
  it('is signed and carries its message id', async () => {
    answer = { status: 200, text: '{}' };
    await caller.webhook('/webhooks', 'life_hotel_presale_audit_result', { id: '1' }, 'message-1');
    const { headers, body } = received.at(-1) as Received;
    expect(verifyWebhook(SECRET, body, String(headers[HEADERS.webhookSignature]))).toBe(true);
    expect(headers[HEADERS.messageId]).toBe('message-1');
  });

  it('wants its challenge back', async () => {
    answer = { status: 200, text: '{"challenge":1}' };
    expect(await caller.challenge('/webhooks')).toBe(false);
  });
});
