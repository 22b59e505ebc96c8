import { request as httpRequest } from 'node:http';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import type { Answer, ApiClient } from '../testing/api-client.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api hostile' });
const gateway = await startTestGateway(database.url);
const { db } = gateway.context;

let api: ApiClient;
let key: string;

beforeAll(async () => {
  for (const accountId of ['3001', '3002']) {
    const account = await gateway.account(accountId);
    if (accountId === '3001') ({ api, key } = account);
    await account.api.ok('PUT', `/hotels/H${accountId}`, {
      name: '云栖酒店',
      platform_hotel_id: `728800000000000${accountId}`,
    });
    await account.api.ok('PUT', `/room-types/R${accountId}`, { hotel_id: `H${accountId}`, name: '豪华大床房' });
    await account.api.ok('PUT', `/rate-plans/P${accountId}`, { room_type_id: `R${accountId}`, name: '含双早' });
    await account.api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: `R${accountId}`, from: '2026-09-10', to: '2026-09-20', stock: 5 }],
      prices: [{ rate_plan_id: `P${accountId}`, from: '2026-09-10', to: '2026-09-20', price: 52000 }],
    });
  }
  // What the workers write of their own accord must not be taken for a change.
  await gateway.idle();
});

/** Everything the gateway keeps, as one digest. */
async function everything(): Promise<string> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'gateway' ORDER BY 1`,
  );
  const digests = tables.map(
    ({ name }) => `(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM gateway.${name} t)`,
  );
  return (await db.one<{ digest: string }>(`SELECT md5(concat_ws(',', ${digests.join(', ')})) AS digest`)).digest;
}

interface Hostile {
  readonly what: string;
  readonly send: () => Promise<Answer>;
  readonly status: number;
  readonly code: string;
  readonly where?: string;
}

const day = { from: '2026-09-10', to: '2026-09-10' };
const stock = (change: object) => JSON.stringify({ stock: [{ room_type_id: 'R3001', ...day, ...change }] });
const price = (change: object) => JSON.stringify({ prices: [{ rate_plan_id: 'P3001', ...day, ...change }] });
const put = (body: string | Uint8Array | undefined, path = '/calendar', headers = {}) =>
  api.raw('PUT', path, body, headers);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const voucher = (info: object) => ({
  category_id: '8001001',
  settle_type: 1,
  pre_sale_coupon_info: {
    coupon_name: '豪华大床房两晚',
    apply_room_number: 1,
    apply_nights: 2,
    bind_rate_plans: ['P3001'],
    imange_list: [{ image_type: 1, image_url: 'https://img.example.com/cover.jpg' }],
    original_amount: 129_800,
    actual_amount: 64_900,
    ...info,
  },
  sale_info: {
    sale_date: { from: '2026-09-02 10:00', to: '2026-12-31 23:59' },
    book_date: { from: '2026-09-03', to: '2027-01-31' },
    show_channel: 1,
    inventory_info: { is_limit: false },
    is_auto_extension: false,
  },
  trade_info: {
    customer_can_use_date: { use_date_type: 2, day_duration: 90 },
    customer_can_use_time: { use_time_type: 1 },
    limt_buy_rule: { each_person_each_order_max: 5 },
    cancel_booking_rule_list: [{ cancel_type: 3 }],
    invoic_info: { provider: 1 },
  },
  note_info: { service_for_foreign: true, superimposed_discounts: false },
});
const invalid = { status: 400, code: 'INPUT_INVALID' };
const malformed = { status: 400, code: 'HTTP_BODY_MALFORMED' };
const unknown = { status: 404, code: 'NOT_FOUND' };

const cases: readonly Hostile[] = [
  // Money and numbers
  { what: 'negative money', send: () => put(price({ price: -1 })), ...invalid, where: 'body.prices[0].price' },
  { what: 'a price of nothing', send: () => put(price({ price: 0 })), ...invalid, where: 'body.prices[0].price' },
  { what: 'a price beyond all prices', send: () => put(price({ price: 1_000_000_001 })), ...invalid },
  { what: 'half a fen', send: () => put(price({ price: 520.5 })), ...invalid },
  { what: 'a price as text', send: () => put(price({ price: '52000' })), ...invalid },
  { what: 'a number too large for any column', send: () => put(stock({ stock: 3_000_000_000 })), ...invalid },
  {
    what: 'a number with 20 digits',
    send: () =>
      put('{"stock":[{"room_type_id":"R3001","from":"2026-09-10","to":"2026-09-10","stock":12345678901234567890}]}'),
    ...invalid,
  },
  {
    what: 'a number beyond all numbers',
    send: () => put('{"stock":[{"room_type_id":"R3001","from":"2026-09-10","to":"2026-09-10","stock":1e999}]}'),
    ...invalid,
  },
  { what: 'negative stock', send: () => put(stock({ stock: -1 })), ...invalid, where: 'body.stock[0].stock' },
  // Dates
  {
    what: '400 nights',
    send: () => put(stock({ to: '2027-10-14', stock: 1 })),
    status: 400,
    code: 'RANGE_TOO_LONG',
    where: 'body.stock[0]',
  },
  {
    what: 'ten centuries',
    send: () => put(stock({ from: '1900-01-01', to: '2199-12-31', stock: 1 })),
    status: 400,
    code: 'RANGE_TOO_LONG',
  },
  {
    what: 'a day that is none',
    send: () => put(stock({ from: '2026-02-30', stock: 1 })),
    ...invalid,
    where: 'body.stock[0].from',
  },
  { what: 'the year 0', send: () => put(stock({ from: '0000-01-01', stock: 1 })), ...invalid },
  { what: 'a day as a time', send: () => put(stock({ from: '2026-09-10T00:00:00Z', stock: 1 })), ...invalid },
  { what: 'weekdays that are none', send: () => put(stock({ weekdays: [0, 8], stock: 1 })), ...invalid },
  {
    what: 'too many nights in all',
    send: () =>
      put(
        JSON.stringify({
          stock: Array.from({ length: 60 }, (_, at) => ({
            room_type_id: `R${at}`,
            from: '2026-09-01',
            to: '2027-08-30',
            stock: 1,
          })),
        }),
      ),
    status: 400,
    code: 'TOO_MANY_NIGHTS',
  },
  {
    what: 'more changes than a request may hold',
    send: () =>
      put(JSON.stringify({ stock: Array.from({ length: 1001 }, () => ({ room_type_id: 'R3001', ...day, stock: 1 })) })),
    ...invalid,
    where: 'body.stock',
  },
  // Wrong types
  { what: 'a list instead of an object', send: () => put('[]'), ...invalid, where: 'body' },
  { what: 'null', send: () => put('null'), ...invalid, where: 'body' },
  { what: 'no body', send: () => put(undefined), ...invalid, where: 'body' },
  {
    what: 'a room type as a number',
    send: () => put(stock({ room_type_id: 3001 })),
    ...invalid,
    where: 'body.stock[0].room_type_id',
  },
  {
    what: 'a member nobody knows',
    send: () => put(stock({ stock: 1, stok: 2 })),
    ...invalid,
    where: 'body.stock[0].stok',
  },
  { what: 'a switch as text', send: () => put(stock({ open: 'false' })), ...invalid },
  // Bytes
  { what: 'no JSON at all', send: () => put('stock=1'), ...malformed },
  { what: 'half a JSON', send: () => put('{"stock":['), ...malformed },
  {
    what: 'broken UTF-8',
    send: () => put(Buffer.from('7b2273746f636b223a5b7b22726f6f6d5f747970655f6964223a22fffe227d5d7d', 'hex')),
    ...malformed,
  },
  {
    what: 'ten megabytes',
    send: () => put(`{"stock":"${'x'.repeat(10_000_000)}"}`),
    status: 413,
    code: 'HTTP_BODY_TOO_LARGE',
  },
  { what: 'a hundred thousand brackets', send: () => put(nested(100_000)), status: 400, code: 'INPUT_TOO_DEEP' },
  {
    what: 'nesting hidden in a document',
    send: () => put(`{"name":"x","a":${nested(40)}}`, '/hotels/H3001'),
    status: 400,
    code: 'INPUT_TOO_DEEP',
  },
  {
    what: '__proto__ as a member',
    send: () => put('{"__proto__":{"isAdmin":true},"name":"x"}', '/hotels/H3001'),
    status: 400,
    code: 'HTTP_BODY_MALFORMED',
  },
  {
    what: 'constructor.prototype as members',
    send: () => put('{"constructor":{"prototype":{"x":1}},"name":"x"}', '/hotels/H3001'),
    status: 400,
    code: 'HTTP_BODY_MALFORMED',
  },
  {
    what: '__proto__ in the query',
    send: () => api.raw('GET', '/hotels?__proto__=1&constructor=2', undefined),
    ...invalid,
  },
  // Text
  { what: 'NUL in a name', send: () => put('{"name":"a\\u0000b"}', '/hotels/H3001'), ...invalid, where: 'body.name' },
  {
    what: 'NUL in an id of the path',
    send: () => put('{"name":"x"}', '/hotels/H%00'),
    ...invalid,
    where: 'path.hotel_id',
  },
  { what: 'NUL in the query', send: () => api.raw('GET', '/room-types?hotel_id=H%00', undefined), ...invalid },
  {
    what: 'half a surrogate pair',
    send: () => put('{"name":"a\\ud800b"}', '/hotels/H3001'),
    ...invalid,
    where: 'body.name',
  },
  {
    what: 'a name of a megabyte',
    send: () => put(JSON.stringify({ name: 'x'.repeat(900_000) }), '/hotels/H3001'),
    ...invalid,
  },
  { what: 'a name of nothing', send: () => put('{"name":""}', '/hotels/H3001'), ...invalid },
  { what: 'a line break in a name', send: () => put('{"name":"a\\nb"}', '/hotels/H3001'), ...invalid },
  { what: 'an id of 65 characters', send: () => put('{"name":"x"}', `/hotels/${'H'.repeat(65)}`), ...invalid },
  {
    what: 'an id of 400 characters',
    send: () => put('{"name":"x"}', `/hotels/${'H'.repeat(400)}`),
    status: 400,
    code: 'HTTP_BAD_REQUEST',
  },
  {
    what: 'SQL as a platform id',
    send: () => put(`{"name":"x","platform_hotel_id":"1'; DROP TABLE gateway.hotels; --"}`, '/hotels/H3001'),
    ...invalid,
  },
  { what: 'SQL as an id', send: () => api.raw('GET', "/hotels/'%20OR%20'1'='1", undefined), ...unknown },
  {
    what: 'SQL as a cursor',
    send: () => api.raw('GET', `/hotels?cursor=${encodeURIComponent("' OR 1=1 --")}`, undefined),
    ...invalid,
  },
  {
    what: 'a cursor of another list',
    send: () => api.raw('GET', `/hotels?cursor=${Buffer.from('[1,2]').toString('base64url')}`, undefined),
    ...invalid,
  },
  {
    what: 'broken percent signs',
    send: () => api.raw('GET', '/hotels/%E0%A4%A', undefined),
    status: 400,
    code: 'HTTP_BAD_REQUEST',
  },
  { what: 'a path that climbs', send: () => api.raw('GET', '/hotels/..%2f..%2fetc%2fpasswd', undefined), ...unknown },
  // Other people's things
  { what: 'another account’s hotel', send: () => api.raw('GET', '/hotels/H3002', undefined), ...unknown },
  {
    what: 'another account’s stock',
    send: () => put(JSON.stringify({ stock: [{ room_type_id: 'R3002', ...day, stock: 0 }] })),
    ...unknown,
  },
  {
    what: 'another account’s price',
    send: () => put(JSON.stringify({ prices: [{ rate_plan_id: 'P3002', ...day, price: 1 }] })),
    ...unknown,
  },
  {
    what: 'a room type in another account’s hotel',
    send: () => put('{"hotel_id":"H3002","name":"x"}', '/room-types/NEW'),
    ...unknown,
  },
  {
    what: 'another account’s calendar',
    send: () => api.raw('GET', '/calendar?hotel_id=H3002&from=2026-09-10&to=2026-09-10', undefined),
    ...unknown,
  },
  {
    what: 'a stop of another account’s hotel',
    send: () => api.raw('POST', '/calendar/stops', '{"level":"hotel","subject_id":"H3002"}'),
    ...unknown,
  },
  {
    what: 'a look at what would be stopped of another account',
    send: () => api.raw('GET', '/calendar/stops/preview?level=room_type&subject_id=R3002', undefined),
    ...unknown,
  },
  {
    what: 'a stop of the account that names a hotel',
    send: () => api.raw('POST', '/calendar/stops', '{"level":"account","subject_id":"H3001"}'),
    ...invalid,
    where: 'body.subject_id',
  },
  {
    what: 'the undo of a stop that is none',
    send: () => api.raw('DELETE', '/calendar/stops/999999', undefined),
    ...unknown,
  },
  {
    what: 'one’s own and another’s room type in one request',
    send: () =>
      put(
        JSON.stringify({
          stock: [
            { room_type_id: 'R3001', ...day, stock: 9 },
            { room_type_id: 'R3002', ...day, stock: 9 },
          ],
        }),
      ),
    ...unknown,
  },
  {
    what: 'the operator’s door with a hotel’s key',
    send: () => api.raw('PUT', '/../../admin/v1/accounts/3003', '{"name":"x","client_key":"aw3001"}'),
    status: 401,
    code: 'ADMIN_KEY_INVALID',
  },
  // Bookings, vouchers, traffic
  {
    what: 'another account’s rate plan in a voucher',
    send: () => put(JSON.stringify({ document: voucher({ bind_rate_plans: ['P3002'] }) }), '/vouchers/V'),
    ...unknown,
  },
  {
    what: 'a voucher of a billion rooms',
    send: () => put(JSON.stringify({ document: voucher({ apply_room_number: 1_000_000_000 }) }), '/vouchers/V'),
    ...invalid,
    where: 'body.document.pre_sale_coupon_info.apply_room_number',
  },
  {
    what: 'a voucher for a negative price',
    send: () => put(JSON.stringify({ document: voucher({ actual_amount: -1 }) }), '/vouchers/V'),
    ...invalid,
  },
  {
    what: 'NUL in a member of a voucher nobody knows',
    send: () => put(JSON.stringify({ document: voucher({ future: ['a\0b'] }) }), '/vouchers/V'),
    ...invalid,
    where: 'body.document.pre_sale_coupon_info.future[0]',
  },
  {
    what: 'half a surrogate pair as a member’s name',
    send: () => put(JSON.stringify({ document: voucher({ '\ud800': 1 }) }), '/vouchers/V'),
    ...invalid,
  },
  {
    what: '__proto__ deep in a voucher',
    send: () => put('{"document":{"pre_sale_coupon_info":{"__proto__":{"x":1}}}}', '/vouchers/V'),
    ...malformed,
  },
  {
    what: 'an order id of 20 digits',
    send: () => api.raw('POST', '/bookings/12345678901234567890/accept', undefined),
    ...unknown,
  },
  {
    what: 'SQL as an order id',
    send: () => api.raw('POST', "/bookings/1';DELETE%20FROM%20gateway.bookings;--/accept", undefined),
    ...invalid,
    where: 'path.order_id',
  },
  {
    what: 'a rejection without a reason',
    send: () => api.raw('POST', '/bookings/1120000000000000205/reject', '{"code":1}'),
    ...invalid,
    where: 'body.reason',
  },
  {
    what: 'a rejection with a code of its own',
    send: () => api.raw('POST', '/bookings/1120000000000000205/reject', '{"reason":"x","code":-1}'),
    ...invalid,
    where: 'body.code',
  },
  { what: 'a message id below zero', send: () => api.raw('POST', '/outbox/-1/resend', undefined), ...invalid },
  {
    what: 'a message id of 20 digits',
    send: () => api.raw('POST', '/outbox/12345678901234567890/resend', undefined),
    ...invalid,
  },
  {
    what: 'a message nobody wrote',
    send: () => api.raw('POST', '/outbox/999999999999999/resend', undefined),
    ...unknown,
  },
  {
    what: 'a rule for another account’s hotel',
    send: () => put('{"level":"hotel","subject_id":"H3002","mode":"manual"}', '/settings/acceptance'),
    ...unknown,
  },
  {
    what: 'another account’s rate plan to be published with one’s own',
    send: () => api.raw('POST', '/rate-plans/publish', '{"rate_plan_ids":["P3001","P3002"]}'),
    ...unknown,
  },
  {
    what: 'another account’s rate plan to be pushed',
    send: () => api.raw('POST', '/calendar/push', '{"rate_plan_ids":["P3002"]}'),
    ...unknown,
  },
  { what: 'a bill of tomorrow', send: () => api.raw('POST', '/bills/2026-09-02/fetch', undefined), ...invalid },
  {
    what: 'a bill of no day',
    send: () => api.raw('POST', '/bills/2026-02-30/fetch', undefined),
    ...invalid,
    where: 'path.day',
  },
  // Methods and addresses
  {
    what: 'a method that does not exist here',
    send: () => api.raw('DELETE', '/hotels/H3001', undefined),
    status: 404,
    code: 'HTTP_NOT_FOUND',
  },
  {
    what: 'an address that does not exist',
    send: () => api.raw('GET', '/secrets', undefined),
    status: 404,
    code: 'HTTP_NOT_FOUND',
  },
];

describe('hostile and malformed requests', () => {
  it.each(cases)('$what: answered as documented, nothing changed', async ({ send, status, code, where }) => {
    const before = await everything();
    const answer = await send();
    expect(answer).toMatchObject({ status, body: { code, ...(where === undefined ? {} : { where }) } });
    expect(await everything()).toBe(before);
  });

  it('text that looks like SQL or markup is only text', async () => {
    const name = `Robert'); DROP TABLE gateway.bookings;-- <script>alert(1)</script> \${7*7} %s {{x}}`;
    await api.ok('PUT', '/hotels/H3001', { name });
    expect(await api.ok('GET', '/hotels/H3001')).toMatchObject({ name });
  });

  it('a key with line breaks or a very long one opens nothing', async () => {
    for (const wrong of [`${key}%0d%0a`, 'y'.repeat(8000)]) {
      const { status } = await api.raw('GET', '/account', undefined, { authorization: `Bearer ${wrong}` });
      expect(status).toBe(401);
    }
  });

  it('a stranger’s ten megabytes are not read', async () => {
    const { status, sent } = await new Promise<{ status: number; sent: number }>((resolve, reject) => {
      const total = 10_000_000;
      const outgoing = httpRequest(`${gateway.url}/api/v1/calendar`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'content-length': total, authorization: 'Bearer nobody' },
      });
      outgoing.on('response', (incoming) => {
        incoming.resume();
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, sent: 1000 }));
      });
      outgoing.on('error', reject);
      outgoing.write('x'.repeat(1000));
    });
    expect({ status, sent }).toEqual({ status: 401, sent: 1000 });
  });
});
