import type { Guest } from '@yuzhu/acceptance';
import { until } from '@yuzhu/runtime/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
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
      await dialog.getByText('房量不能低于已售数').waitFor();
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

describe('every page', () => {
  const PATHS = {
    console: [
      '/today',
      '/bookings',
      '/bookings/BOOKING',
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
