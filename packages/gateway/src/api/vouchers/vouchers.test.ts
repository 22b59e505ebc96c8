import { interfaces, signWebhook } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import type { ApiClient } from '../../testing/api-client.ts';
import { refusal, success } from '../../testing/platform-double.ts';
import { startSeededGateway } from '../../testing/seeded-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api vouchers' });
const gateway = await startSeededGateway(database.url);
const { platform } = gateway;

/** A hotel on the platform, with a room type and a rate plan that were never published. */
async function hotel(accountId: string): Promise<ApiClient> {
  const { api } = await gateway.account(accountId);
  await api.ok('PUT', '/hotels/H', { name: '云栖酒店', platform_hotel_id: `72880000000000${accountId}` });
  await api.ok('PUT', '/room-types/R', {
    hotel_id: 'H',
    name: '大床房',
    platform_room_id: `72990000000000${accountId}`,
  });
  await api.ok('PUT', `/rate-plans/${accountId}-P`, { room_type_id: 'R', name: '含双早' });
  return api;
}

function document(ratePlanId: string, more: object = {}) {
  return {
    category_id: '8001001',
    settle_type: 1,
    pre_sale_coupon_info: {
      coupon_name: '豪华大床房两晚含双早',
      apply_room_number: 1,
      apply_nights: 2,
      bind_rate_plans: [ratePlanId],
      imange_list: [{ image_type: 1, image_url: 'https://img.example.com/cover.jpg' }],
      original_amount: 129_800,
      actual_amount: 64_900,
      ...more,
    },
    sale_info: {
      sale_date: { from: '2026-09-02 10:00', to: '2026-12-31 23:59' },
      book_date: { from: '2026-09-03', to: '2027-01-31' },
      show_channel: 1,
      inventory_info: { is_limit: true, num: 500 },
      is_auto_extension: false,
    },
    trade_info: {
      customer_can_use_date: { use_date_type: 1, use_date: { from: '2026-09-03', to: '2027-01-31' } },
      customer_can_use_time: { use_time_type: 1 },
      limt_buy_rule: { each_person_each_order_max: 5 },
      cancel_booking_rule_list: [{ cancel_type: 3 }],
      invoic_info: { provider: 1 },
    },
    note_info: { service_for_foreign: true, superimposed_discounts: false },
  };
}

interface WithVoucher {
  readonly voucher: Record<string, unknown>;
}

describe('rate plans', () => {
  it('are published, and later changes follow by themselves', async () => {
    const api = await hotel('6001');
    const published = await api.ok('POST', '/rate-plans/publish', { rate_plan_ids: ['6001-P'] });
    expect(published).toEqual({
      results: [
        {
          rate_plan_id: '6001-P',
          publish_state: 'published',
          platform_rate_plan_id: 'P-6001-P',
          publish_error: null,
        },
      ],
    });
    const before = platform.seen(interfaces.goodsSave).length;
    expect(await api.ok('PUT', '/rate-plans/6001-P', { room_type_id: 'R', name: '含三早' })).toMatchObject({
      publish_state: 'queued',
    });
    await gateway.idle();
    expect(await api.ok('GET', '/rate-plans/6001-P')).toMatchObject({ publish_state: 'published', name: '含三早' });
    const calls = platform.seen(interfaces.goodsSave).slice(before);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.raw).toContain('含三早');
    expect(calls[0]?.raw).toContain('"rate_plan_id":"P-6001-P"');
    await api.ok('PUT', '/rate-plans/6001-P', { room_type_id: 'R', name: '含三早' });
    await gateway.idle();
    expect(platform.seen(interfaces.goodsSave)).toHaveLength(before + 1);
    await api.refused(404, 'NOT_FOUND', 'POST', '/rate-plans/publish', { rate_plan_ids: ['6001-P', 'none'] });
    await api.refused(400, 'INPUT_INVALID', 'POST', '/rate-plans/publish', { rate_plan_ids: [] });
  });

  it('without platform ids, or refused, say what keeps them and stand on the list', async () => {
    const { api } = await gateway.account('6002');
    await api.ok('PUT', '/hotels/H', { name: 'H' });
    await api.ok('PUT', '/room-types/R', { hotel_id: 'H', name: 'R' });
    await api.ok('PUT', '/rate-plans/6002-P', { room_type_id: 'R', name: 'P' });
    const { results } = await api.ok<{ results: { publish_error: string }[] }>('POST', '/rate-plans/publish', {
      rate_plan_ids: ['6002-P'],
    });
    expect(results).toMatchObject([
      { publish_state: 'failed', publish_error: expect.stringContaining('no platform id') },
    ]);
    expect(await api.ok('GET', '/publications')).toMatchObject({
      items: [{ kind: 'goods', subject_id: '6002-P', state: 'failed', next_step: 'NOT_PUBLISHABLE' }],
    });
    expect(await api.ok('GET', '/todo')).toMatchObject({ failed_publications: 1 });
  });
});

