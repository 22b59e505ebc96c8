import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { refusal, success } from '../../testing/platform-double.ts';
import { startSeededGateway } from '../../testing/seeded-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api traffic' });
const gateway = await startSeededGateway(database.url);
const { db } = gateway.context;

interface Exchange {
  readonly exchange_id: number;
  readonly interface: string;
  readonly logid: string;
}

describe('exchanges', () => {
  it('can be found by order and logid; bodies are masked unless asked for raw, which is recorded', async () => {
    const account = await gateway.seed({ account: 1 });
    const { api, seeded } = account;
    await account.sell('1150000000000000001', 5);
    await account.book({ orderId: '1150000000000000002', sourceOrderId: '1150000000000000001' });
    await gateway.idle();
    const { items } = await api.ok<{ items: Exchange[] }>('GET', '/exchanges?order_id=1150000000000000002');
    expect(items).toMatchObject([
      { interface: 'booking', direction: 'in', http_status: 200, code: 0, order_id: '1150000000000000002' },
    ]);
    const [one] = items;
    expect(await api.ok('GET', `/exchanges?logid=${one?.logid}`)).toMatchObject({ items });
    const masked = await api.ok<{ request: string }>('GET', `/exchanges/${one?.exchange_id}`);
    expect(masked.request).not.toContain('林一');
    expect(masked.request).toContain('1150000000000000002');
    const raw = await api.ok<{ request: string }>('GET', `/exchanges/${one?.exchange_id}?raw=true`);
    expect(raw.request).toContain('林一');
    const reads = await db.query('SELECT subject, subject_id FROM gateway.personal_reads WHERE account_id = $1', [
      seeded.accountId,
    ]);
    expect(reads).toEqual([{ subject: 'exchange', subject_id: String(one?.exchange_id) }]);
    const { api: other } = await gateway.seed({ account: 2 });
    await other.refused(404, 'NOT_FOUND', 'GET', `/exchanges/${one?.exchange_id}`);
    expect(await other.ok('GET', `/exchanges?logid=${one?.logid}`)).toMatchObject({ items: [] });
  });

  it('can be narrowed to failures, a direction and an interface, and turned page by page', async () => {
    const account = await gateway.seed({ account: 3 });
    const { api } = account;
    await account.sell('1160000000000000001', 9);
    for (let at = 1; at <= 4; at++) {
      // Eleven rooms where there are ten.
      await account.book({
        orderId: `116000000000000010${at}`,
        sourceOrderId: '1160000000000000001',
        rooms: at === 4 ? 11 : 1,
        nights: 1,
      });
    }
    await gateway.idle();
    const get = (query: string) =>
      api.ok<{ items: Exchange[]; next_cursor: string | null }>('GET', `/exchanges?${query}`);
    expect((await get('failed=true&direction=in')).items).toMatchObject([{ code: 4, order_id: '1160000000000000104' }]);
    expect((await get('interface=voucher-order')).items).toHaveLength(1);
    const first = await get('interface=booking&limit=3');
    const second = await get(`interface=booking&limit=3&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items]).toHaveLength(4);
    expect(second.next_cursor).toBeNull();
    expect((await get('direction=out&interface=stock-save')).items.length).toBeGreaterThan(0);
    await api.refused(400, 'INPUT_INVALID', 'GET', '/exchanges?interface=none');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/exchanges/12345678901234567890');
  });
});

describe('the outbox', () => {
  it('is not another account’s', async () => {
    const account = await gateway.seed({ account: 4 });
    await account.api.ok('PUT', '/settings/acceptance', { level: 'account', mode: 'manual' });
    await account.sell('1170000000000000001', 2);
    await account.book({ orderId: '1170000000000000002', sourceOrderId: '1170000000000000001' });
    await account.api.ok('POST', '/bookings/1170000000000000002/accept');
    const { items } = await account.api.ok<{ items: { message_id: number }[] }>(
      'GET',
      '/outbox?order_id=1170000000000000002',
    );
    expect(items).toHaveLength(1);
    const { api: other } = await gateway.seed({ account: 5 });
    await other.refused(404, 'NOT_FOUND', 'POST', `/outbox/${items[0]?.message_id}/resend`);
    expect(await other.ok('GET', '/outbox')).toEqual({ items: [], next_cursor: null });
  });
});

describe('the calendar’s way to the platform', () => {
  it('shows what waits, what was refused, what rests, and tells again when asked', async () => {
    const account = await gateway.seed({ account: 6, nights: 3, from: '2026-10-01' });
    const { api, seeded } = account;
    const { ratePlanId, roomTypeId, platformRatePlanId } = seeded.room;
    const change = (price: number) => ({
      prices: [{ rate_plan_id: ratePlanId, from: '2026-10-01', to: '2026-10-03', price }],
    });
    const refuse = () =>
      success({ save_result: [{ rate_plan_id: platformRatePlanId, code: 13, message: 'price out of range' }] });
    gateway.platform.always(interfaces.priceSave, refuse);
    await api.ok('PUT', '/calendar', change(60_000));
    await gateway.idle();
    expect(await api.ok('GET', '/calendar/refusals')).toMatchObject({
      items: ['01', '02', '03'].map((day) => ({
        kind: 'price',
        rate_plan_id: ratePlanId,
        night: `2026-10-${day}`,
        message: expect.stringContaining('price out of range'),
      })),
    });
    expect(await api.ok('GET', '/todo')).toMatchObject({ refused_nights: 3 });

    gateway.platform.always(interfaces.priceSave, () => refusal(2100004, 'busy'));
    const pushed = await api.ok('POST', '/calendar/push', {
      rate_plan_ids: [ratePlanId],
      from: '2026-10-01',
      to: '2026-10-03',
    });
    expect(pushed).toEqual({ nights: 3 });
    await gateway.idle();
    const pending = await api.ok<{ items: unknown[] }>('GET', `/calendar/pending?hotel_id=${seeded.hotelId}`);
    expect(pending.items).toContainEqual(
      expect.objectContaining({ kind: 'price', subject_id: ratePlanId, night: '2026-10-01' }),
    );
    expect(await api.ok('GET', '/calendar/pauses')).toMatchObject({
      items: [{ kind: 'price', hotel_id: seeded.hotelId, code: 2100004 }],
    });
    const query = `rate_plan_id=${ratePlanId}&from=2026-10-01&to=2026-10-03`;
    expect(await api.ok('GET', `/calendar/compare?${query}`)).toMatchObject({
      nights: [{ night: '2026-10-01', same: false, here: { price: 60_000 }, platform: { price: null } }, {}, {}],
    });

    gateway.platform.always(interfaces.priceSave, () =>
      success({ save_result: [{ rate_plan_id: platformRatePlanId, code: 0, message: 'success' }] }),
    );
    await api.ok('POST', '/calendar/push', { rate_plan_ids: [ratePlanId] });
    await gateway.idle();
    expect(await api.ok('GET', '/calendar/pending')).toEqual({ items: [] });
    expect(await api.ok('GET', '/calendar/refusals')).toEqual({ items: [] });
    expect(await api.ok('GET', '/calendar/pauses')).toEqual({ items: [] });
    expect(await api.ok('GET', `/calendar/compare?${query}`)).toMatchObject({
      nights: [
        { same: true, platform: { price: 60_000, inventory: 10, available: true } },
        { same: true },
        { same: true },
      ],
    });
    expect(roomTypeId).toBeDefined();
    await api.refused(404, 'NOT_FOUND', 'POST', '/calendar/push', { rate_plan_ids: ['none'] });
    await api.refused(400, 'INPUT_INVALID', 'POST', '/calendar/push', {
      rate_plan_ids: [ratePlanId],
      to: '2026-08-01',
    });
    await api.refused(404, 'NOT_FOUND', 'GET', '/calendar/compare?rate_plan_id=none&from=2026-10-01&to=2026-10-02');
    await api.refused(
      400,
      'RANGE_TOO_LONG',
      'GET',
      `/calendar/compare?rate_plan_id=${ratePlanId}&from=2026-10-01&to=2027-10-02`,
    );
    await api.refused(
      400,
      'INPUT_INVALID',
      'GET',
      `/calendar/compare?rate_plan_id=${ratePlanId}&from=2026-10-02&to=2026-10-01`,
    );
  });
});

describe('bills', () => {
  it('of a day are fetched, listed and matched', async () => {
    const account = await gateway.seed({ account: 7 });
    const { api } = account;
    gateway.platform.always(interfaces.tripBillDetail, () =>
      success({ ledger_records: [], has_more: false, cursor: '' }),
    );
    expect(await api.ok('GET', '/bills/2026-08-31')).toMatchObject({ day: '2026-08-31', lines: 0, fetched_at: null });
    expect(await api.ok('POST', '/bills/2026-08-31/fetch')).toMatchObject({
      lines: 0,
      fetched_at: '2026-09-01T10:00:00.000+08:00',
    });
    expect(await api.ok('GET', '/bills/lines?day=2026-08-31')).toEqual({ items: [], next_cursor: null });
    expect(await api.ok('GET', '/bills/matches?state=difference')).toEqual({ items: [], next_cursor: null });
    await api.refused(400, 'INPUT_INVALID', 'POST', '/bills/2026-09-01/fetch');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/bills/yesterday');
    gateway.platform.always(interfaces.tripBillDetail, () => refusal(2119005, '商家未授权'));
    await api.refused(502, 'PLATFORM_UNAUTHORISED', 'POST', '/bills/2026-08-30/fetch');
    expect(await api.ok('GET', '/bills/2026-08-30')).toMatchObject({
      fetched_at: null,
      next_step: 'PLATFORM_UNAUTHORISED',
    });
  });
});

// Last: it moves the clock.
describe('change notices instead of pushes', () => {
  it('are a setting of the account; what the platform does not come for is counted and listed', async () => {
    const { api, seeded } = await gateway.seed({ account: 17, nights: 3, from: '2026-10-01' });
    const { api: other } = await gateway.seed({ account: 18 });
    expect(await api.ok('GET', '/settings/calendar')).toEqual({ told_by: 'push' });
    expect(await api.ok('PUT', '/settings/calendar', { told_by: 'notice' })).toEqual({ told_by: 'notice' });
    expect(await other.ok('GET', '/settings/calendar')).toEqual({ told_by: 'push' });
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/settings/calendar', { told_by: 'pigeon' });
    const named = () => gateway.platform.seen(interfaces.ariNotify).map(({ body }) => body);
    gateway.platform.always(interfaces.ariNotify, () => success({ code: 0, message: 'success' }));
    const { ratePlanId, roomTypeId, platformRatePlanId } = seeded.room;
    const change = { rate_plan_id: ratePlanId, from: '2026-10-01', to: '2026-10-02', price: 60_000 };
    await api.ok('PUT', '/calendar', { prices: [change] });
    await gateway.idle();
    expect(named()).toEqual([
      {
        account_id: seeded.accountId,
        date_range: { start: '2026-10-01', end: '2026-10-02' },
        rate_plan_ids: [platformRatePlanId],
        notify_scene: expect.arrayContaining([1]),
      },
    ]);
    for (let minute = 0; minute < 2; minute++) {
      gateway.clock.set(gateway.clock.now() + 60_000);
      await gateway.idle();
    }
    expect(named()).toHaveLength(2);
    const { items } = await api.ok<{ items: { kind: string; subject_id: string }[] }>('GET', '/calendar/unpulled');
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'price',
        hotel_id: seeded.hotelId,
        subject_id: ratePlanId,
        nights: 2,
        from: '2026-10-01',
        to: '2026-10-02',
        notices: 2,
        next_step: 'NOTICE_UNPULLED',
      }),
    );
    expect(await api.ok('GET', '/todo')).toMatchObject({ unpulled_notices: items.length });
    expect(items.every(({ subject_id }) => [ratePlanId, roomTypeId].includes(subject_id))).toBe(true);
    expect(await other.ok('GET', '/calendar/unpulled')).toEqual({ items: [] });
    expect(await other.ok('GET', '/todo')).toMatchObject({ unpulled_notices: 0 });
    gateway.platform.always(interfaces.priceSave, () =>
      success({ save_result: [{ rate_plan_id: platformRatePlanId, code: 0, message: 'success' }] }),
    );
    await api.ok('PUT', '/settings/calendar', { told_by: 'push' });
    await gateway.idle();
    expect(await api.ok('GET', '/calendar/pending')).toEqual({ items: [] });
  });
});
