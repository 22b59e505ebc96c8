import { describe, expect, test } from 'vitest';
import { axeFaults } from '../axe.ts';
import { namelessControls, type Visitor } from '../browser.ts';
import { at, sold, staff, stage, visit } from '../ground.ts';

/** What holds of each page. */
export function everyPage(): void {
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
      const visitor: Visitor = { width, language, key: stage().world.apiKey, guest: sold().classic.guest.userId };
      for (const area of ['console', 'guest', 'operator'] as const) {
        await visit(at(area), visitor, async (page) => {
          for (const path of PATHS[area]) {
            const url = at(
              area,
              path.replace('BOOKING', sold().accepted).replace('ORDER', sold().classic.order.order_id),
            );
            await page.goto(url);
            await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[role=status]'));
            const found = {
              headings: await page.locator('h1').count(),
              problems: await page.locator('.problem').count(),
              nameless: await namelessControls(page),
              axe: await axeFaults(page),
              tooWide: await page.evaluate(
                (wanted) => Math.max(0, document.documentElement.scrollWidth - wanted),
                width,
              ),
            };
            expect(found, url).toEqual({ headings: 1, problems: 0, nameless: [], axe: [], tooWide: 0 });
          }
        });
      }
    });

    test('what is not there is told in words for people, without calls of the API', async () => {
      const visitor = { guest: sold().classic.guest.userId, refusals: ['404 GET /guest/v1/orders/123'] };
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
}
