import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guest, PlatformCaller } from '@yuzhu/acceptance';
import { interfaces } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { until } from '@yuzhu/runtime/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { KINDS } from './operator/faults/draft.ts';
import { axeFaults } from './testing/axe.ts';
import {
  hasBrowser,
  NO_BROWSER,
  namelessControls,
  openBrowser,
  openPage,
  PATIENCE_MS,
  type Visitor,
} from './testing/browser.ts';
import { type Sold, sell } from './testing/scenes.ts';
import { openStage, type Stage } from './testing/stage.ts';

/*
 * The three areas against the real programs: real browser, real database, real protocol between the two. The tests tell
 * one story on one stage, in order; each looks at the other side too (what the guest or the platform sees of it).
 */

let stage: Stage;
let sold: Sold;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  [stage, browser] = await Promise.all([openStage(inject('yuzhuServerUrl')), openBrowser()]);
  sold = await sell(stage);
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

beforeEach((context) => context.skip(!hasBrowser, NO_BROWSER));

const at = (area: 'console' | 'guest' | 'operator', path = '') =>
  `${area === 'console' ? stage.stand.gatewayUrl : stage.stand.sandboxUrl}/${area}${path}`;

/** Opens a page, lets the test work with it, and closes it; the browser must not have complained, nor a program refused. */
async function visit(url: string, visitor: Visitor, work: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, complaints } = await openPage(browser, url, visitor);
  try {
    await work(page);
    // A page asks again by itself, so the same refusal may come more than once.
    expect([...new Set(complaints)]).toEqual(visitor.refusals ?? []);
  } finally {
    await context.close();
  }
}

/** Awaits a state of the other side. */
const comes = (what: string, look: () => Promise<boolean>) => until(look, { what, timeoutMs: PATIENCE_MS });

const staff = (path: string, work: (page: Page) => Promise<void>, more: Visitor = {}) =>
  visit(at('console', path), { key: stage.world.apiKey, ...more }, work);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

