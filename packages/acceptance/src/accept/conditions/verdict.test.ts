import { describe, expect, it } from 'vitest';
import type { Recorded } from '../exchanges/recorded.ts';
import { holds, type Operator } from './operators.ts';
import { judge, judgeContract, judgeSpiAnswer, verdictText } from './verdict.ts';

const answer = (data: unknown, change: Partial<Recorded> = {}): Recorded => ({
  interface: 'voucher-order',
  from: 'platform',
  logid: 'L1',
  at: 0,
  url: 'http://partner.example/x',
  requestHeaders: {},
  request: '{"order_id":"1120000000000000101"}',
  status: 200,
  response: JSON.stringify(data),
  ms: 12,
  fault: undefined,
  ...change,
});

const good = { data: { error_code: 0, description: 'success', order_id: '1', order_out_id: 'PV1' } };

describe('an operator', () => {
  it.each<[unknown, Operator, unknown, boolean]>([
    [1, 'eq', 1, true],
    ['1', 'eq', 1, false],
    [{ a: 1, b: 2 }, 'eq', { b: 2, a: 1 }, true],
    [4, 'in', [0, 4], true],
    [undefined, 'exists', undefined, false],
    ['', 'exists', undefined, false],
    [0, 'exists', undefined, true],
    [undefined, 'absent', undefined, true],
    [3, 'type', 'integer', true],
    [3.5, 'type', 'integer', false],
    [3, 'type', 'number', true],
    [undefined, 'atLeast', 0, false],
    ['5', 'atMost', 9, false],
    ['clt.x', 'matches', '^clt\\.', true],
  ])('%j %s %j: %s', (actual, operator, expected, ok) => {
    expect(holds(actual, operator, expected)).toBe(ok);
  });
});

describe('a condition that does not hold', () => {
  it('tells path, actual, operator, expected and how sure the contract is, in both languages', () => {
    const one = judge(answer({ data: { ...good.data, error_code: 7 } }), {
      path: '$.resp.data.error_code',
      operator: 'eq',
      expected: 0,
    });
    expect(verdictText(one, 'zh')).toBe('$.resp.data.error_code：实际 7 (integer)，要求等于 0（依据：文档）');
    expect(verdictText(one, 'en')).toBe('$.resp.data.error_code: actual 7 (integer), expected: equals 0 (documented)');
  });

  it('tells the provenance of the member it looks at', () => {
    const path = '$.resp.data.order_out_id';
    const one = judge(answer({ data: { error_code: 0 } }), { path, operator: 'exists' });
    expect(one).toMatchObject({ ok: false, source: 'observed', actual: '（缺失 · missing）' });
    const price = judge(answer({}, { interface: 'ari-pull' }), {
      path: '$.resp.data.room_rates[*].rate_avail_infos[*].inventory',
      operator: 'atLeast',
      expected: 0,
    });
    expect(price.source).toBe('documented');
  });

  it.each([
    [answer({ data: { error_code: 7 } }), 'repeatDiffers', /错误码 7/],
    [answer({ error_code: 0 }), undefined, /data 对象|data 不是对象/],
    [answer('oops', { status: 500 }), 'honestRefused', /contact_info\.phone/],
    [answer('oops', { status: 500 }), undefined, /5xx/],
    [answer('', { status: 404 }), undefined, /没有这个接口/],
    [answer('', { status: 401 }), 'wrongTotal', /密钥不对/],
    [answer('', { status: undefined, response: '', fault: 'ECONNREFUSED' }), undefined, /连接失败/],
  ] as const)('names the likely cause (%#)', (one, hint, cause) => {
    const condition = { path: '$.resp.data.error_code', operator: 'eq', expected: 0 } as const;
    const verdict = judge(one, hint === undefined ? condition : { ...condition, hint });
    expect(verdict.cause?.zh).toMatch(cause);
    expect(verdict.next?.en).toBeTruthy();
  });
});

describe('what holds for every answer', () => {
  const failed = (one: Recorded) =>
    judgeSpiAnswer(one)
      .filter(({ ok }) => !ok)
      .map(({ path, operator }) => `${path} ${operator}`);

  it('holds for a good one', () => {
    expect(failed(answer(good))).toEqual([]);
    expect(judgeSpiAnswer(answer(good)).length).toBeGreaterThan(5);
  });

  it.each<[string, Recorded, string]>([
    ['too late', answer(good, { ms: 8001 }), '$.http.ms atMost'],
    ['not wrapped', answer(good.data), '$.resp.data type'],
    ['code as text', answer({ data: { ...good.data, error_code: '0' } }), '$.resp.data.error_code type'],
    ['a code of another interface', answer({ data: { error_code: 4 } }), '$.resp.data.error_code in'],
    [
      'order number as number',
      answer({ data: { ...good.data, order_out_id: 5 } }),
      '$.resp.data.order_out_id contract',
    ],
    ['not JSON', answer('', { response: '<html>' }), '$.resp.data type'],
    ['HTTP 500', answer(good, { status: 500 }), '$.http.status eq'],
  ])('tells one that is %s, once', (_, one, place) => {
    expect(failed(one)).toEqual([place]);
  });
});

describe('a message of the partner', () => {
  it('is held against the contract, by the first place that is wrong', () => {
    const sent = { order_id: '1', confirm_result: { confirm_result: 3 } };
    const one = answer({}, { interface: 'order-confirm', from: 'partner', request: JSON.stringify(sent) });
    expect(judgeContract(one, '$.req')).toMatchObject({
      ok: false,
      path: '$.req.confirm_result.confirm_result',
      source: 'sdk',
    });
  });
});
