import { HEADERS, interfaces, verifyWebhook } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { setAccountHandling } from '../accounts/store.ts';
import { authorise } from '../applications/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { startReceiver } from '../testing/receiver.ts';
import { operate, presaleInfo, savedVoucher, saveVoucher } from '../testing/samples.ts';
import { decideAudit } from './audit.ts';
import { rulesOf } from './document.ts';
import { sellableVouchers, voucherForSale } from './for-sale.ts';
import { findVersion, listVersions } from './store.ts';

const partner = await startReceiver();
const world = await catalogWorld('voucher audit', { webhookUrl: partner.url });
const accountId = DEMO_MERCHANT.accountId;
const MINUTE = 60_000;

beforeEach(async () => {
  world.passReal(1000);
  await setAccountHandling(world.db, accountId, { auditMode: 'approve', auditDelayMs: MINUTE, auditMessage: '' });
  partner.received.length = 0;
});

const states = async (id: string) => (await listVersions(world.db, accountId, id)).map(({ state }) => state);
/** The rules of one version, as an order that was made under it sees them. */
const rulesAt = async (id: string, version: number) => {
  const found = await findVersion(world.db, accountId, id, version);
  return found === undefined ? undefined : rulesOf(found.document);
};
const priceOnSale = async (id: string) => (await voucherForSale(world.db, id))?.rules.price;

/** Saves the next version of a voucher with another price. */
async function update(id: string, outId: string, price: number): Promise<void> {
  world.passReal(1000);
  const former = (await listVersions(world.db, accountId, id))[0]?.document;
  const goods = former?.pre_sale_coupon_info.bind_rate_plans ?? [];
  const info = presaleInfo(outId, goods, world.clock.now());
  const pre_sale_coupon_info = { ...info.pre_sale_coupon_info, actual_amount: price };
  const { data, text } = await saveVoucher(world, { ...info, pre_sale_coupon_id: id, pre_sale_coupon_info });
  expect(data.error_code, text).toBe(0);
}