describe('hotel staff', () => {
  test('a key that does not open says so in both languages; one that does stays in its tab only', async () => {
    const { page, context } = await openPage(browser, at('console'));
    await page.getByLabel('接口密钥').fill('yzk_wrong');
    await button(page, '进入').click();
    await page.getByText('接口密钥不存在或已作废。').waitFor();
    await button(page, 'English').click();
    await page.getByText('the API key is unknown or was revoked.').waitFor();
    await page.getByText(/^Next: /).waitFor();
    await page.getByLabel('API key', { exact: true }).fill(stage.world.apiKey);
    await button(page, 'Enter').click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain('yzk_');
    expect(page.url()).not.toContain('yzk_');
    await page.reload();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await button(page, 'Leave').click();
    await page.getByLabel('API key', { exact: true }).waitFor();
    await context.close();
  });

  test('a booking is accepted from the list, and the guest sees it', async () => {
    const [first] = sold.waiting;
    await staff('/today', async (page) => {
      const list = page.getByRole('table', { name: '待接单' });
      const row = list.getByRole('row').filter({ hasText: '2026-09-14' });
      await row.getByText('约剩').waitFor();
      await row.getByRole('button', { name: '接单' }).click();
      await row.waitFor({ state: 'detached' });
    });
    const guest = stage.guests[1] as Guest;
    await comes('the acceptance at the platform', async () => (await guest.readBooking(first)).state === 'accepted');
  });

  test('a rejection asks why, and the guest reads the reason', async () => {
    const [, second] = sold.waiting;
    await staff(`/bookings/${second}`, async (page) => {
      await button(page, '拒单').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('原因（住客可见）').fill('');
      await dialog.getByText('请填写原因').waitFor();
      expect(await dialog.getByRole('button', { name: '拒单' }).isDisabled()).toBe(true);
      await dialog.getByLabel('原因（住客可见）').fill('套房当日维护');
      await dialog.getByRole('button', { name: '拒单' }).click();
      await page.getByText('已拒单', { exact: true }).waitFor();
    });
    const guest = stage.guests[1] as Guest;
    await comes('the reason', async () => (await guest.readBooking(second)).reject?.reason === '套房当日维护');
  });

  test('stock and price are changed over a range; what the gateway refuses is explained and changes nothing', async () => {
    const work = async (page: Page) => {
      await page.getByRole('button', { name: /^高级大床房 2026-09-14 / }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('房量', { exact: true }).fill('0');
      await button(page, '保存').click();
      await dialog.getByText('不能低于已售数').waitFor();
      await dialog.getByLabel('房量', { exact: true }).fill('9');
      await dialog.getByLabel('最后一晚（含）').fill('2026-09-15');
      await button(page, '保存').click();
      await page.getByText('已保存：2 个晚次有变化').waitFor();
      await page.getByRole('button', { name: /^高级大床房 2026-09-14 余 8/ }).waitFor();
      await page.getByRole('button', { name: /^高级大床房 2026-09-15 余 9/ }).waitFor();

      await page.getByRole('button', { name: /^高级大床房 含双早 2026-09-16 / }).click();
      await dialog.getByLabel('售价（元）').fill('588.5');
      await button(page, '保存').click();
      await page.getByRole('button', { name: /^高级大床房 含双早 2026-09-16 ¥588\.50/ }).waitFor();
    };
    await staff('/calendar?from=2026-09-14', work, { refusals: ['409 PUT /api/v1/calendar'] });
    const nights = await stage.world.hotel.calendar(stage.world.hotelId, '2026-09-14', '2026-09-16');
    const king = nights.room_types.find((one) => one.room_type_id === 'NWT-KING');
    expect(king?.nights.map(({ night, stock }) => [night, stock])).toEqual([
      ['2026-09-14', 9],
      ['2026-09-15', 9],
      ['2026-09-16', 5],
    ]);
  });

  test('guests are shown when asked for, bodies are masked', async () => {
    await staff(`/bookings/${sold.accepted}`, async (page) => {
      await page.getByText('姓名、电话等个人信息只在需要时读取').waitFor();
      const name = stage.guests[0]?.name as string;
      expect(await page.getByText(name).count()).toBe(0);
      await button(page, '读取住客信息').click();
      await page.getByText(name).first().waitFor();
      await button(page, '收起').click();
      const row = page.getByRole('table', { name: '与平台的交互' }).getByRole('row').filter({ hasText: 'booking' });
      await row.first().getByRole('button', { name: '查看' }).click();
      const request = page.locator('pre').filter({ hasText: '"check_in_date": "2026-09-14"' });
      await request.waitFor();
      expect(await request.textContent()).not.toContain(name);
    });
  });

  test('hotels and room types: what was matched by hand says so and asks for nothing', async () => {
    await staff('/rooms', async (page) => {
      const row = page.getByRole('row').filter({ hasText: 'NWT-KING' });
      await row.getByText('已匹配').waitFor();
      expect(await row.textContent()).not.toContain('匹配编号');
    });
  });

  test('sales of a room type are stopped after a look at what closes, and the stop is undone on a phone', async () => {
    const { hotel, hotelId, ratePlans } = stage.world;
    const { guest, order } = sold.classic;
    const stay = { rate_plan_id: ratePlans.get('NWT-KING-BB') ?? '', check_in: '2026-09-18', check_out: '2026-09-19' };
    const isBookable = async () => (await guest.look({ order_id: order.order_id, ...stay, rooms: 1 })).bookable;
    const openNights = async () =>
      (await hotel.calendar(hotelId, '2026-09-10', '2026-09-30')).room_types.flatMap(({ room_type_id, nights }) =>
        nights.filter(({ open }) => open).map(({ night }) => `${room_type_id} ${night}`),
      );
    const before = await openNights();
    expect(await isBookable()).toBe(true);

    await staff('/rooms', async (page) => {
      const row = page.getByRole('row').filter({ hasText: 'NWT-KING' });
      await row.getByRole('button', { name: '停售…' }).click();
      const dialog = page.getByRole('dialog');
      const preview = dialog.getByRole('region', { name: '将要关闭' });
      await preview.getByText('已售间夜（预约不受影响）').waitFor();
      expect(await axeFaults(page)).toEqual([]);
      await dialog.getByLabel('原因').fill('水管爆裂');
      expect(await openNights()).toEqual(before);
      await dialog.getByRole('button', { name: '停售', exact: true }).click();
      await page.getByText('已停售，正在通知平台。').waitFor();
      await row.getByText('停售中').waitFor();
      const running = page.getByRole('region', { name: '进行中的停售' });
      await running.getByText('房型：高级大床房').waitFor();
      await running.getByText('水管爆裂').waitFor();
    });
    expect(await openNights()).toEqual(before.filter((night) => !night.startsWith('NWT-KING')));
    expect(await isBookable()).toBe(false);

    const undo = async (page: Page) => {
      await page.getByRole('button', { name: /^高级大床房 2026-09-18 停售/ }).waitFor();
      const running = page.getByRole('region', { name: '进行中的停售' });
      await running.getByRole('button', { name: '撤销停售' }).click();
      expect(await axeFaults(page)).toEqual([]);
      await page.getByRole('tooltip').getByRole('button', { name: '撤销停售' }).click();
      await running.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^高级大床房 2026-09-18 余/ }).waitFor();
    };
    await staff('/calendar?from=2026-09-18', undo, { width: 390 });
    expect(await openNights()).toEqual(before);
    // The hotel refuses at once, but the platform offers again only what it was told.
    await stage.stand.operator.moveClock({ by: '5s' });
    await comes('the room type on sale again', isBookable);
  });

  test('the calendar stops the hotel it shows, or by choice the whole account', async () => {
    await staff('/calendar?from=2026-09-18', async (page) => {
      await button(page, '停售…').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('酒店：').waitFor();
      await dialog.getByLabel('停售什么').click();
      await page.locator('.ant-select-item').filter({ hasText: '整个账户' }).click();
      await dialog.getByRole('button', { name: '停售', exact: true }).click();
      const running = page.getByRole('region', { name: '进行中的停售' });
      await running.getByText('整个账户').waitFor();
      await page.getByRole('button', { name: /^高级大床房 2026-09-18 停售/ }).waitFor();
      await running.getByRole('button', { name: '撤销停售' }).click();
      await page.getByRole('tooltip').getByRole('button', { name: '撤销停售' }).click();
      await running.waitFor({ state: 'detached' });
    });
    const stops = await stage.world.hotel.stops();
    expect(stops.map(({ level, ended_at }) => [level, ended_at === null])).toEqual([
      ['account', false],
      ['room_type', false],
    ]);
  });

  test('matching: a proposal is explained, confirmed and taken back', async () => {
    const { hotel } = stage.world;
    await hotel.saveHotel('HZ-01', { name: '杭州西溪澹舟大酒店' });
    await staff('/matching', async (page) => {
      const row = page.getByRole('row').filter({ hasText: '澹舟酒店（杭州西溪）' });
      await row.getByText('名称相近').waitFor();
      await row.getByRole('button', { name: '确认' }).click();
      await row.getByText('已匹配').waitFor();
      expect((await hotel.hotel('HZ-01')).platform_hotel_id).not.toBeNull();
      await row.getByRole('button', { name: '撤销' }).click();
      await row.getByText('建议 75%').waitFor();
      expect((await hotel.hotel('HZ-01')).platform_hotel_id).toBeNull();
    });
  });
});

