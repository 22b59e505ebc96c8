import type { Guest } from '@yuzhu/acceptance';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../axe.ts';
import { openPage } from '../browser.ts';
import { at, browser, button, comes, sold, staff, stage } from '../ground.ts';

/** The pages of the hotel: key, bookings, calendar, rooms, matching. */
export function hotelStaff(): void {
  describe('hotel staff', () => {
    test('a key that does not open says so in both languages; one that does stays in its tab only', async () => {
      const { page, context } = await openPage(browser(), at('console'));
      await page.getByLabel('接口密钥').fill('yzk_wrong');
      await button(page, '进入').click();
      await page.getByText('接口密钥不存在或已作废。').waitFor();
      await button(page, 'English').click();
      await page.getByText('the API key is unknown or was revoked.').waitFor();
      await page.getByText(/^Next: /).waitFor();
      await page.getByLabel('API key', { exact: true }).fill(stage().world.apiKey);
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
      const [first] = sold().waiting;
      await staff('/today', async (page) => {
        const list = page.getByRole('table', { name: '待接单' });
        const row = list.getByRole('row').filter({ hasText: '2026-09-14' });
        await row.getByText('约剩').waitFor();
        await row.getByRole('button', { name: '接单' }).click();
        await row.waitFor({ state: 'detached' });
      });
      const guest = stage().guests[1] as Guest;
      await comes('the acceptance at the platform', async () => (await guest.readBooking(first)).state === 'accepted');
    });

    test('a rejection asks why, and the guest reads the reason', async () => {
      const [, second] = sold().waiting;
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
      const guest = stage().guests[1] as Guest;
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
      const nights = await stage().world.hotel.calendar(stage().world.hotelId, '2026-09-14', '2026-09-16');
      const king = nights.room_types.find((one) => one.room_type_id === 'NWT-KING');
      expect(king?.nights.map(({ night, stock }) => [night, stock])).toEqual([
        ['2026-09-14', 9],
        ['2026-09-15', 9],
        ['2026-09-16', 5],
      ]);
    });

    test('guests are shown when asked for, bodies are masked', async () => {
      await staff(`/bookings/${sold().accepted}`, async (page) => {
        await page.getByText('姓名、电话等个人信息只在需要时读取').waitFor();
        const name = stage().guests[0]?.name as string;
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
      const { hotel, hotelId, ratePlans } = stage().world;
      const { guest, order } = sold().classic;
      const stay = {
        rate_plan_id: ratePlans.get('NWT-KING-BB') ?? '',
        check_in: '2026-09-18',
        check_out: '2026-09-19',
      };
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
      await stage().stand.operator.moveClock({ by: '5s' });
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
      const stops = await stage().world.hotel.stops();
      expect(stops.map(({ level, ended_at }) => [level, ended_at === null])).toEqual([
        ['account', false],
        ['room_type', false],
      ]);
    });

    test('matching: a proposal is explained, confirmed and taken back', async () => {
      const { hotel } = stage().world;
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
}
