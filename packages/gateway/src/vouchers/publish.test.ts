import { interfaces, signWebhook, webhookBody } from '@yuzhu/contract';
import { testDatabase, untilBlocked } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishDue } from '../publications/publisher.ts';
import { listPublications } from '../publications/store.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, platformContext, secretOfTest, seedCatalog } from '../testing/platform-context.ts';
import { refusal, type SeenCall, startPlatformDouble, success } from '../testing/platform-double.ts';
import { voucherDocument } from '../testing/voucher-document.ts';
import { processNotices } from '../webhooks/process.ts';
import { hashOf } from '../webhooks/read.ts';
import { storeNotice } from '../webhooks/store.ts';
import { adoptVoucherId, publishVoucher, queueVoucher, statusNow } from './publish.ts';
import { setShelf } from './shelf.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'vouchers' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { voucherSave, productOperate, voucherAuditResult } = interfaces;
const never = new AbortController().signal;
const HOUR = 3600_000;

let accounts = 0;

/** An account with one published rate plan and one voucher in draft. */
async function house() {
  const number = ++accounts;
  const accountId = `7011223344560${String(number).padStart(6, '0')}`;
  const clientKey = `aw${accountId}`;
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url, timeoutMs: 1000 });
  const [plan, voucherId, platformId] = [`A-${number}`, `V-${number}`, `PV-${number}`];
  await seedCatalog(ctx, { accountId, clientKey, hotelId: `H-${number}`, rooms: { [`R-${number}`]: [plan] } });
  const document = voucherDocument([plan]);
  await ctx.db.execute(
    `INSERT INTO gateway.vouchers (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher, created_at, updated_at)
     VALUES ($1, $2, 'name', $3, 1, 1, $4, $4)`,
    [accountId, voucherId, JSON.stringify(document), new Date(NOW)],
  );
  const answerId = () => success({ out_id: voucherId, pre_sale_coupon_id: platformId });
  double.always(voucherSave, answerId);
  let notices = 0;
  /** The platform's verdict, stored as the door does and worked in. */
  const audit = async (result: number, message?: string, id = platformId) => {
    const content = { id, out_id: voucherId, audit_result: result, audit_message: message };
    const body = Buffer.from(webhookBody(voucherAuditResult.event, clientKey, content, `L${++notices}`));
    expect(signWebhook(secretOfTest(clientKey), body)).toHaveLength(40);
    await storeNotice(
      ctx.db,
      {
        clientKey,
        messageId: `M${notices}`,
        event: voucherAuditResult.event,
        body: ctx.keys.encrypt(body),
        bodyHash: hashOf(body),
      },
      ctx.clock.now(),
    );
    await processNotices(ctx, { record: () => undefined }, never);
  };
  return {
    accountId,
    ctx,
    plan,
    voucherId,
    platformId,
    answerId,
    audit,
    publish: () => publishVoucher(ctx, accountId, voucherId),
    shelf: (wanted: 'on' | 'off') => setShelf(ctx, accountId, voucherId, wanted),
    status: () => statusNow(ctx, accountId, voucherId),
    work: () => publishDue(ctx, never),
    todo: () => listPublications(ctx, accountId),
    edit: (name: string) =>
      ctx.db.tx(async (session) => {
        const edited = { ...document, pre_sale_coupon_info: { ...document.pre_sale_coupon_info, coupon_name: name } };
        await session.execute('UPDATE gateway.vouchers SET document = $2 WHERE voucher_id = $1', [
          voucherId,
          JSON.stringify(edited),
        ]);
        await queueVoucher(session, accountId, voucherId, ctx.clock.now());
      }),
  };
}

interface SaveBody {
  readonly presale_info: {
    readonly out_id: string;
    readonly pre_sale_coupon_info: { readonly coupon_name: string; readonly bind_rate_plans: readonly string[] };
  };
}
const infoOf = (call: SeenCall | undefined) => (call as { readonly body: SaveBody }).body.presale_info;

beforeEach(async () => {
  await database.database.execute('TRUNCATE gateway.publications, gateway.webhooks');
  double.calls.length = 0;
});

