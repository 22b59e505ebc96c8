import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutwardFault, prepareCall, readReply } from './call.ts';
import { gatewayCode, gatewayCodes, partnerCodes } from './codes.ts';
import { openApiDocument } from './document.ts';
import { SOURCES } from './field.ts';
import { interfaceNamed, interfaces, openApis, spis, webhooks } from './registry.ts';
import { openApiFailure, openApiList, openApiSuccess, readNow } from './wire/envelope.ts';
import { nestedDeeper, parseJson } from './wire/json.ts';

describe('a call', () => {
  it('of a POST carries token, account and body', () => {
    const request = { order_id: '1', confirm_result: { confirm_result: 1, confirm_number: 'BK1' } };
    expect(
      prepareCall(interfaces.orderConfirm, request, {
        token: 'clt.x',
        account: '7',
        stress: true,
        testData: true,
        legacyTest: true,
      }),
    ).toEqual({
      method: 'POST',
      target: '/goodlife/v1/trip/trade/hotel/order/confirm/',
      headers: {
        'content-type': 'application/json',
        'access-token': 'clt.x',
        'rpc-transit-life-account': '7',
        'x-stress-tag': '1',
        'rpc-persist-life-test-data-access': 'all',
        'x-sandbox-token': '1',
      },
      body: JSON.stringify(request),
    });
  });

  it('of a GET carries its request in the query', () => {
    const call = prepareCall(
      interfaces.tripBillDetail,
      { account_id: '7', bill_date: '2026-03-02', cursor: '0', size: 50 },
      { token: 't' },
    );
    expect(call.target).toBe(
      '/goodlife/v1/settle/bill/detail/trip/?account_id=7&bill_date=2026-03-02&cursor=0&size=50',
    );
    expect(call.body).toBeUndefined();
  });

  it('of a GET leaves out what counts as absent', () => {
    const request = { account_id: '7', bill_date: '2026-03-02', cursor: '0', size: 50, withdraw_id: '' };
    const { target } = prepareCall(
      interfaces.tripBillDetail,
      { ...request, biz_type: undefined, root_account_id: null } as never,
      {},
    );
    expect(target).toMatch(/\?account_id=7&bill_date=2026-03-02&cursor=0&size=50$/);
  });

  it('never leaves when it breaks the contract', () => {
    expect(() =>
      prepareCall(interfaces.orderConfirm, { order_id: '1', confirm_result: { confirm_result: 3 } }, {}),
    ).toThrow(OutwardFault);
    expect(() =>
      prepareCall(interfaces.incomeByOrder, { shop_order_id: '1', simulate_ledger_charge: true }, { token: 't' }),
    ).toThrow(/rpc-transit-life-account/);
  });
});

describe('an answer', () => {
  const one = interfaces.orderConfirm;
  it('is a success only with both codes 0', () => {
    const good = openApiSuccess({}, 'L1', 1);
    expect(readReply(one, 200, JSON.stringify(good))).toMatchObject({ ok: true, logid: 'L1' });
    expect(readReply(one, 200, '{"data":{"error_code":0}}')).toMatchObject({ ok: true });
    expect(
      readReply(one, 200, '{"data":{"error_code":3000001,"description":"no"},"extra":{"error_code":0}}'),
    ).toMatchObject({ ok: false, code: 3000001, next: 'fix', description: 'no' });
  });

  it('of the gateway tells what to do next, with the finest text', () => {
    const refusal = openApiFailure(2119003, 'too frequent', 'wait a second', 'L2', 1);
    expect(readReply(one, 200, JSON.stringify(refusal))).toEqual({
      ok: false,
      code: 2119003,
      next: 'backoff',
      description: 'wait a second',
      logid: 'L2',
      platformTime: 1,
    });
  });

  it('without sense is retried; one that breaks the contract is not', () => {
    for (const [status, body] of [
      [500, ''],
      [200, ''],
      [200, '<html>'],
      [200, 'null'],
      [502, '{"data":{"error_code":0}}'],
    ] as const) {
      expect(readReply(one, status, body)).toMatchObject({ ok: false, code: undefined, next: 'retry' });
    }
    expect(readReply(interfaces.tripBillDetail, 200, '{"data":{"error_code":0}}')).toMatchObject({
      ok: false,
      next: 'stop',
    });
  });

  it('with a list reads the list, and its failure stands in extra only', () => {
    const verdicts = [{ product_id: '1', code: '0', message: 'success' }];
    expect(readReply(interfaces.productOperate, 200, JSON.stringify(openApiList(verdicts, 'L', 1)))).toMatchObject({
      ok: true,
      data: verdicts,
    });
    expect(
      readReply(interfaces.productOperate, 200, JSON.stringify(openApiFailure(2190004, 'scope', '', 'L', 1, 'list'))),
    ).toMatchObject({ ok: false, next: 'authorise' });
  });

  it('gives its time in either unit', () => {
    expect(readNow(1_767_240_000)).toBe(1_767_240_000_000);
    expect(readNow(1_767_240_000_123)).toBe(1_767_240_000_123);
  });
});