describe('guests, on a phone', () => {
  test('from the shelf to an accepted stay with a surcharge', async () => {
    await visit(at('guest'), { width: 390 }, async (page) => {
      await page.getByRole('button', { name: /苏念/ }).click();
      await page.getByRole('link', { name: /北外滩高级房 1 晚/ }).click();
      await button(page, '增加: 数量').click();
      await button(page, '立即购买 ¥998.00').click();
      await button(page, '支付 ¥998.00').click();
      await page.getByRole('link', { name: '去预约' }).click();
      await page.getByRole('button', { name: /^12 \+¥60 2026-09-12/ }).click();
      expect(page.url()).toContain('checkIn=2026-09-12');
      await page.reload();
      await page.getByText('加价 ¥60.00').waitFor();
      await button(page, '下一步').click();
      await page.getByText('酒店确认可订').waitFor();
      await button(page, '提交，需付加价 ¥60.00').click();
      await button(page, '支付 ¥60.00').click();
      await page.getByText('预约成功').waitFor();
      await page.getByText('酒店确认号').waitFor();
    });
  });

  test('a night that is gone can not be chosen', async () => {
    await stage.world.hotel.putCalendar({
      stock: [{ room_type_id: 'NWT-KING', from: '2026-09-20', to: '2026-09-20', open: false }],
    } as never);
    await stage.stand.operator.moveClock({ by: '5s' });
    const { guest, order } = sold.classic;
    await visit(at('guest', `/orders/${order.order_id}/book`), { width: 390, guest: guest.userId }, async (page) => {
      const closed = page.getByRole('button', { name: /^20 停售 2026-09-20/ });
      await closed.waitFor();
      expect(await closed.isDisabled()).toBe(true);
    });
  });
});