describe('vouchers', () => {
  it('go from draft over audit to the shelf', async () => {
    const api = await hotel('6003');
    const made = await api.ok<WithVoucher>('PUT', '/vouchers/V1', { document: document('6003-P') });
    expect(made).toMatchObject({
      voucher: {
        voucher_id: 'V1',
        state: 'draft',
        rooms_per_voucher: 1,
        nights_per_voucher: 2,
        changed_since_save: true,
      },
    });
    expect(await api.ok('PUT', '/vouchers/V1', { document: document('6003-P') })).toEqual(made);
    await api.refused(409, 'NOT_PUBLISHABLE', 'POST', '/vouchers/V1/publish');
    await api.ok('POST', '/rate-plans/publish', { rate_plan_ids: ['6003-P'] });

    platform.next(interfaces.voucherSave, () => success({ out_id: 'V1', pre_sale_coupon_id: '1880000000006003' }));
    gateway.clock.advance(1000);
    expect(await api.ok('POST', '/vouchers/V1/publish')).toMatchObject({
      voucher: { state: 'auditing', platform_voucher_id: '1880000000006003', changed_since_save: false },
    });
    const [save] = platform.seen(interfaces.voucherSave).slice(-1);
    expect(save?.body).toMatchObject({
      presale_info: { out_id: 'V1', pre_sale_coupon_info: { bind_rate_plans: ['P-6003-P'] } },
    });

    expect(await api.ok('PUT', '/vouchers/V1/shelf', { wanted: 'on' })).toMatchObject({
      voucher: { state: 'auditing', wanted_shelf: 'on' },
    });
    const content = JSON.stringify({ id: '1880000000006003', out_id: 'V1', audit_result: 1 });
    const notice = Buffer.from(
      JSON.stringify({ event: interfaces.voucherAuditResult.event, client_key: 'aw6003', content, log_id: 'L1' }),
    );
    const told = await fetch(`${gateway.url}/webhooks`, {
      method: 'POST',
      headers: { 'msg-id': 'M1', 'x-douyin-signature': signWebhook('secret of aw6003', notice) },
      body: notice,
    });
    expect(told.status).toBe(200);
    await gateway.idle();
    expect(await api.ok('GET', '/vouchers/V1')).toMatchObject({ voucher: { state: 'on_shelf' } });
    expect(await api.ok('PUT', '/vouchers/V1/shelf', { wanted: 'off' })).toMatchObject({
      voucher: { state: 'off_shelf' },
    });

    gateway.clock.advance(1000);
    const changed = document('6003-P', { actual_amount: 59_900 });
    expect(await api.ok('PUT', '/vouchers/V1', { document: changed })).toMatchObject({
      voucher: { state: 'off_shelf', changed_since_save: true },
    });
    expect(await api.ok('GET', '/vouchers')).toMatchObject({ items: [{ voucher_id: 'V1' }], next_cursor: null });
  });

  it('name everything the platform would refuse before they are kept', async () => {
    const api = await hotel('6004');
    const wrong = document('6004-P', { actual_amount: 200_000, apply_nights: 1e9 });
    const error = await api.refused(400, 'INPUT_INVALID', 'PUT', '/vouchers/V', { document: wrong });
    expect(error.problems?.map(({ where }) => where)).toEqual([
      'body.document.pre_sale_coupon_info.actual_amount',
      'body.document.pre_sale_coupon_info.apply_nights',
    ]);
    const shape = await api.refused(400, 'INPUT_INVALID', 'PUT', '/vouchers/V', { document: { category_id: 8001001 } });
    expect(shape.problems?.map(({ where }) => where)).toContain('body.document.category_id');
    await api.refused(404, 'NOT_FOUND', 'PUT', '/vouchers/V', { document: document('none') });
    for (const [method, path, body] of [
      ['GET', '/vouchers/V', undefined],
      ['POST', '/vouchers/V/publish', undefined],
      ['PUT', '/vouchers/V/shelf', { wanted: 'on' }],
      ['PUT', '/vouchers/V/platform-id', { platform_voucher_id: '1' }],
    ] as const) {
      await api.refused(404, 'NOT_FOUND', method, path, body);
    }
  });

  it('whose first save was lost can be given their platform id by hand', async () => {
    const api = await hotel('6005');
    await api.ok('POST', '/rate-plans/publish', { rate_plan_ids: ['6005-P'] });
    await api.ok('PUT', '/vouchers/V', { document: document('6005-P') });
    platform.next(interfaces.voucherSave, () => refusal(3000001, 'out_id is bound to another product'));
    expect(await api.ok('POST', '/vouchers/V/publish')).toMatchObject({ voucher: { state: 'failed' } });
    expect(await api.ok('GET', '/publications')).toMatchObject({ items: [{ next_step: 'VOUCHER_ID_UNKNOWN' }] });
    platform.next(interfaces.voucherSave, () => success({ out_id: 'V' }));
    expect(await api.ok('PUT', '/vouchers/V/platform-id', { platform_voucher_id: '1880000000006005' })).toMatchObject({
      voucher: { state: 'auditing', platform_voucher_id: '1880000000006005' },
    });
    await api.refused(409, 'PLATFORM_ID_FIXED', 'PUT', '/vouchers/V/platform-id', { platform_voucher_id: '2' });
  });
});

