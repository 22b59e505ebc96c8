import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { voucherOrderMessage } from '../../testing/messages.ts';
import { type SeededAccount, startSeededGateway } from '../../testing/seeded-gateway.ts';
import { voucherDocument } from '../../testing/voucher-document.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'hand made' });
const gateway = await startSeededGateway(database.url);

const PLATFORM_ID = '1880000000000777';
const entry = {
  platform_voucher_id: PLATFORM_ID,
  name: '商家手工券',
  rooms_per_voucher: 1,
  nights_per_voucher: 3,
  separable: true,
};

async function bought(home: SeededAccount, orderId: string, platformVoucherId = PLATFORM_ID) {
  const message = voucherOrderMessage(home.seeded, { orderId, vouchers: 2, platformVoucherId });
  return (await home.spi.send('voucher-order', message)).code;
}
const order = async (home: SeededAccount, id: string) =>
  (await home.api.ok<{ voucher_order: object }>('GET', `/voucher-orders/${id}`)).voucher_order;

describe('a voucher the merchant made by hand', () => {
  it('is noticed by its first order, then entered, and its orders are counted by its rules', async () => {
    const home = await gateway.seed({ account: 81 });
    const { api, seeded } = home;
    expect(await api.ok('GET', '/unknown-vouchers')).toEqual({ items: [] });
    expect(await bought(home, '1120000000000000901')).toBe(0);
    expect(await bought(home, '1120000000000000902')).toBe(0);
    expect(await api.ok('GET', '/unknown-vouchers')).toMatchObject({
      items: [{ platform_voucher_id: PLATFORM_ID, orders: 2, vouchers: 4 }],
    });
    expect(await order(home, '1120000000000000901')).toMatchObject({
      voucher_id: null,
      unit: 'voucher',
      units_total: 2,
      attention: ['voucher_unknown'],
    });
    // One of them is used before anybody enters the voucher.
    await database.database.execute(
      "UPDATE gateway.voucher_orders SET units_used = 1 WHERE order_id = '1120000000000000902'",
    );

    expect(await api.ok('PUT', '/vouchers/HAND/hand-made', entry)).toMatchObject({
      voucher: {
        made_by: 'merchant',
        platform_voucher_id: PLATFORM_ID,
        nights_per_voucher: 3,
        state: 'on_shelf',
        changed_since_save: false,
      },
      document: null,
      orders_taken_over: 1,
      orders_left: 1,
    });
    expect(await order(home, '1120000000000000901')).toMatchObject({
      voucher_id: 'HAND',
      unit: 'room_night',
      units_total: 6,
      attention: [],
    });
    expect(await order(home, '1120000000000000902')).toMatchObject({ voucher_id: null, units_total: 2, units_used: 1 });
    expect(await bought(home, '1120000000000000903')).toBe(0);
    expect(await order(home, '1120000000000000903')).toMatchObject({ voucher_id: 'HAND', units_total: 6 });
    expect(seeded.voucherId).not.toBe('HAND');
  });

  it('is never changed or published from here, and no voucher of the hotel’s own becomes one', async () => {
    const home = await gateway.seed({ account: 82 });
    const { api, seeded } = home;
    const mine = { ...entry, platform_voucher_id: '1880000000000778' };
    await api.ok('PUT', '/vouchers/HAND/hand-made', mine);
    const document = voucherDocument([seeded.room.ratePlanId]);
    await api.refused(409, 'VOUCHER_MADE_BY_HAND', 'PUT', '/vouchers/HAND', { document });
    await api.refused(409, 'VOUCHER_MADE_BY_HAND', 'POST', '/vouchers/HAND/publish');
    await api.refused(409, 'VOUCHER_MADE_BY_HAND', 'PUT', '/vouchers/HAND/platform-id', {
      platform_voucher_id: '1880000000000778',
    });
    await api.refused(409, 'VOUCHER_MADE_HERE', 'PUT', `/vouchers/${seeded.voucherId}/hand-made`, mine);
    await api.refused(409, 'PLATFORM_ID_TAKEN', 'PUT', '/vouchers/OTHER/hand-made', {
      ...mine,
      platform_voucher_id: seeded.platformVoucherId,
    });
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/vouchers/HAND/hand-made', { ...mine, nights_per_voucher: 0 });
    await api.refused(404, 'NOT_FOUND', 'GET', '/vouchers/OTHER');
    expect(gateway.platform.calls.filter(({ path }) => path.includes('savepresale'))).toEqual([]);
  });

  it('lets the orders of an application with several accounts find theirs', async () => {
    const first = await gateway.seed({ account: 83 });
    const { clientKey, secret } = first.seeded;
    const second = await gateway.seed({ account: 84, application: { clientKey, secret } });
    const id = '1880000000000779';
    expect(await bought(second, '1120000000000000911', id)).toBe(1);
    await second.api.ok('PUT', '/vouchers/HAND2/hand-made', { ...entry, platform_voucher_id: id });
    expect(await bought(second, '1120000000000000911', id)).toBe(0);
    expect(await order(second, '1120000000000000911')).toMatchObject({ voucher_id: 'HAND2', units_total: 6 });
    await first.api.refused(404, 'NOT_FOUND', 'GET', '/voucher-orders/1120000000000000911');
  });
});
