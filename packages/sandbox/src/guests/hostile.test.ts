import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { SEED_USERS } from '../seed/users.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('hostile');
const { db, partner } = world;
const sale = await world.sell();
const order = await world.bought(sale, 3);
const user = SEED_USERS[0]?.userId ?? '';
const { url } = world.sandbox;

/** Sends bytes as they are. */
async function send(
  method: string,
  path: string,
  body?: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
) {
  const reply = await request(`${url}${path}`, {
    method: method as 'GET',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), 'x-guest': user, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: reply.statusCode, text: await reply.body.text() };
}

async function fingerprint(): Promise<string> {
  const tables = [
    'voucher_orders',
    'coupons',
    'bookings',
    'coupon_uses',
    'postings',
    'entries',
    'voucher_sales',
    'terms',
    'spi_calls',
    'timers',
    'nights',
    'spi_addresses',
    'fault_rules',
    'accounts',
    'applications',
  ];
  const parts: string[] = [];
  for (const table of tables) {
    const { hash } = await db.one<{ hash: string | null }>(
      `SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS hash FROM sandbox.${table} t`,
    );
    parts.push(`${table} ${hash}`);
  }
  return parts.join('\n');
}

const stay = {
  order_id: order,
  rate_plan_id: sale.ratePlanId,
  check_in: '2026-09-10',
  check_out: '2026-09-11',
  rooms: 1,
};
const j = (value: unknown) => JSON.stringify(value);
const nested = (depth: number) => `{"voucher_id":${'['.repeat(depth)}${']'.repeat(depth)},"count":1}`;