describe('the audit of a voucher', () => {
  it('approves after its delay, not before, and tells the partner with a signed notice', async () => {
    const id = await savedVoucher(world, 'approved');
    await world.advance(MINUTE - 1);
    expect(await states(id)).toEqual(['auditing']);
    expect(partner.received).toEqual([]);
    await world.advance(1);
    expect(await states(id)).toEqual(['approved']);
    const [notice] = partner.received;
    expect(partner.received).toHaveLength(1);
    expect(notice?.envelope).toMatchObject({
      event: 'life_hotel_presale_audit_result',
      client_key: DEMO_MERCHANT.clientKey,
    });
    expect(notice?.envelope.log_id).toMatch(/^\d{14}[0-9A-F]{20}$/);
    expect(notice?.content).toEqual({ id, out_id: 'approved', audit_result: 1 });
    const signature = String(notice?.headers[HEADERS.webhookSignature]);
    expect(verifyWebhook(DEMO_MERCHANT.clientSecret, Buffer.from(notice?.body ?? ''), signature)).toBe(true);
    expect(verifyWebhook(SECOND_MERCHANT.clientSecret, Buffer.from(notice?.body ?? ''), signature)).toBe(false);
  });

  it('rejects with the reason, and a corrected save goes to audit again', async () => {
    await setAccountHandling(world.db, accountId, { auditMode: 'reject', auditMessage: '首图与酒店不符' });
    const id = await savedVoucher(world, 'rejected');
    await world.advance(MINUTE);
    expect(partner.received[0]?.content).toEqual({
      id,
      out_id: 'rejected',
      audit_result: 2,
      audit_message: '首图与酒店不符',
    });
    expect(await operate(world, 1, id)).toBe('13');
    await setAccountHandling(world.db, accountId, { auditMode: 'approve' });
    await update(id, 'rejected', 45_000);
    await world.advance(MINUTE);
    expect(await states(id)).toEqual(['approved', 'rejected']);
    expect(partner.received[1]?.content).toEqual({ id, out_id: 'rejected', audit_result: 1 });
    expect(partner.received[0]?.headers['msg-id']).not.toBe(partner.received[1]?.headers['msg-id']);
    expect(await operate(world, 1, id)).toBe('0');
  });

  it('keeps the former version on sale while the next is audited, and after it was rejected', async () => {
    const id = await savedVoucher(world, 'versions');
    await world.advance(MINUTE);
    expect(await operate(world, 1, id)).toBe('0');
    expect(await priceOnSale(id)).toBe(49_900);
    await update(id, 'versions', 39_900);
    expect(await priceOnSale(id)).toBe(49_900);
    await world.advance(MINUTE);
    expect(await priceOnSale(id)).toBe(39_900);
    await setAccountHandling(world.db, accountId, { auditMode: 'reject' });
    await update(id, 'versions', 1);
    await world.advance(MINUTE);
    expect(await states(id)).toEqual(['rejected', 'approved', 'approved']);
    expect(await priceOnSale(id)).toBe(39_900);
    expect((await rulesAt(id, 1))?.price).toBe(49_900);
  });

  it('drops a version that is replaced while in audit: one verdict, for the newest', async () => {
    const id = await savedVoucher(world, 'replaced');
    await world.advance(MINUTE / 2);
    await update(id, 'replaced', 20_000);
    await world.advance(MINUTE / 2);
    expect(await states(id)).toEqual(['auditing', 'superseded']);
    expect(partner.received).toEqual([]);
    await world.advance(MINUTE / 2);
    expect(await states(id)).toEqual(['approved', 'superseded']);
    expect(partner.received).toHaveLength(1);
  });

  it('waits for a person when set so; a verdict is given once', async () => {
    await setAccountHandling(world.db, accountId, { auditMode: 'manual' });
    const id = await savedVoucher(world, 'manual');
    await world.advance(24 * 60 * MINUTE);
    expect(await states(id)).toEqual(['auditing']);
    const key = { accountId, voucherId: id, version: 1 };
    expect(await decideAudit(world.ctx, key, { approve: false, message: '请补充图片' })).toBe(true);
    expect(await decideAudit(world.ctx, key, { approve: true })).toBe(false);
    await world.settled();
    expect(partner.received.map(({ content }) => content.audit_result)).toEqual([2]);
    expect(partner.received[0]?.content.audit_message).toBe('请补充图片');
  });

  it('tells only the application that saved it', async () => {
    await authorise(world.db, accountId, SECOND_MERCHANT.clientKey, world.clock.now());
    await world.db.execute('UPDATE sandbox.applications SET webhook_url = $1 WHERE client_key = $2', [
      partner.url,
      SECOND_MERCHANT.clientKey,
    ]);
    await savedVoucher(world, 'mine');
    await world.advance(MINUTE);
    expect(partner.received.map(({ envelope }) => envelope.client_key)).toEqual([DEMO_MERCHANT.clientKey]);
  });
});