describe('the platform’s own lists', () => {
  it('show hotels and room types to match with', async () => {
    const api = await hotel('6006');
    const listed = {
      hotel_id: '7288001122334455667',
      hotel_name: '外滩云庭酒店',
      latitude: 31.24,
      longitude: 121.49,
      address: { city: '上海市' },
    };
    platform.always(interfaces.hotelQuery, () => success({ hotel_list: [listed] }));
    platform.always(interfaces.roomQuery, () =>
      success({ room_lists: { '7288001122334455667': [{ room_id: '7299', cn_name: '豪华大床房' }] } }),
    );
    await api.ok('PUT', '/hotels/BUND', { name: '外滩云庭大酒店' });
    await api.ok('PUT', '/room-types/DLX', { hotel_id: 'BUND', name: '豪华大床房' });
    const hotels = '/platform/hotels';
    const rooms = '/platform/rooms?platform_hotel_ids=7288001122334455667';
    expect(await api.ok('GET', hotels)).toMatchObject({
      items: [
        { platform_hotel_id: '7288001122334455667', name: '外滩云庭酒店', suggested_for: 'BUND', matched_to: null },
      ],
    });
    await api.refused(409, 'NOT_MATCHED', 'POST', '/room-types/DLX/match', { platform_room_id: '7299' });
    await api.refused(409, 'NOT_LISTED', 'POST', '/hotels/BUND/match', { platform_hotel_id: '7288' });
    await api.refused(404, 'NOT_FOUND', 'POST', '/hotels/NONE/match', { platform_hotel_id: '7288001122334455667' });
    expect(await api.ok('POST', '/hotels/BUND/match', { platform_hotel_id: '7288001122334455667' })).toMatchObject({
      platform_hotel_id: '7288001122334455667',
    });
    expect(await api.ok('GET', rooms)).toMatchObject({
      items: [{ platform_room_id: '7299', name: '豪华大床房', suggested_for: 'DLX', likeness: 1 }],
    });
    expect(await api.ok('POST', '/room-types/DLX/match', { platform_room_id: '7299' })).toMatchObject({
      platform_room_id: '7299',
    });
    expect(await api.ok('GET', hotels)).toMatchObject({ items: [{ suggested_for: null, matched_to: 'BUND' }] });
    expect(await api.ok('GET', rooms)).toMatchObject({ items: [{ suggested_for: null, matched_to: 'DLX' }] });
    // Undone, both are proposed again, with the reasons.
    expect(await api.ok('DELETE', '/room-types/DLX/match')).toMatchObject({ platform_room_id: null });
    expect(await api.ok('GET', rooms)).toMatchObject({
      items: [
        {
          suggested_for: 'DLX',
          doubtful: false,
          reasons: expect.arrayContaining([{ about: 'beds', verdict: 'same', zh: '床型：大床', en: 'beds: king' }]),
        },
      ],
    });
    expect(await api.ok('DELETE', '/hotels/BUND/match')).toMatchObject({ platform_hotel_id: null });
    // Room types of a hotel that is not matched are nobody's.
    expect(await api.ok('GET', rooms)).toMatchObject({ items: [{ suggested_for: null, matched_to: null }] });
    await api.refused(404, 'NOT_FOUND', 'DELETE', '/hotels/NONE/match');
    platform.next(interfaces.hotelQuery, () => refusal(2119005, '商家未授权'));
    await api.refused(502, 'PLATFORM_UNAUTHORISED', 'GET', '/platform/hotels');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/platform/rooms');
  });
});