describe('a voucher', () => {
  it('is saved, audited, put on the shelf as wished, taken off again', async () => {
    const home = await house();
    expect(await home.shelf('on')).toMatchObject({ state: 'draft', wantedShelf: 'on' });
    expect(double.calls).toHaveLength(0);
    expect(await home.publish()).toMatchObject({ state: 'auditing', platformVoucherId: home.platformId });
    const [saved] = double.seen(voucherSave);
    expect(infoOf(saved)).toMatchObject({ out_id: home.voucherId });
    expect(infoOf(saved)).not.toHaveProperty('pre_sale_coupon_id');
    expect(infoOf(saved).pre_sale_coupon_info.bind_rate_plans).toEqual([`P-${home.plan}`]);
    await home.work();
    expect(double.seen(productOperate)).toHaveLength(0);
    await home.audit(1);
    expect(home.ctx.pokes.publications).toBeGreaterThan(0);
    await home.work();
    expect(double.seen(productOperate).map(({ body }) => body)).toEqual([
      { account_id: home.accountId, op_type: 1, product_id_list: [home.platformId] },
    ]);
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
    expect(await home.shelf('off')).toMatchObject({ state: 'off_shelf', wantedShelf: 'off' });
    expect(double.seen(productOperate)[1]?.body).toMatchObject({ op_type: 2 });
    expect(await home.todo()).toEqual([]);
  });

  it('rejected: says why, and goes to audit again with its id when published anew', async () => {
    const home = await house();
    await home.publish();
    await home.audit(2, 'cover picture shows a different hotel');
    expect(await home.status()).toMatchObject({
      state: 'rejected',
      stateReason: 'cover picture shows a different hotel',
    });
    expect(await home.publish()).toMatchObject({ state: 'auditing', stateReason: undefined });
    expect(infoOf(double.seen(voucherSave)[1])).toMatchObject({ pre_sale_coupon_id: home.platformId });
  });

  it('whose goods are not published does not leave', async () => {
    const home = await house();
    await home.ctx.db.execute('UPDATE gateway.rate_plans SET platform_rate_plan_id = NULL WHERE rate_plan_id = $1', [
      home.plan,
    ]);
    await expect(home.publish()).rejects.toMatchObject({ code: 'NOT_PUBLISHABLE' });
    expect(double.calls).toHaveLength(0);
    expect(await home.status()).toMatchObject({ state: 'draft' });
    await expect(publishVoucher(home.ctx, 'another account', home.voucherId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refused by the platform: failed with its words, on the to-do list', async () => {
    const home = await house();
    double.next(voucherSave, () => refusal(2119001, 'presale_info.category_id invalid'));
    expect(await home.publish()).toMatchObject({
      state: 'failed',
      stateReason: '2119001 presale_info.category_id invalid (logid LOGID)',
    });
    expect(await home.todo()).toEqual([
      expect.objectContaining({ kind: 'voucher', state: 'failed', nextStep: 'MESSAGE_REFUSED' }),
    ]);
    expect(await home.publish()).toMatchObject({ state: 'auditing' });
    expect(await home.todo()).toEqual([]);
  });

  it('edited while the platform thinks: the newer text is told next, as an update', async () => {
    const home = await house();
    double.next(voucherSave, async () => {
      await home.edit('newer name');
      return home.answerId();
    });
    expect(await home.publish()).toMatchObject({ state: 'saving' });
    await home.work();
    expect(
      double
        .seen(voucherSave)
        .map((call) => infoOf(call).pre_sale_coupon_info.coupon_name)
        .at(-1),
    ).toBe('newer name');
    expect(infoOf(double.seen(voucherSave)[1])).toMatchObject({ pre_sale_coupon_id: home.platformId });
    expect(await home.status()).toMatchObject({ state: 'auditing' });
  });
});

describe('a create whose answer was lost', () => {
  it('is not repeated at once; the platform then says it had not arrived: saved by the second call', async () => {
    const home = await house();
    double.next(voucherSave, () => 'drop');
    expect(await home.publish()).toMatchObject({ state: 'saving', platformVoucherId: undefined });
    const due = await home.work();
    expect((due as number) - NOW).toBeGreaterThanOrEqual(30_000);
    expect(double.seen(voucherSave)).toHaveLength(1);
    home.ctx.clock.set(due as number);
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'auditing', platformVoucherId: home.platformId });
  });

  it('and the platform says the id is taken: put before a person, never repeated, saved by the audit notice', async () => {
    const home = await house();
    double.next(
      voucherSave,
      () => ({ status: 504, body: 'gateway timeout' }),
      () => refusal(3000001, 'out_id is bound to another product'),
    );
    await home.publish();
    home.ctx.clock.advance(60_000);
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'failed', platformVoucherId: undefined });
    expect(await home.todo()).toEqual([expect.objectContaining({ state: 'failed', nextStep: 'VOUCHER_ID_UNKNOWN' })]);
    home.ctx.clock.advance(24 * HOUR);
    await home.work();
    expect(double.seen(voucherSave)).toHaveLength(2);
    await home.audit(1);
    expect(await home.status()).toMatchObject({ state: 'approved', platformVoucherId: home.platformId });
    expect(await home.todo()).toEqual([]);
    await home.shelf('on');
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
  });

  it('or a person enters the id found at the platform: saved again as an update', async () => {
    const home = await house();
    double.next(
      voucherSave,
      () => 'drop',
      () => refusal(2119001, '该out_id已绑定其他商品'),
    );
    await home.publish();
    home.ctx.clock.advance(60_000);
    await home.work();
    const status = await adoptVoucherId(home.ctx, home.accountId, home.voucherId, home.platformId);
    expect(status).toMatchObject({ state: 'auditing', platformVoucherId: home.platformId });
    expect(infoOf(double.seen(voucherSave)[2])).toMatchObject({ pre_sale_coupon_id: home.platformId });
    await expect(adoptVoucherId(home.ctx, home.accountId, home.voucherId, 'other')).rejects.toMatchObject({
      code: 'PLATFORM_ID_FIXED',
    });
    const second = await house();
    await expect(adoptVoucherId(second.ctx, second.accountId, second.voucherId, home.platformId)).rejects.toMatchObject(
      {
        code: 'PLATFORM_ID_TAKEN',
      },
    );
  });

  it('the process dies between sending and keeping the answer: remembered, and the notice brings the id', async () => {
    const home = await house();
    // The process dies: nothing after the call is ever run.
    const died = new Promise<never>(() => undefined);
    double.next(voucherSave, () => died);
    const dying = platformContext(database.open({ max: 4 }), { platformUrl: double.url, timeoutMs: 120_000 });
    void publishVoucher(dying, home.accountId, home.voucherId).catch(() => undefined);
    await expect.poll(() => double.seen(voucherSave).length).toBe(1);
    const row = await home.ctx.db.one<{ unanswered_at: number | null; state: string }>(
      'SELECT unanswered_at, state FROM gateway.vouchers WHERE voucher_id = $1',
      [home.voucherId],
    );
    expect(row).toEqual({ unanswered_at: NOW, state: 'saving' });
    await home.audit(1);
    expect(await home.status()).toMatchObject({ state: 'approved', platformVoucherId: home.platformId });
  });

  it('an update without an answer is simply repeated', async () => {
    const home = await house();
    await home.publish();
    await home.audit(1);
    double.next(voucherSave, () => 'drop');
    await home.edit('another name');
    const due = await home.work();
    expect((due as number) - NOW).toBeLessThanOrEqual(1000);
    home.ctx.clock.set(due as number);
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'auditing' });
  });
});