/** What is sent, to where, and the documented answer. */
const HOSTILE: readonly (readonly [
  what: string,
  method: string,
  path: string,
  body: string | Buffer | undefined,
  status: number,
  code: string,
  headers?: Record<string, string>,
])[] = [
  ['no guest', 'GET', '/guest/v1/orders', undefined, 401, 'GUEST_UNKNOWN', { 'x-guest': '' }],
  ['an unknown guest', 'GET', '/guest/v1/orders', undefined, 401, 'GUEST_UNKNOWN', { 'x-guest': 'nobody' }],
  ['SQL as guest', 'GET', '/guest/v1/orders', undefined, 401, 'GUEST_UNKNOWN', { 'x-guest': "' OR 1=1 --" }],
  ['a long guest', 'GET', '/guest/v1/orders', undefined, 401, 'GUEST_UNKNOWN', { 'x-guest': 'x'.repeat(5000) }],
  ['no body', 'POST', '/guest/v1/orders', undefined, 400, 'REQUEST_INVALID'],
  ['an empty body', 'POST', '/guest/v1/orders', '', 400, 'REQUEST_INVALID'],
  ['broken JSON', 'POST', '/guest/v1/orders', '{"voucher_id":', 400, 'HTTP_BODY_MALFORMED'],
  ['an array', 'POST', '/guest/v1/orders', '[]', 400, 'REQUEST_INVALID'],
  ['null', 'POST', '/guest/v1/orders', 'null', 400, 'REQUEST_INVALID'],
  ['a text', 'POST', '/guest/v1/orders', '"x"', 400, 'REQUEST_INVALID'],
  [
    'a form',
    'POST',
    '/guest/v1/orders',
    'a=1',
    400,
    'HTTP_BODY_MALFORMED',
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
  ['bytes that are not UTF-8', 'POST', '/guest/v1/orders', Buffer.from([0x7b, 0xff, 0xfe]), 400, 'HTTP_BODY_MALFORMED'],
  ['10 MB', 'POST', '/guest/v1/orders', `{"voucher_id":"${'x'.repeat(10_000_000)}"}`, 413, 'HTTP_BODY_TOO_LARGE'],
  ['deep nesting', 'POST', '/guest/v1/orders', nested(20_000), 400, 'REQUEST_INVALID'],
  [
    'prototype keys',
    'POST',
    '/guest/v1/orders',
    `{"__proto__":{"count":1},"voucher_id":"${sale.voucherId}"}`,
    400,
    'HTTP_BODY_MALFORMED',
  ],
  [
    'constructor keys',
    'POST',
    '/guest/v1/orders',
    `{"constructor":{"prototype":{"count":1}},"voucher_id":"x","count":1}`,
    400,
    'HTTP_BODY_MALFORMED',
  ],
  ['a count of none', 'POST', '/guest/v1/orders', j({ voucher_id: sale.voucherId, count: 0 }), 400, 'REQUEST_INVALID'],
  [
    'a negative count',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: -3 }),
    400,
    'REQUEST_INVALID',
  ],
  ['half a voucher', 'POST', '/guest/v1/orders', j({ voucher_id: sale.voucherId, count: 0.5 }), 400, 'REQUEST_INVALID'],
  [
    'a count as text',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: '1' }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'a huge count',
    'POST',
    '/guest/v1/orders',
    `{"voucher_id":"${sale.voucherId}","count":99999999999999999999}`,
    400,
    'REQUEST_INVALID',
  ],
  [
    'more than the limit',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: 51 }),
    409,
    'PURCHASE_LIMIT',
  ],
  [
    'an unknown voucher',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: '1880000000000000', count: 1 }),
    404,
    'VOUCHER_UNKNOWN',
  ],
  [
    'a voucher of 20 digits',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: '18446744073709551616', count: 1 }),
    404,
    'VOUCHER_UNKNOWN',
  ],
  [
    'a number as voucher',
    'POST',
    '/guest/v1/orders',
    `{"voucher_id":${sale.voucherId},"count":1}`,
    400,
    'REQUEST_INVALID',
  ],
  [
    'SQL as voucher',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: "x'; DROP TABLE sandbox.coupons; --", count: 1 }),
    404,
    'VOUCHER_UNKNOWN',
  ],
  ['NUL in an id', 'POST', '/guest/v1/orders', j({ voucher_id: 'a\0b', count: 1 }), 400, 'REQUEST_INVALID'],
  [
    'NUL in a name',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: 1, contact: { name: '\0' } }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'half a character in a name',
    'POST',
    '/guest/v1/orders',
    `{"voucher_id":"${sale.voucherId}","count":1,"contact":{"name":"\\ud800"}}`,
    400,
    'REQUEST_INVALID',
  ],
  [
    'NUL in a remark',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: 1, remark: 'x\0' }),
    400,
    'REQUEST_INVALID',
  ],
  ['an id too long', 'POST', '/guest/v1/orders', j({ voucher_id: 'x'.repeat(65), count: 1 }), 400, 'REQUEST_INVALID'],
  [
    'a remark too long',
    'POST',
    '/guest/v1/orders',
    j({ voucher_id: sale.voucherId, count: 1, remark: 'x'.repeat(501) }),
    400,
    'REQUEST_INVALID',
  ],
  ['NUL in a path', 'GET', '/guest/v1/orders/%00', undefined, 400, 'REQUEST_INVALID'],
  ['a broken percent code', 'GET', '/guest/v1/orders/%zz', undefined, 400, 'HTTP_BAD_REQUEST'],
  ['a long path', 'GET', `/guest/v1/orders/${'9'.repeat(250)}`, undefined, 400, 'REQUEST_INVALID'],
  ['an unknown order', 'GET', '/guest/v1/orders/1', undefined, 404, 'ORDER_UNKNOWN'],
  ['paying an unknown order', 'POST', '/guest/v1/orders/1/pay', undefined, 404, 'ORDER_UNKNOWN'],
  ['paying a paid order', 'POST', `/guest/v1/orders/${order}/pay`, undefined, 409, 'ORDER_STATE'],
  ['an unknown booking', 'GET', '/guest/v1/bookings/1', undefined, 404, 'BOOKING_UNKNOWN'],
  ['a voucher order as booking', 'GET', `/guest/v1/bookings/${order}`, undefined, 404, 'BOOKING_UNKNOWN'],
  ['paying an unknown booking', 'POST', '/guest/v1/bookings/1/pay', undefined, 404, 'BOOKING_UNKNOWN'],
  [
    'a day that does not exist',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, check_in: '2026-02-30' }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'a day written otherwise',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, check_in: '2026/09/10' }),
    400,
    'REQUEST_INVALID',
  ],
  ['Arabic digits', 'POST', '/guest/v1/bookings', j({ ...stay, check_in: '٢٠٢٦-٠٩-١٠' }), 400, 'REQUEST_INVALID'],
  [
    'check-out before check-in',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, check_out: '2026-09-09' }),
    409,
    'NOT_BOOKABLE',
  ],
  ['a 400-night stay', 'POST', '/guest/v1/bookings', j({ ...stay, check_out: '2027-10-15' }), 409, 'NOT_BOOKABLE'],
  [
    'the whole calendar',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, check_in: '1900-01-01', check_out: '9999-12-31' }),
    409,
    'NOT_BOOKABLE',
  ],
  ['no rooms', 'POST', '/guest/v1/bookings', j({ ...stay, rooms: 0 }), 400, 'REQUEST_INVALID'],
  ['too many rooms', 'POST', '/guest/v1/bookings', j({ ...stay, rooms: 2_000_000_000 }), 400, 'REQUEST_INVALID'],
  ['negative guests', 'POST', '/guest/v1/bookings', j({ ...stay, guests: -1 }), 400, 'REQUEST_INVALID'],
  ['another good', 'POST', '/guest/v1/bookings', j({ ...stay, rate_plan_id: '1790000000000000' }), 409, 'NOT_BOOKABLE'],
  ['NUL in a good', 'POST', '/guest/v1/bookings', j({ ...stay, rate_plan_id: '\0' }), 400, 'REQUEST_INVALID'],
  [
    'guests that are no list',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, occupancies: { length: 1 } }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'a hundred guests in the list',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, occupancies: Array(100).fill({ name: 'x' }) }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'an arrival that is no time',
    'POST',
    '/guest/v1/bookings',
    j({ ...stay, latest_arrival: 'late' }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'a calendar turned round',
    'GET',
    `/guest/v1/vouchers/${sale.voucherId}/calendar?from=2026-09-10&to=2026-09-09`,
    undefined,
    400,
    'REQUEST_INVALID',
  ],
  [
    'a calendar of ages',
    'GET',
    `/guest/v1/vouchers/${sale.voucherId}/calendar?from=1900-01-01&to=9999-12-31`,
    undefined,
    400,
    'REQUEST_INVALID',
  ],
  [
    'a calendar from nowhere',
    'GET',
    `/guest/v1/vouchers/${sale.voucherId}/calendar?from=x`,
    undefined,
    400,
    'REQUEST_INVALID',
  ],
  [
    'a query twice',
    'GET',
    `/guest/v1/vouchers/${sale.voucherId}/calendar?from=2026-09-10&from=2026-09-11`,
    undefined,
    400,
    'REQUEST_INVALID',
  ],
  ['a calendar of no voucher', 'GET', '/guest/v1/vouchers/1/calendar', undefined, 404, 'VOUCHER_UNKNOWN'],
  ['a path that is not there', 'GET', '/guest/v1/nothing', undefined, 404, 'HTTP_NOT_FOUND'],
  ['another method', 'DELETE', '/guest/v1/orders', undefined, 404, 'HTTP_NOT_FOUND'],
  ['climbing out', 'GET', '/guest/v1/../../etc/passwd', undefined, 404, 'HTTP_NOT_FOUND'],
  [
    'a fault rule of nonsense',
    'POST',
    '/operator/v1/faults',
    j({ interfaceName: 'booking', direction: 'out', fault: { kind: 'explode' }, pick: { next: 1 } }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'a fault the wrong way',
    'POST',
    '/operator/v1/faults',
    j({ interfaceName: 'booking', direction: 'in', fault: { kind: 'twice' }, pick: { next: 1 } }),
    400,
    'FAULT_RULE_INVALID',
  ],
  ['terms of nobody', 'PUT', '/operator/v1/accounts/1/terms', j({ accept_minutes: 5 }), 404, 'ACCOUNT_UNKNOWN'],
  [
    'terms out of range',
    'PUT',
    `/operator/v1/vouchers/${sale.voucherId}/terms`,
    j({ service_fee_bp: 10_001 }),
    400,
    'REQUEST_INVALID',
  ],
  [
    'an unknown mode',
    'PUT',
    `/operator/v1/vouchers/${sale.voucherId}/terms`,
    j({ creation_mode: 'three-step' }),
    400,
    'REQUEST_INVALID',
  ],
  ['NUL in a search', 'GET', '/operator/v1/exchanges?logid=%00', undefined, 400, 'REQUEST_INVALID'],
  ['a limit of millions', 'GET', '/operator/v1/exchanges?limit=1000000', undefined, 400, 'REQUEST_INVALID'],
  ['an audit that is none', 'POST', '/operator/v1/audits/1/1', j({ approve: true }), 404, 'NOT_FOUND'],
  [
    'a version that is no number',
    'POST',
    `/operator/v1/audits/${sale.voucherId}/x`,
    j({ approve: true }),
    400,
    'REQUEST_INVALID',
  ],
];

