import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { interfaces, queryPairs } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { usableAddress } from './addresses.ts';
import { readSpiAnswer } from './answer.ts';
import { nextStep } from './schedule.ts';
import { signRequest } from './signed-request.ts';

const contract = dirname(createRequire(import.meta.url).resolve('@yuzhu/contract'));
const vectors = JSON.parse(readFileSync(join(contract, 'wire/vectors.json'), 'utf8'));

describe('signed requests', () => {
  it('are what vector S1 says, in header and query', () => {
    const [s1] = vectors.spi;
    const signed = signRequest({
      url: 'https://partner.example/spi/booking',
      clientKey: 'awexample0001demo',
      secret: vectors.secret,
      body: Buffer.from(s1.body),
      now: 1_767_225_600_123,
      logid: 'L',
      stress: false,
    });
    expect(signed.url).toBe(`https://partner.example/spi/booking?${s1.query}&sign=${s1.md5}`);
    expect(signed.headers).toEqual({
      'content-type': 'application/json',
      'x-bytedance-logid': 'L',
      'x-life-clientkey': 'awexample0001demo',
      'x-life-sign': s1.sha256,
    });
  });

  it('take the query of the partner’s own address in, as vector S2 says', () => {
    const [, s2] = vectors.spi;
    const signed = signRequest({
      url: 'https://partner.example/spi/booking?biz=hotel&a=1#here',
      clientKey: 'awexample0001demo',
      secret: vectors.secret,
      body: Buffer.from(s2.body),
      now: 1_767_225_600_123,
      logid: 'L',
      stress: true,
    });
    expect(signed.headers['x-life-sign']).toBe(s2.sha256);
    expect(signed.headers['x-stress-tag']).toBe('1');
    expect(Object.fromEntries(queryPairs(new URL(signed.url).search))).toMatchObject({
      a: '1',
      biz: 'hotel',
      sign: s2.md5,
    });
  });
});

const read = (one: Parameters<typeof readSpiAnswer>[0], data: unknown, status = 200) =>
  readSpiAnswer(one, status, Buffer.from(typeof data === 'string' ? data : JSON.stringify({ data })));

describe('answers', () => {
  const { booking, voucherOrder, payment, bookableCheck, ariPull } = interfaces;
  const taken = { error_code: 0, order_id: '1', order_out_id: 'BK', confirm_info: { confirm_mode: 2 } };

  it('count as one with HTTP 200 and a well-formed code', () => {
    expect(read(payment, { error_code: 0, description: 'success' })).toMatchObject({ kind: 'answer', code: 0 });
    expect(read(payment, { error_code: 100 })).toMatchObject({ kind: 'answer', code: 100, description: '' });
    expect(read(payment, { error_code: 0, description: null, extra: [1] })).toMatchObject({ kind: 'answer' });
    expect(read(booking, taken)).toMatchObject({ kind: 'answer', code: 0, data: { order_out_id: 'BK' } });
  });

  it.each([
    ['another status', payment, { error_code: 0 }, 201],
    ['not JSON', payment, '<html>', 200],
    ['an array', payment, '[]', 200],
    ['nothing', payment, '', 200],
    ['no data', payment, '{"error_code":0}', 200],
    ['a code as text', payment, { error_code: '0' }, 200],
    ['a fraction as code', payment, { error_code: 0.5 }, 200],
    ['no code', payment, { description: 'success' }, 200],
    ['a description that is no text', payment, { error_code: 0, description: 7 }, 200],
    ['a number where an id must be', voucherOrder, { error_code: 0, order_id: 1, order_out_id: 'x' }, 200],
    ['no number of the hotel', voucherOrder, { error_code: 0, order_id: '1' }, 200],
    ['no word on acceptance', booking, { ...taken, confirm_info: undefined }, 200],
    ['an unknown way of acceptance', booking, { ...taken, confirm_info: { confirm_mode: 3 } }, 200],
    ['a decision at once without a decision', booking, { ...taken, confirm_info: { confirm_mode: 1 } }, 200],
    ['nights of the wrong shape', bookableCheck, { error_code: 0, ari: { stock_and_amount: 7 } }, 200],
    ['nested too deep', payment, `{"data":${'['.repeat(40)}${']'.repeat(40)}}`, 200],
  ] as const)('are none with %s', (_what, one, data, status) => {
    expect(read(one, data, status)).toMatchObject({ kind: 'no-answer' });
  });

  it('that refuse need no business members; usable ones are kept', () => {
    expect(read(booking, { error_code: 4 })).toMatchObject({ kind: 'answer', code: 4 });
    const night = {
      rate_plan_id: 'r',
      timerange: { start: '2026-10-02', end: '2026-10-03' },
      available: false,
      inventory: 0,
    };
    expect(read(bookableCheck, { error_code: 4, ari: { stock_and_amount: [night] } })).toMatchObject({
      data: { ari: { stock_and_amount: [night] } },
    });
    expect(read(bookableCheck, { error_code: 4, ari: 'odd' })).toMatchObject({ kind: 'answer', code: 4 });
  });

  it('of an ARI pull are read with and without the wrapper', () => {
    const members = { status: true, room_rates: [] };
    expect(read(ariPull, { error_code: 0, ...members })).toMatchObject({ kind: 'answer', data: members });
    expect(read(ariPull, JSON.stringify(members))).toMatchObject({ kind: 'answer', data: members });
  });
});

describe('repeats', () => {
  const twice = [2, 5];
  const answer = (code: number) => ({ kind: 'answer', code, description: '', data: {} }) as const;
  const silence = { kind: 'no-answer', verdict: 'status', reason: '' } as const;

  it('follow 100 and silence where the interface says so, at the moments after the first attempt', () => {
    const asked = { repeats: 'no answer or 100' } as const;
    expect(nextStep(asked, answer(0), 1, 0, 0, twice)).toEqual({ kind: 'done' });
    expect(nextStep(asked, answer(4), 1, 0, 0, twice)).toEqual({ kind: 'done' });
    expect(nextStep(asked, answer(100), 1, 1000, 1200, twice)).toEqual({ kind: 'repeat', at: 3000 });
    expect(nextStep(asked, silence, 2, 1000, 9000, twice)).toEqual({ kind: 'repeat', at: 9000 });
    expect(nextStep(asked, silence, 3, 1000, 9000, twice)).toEqual({ kind: 'give-up' });
    expect(nextStep({ repeats: 'no answer' }, answer(100), 1, 0, 0, twice)).toEqual({ kind: 'done' });
    expect(nextStep({ repeats: 'never' }, silence, 1, 0, 0, twice)).toEqual({ kind: 'give-up' });
  });
});

describe('addresses', () => {
  it('are https, or http on loopback', () => {
    for (const url of ['https://partner.example/spi', 'http://127.0.0.1:9/x', 'http://localhost/x', 'http://[::1]:8/x'])
      expect(usableAddress(url)).toBe(url);
    for (const url of [
      'http://partner.example/spi',
      'ftp://127.0.0.1/',
      'nonsense',
      'https://a:b@partner.example/',
      'http://127.0.0.1.evil.example/',
    ])
      expect(() => usableAddress(url)).toThrow(/ADDRESS_INVALID/);
  });
});
