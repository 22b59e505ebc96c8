import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../operator/faults/draft.ts';
import { at, button, comes, sold, staff, stage, visit } from '../ground.ts';

/** The pages of the platform's operator. */
export function operator(): void {
  describe('the platform’s operator', () => {
    test('the clock is moved, and what happened on the way is told', async () => {
      const before = (await stage().stand.operator.clock()).now;
      await visit(at('operator'), {}, async (page) => {
        await button(page, '拨快 1 小时').click();
        await page.getByText(/途中发生了 \d+ 件事/).waitFor();
      });
      expect((await stage().stand.operator.clock()).now).toBe(before + 3_600_000);
    });

    test('an exchange is found by its order and shows its bytes', async () => {
      await visit(at('operator', `/exchanges?subject=${sold().accepted}&interface=booking`), {}, async (page) => {
        await button(page, '查看').first().click();
        const request = page.locator('pre').filter({ hasText: `"order_id": "${sold().accepted}"` });
        await request.first().waitFor();
        await page.getByText('x-life-sign').waitFor();
      });
    });

    test('a fault is set and taken back', async () => {
      await visit(at('operator', '/faults'), {}, async (page) => {
        await page.getByText('没有设置故障').waitFor();
        await button(page, '添加').click();
        const row = page.getByRole('table', { name: '故障' }).getByRole('row').filter({ hasText: 'booking' });
        await row.getByText('接下来 1 次').waitFor();
        await button(page, '移除').click();
        await page.getByText('没有设置故障').waitFor();
      });
    });

    test('a share of the rate plans of a push is made busy', async () => {
      await visit(at('operator', '/faults'), {}, async (page) => {
        const choose = async (field: string, option: RegExp) => {
          await page.getByLabel(field, { exact: true }).click();
          await page.locator('.ant-select-item-option:visible').filter({ hasText: option }).click();
        };
        await choose('方向', /合作方 → 平台/);
        await choose('故障种类', /部分商品繁忙/);
        await page.getByLabel('每个商品的概率（%）').fill('25');
        await button(page, '添加').click();
        const row = page.getByRole('table', { name: '故障' }).getByRole('row').filter({ hasText: 'stock-save' });
        await row.getByText('部分商品繁忙').waitFor();
        await row.getByText('25%').waitFor();
        await button(page, '全部移除').click();
        await page.getByText('没有设置故障').waitFor();
      });
    });

    test('every kind of fault the sandbox knows stands in the form', async () => {
      const document = (await (await fetch(`${stage().stand.sandboxUrl}/openapi.json`)).json()) as {
        paths: Record<string, { post?: { requestBody: { content: Record<string, { schema: unknown }> } } }>;
      };
      const body = document.paths['/operator/v1/faults']?.post?.requestBody.content['application/json']?.schema;
      const kinds = [...JSON.stringify(body).matchAll(/"kind":\{[^{}]*"const":"([a-z-]+)"/g)].map((match) => match[1]);
      expect(kinds.length).toBeGreaterThan(5);
      expect([...new Set([...KINDS.in, ...KINDS.out])].sort()).toEqual(kinds.sort());
    });

    test('merchants and applications: handling, addresses, scopes, limits and guests are set and taken back', async () => {
      type Application = {
        addresses: { interface: string; url: string; own: boolean }[];
        scopes: string[];
        limits: { interface: string; max_calls: number }[];
      };
      const read = async <Reply>(path: string) =>
        (await (await fetch(`${stage().stand.sandboxUrl}/operator/v1${path}`)).json()) as Reply;
      const { clientKey } = stage().world;
      const application = async () =>
        (await read<{ applications: (Application & { client_key: string })[] }>('/applications')).applications.find(
          (one) => one.client_key === clientKey,
        ) as Application;
      const before = await application();
      await visit(at('operator', '/merchants'), {}, async (page) => {
        const sheet = page.getByRole('region', { name: clientKey });
        const address = sheet.locator('form').filter({ hasText: 'bookable-check' });
        await address.getByRole('textbox').fill('http://127.0.0.1:9/elsewhere');
        await address.getByRole('button', { name: '保存' }).click();
        await address.getByText('单独设置').waitFor();
        expect((await application()).addresses.find(({ own }) => own)?.interface).toBe('bookable-check');
        await address.getByRole('button', { name: '恢复默认' }).click();
        await address.getByText('单独设置').waitFor({ state: 'detached' });

        const limits = sheet.getByRole('form', { name: '接口限流' });
        await limits.getByLabel('次数').fill('7');
        await limits.getByRole('button', { name: '保存' }).click();
        await limits.getByText('7 次 / 1 秒，按应用').waitFor();
        expect((await application()).limits).toMatchObject([{ interface: 'stock-save', max_calls: 7 }]);
        await limits.getByRole('button', { name: '恢复默认' }).click();
        await limits.getByText('没有单独设置').waitFor();

        const scopes = sheet.locator('form').filter({ hasText: '能力权限' });
        await scopes.getByRole('combobox').fill('life.capacity.extra');
        await scopes.getByRole('combobox').press('Enter');
        await scopes.getByRole('button', { name: '保存' }).click();
        await comes('the scope', async () => (await application()).scopes.includes('life.capacity.extra'));
        await sheet.getByTitle('life.capacity.extra').locator('.ant-select-selection-item-remove').click();
        await scopes.getByRole('button', { name: '保存' }).click();
        await comes('no such scope', async () => !(await application()).scopes.includes('life.capacity.extra'));

        const merchant = page.getByRole('region', { name: stage().world.accountName });
        await merchant.getByLabel('审核耗时（秒）').fill('90');
        await merchant.getByRole('button', { name: '保存' }).click();
        await comes('the delay', async () =>
          (await read<{ accounts: { audit_delay_ms: number }[] }>('/accounts')).accounts.some(
            ({ audit_delay_ms: ms }) => ms === 90_000,
          ),
        );
        await merchant.getByRole('button', { name: '交易条款' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('接单时限（分钟）').fill('45');
        await dialog.getByRole('button', { name: '保存' }).click();
        await dialog.waitFor({ state: 'detached' });
        await merchant.getByRole('button', { name: '交易条款' }).click();
        expect(await dialog.getByLabel('接单时限（分钟）').inputValue()).toBe('45');
        await dialog.getByRole('button', { name: '恢复默认' }).click();
        await dialog.waitFor({ state: 'detached' });

        const guests = page.getByRole('form', { name: '虚构住客' });
        await guests.getByLabel('人数').fill('3');
        await guests.getByRole('button', { name: '添加' }).click();
        await guests.getByText(`现有 ${stage().guests.length + 3} 位`).waitFor();
      });
      expect(await application()).toEqual(before);
    });

    test('the operator sets the currency of a merchant, and amounts are shown in it everywhere', async () => {
      const { accountId, accountName, clientKey } = stage().world;
      const path = `/operator/v1/accounts/${accountId}/handling`;
      const kept = async () => {
        const answer = await fetch(`${stage().stand.sandboxUrl}/operator/v1/accounts`);
        const { accounts } = (await answer.json()) as { accounts: { account_id: string; currency: string | null }[] };
        return accounts.find(({ account_id: id }) => id === accountId)?.currency;
      };
      const choose = async (page: Page, text: string) => {
        const merchant = page.getByRole('region', { name: accountName });
        await merchant.getByLabel('币种').click();
        await merchant.getByLabel('币种').fill(text);
        await merchant.getByLabel('币种').press('Enter');
        await merchant.getByRole('button', { name: '保存' }).click();
      };
      const abroad = (currency: string | null) =>
        fetch(`${stage().stand.gatewayUrl}/admin/v1/accounts/${accountId}`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${stage().stand.adminKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ name: accountName, client_key: clientKey, currency }),
        });
      await visit(at('operator', '/merchants'), { refusals: [`400 PUT ${path}`] }, async (page) => {
        await page
          .getByText(/选择币种即视为非大陆商户/)
          .first()
          .waitFor();
        await choose(page, 'HK$');
        // The words of the registry, below the field and with the next step above the page.
        const merchant = page.getByRole('region', { name: accountName });
        await merchant.getByText(/^请求参数有误：/).waitFor();
        await page.getByText(/按 \/docs 中的说明修改该字段后重新提交/).waitFor();
        expect(await kept()).toBeNull();
        await choose(page, 'hkd');
        await comes('the currency', async () => (await kept()) === 'HKD');
        await merchant.getByText(/^请求参数有误：/).waitFor({ state: 'detached' });
      });
      expect((await abroad('HKD')).status).toBe(200);
      const noYuan = async (page: Page) => expect(await page.locator('body').innerText()).not.toContain('¥');
      await visit(at('operator', '/ledger'), {}, async (page) => {
        await page.getByText('合计 HK$0.00：账平').waitFor();
        await noYuan(page);
      });
      await visit(at('operator', '/back-office'), { width: 390 }, async (page) => {
        await page.getByLabel('划线价（HKD）').waitFor();
      });
      await staff('/orders', async (page) => {
        await page.getByText(/^HK\$/).first().waitFor();
        await noYuan(page);
      });
      await staff(`/calendar?hotel=${stage().world.hotelId}`, async (page) => {
        await page
          .getByRole('button', { name: /高级大床房 含双早 .*HK\$\d/ })
          .first()
          .click();
        await page.getByLabel('税前价（HKD）').waitFor();
        await noYuan(page);
      });
      // What was sold before in another currency stays in it.
      await staff(`/bookings/${sold().accepted}`, async (page) => {
        await page.getByText(/^¥/).first().waitFor();
        await page.getByText(/^HK\$/).first().waitFor();
      });
      await visit(at('guest', '/orders'), { guest: sold().classic.guest.userId, width: 390 }, async (page) => {
        await page.getByText(/¥1,497\.00/).waitFor();
      });
      expect((await abroad(null)).status).toBe(200);
      await visit(at('operator', '/merchants'), { width: 390 }, async (page) => {
        await choose(page, 'CNY');
        await comes('the mainland', async () => (await kept()) === null);
      });
    });

    test('a webhook address is taken away and given again, a follower of the clock too', async () => {
      await visit(at('operator', '/merchants'), {}, async (page) => {
        const hook = page
          .getByRole('region', { name: stage().world.clientKey })
          .locator('form')
          .filter({ hasText: '消息推送地址' });
        const url = await hook.getByRole('textbox').inputValue();
        expect(url).toContain(stage().stand.gatewayUrl);
        await hook.getByRole('button', { name: '取消订阅' }).click();
        await hook.getByRole('button', { name: '取消订阅' }).waitFor({ state: 'detached' });
        await hook.getByRole('textbox').fill(url);
        await hook.getByRole('button', { name: '保存' }).click();
        await hook.getByRole('button', { name: '取消订阅' }).waitFor();
      });
      const followers = async () => (await stage().stand.operator.clock()).followers.map(({ url }) => url);
      const [url = ''] = await followers();
      await visit(at('operator', '/clock'), {}, async (page) => {
        await button(page, '不再跟随').click();
        await page.getByText('没有程序跟随这个时钟。').waitFor();
        expect(await followers()).toEqual([]);
        await page.getByLabel('让程序跟随（地址）').fill(url);
        await button(page, '添加').click();
        await page.getByText('跟随正常').waitFor();
      });
      expect(await followers()).toEqual([url]);
    });

    test('a good is made by hand, and its nights are kept by hand', async () => {
      await visit(at('operator', '/back-office'), {}, async (page) => {
        const make = page.getByRole('form', { name: '手工创建预定商品' });
        await make.getByLabel('商品名称').fill('手工商品');
        await make.getByRole('button', { name: '手工创建预定商品' }).click();
        await page.getByText(/^已创建 \d+/).waitFor();
        const keep = page.getByRole('form', { name: '手工维护价格与房量' });
        await keep.getByLabel('预定商品').click();
        await page.locator('.ant-select-item-option:visible').filter({ hasText: '手工商品' }).click();
        await keep.getByLabel('最后一晚（含）').fill('2026-09-30');
        await keep.getByLabel('售卖价（元）').fill('388');
        await keep.getByLabel('间数').fill('4');
        await keep.getByRole('button', { name: '保存' }).click();
        await page.getByText(/^已写入 \d+ 晚/).waitFor();
      });
    });

    test('every ability of the operator is called by a page', async () => {
      const document = (await (await fetch(`${stage().stand.sandboxUrl}/openapi.json`)).json()) as {
        paths: Record<string, Record<string, unknown>>;
      };
      const abilities = Object.entries(document.paths)
        .filter(([path]) => path.startsWith('/operator/v1/'))
        .flatMap(([path, methods]) =>
          Object.keys(methods).map(
            (method) => `${method.toUpperCase()} ${path.slice('/operator/v1'.length).replaceAll(/\{(\w+)\}/g, ':$1')}`,
          ),
        );
      const folder = join(import.meta.dirname, '../../operator/api');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
      const sources = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
      const called = new Set([...sources.matchAll(/'((?:GET|POST|PUT|DELETE) \/[^']*)'/g)].map((match) => match[1]));
      expect(abilities.length).toBeGreaterThan(30);
      // Terms are read together with the merchant or the voucher they belong to.
      const elsewhere = ['GET /accounts/:account_id/terms', 'GET /vouchers/:voucher_id/terms'];
      expect(abilities.filter((one) => !called.has(one)).sort()).toEqual(elsewhere);
      expect([...called].filter((one) => !abilities.includes(one ?? ''))).toEqual([]);
    });

    test('the ledger balances', async () => {
      await visit(at('operator', '/ledger'), {}, async (page) => {
        await page.getByText('合计 ¥0.00：账平').waitFor();
        await page.getByText('platform:holding').first().waitFor();
      });
    });
  });
}