describe('product operate', () => {
  it('needs an approved version to put a voucher on the shelf', async () => {
    const id = await savedVoucher(world, 'shelf');
    expect(await operate(world, 1, id)).toBe('13');
    await world.advance(MINUTE);
    expect(await operate(world, 1, id)).toBe('0');
    expect(await operate(world, 1, id)).toBe('0');
    expect((await voucherForSale(world.db, id))?.accountId).toBe(accountId);
    expect(await operate(world, 2, id)).toBe('0');
    expect(await voucherForSale(world.db, id)).toBeUndefined();
  });

  it('shows a voucher to guests only in its time on sale', async () => {
    const id = await savedVoucher(world, 'sale time');
    await world.advance(MINUTE);
    await operate(world, 1, id);
    const shown = async () => (await sellableVouchers(world.db, world.clock.now())).some((one) => one.voucherId === id);
    expect(await shown()).toBe(false);
    await world.advance(60 * MINUTE);
    expect(await shown()).toBe(true);
    await world.advance(30 * 24 * 60 * MINUTE);
    expect(await shown()).toBe(false);
  });

  it('deletes from off the shelf only; what is deleted is gone, its out_id free, its versions kept', async () => {
    const id = await savedVoucher(world, 'deleted');
    await world.advance(MINUTE);
    await operate(world, 1, id);
    expect(await operate(world, 3, id)).toBe('13');
    await operate(world, 2, id);
    expect(await operate(world, 3, id)).toBe('0');
    world.passReal(1000);
    expect(await operate(world, 3, id)).toBe('1');
    expect(await operate(world, 1, id)).toBe('1');
    expect((await rulesAt(id, 1))?.outId).toBe('deleted');
    expect(await savedVoucher(world, 'deleted')).not.toBe(id);
  });

  it('never gives a deleted voucher a verdict', async () => {
    const id = await savedVoucher(world, 'gone');
    expect(await operate(world, 3, id)).toBe('0');
    await world.advance(MINUTE);
    expect(await states(id)).toEqual(['auditing']);
    expect(partner.received.filter(({ content }) => content.id === id)).toEqual([]);
  });

  it('operates goods too, and answers every product of a call on its own', async () => {
    const id = await savedVoucher(world, 'several');
    const { document } = (await listVersions(world.db, accountId, id))[0] ?? {};
    const good = document?.pre_sale_coupon_info.bind_rate_plans[0] ?? '';
    const request = { account_id: accountId, op_type: 2, product_id_list: [good, '1889999999999999', id, id] };
    const { data, extra } = await world.call(interfaces.productOperate, request);
    expect(extra.error_code).toBe(0);
    expect(data).toEqual([
      { product_id: good, code: '0', message: 'success' },
      { product_id: '1889999999999999', code: '1', message: '商品不存在或不属于该商户' },
      { product_id: id, code: '0', message: 'success' },
      { product_id: id, code: '0', message: 'success' },
    ]);
  });

  it('treats another merchant’s voucher like an unknown one', async () => {
    const id = await savedVoucher(world, 'not yours');
    const before = await fingerprint(world.db);
    const request = { account_id: SECOND_MERCHANT.accountId, op_type: 2, product_id_list: [id] };
    const { data } = await world.call(interfaces.productOperate, request, {
      token: await world.token(SECOND_MERCHANT),
    });
    expect(data).toEqual([{ product_id: id, code: '1', message: '商品不存在或不属于该商户' }]);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it.each([
    ['an unknown operation', { op_type: 4, product_id_list: ['1'] }, 2119001, 'op_type'],
    ['an operation in text', { op_type: '1', product_id_list: ['1'] }, 2100004, 'op_type'],
    ['no products', { op_type: 1 }, 2119001, 'product_id_list'],
    ['null for products', { op_type: 1, product_id_list: null }, 2119001, 'product_id_list'],
    ['an empty list', { op_type: 1, product_id_list: [] }, 2119001, 'product_id_list'],
    [
      '21 products',
      { op_type: 1, product_id_list: Array.from({ length: 21 }, (_, at) => `${at}`) },
      2119001,
      'at most 20',
    ],
    ['a number for a product', { op_type: 1, product_id_list: [1880000000000001] }, 2100004, 'product_id_list[0]'],
  ])('refuses %s in extra, without data', async (_name, members, code, text) => {
    const { data, extra } = await world.call(interfaces.productOperate, { account_id: accountId, ...members });
    expect(data).toBeUndefined();
    expect(extra.error_code).toBe(code);
    expect(extra.sub_description).toContain(text);
  });

  it('takes 200 products a second of a merchant, then 2119003', async () => {
    world.passReal(1000);
    const list = Array.from({ length: 20 }, (_, at) => `${at}`);
    const call = async () => {
      const request = { account_id: accountId, op_type: 2, product_id_list: list };
      return (await world.call(interfaces.productOperate, request)).extra.error_code;
    };
    for (let at = 0; at < 10; at++) expect(await call()).toBe(0);
    expect(await call()).toBe(2119003);
    world.passReal(1000);
    expect(await call()).toBe(0);
  });
});