describe('the platform’s operator', () => {
  test('the clock is moved, and what happened on the way is told', async () => {
    const before = (await stage.stand.operator.clock()).now;
    await visit(at('operator'), {}, async (page) => {
      await button(page, '拨快 1 小时').click();
      await page.getByText(/途中发生了 \d+ 件事/).waitFor();
    });
    expect((await stage.stand.operator.clock()).now).toBe(before + 3_600_000);
  });

  test('an exchange is found by its order and shows its bytes', async () => {
    await visit(at('operator', `/exchanges?subject=${sold.accepted}&interface=booking`), {}, async (page) => {
      await button(page, '查看').first().click();
      const request = page.locator('pre').filter({ hasText: `"order_id": "${sold.accepted}"` });
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
    const document = (await (await fetch(`${stage.stand.sandboxUrl}/openapi.json`)).json()) as {
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
      (await (await fetch(`${stage.stand.sandboxUrl}/operator/v1${path}`)).json()) as Reply;
    const { clientKey } = stage.world;
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

      const merchant = page.getByRole('region', { name: stage.world.accountName });
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
      await guests.getByText(`现有 ${stage.guests.length + 3} 位`).waitFor();
    });
    expect(await application()).toEqual(before);
  });

  test('the operator sets the currency of a merchant, and amounts are shown in it everywhere', async () => {
    const { accountId, accountName, clientKey } = stage.world;
    const path = `/operator/v1/accounts/${accountId}/handling`;
    const kept = async () => {
      const answer = await fetch(`${stage.stand.sandboxUrl}/operator/v1/accounts`);
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
      fetch(`${stage.stand.gatewayUrl}/admin/v1/accounts/${accountId}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${stage.stand.adminKey}`, 'content-type': 'application/json' },
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
    await staff(`/calendar?hotel=${stage.world.hotelId}`, async (page) => {
      await page
        .getByRole('button', { name: /高级大床房 含双早 .*HK\$\d/ })
        .first()
        .click();
      await page.getByLabel('税前价（HKD）').waitFor();
      await noYuan(page);
    });
    // What was sold before in another currency stays in it.
    await staff(`/bookings/${sold.accepted}`, async (page) => {
      await page.getByText(/^¥/).first().waitFor();
      await page.getByText(/^HK\$/).first().waitFor();
    });
    await visit(at('guest', '/orders'), { guest: sold.classic.guest.userId, width: 390 }, async (page) => {
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
        .getByRole('region', { name: stage.world.clientKey })
        .locator('form')
        .filter({ hasText: '消息推送地址' });
      const url = await hook.getByRole('textbox').inputValue();
      expect(url).toContain(stage.stand.gatewayUrl);
      await hook.getByRole('button', { name: '取消订阅' }).click();
      await hook.getByRole('button', { name: '取消订阅' }).waitFor({ state: 'detached' });
      await hook.getByRole('textbox').fill(url);
      await hook.getByRole('button', { name: '保存' }).click();
      await hook.getByRole('button', { name: '取消订阅' }).waitFor();
    });
    const followers = async () => (await stage.stand.operator.clock()).followers.map(({ url }) => url);
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
    const document = (await (await fetch(`${stage.stand.sandboxUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const abilities = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/operator/v1/'))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${method.toUpperCase()} ${path.slice('/operator/v1'.length).replaceAll(/\{(\w+)\}/g, ':$1')}`,
        ),
      );
    const folder = join(import.meta.dirname, 'operator/api');
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

describe('the stay and the bill', () => {
  test('check-in and check-out by button; the bill matches to the fen', async () => {
    const { operator } = stage.stand;
    await operator.moveClock({ to: '2026-09-11 15:00' });
    await staff('/today', async (page) => {
      const row = page.getByRole('table', { name: '今日到店' }).getByRole('row').filter({ hasText: '1 晚' });
      await row.getByRole('button', { name: '办理入住' }).click();
      await row.getByText('已入住').waitFor();
    });
    await operator.moveClock({ to: '2026-09-12 11:00' });
    await staff('/today', async (page) => {
      const row = page.getByRole('table', { name: '今日离店' }).getByRole('row').filter({ hasText: '1 晚' });
      await row.getByRole('button', { name: '办理离店' }).click();
      await page.getByText('这一天没有要离店的在住客人。').waitFor();
    });
    await operator.moveClock({ to: '2026-09-14 09:00' });
    await staff('/bills?day=2026-09-13', async (page) => {
      await button(page, '立即获取').click();
      const row = page.getByRole('table', { name: '核对结果' }).getByRole('row').filter({ hasText: sold.arriving });
      await row.getByText('一致').waitFor();
      // ¥499.00 less 6 % service fee and 5 % commission, each rounded half up.
      expect(await row.getByText('¥444.11').count()).toBe(2);
    });
  });

  test('a message the platform refused stands on the to-do list with its next step', async () => {
    const guest = stage.guests[1] as Guest;
    const order = await guest.order(stage.world.vouchers.get('VCH-SUITE-1N') ?? '', 1);
    await guest.payOrder(order.order_id);
    const { booking_id } = await guest.book({
      order_id: order.order_id,
      rate_plan_id: stage.world.ratePlans.get('NWT-SUITE-BB') ?? '',
      check_in: '2026-09-20',
      check_out: '2026-09-21',
      rooms: 1,
    });
    await stage.stand.operator.moveClock({ by: '2h' });
    await stage.world.hotel.accept(booking_id);
    await stage.stand.operator.moveClock({ by: '5m' });
    await staff('/todo', async (page) => {
      const line = page.getByRole('listitem').filter({ hasText: booking_id });
      await line.getByText('下一步：平台拒绝了这条消息').waitFor();
      await line.getByRole('button', { name: '重发' }).click();
      await page.getByText('已安排重发').waitFor();
    });
  });
});

describe('voucher orders', () => {
  test('with oddities are found from the to-do list and seen', async () => {
    const now = (await stage.stand.operator.clock()).now;
    const { clientKey, clientSecret, vouchers } = stage.world;
    const platform = new PlatformCaller({
      partnerUrl: stage.stand.gatewayUrl,
      clientKey,
      clientSecret,
      now: () => now,
      random: seededRandom('odd order'),
    });
    const orderId = '1170000000000000042';
    const answer = await platform.call(interfaces.voucherOrder, {
      order_id: orderId,
      pre_sale_coupon_id: vouchers.get('VCH-CLASSIC-1N') ?? '',
      biz_type: 2011,
      total_amount: 77_700,
      total_coupon_count: 1,
      each_coupon_amount: 49_900,
    });
    await platform.close();
    expect(answer.code).toBe(0);
    await staff(
      '/todo',
      async (page) => {
        // The badge of the place counts it as well.
        await page.getByRole('link', { name: /^待处理\s*[1-9]/ }).waitFor();
        await page.getByRole('link', { name: /1 需要留意的预售订单/ }).click();
        const order = page.getByRole('listitem').filter({ hasText: orderId }).first();
        await order.getByText('总价与明细之和不一致').waitFor();
        await order.getByRole('button', { name: '已看过' }).click();
        await page.getByText('没有符合条件的预售订单。').waitFor();
      },
      { width: 390 },
    );
  });
});

describe('marketing', () => {
  test('staff see which promotion an order came with, who pays it and what it does to the price', async () => {
    const { operator } = stage.stand;
    const voucher = stage.world.vouchers.get('VCH-SUITE-1N') ?? '';
    const to = (await operator.clock()).now + 3_600_000;
    const { promotion_id } = await operator.addPromotion(voucher, {
      kind: 'subsidy',
      name: '货补',
      to,
      discount: 5000,
    });
    const guest = stage.guests[1] as Guest;
    const order = await guest.payOrder((await guest.order(voucher, 1)).order_id);
    const { booking_id } = await guest.book({
      order_id: order.order_id,
      rate_plan_id: stage.world.ratePlans.get('NWT-SUITE-BB') ?? '',
      check_in: '2026-09-25',
      check_out: '2026-09-26',
      rooms: 1,
    });
    await fetch(`${stage.stand.sandboxUrl}/operator/v1/promotions/${promotion_id}/end`, { method: 'POST' });

    await staff('/orders', async (page) => {
      const list = page.getByRole('table', { name: '预售订单' });
      await list.getByRole('row').nth(2).waitFor();
      await page.getByLabel('只看营销订单').check();
      await until(async () => (await list.getByRole('row').count()) === 2, { timeoutMs: PATIENCE_MS });
      expect(page.url()).toContain('promotion=yes');
      const row = list.getByRole('row').filter({ hasText: order.order_id });
      await row.getByText('货补').waitFor();
      await row.getByText('平台（推断，以账单为准）').waitFor();
      await row.getByText(/优惠前 ¥[\d,.]+ · 优惠 ¥50\.00/).waitFor();
    });
    const look = async (page: Page) => {
      const sheet = page.getByRole('region', { name: '预售订单' });
      await sheet.getByText('货补').waitFor();
      await sheet.getByText(`活动编号 ${promotion_id}`).waitFor();
      await sheet.getByText('平台（推断，以账单为准）').waitFor();
      await sheet.getByText('¥50.00').waitFor();
    };
    await staff(`/bookings/${booking_id}`, look, { width: 390 });
    // Without a promotion nothing is said of one.
    await staff(`/bookings/${sold.accepted}`, async (page) => {
      const sheet = page.getByRole('region', { name: '预售订单' });
      await sheet.getByText('优惠前').waitFor();
      expect(await sheet.getByText('营销活动').count()).toBe(0);
    });
  });
});

describe('every page', () => {
  const PATHS = {
    console: [
      '/today',
      '/bookings',
      '/bookings/BOOKING',
      '/orders',
      '/calendar',
      '/rooms',
      '/todo',
      '/matching',
      '/bills?day=2026-09-13',
    ],
    guest: ['', '/orders', '/orders/ORDER', '/orders/ORDER/book', '/bookings', '/bookings/BOOKING'],
    operator: [
      '/clock',
      '/products',
      '/audits',
      '/matches',
      '/promotions',
      '/back-office',
      '/merchants',
      '/exchanges',
      '/notices',
      '/faults',
      '/ledger',
    ],
  } as const;

  test.each([
    [390, 'zh'],
    [390, 'en'],
    [1280, 'en'],
  ] as const)('fits %i px in %s, has one heading, names its controls, and nothing fails', async (width, language) => {
    const visitor: Visitor = { width, language, key: stage.world.apiKey, guest: sold.classic.guest.userId };
    for (const area of ['console', 'guest', 'operator'] as const) {
      await visit(at(area), visitor, async (page) => {
        for (const path of PATHS[area]) {
          const url = at(area, path.replace('BOOKING', sold.accepted).replace('ORDER', sold.classic.order.order_id));
          await page.goto(url);
          await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[role=status]'));
          const found = {
            headings: await page.locator('h1').count(),
            problems: await page.locator('.problem').count(),
            nameless: await namelessControls(page),
            axe: await axeFaults(page),
            tooWide: await page.evaluate((wanted) => Math.max(0, document.documentElement.scrollWidth - wanted), width),
          };
          expect(found, url).toEqual({ headings: 1, problems: 0, nameless: [], axe: [], tooWide: 0 });
        }
      });
    }
  });

  test('what is not there is told in words for people, without calls of the API', async () => {
    const visitor = { guest: sold.classic.guest.userId, refusals: ['404 GET /guest/v1/orders/123'] };
    await visit(at('guest', '/orders/123'), visitor, async (page) => {
      const problem = page.getByRole('alert');
      await problem.waitFor();
      expect(await problem.textContent()).not.toContain('/v1/');
    });
  });

  test('an address without a page says so', async () => {
    await staff('/nowhere', async (page) => {
      await page.getByRole('heading', { name: '没有这个页面。' }).waitFor();
      expect(await axeFaults(page)).toEqual([]);
    });
  });
});
