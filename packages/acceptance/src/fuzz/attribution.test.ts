import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Attribution } from './attribution.ts';
import type { FuzzMessage } from './message.ts';
import type { Sent } from './send.ts';
import type { WrittenRow } from './state.ts';
import type { World } from './world.ts';

const WORLD = {
  account: 'A',
  foreign: { accounts: ['B'] },
  ids: { platformOrders: ['O1'], platformBookings: [] },
} as unknown as World;

const sent = (headers: FuzzMessage['headers'], orderId = '1'): Sent =>
  ({
    message: {
      headers,
      body: Buffer.from(JSON.stringify({ order_id: orderId, source_order_id: 'O1' })),
      proof: 'good',
    },
    target: { interface: { kind: 'spi' }, writes: ['gateway.bookings', 'gateway.room_nights'] },
    verdict: { code: 0, label: '0', accepted: true },
  }) as unknown as Sent;

const row = (change: Partial<WrittenRow>): WrittenRow => ({
  table: 'gateway.bookings',
  account: 'A',
  subject: '1',
  code: '0',
  ...change,
});

const STRESS = [['X-Stress-Tag', '1']] as const;
const shadow = [row({ account: 'stress:A' }), row({ table: 'gateway.accounts', account: 'stress:A', subject: '' })];

it('a message explains the rows of its order and no others', () => {
  const why = (rows: WrittenRow[]) => new Attribution(WORLD).unexplained([sent([])], rows).map((one) => one.why);
  expect(why([row({}), row({ table: 'gateway.room_nights', subject: '' })])).toEqual([]);
  expect(why([row({ subject: '2' })])).toEqual(['about something that no accepted message names']);
  expect(why([row({ account: 'B' })])).toEqual(['a row of another account']);
  expect(why([row({ table: 'gateway.hotels' })])).toEqual(['no accepted message writes this table']);
  expect(why(shadow)).toHaveLength(2);
});

it('a refusal that is kept explains that order of the other merchant, when its application signed the message', () => {
  const refused = (proof: string): Sent => {
    const one = sent([]);
    return {
      message: { ...one.message, proof },
      target: { interface: { kind: 'spi' }, writes: [], keeps: ['gateway.bookings', 'gateway.room_nights'] },
      verdict: { code: 1, label: '1', accepted: false },
    } as unknown as Sent;
  };
  const why = (proof: string, change: Partial<WrittenRow> = {}) =>
    new Attribution(WORLD)
      .unexplained([refused(proof)], [row({ account: 'B', code: '1', ...change })])
      .map((unexplained) => unexplained.why);
  expect(why('other-application')).toEqual([]);
  const another = ['a row of another account'];
  expect(why('other-application', { subject: '2' })).toEqual(another);
  expect(why('other-application', { account: 'C' })).toEqual(another);
  expect(why('other-application', { table: 'gateway.room_nights', subject: '' })).toEqual(another);
  expect(why('other-secret')).toEqual(another);
  expect(why('good')).toEqual(another);
});

it('a message of a load test explains what is written to the shadow of the account, and nothing real', () => {
  const attribution = new Attribution(WORLD);
  expect(attribution.unexplained([sent(STRESS)], shadow)).toEqual([]);
  expect(attribution.unexplained([sent(STRESS)], [row({})])).toHaveLength(1);
});

it('a notice explains the row under its Msg-Id, or, where that is missing or known, under the hash of its bytes', () => {
  const body = Buffer.from('{"event":"e"}');
  const notice = (headers: FuzzMessage['headers']): Sent =>
    ({
      message: { headers, body, proof: 'good' },
      target: { interface: { kind: 'webhook' }, writes: ['gateway.webhooks'] },
      verdict: { code: 200, label: '200', accepted: true },
    }) as unknown as Sent;
  const kept = (subject: string) => [row({ table: 'gateway.webhooks', subject, code: '' })];
  const hash = `body:${createHash('sha256').update(body).digest('hex')}`;
  for (const headers of [[], STRESS, [['Msg-Id', 'M1']]] as const) {
    expect(new Attribution(WORLD).unexplained([notice(headers)], kept(hash))).toEqual([]);
  }
  expect(new Attribution(WORLD).unexplained([notice([['Msg-Id', 'M1']])], kept('M1'))).toEqual([]);
  expect(new Attribution(WORLD).unexplained([notice([])], kept('M1'))).toHaveLength(1);
});

it('a message whose sender hung up explains the rows of its order, whatever their answer, and no others', () => {
  const hungUp = { ...sent([]), verdict: { code: undefined, label: 'closed', accepted: false } } as unknown as Sent;
  const why = (rows: WrittenRow[]) => new Attribution(WORLD).unexplained([hungUp], rows).map((one) => one.why);
  expect(why([row({ code: '4' }), row({ table: 'gateway.room_nights', subject: '' })])).toEqual([]);
  expect(why([row({ subject: '2' })])).toEqual(['about something that no accepted message names']);
});

it('a notice of the platform itself explains its row, and no other', () => {
  const kept = (subject: string) => row({ table: 'gateway.webhooks', account: '', subject, code: '' });
  const found = new Attribution(WORLD).unexplained([], [kept('N1'), kept('N2')], new Set(['N1']));
  expect(found.map((one) => one.row.subject)).toEqual(['N2']);
});

it('what is off the shelf may switch a rate plan off at any later time, and nothing else does', () => {
  const off = row({ table: 'gateway.rate_plans', subject: 'P', code: '' });
  const operated = {
    ...sent([]),
    target: { interface: { kind: 'openapi' }, writes: [], later: ['gateway.rate_plans'] },
  } as unknown as Sent;
  const attribution = new Attribution(WORLD);
  expect(attribution.unexplained([], [off])).toHaveLength(1);
  attribution.unexplained([operated], []);
  for (let batch = 0; batch < 9; batch++) expect(attribution.unexplained([], [off])).toEqual([]);
});
