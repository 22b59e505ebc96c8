import { describe, expect, test } from 'vitest';
import { at, button, sold, stage, visit } from '../ground.ts';

/** The pages of the guests. */
export function guests(): void {
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
      await stage().world.hotel.putCalendar({
        stock: [{ room_type_id: 'NWT-KING', from: '2026-09-20', to: '2026-09-20', open: false }],
      } as never);
      await stage().stand.operator.moveClock({ by: '5s' });
      const { guest, order } = sold().classic;
      await visit(at('guest', `/orders/${order.order_id}/book`), { width: 390, guest: guest.userId }, async (page) => {
        const closed = page.getByRole('button', { name: /^20 停售 2026-09-20/ });
        await closed.waitFor();
        expect(await closed.isDisabled()).toBe(true);
      });
    });
  });
}