describe('ids', () => {
  it('of 19 digits survive as text even when they come as numbers', () => {
    expect(parseJson('{"order_id":1090000000000000001,"a":[7301122334455667788, 1],"n":-9007199254740993}')).toEqual({
      order_id: '1090000000000000001',
      a: ['7301122334455667788', 1],
      n: '-9007199254740993',
    });
    expect(parseJson('{"order_id":"1090000000000000001","n":1234567890123456}')).toEqual({
      order_id: '1090000000000000001',
      n: 1234567890123456,
    });
    expect(() => parseJson('{"a":1090000000000000001,}')).toThrow(SyntaxError);
  });

  it('nesting is measured outside strings', () => {
    const text = '{"a":[{"b":"[[[[\\"[[{"}]}';
    expect([2, 3].map((most) => nestedDeeper(text, most))).toEqual([true, false]);
    expect(nestedDeeper('1', 0)).toBe(false);
  });

  it('nesting is as deep as the value, whatever its strings hold', () => {
    const brackets = fc.string({ unit: fc.constantFrom('[', '{', ']', '"', '\\', 'x'), maxLength: 6 });
    const values = fc.object({ key: brackets, values: [brackets, fc.integer()], maxDepth: 4, withBigInt: false });
    let deep = 0;
    fc.assert(
      fc.property(values, fc.nat({ max: 6 }), (value, most) => {
        const expected = depthOf(value) > most;
        if (expected && most > 1) deep += 1;
        expect(nestedDeeper(JSON.stringify(value), most)).toBe(expected);
      }),
      { seed: 7, numRuns: 2000 },
    );
    expect(deep).toBeGreaterThan(50);
  });
});

/** Levels of arrays and objects in a value. */
function depthOf(value: unknown): number {
  return typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('the registry', () => {
  const all = [...openApis, ...spis, ...webhooks];

  it('names every interface once, by name and by address', () => {
    expect(all).toHaveLength(Object.keys(interfaces).length);
    for (const keys of [
      all.map((one) => one.name),
      openApis.map((one) => one.path),
      spis.map((one) => one.path),
      spis.map((one) => one.action),
    ]) {
      expect(new Set(keys).size).toBe(keys.length);
    }
    for (const one of all) expect(interfaceNamed(one.name)).toBe(one);
  });

  it('gives every field of every interface a source and a description', () => {
    const bare: string[] = [];
    const visit = (schema: Record<string, unknown>, path: string): void => {
      const children = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
      for (const [name, child] of children) {
        if (
          !SOURCES.includes(child['x-source'] as never) ||
          typeof child.description !== 'string' ||
          child.description === ''
        )
          bare.push(`${path}.${name}`);
        visit(child, `${path}.${name}`);
      }
      if (schema.items !== undefined) visit(schema.items as Record<string, unknown>, `${path}[]`);
      const [values] = Object.values((schema.patternProperties ?? {}) as Record<string, Record<string, unknown>>);
      if (values !== undefined) visit(values, `${path}.<key>`);
    };
    for (const one of all) {
      visit(one.request as never, `${one.name}.request`);
      visit(one.reply as never, `${one.name}.reply`);
    }
    expect(bare).toEqual([]);
  });

  it('answers only codes that exist', () => {
    const known = new Set(partnerCodes.map(({ code }) => code));
    for (const one of spis) for (const code of one.codes) expect(known.has(code)).toBe(true);
    expect(new Set(gatewayCodes.map(({ code }) => code)).size).toBe(gatewayCodes.length);
    expect(gatewayCode(987654).next).toBe('stop');
  });

  it('writes an OpenAPI 3.1 document with every interface in it', () => {
    const document = openApiDocument('Platform', '1', all);
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths as object)).toHaveLength(openApis.length + spis.length);
    expect(Object.keys(document.webhooks as object)).toEqual([
      'life_hotel_audit_result',
      'life_hotel_physical_room_audit_result',
      'life_hotel_async_ari_result',
      'life_hotel_presale_audit_result',
    ]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
