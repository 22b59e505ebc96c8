import type { Guest } from '@yuzhu/acceptance';
import { PlatformCaller } from '@yuzhu/acceptance';
import { interfaces } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { until } from '@yuzhu/runtime/testkit';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PATIENCE_MS } from '../browser.ts';
import { button, sold, staff, stage } from '../ground.ts';

/** What becomes of an order: stay, bill, oddities, promotions. */
export function orders(): void {
  describe('the stay and the bill', () => {
    test('check-in and check-out by button; the bill matches to the fen', async () => {
      const { operator } = stage().stand;
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
        const row = page.getByRole('table', { name: '核对结果' }).getByRole('row').filter({ hasText: sold().arriving });
        await row.getByText('一致').waitFor();
        // ¥499.00 less 6 % service fee and 5 % commission, each rounded half up.
        expect(await row.getByText('¥444.11').count()).toBe(2);
      });
    });

    test('a message the platform refused stands on the to-do list with its next step', async () => {
      const guest = stage().guests[1] as Guest;
      const order = await guest.order(stage().world.vouchers.get('VCH-SUITE-1N') ?? '', 1);
      await guest.payOrder(order.order_id);
      const { booking_id } = await guest.book({
        order_id: order.order_id,
        rate_plan_id: stage().world.ratePlans.get('NWT-SUITE-BB') ?? '',
        check_in: '2026-09-20',
        check_out: '2026-09-21',
        rooms: 1,
      });
      await stage().stand.operator.moveClock({ by: '2h' });
      await stage().world.hotel.accept(booking_id);
      await stage().stand.operator.moveClock({ by: '5m' });
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
      const now = (await stage().stand.operator.clock()).now;
      const { clientKey, clientSecret, vouchers } = stage().world;
      const platform = new PlatformCaller({
        partnerUrl: stage().stand.gatewayUrl,
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
      const { operator } = stage().stand;
      const voucher = stage().world.vouchers.get('VCH-SUITE-1N') ?? '';
      const to = (await operator.clock()).now + 3_600_000;
      const { promotion_id } = await operator.addPromotion(voucher, {
        kind: 'subsidy',
        name: '货补',
        to,
        discount: 5000,
      });
      const guest = stage().guests[1] as Guest;
      const order = await guest.payOrder((await guest.order(voucher, 1)).order_id);
      const { booking_id } = await guest.book({
        order_id: order.order_id,
        rate_plan_id: stage().world.ratePlans.get('NWT-SUITE-BB') ?? '',
        check_in: '2026-09-25',
        check_out: '2026-09-26',
        rooms: 1,
      });
      await fetch(`${stage().stand.sandboxUrl}/operator/v1/promotions/${promotion_id}/end`, { method: 'POST' });

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
      await staff(`/bookings/${sold().accepted}`, async (page) => {
        const sheet = page.getByRole('region', { name: '预售订单' });
        await sheet.getByText('优惠前').waitFor();
        expect(await sheet.getByText('营销活动').count()).toBe(0);
      });
    });
  });
}
