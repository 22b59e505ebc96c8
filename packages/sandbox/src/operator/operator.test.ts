import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { presaleInfo } from '../testing/samples.ts';
import { tradeWorld } from '../testing/trade-world.ts';
import { addVersion, insertVoucher } from '../vouchers/store.ts';

const world = await tradeWorld('operator');
const { db, clock } = world.sandbox.context;
const { accountId, clientKey, clientSecret } = DEMO_MERCHANT;
const sale = await world.sell();

describe('operator interface', () => {
  it('shows merchants, applications with their addresses, users and products', async () => {
    const { accounts } = (await world.operator('GET', '/accounts')).body;
    expect(accounts.map((one) => one.account_id)).toEqual([accountId, SECOND_MERCHANT.accountId]);
    expect(accounts[0]).toMatchObject({
      applications: [clientKey],
      audit_mode: 'approve',
      terms: { creation_mode: 'one-step', accept_minutes: 60 },
    });
    const { applications } = (await world.operator('GET', '/applications')).body;
    const demo = applications.find((one) => one.client_key === clientKey);
    expect(demo).toMatchObject({ client_secret: clientSecret, webhook_url: `${world.partner.url}/webhooks` });
    expect(demo?.addresses).toContainEqual({
      interface: 'booking',
      url: `${world.partner.url}/spi/booking`,
      own: false,
    });
    expect((await world.operator('GET', '/users')).body.users.length).toBeGreaterThan(20);
    const { products } = (await world.operator('GET', '/products')).body;
    expect(products).toMatchObject([{ voucher_id: sale.voucherId, shelf: 'on', approved_version: 1, sold: 0 }]);
  });

  it('terms: a voucher’s own before its merchant’s before the defaults; orders keep theirs', async () => {
    const voucher = `/vouchers/${sale.voucherId}/terms`;
    const account = `/accounts/${accountId}/terms`;
    const order = async () => {
      const { order_id } = (await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1 })).body;
      const row = await db.one<{ terms: { acceptMinutes: number } }>(
        'SELECT terms FROM sandbox.voucher_orders WHERE order_id = $1',
        [order_id],
      );
      return row.terms.acceptMinutes;
    };
    const first = await world.operator('PUT', account, { accept_minutes: 30, commission_bp: 100, creator_id: 'K1' });
    expect(first.body).toEqual({
      creation_mode: 'one-step',
      docking: 'direct',
      accept_minutes: 30,
      service_fee_bp: 600,
      commission_bp: 100,
      creator_id: 'K1',
    });
    expect(await order()).toBe(30);
    expect((await world.operator('PUT', voucher, { accept_minutes: 5 })).body).toMatchObject({
      accept_minutes: 5,
      commission_bp: 100,
    });
    expect(await order()).toBe(5);
    expect((await world.operator('GET', account)).body.accept_minutes).toBe(30);
    expect((await world.operator('DELETE', voucher)).body.accept_minutes).toBe(30);
    expect((await world.operator('DELETE', account)).body).toMatchObject({ accept_minutes: 60, creator_id: null });
    expect(await order()).toBe(60);
  });

  it('faults: set, listed, used up, removed', async () => {
    const rule = {
      interfaceName: 'bookable-check',
      direction: 'out',
      fault: { kind: 'status', status: 500 },
      pick: { next: 2 },
    };
    const { rules } = (await world.operator('POST', '/faults', rule)).body;
    expect(rules).toMatchObject([{ ...rule, seen: 0, spoilt: 0 }]);
    const order_id = await world.bought(sale);
    const stay = { order_id, rate_plan_id: sale.ratePlanId, check_in: '2026-09-10', check_out: '2026-09-11', rooms: 1 };
    const looks = [];
    for (let n = 0; n < 3; n++) looks.push((await world.guest('POST', '/bookings/look', stay)).body.by);
    expect(looks).toEqual(['hotel-silent', 'hotel-silent', 'hotel']);
    const chance = await world.operator('POST', '/faults', { ...rule, pick: { probability: 1 } });
    expect(chance.body.rules).toHaveLength(2);
    expect((await world.operator('DELETE', `/faults/${chance.body.rules[1]?.id}`)).body.rules).toHaveLength(1);
    expect((await world.operator('DELETE', '/faults/999')).status).toBe(404);
    expect((await world.operator('DELETE', '/faults')).body.rules).toEqual([]);
  });

  it('audits: a manual one waits, is approved by hand, once', async () => {
    await world.operator('PUT', `/accounts/${accountId}/handling`, { audit_mode: 'manual', audit_delay_ms: 0 });
    const now = clock.now();
    const voucherId = '1880000000000777';
    const document = presaleInfo('manual', [sale.ratePlanId], now);
    await insertVoucher(db, { accountId, voucherId, outId: 'manual' }, now);
    await addVersion(db, { accountId, voucherId, document, clientKey, logid: 'L' }, now);
    const waiting = (await world.operator('GET', '/audits?waiting=true')).body.audits;
    expect(waiting).toMatchObject([
      { voucher_id: voucherId, version: 1, name: document.pre_sale_coupon_info.coupon_name, state: 'auditing' },
    ]);
    const decided = await world.operator('POST', `/audits/${voucherId}/1`, { approve: false, message: '图片不清晰' });
    expect(decided.body.audits.find((one) => one.voucher_id === voucherId)).toMatchObject({
      state: 'rejected',
      message: '图片不清晰',
    });
    expect((await world.operator('POST', `/audits/${voucherId}/1`, { approve: true })).status).toBe(404);
    await world.sandbox.idle();
    const { notices } = (await world.operator('GET', '/notices')).body;
    expect(notices[0]).toMatchObject({
      event: 'life_hotel_presale_audit_result',
      state: 'delivered',
      attempts: [{ attempt: 1, status: 200 }],
    });
    expect(JSON.parse(JSON.parse(notices[0]?.body ?? '').content)).toMatchObject({
      id: voucherId,
      audit_result: 2,
      audit_message: '图片不清晰',
    });
  });

  it('the webhook address is asked for its challenge before it is kept', async () => {
    const path = `/applications/${clientKey}/webhook`;
    const refused = await world.operator('PUT', path, { url: `${world.partner.url}/webhooks` });
    expect(refused.body.error.code).toBe('CHALLENGE_FAILED');
    world.partner.on('/hook', (call) => ({
      json: { challenge: (call.body.content as { challenge: number }).challenge },
    }));
    expect((await world.operator('PUT', path, { url: `${world.partner.url}/hook` })).body.webhook_url).toBe(
      `${world.partner.url}/hook`,
    );
    expect((await world.operator('PUT', path, {})).body.webhook_url).toBeNull();
  });

  it('limits that were set are shown, and taken back', async () => {
    const path = `/applications/${SECOND_MERCHANT.clientKey}/limits/stock-save`;
    const limit = { max_calls: 3, per_seconds: 2, per: 'merchant' };
    expect((await world.operator('PUT', path, { limit })).body.limits).toEqual([{ interface: 'stock-save', ...limit }]);
    expect((await world.operator('PUT', path, { limit: null })).body.limits).toEqual([]);
  });

  it('scopes are set as a whole', async () => {
    const path = `/applications/${SECOND_MERCHANT.clientKey}/scopes`;
    expect((await world.operator('PUT', path, { scopes: ['life.capacity.x'] })).body.scopes).toEqual([
      'life.capacity.x',
    ]);
    expect((await world.operator('PUT', '/applications/nobody/scopes', { scopes: [] })).body.error.code).toBe(
      'APPLICATION_UNKNOWN',
    );
  });
});