describe('audit notices', () => {
  it('find the voucher when they come at the very moment in which its new id is written', async () => {
    const home = await house();
    const { db } = home.ctx;
    await db.execute("UPDATE gateway.vouchers SET state = 'saving' WHERE voucher_id = $1", [home.voucherId]);
    const written = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const save = db.tx(async (session) => {
      await session.execute(
        "UPDATE gateway.vouchers SET state = 'auditing', platform_voucher_id = $2 WHERE voucher_id = $1",
        [home.voucherId, home.platformId],
      );
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    const audited = home.audit(1);
    await untilBlocked(database.database, 'the notice');
    commit.resolve();
    await Promise.all([save, audited]);
    expect(await home.status()).toMatchObject({ state: 'approved', platformVoucherId: home.platformId });
  });

  it('one that overtakes the answer of its save is not undone by it', async () => {
    const home = await house();
    await home.shelf('on');
    double.next(voucherSave, async () => {
      await home.audit(1);
      return home.answerId();
    });
    expect(await home.publish()).toMatchObject({ state: 'approved', platformVoucherId: home.platformId });
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
    expect(double.seen(voucherSave)).toHaveLength(1);
  });

  it('a repeated approval of a voucher on the shelf changes nothing', async () => {
    const home = await house();
    await home.shelf('on');
    await home.publish();
    await home.audit(1);
    await home.work();
    const operated = double.seen(productOperate).length;
    await home.audit(1);
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
    expect(double.seen(productOperate)).toHaveLength(operated);
  });

  it('for an unknown voucher is kept and changes nothing; an unknown verdict goes to a person', async () => {
    const home = await house();
    await home.publish();
    await home.audit(1, undefined, 'PV-unknown');
    expect(await home.status()).toMatchObject({ state: 'auditing' });
    await home.audit(7);
    expect(await home.status()).toMatchObject({ state: 'auditing' });
    const rows = await home.ctx.db.query<{ state: string; last_error: string }>(
      'SELECT state, last_error FROM gateway.webhooks ORDER BY message_id',
    );
    expect(rows).toEqual([
      { state: 'done', last_error: expect.stringContaining('no voucher') },
      { state: 'failed', last_error: 'unknown audit_result 7' },
    ]);
  });
});

describe('the shelf', () => {
  it('is tried after an hour although no notice came, then every six, until the platform agrees', async () => {
    const home = await house();
    await home.shelf('on');
    await home.publish();
    double.always(productOperate, ({ body }) => ({
      body: {
        data: (body as { product_id_list: string[] }).product_id_list.map((id) => ({
          product_id: id,
          code: '13',
          message: 'product is still in audit',
        })),
        extra: { error_code: 0, logid: 'LOGID' },
      },
    }));
    const first = await home.work();
    expect(first).toBe(NOW + HOUR);
    home.ctx.clock.set(first as number);
    const second = await home.work();
    expect(second).toBe(NOW + 2 * HOUR);
    home.ctx.clock.set(second as number);
    const third = await home.work();
    expect(third).toBe(NOW + 8 * HOUR);
    expect(await home.status()).toMatchObject({ state: 'auditing' });
    double.always(productOperate, accepted);
    home.ctx.clock.set(third as number);
    await home.work();
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
  });

  it('refused after approval: on the to-do list, the voucher stays approved', async () => {
    const home = await house();
    await home.publish();
    await home.audit(1);
    double.next(productOperate, () => ({
      body: {
        data: [{ product_id: home.platformId, code: '5', message: 'sale is over' }],
        extra: { error_code: 0, logid: 'L' },
      },
    }));
    expect(await home.shelf('on')).toMatchObject({ state: 'approved', stateReason: '5 sale is over (logid L)' });
    expect(await home.todo()).toEqual([
      expect.objectContaining({ kind: 'shelf', state: 'failed', nextStep: 'ITEM_REFUSED' }),
    ]);
  });

  it('without a verdict or an answer: asked again', async () => {
    const home = await house();
    await home.publish();
    await home.audit(1);
    double.next(
      productOperate,
      () => ({ body: { data: [], extra: { error_code: 0, logid: 'L' } } }),
      () => 'drop',
    );
    expect(await home.shelf('on')).toMatchObject({ state: 'approved' });
    for (let turn = 0; turn < 2; turn++) home.ctx.clock.set(((await home.work()) as number | undefined) ?? NOW);
    await home.work();
    expect(double.seen(productOperate)).toHaveLength(3);
    expect(await home.status()).toMatchObject({ state: 'on_shelf' });
  });

  it('a changed mind while the platform thinks: the last wish holds', async () => {
    const home = await house();
    await home.publish();
    await home.audit(1);
    let turned: Promise<unknown> = Promise.resolve();
    double.next(productOperate, (call) => {
      turned = home.shelf('off');
      return accepted(call);
    });
    await home.shelf('on');
    await turned;
    await home.work();
    expect(
      double
        .seen(productOperate)
        .map(({ body }) => (body as { op_type: number }).op_type)
        .at(-1),
    ).toBe(2);
    expect(await home.status()).toMatchObject({ state: 'off_shelf', wantedShelf: 'off' });
  });
});

function accepted({ body }: SeenCall) {
  const ids = (body as { product_id_list: string[] }).product_id_list;
  return {
    body: {
      data: ids.map((id) => ({ product_id: id, code: '0', message: 'success' })),
      extra: { error_code: 0, description: '', sub_error_code: 0, sub_description: '', logid: 'LOGID', now: 0 },
    },
  };
}