describe('hostile input', () => {
  for (const [what, method, path, body, status, code, headers] of HOSTILE) {
    it(`${what}: the documented answer, nothing changed`, async () => {
      const before = await fingerprint();
      const reply = await send(method, path, body, headers);
      const { error } = JSON.parse(reply.text);
      expect({ status: reply.status, code: error.code }).toEqual({ status, code });
      for (const member of ['message', 'message_en', 'next', 'next_en']) {
        expect(error[member]).toBeTruthy();
        expect(error[member]).not.toMatch(/\{[a-z]\w*\}/);
      }
      expect(await fingerprint()).toBe(before);
      expect(partner.seen()).toHaveLength(0);
    });
  }

  it('odd but honest input is taken', async () => {
    const odd = { name: "O'Brien-Müller 欧阳 \u{1F600}", phone: '+86 138-0013-8000' };
    const reply = await send(
      'POST',
      '/guest/v1/orders',
      j({ voucher_id: sale.voucherId, count: 1, contact: odd, remark: '', more: { x: 1 } }),
    );
    expect(reply.status).toBe(201);
    const kept = await db.one<{ contact: unknown }>('SELECT contact FROM sandbox.voucher_orders WHERE order_id = $1', [
      JSON.parse(reply.text).order_id,
    ]);
    expect(kept.contact).toEqual(odd);
  });

  it('answers on after all of it', async () => {
    expect((await send('GET', '/health')).status).toBe(200);
    expect((await send('GET', '/ready')).status).toBe(200);
    expect((await send('GET', '/guest/v1/vouchers')).status).toBe(200);
  });
});
