import { until } from '@yuzhu/runtime/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest';
import { hasBrowser, NO_BROWSER, openBrowser, openPage, PATIENCE_MS, type Visitor } from './browser.ts';
import { type Sold, sell } from './scenes.ts';
import { openStage, type Stage } from './stage.ts';

/** What the parts of a test file share: one stage, what was sold on it, one browser. */
interface Ground {
  stage: Stage;
  sold: Sold;
  browser: Browser;
}

/** Filled piece by piece, so that what was opened is closed even when the next piece fails. */
const ground: Partial<Ground> = {};

/** Opens the ground before the tests of this file and clears it after them; skips them where there is no browser. */
export function openGround(): void {
  beforeAll(async () => {
    if (!hasBrowser) return;
    ground.browser = await openBrowser();
    ground.stage = await openStage(inject('yuzhuServerUrl'));
    ground.sold = await sell(ground.stage);
  });
  afterAll(async () => {
    await ground.browser?.close();
    await ground.stage?.close();
  });
  beforeEach((context) => context.skip(!hasBrowser, NO_BROWSER));
}

function opened<Piece extends keyof Ground>(piece: Piece): Ground[Piece] {
  const there = ground[piece];
  if (there === undefined) throw new Error('the ground is not open: call openGround() in the test file');
  return there as Ground[Piece];
}

/** Both programs with a hotel on sale. */
export const stage = (): Stage => opened('stage');

/** What the scenes before the tests sold. */
export const sold = (): Sold => opened('sold');

/** The browser of the file. */
export const browser = (): Browser => opened('browser');

/** The address of a page. */
export const at = (area: 'console' | 'guest' | 'operator', path = ''): string =>
  `${area === 'console' ? stage().stand.gatewayUrl : stage().stand.sandboxUrl}/${area}${path}`;

/** Opens a page, lets the test work with it, and closes it; the browser must not have complained, nor a program refused. */
export async function visit(url: string, visitor: Visitor, work: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, complaints } = await openPage(browser(), url, visitor);
  try {
    await work(page);
    // A page asks again by itself, so the same refusal may come more than once.
    expect([...new Set(complaints)]).toEqual(visitor.refusals ?? []);
  } finally {
    await context.close();
  }
}

/** Visits a page of the console as a member of the hotel's staff. */
export const staff = (path: string, work: (page: Page) => Promise<void>, more: Visitor = {}): Promise<void> =>
  visit(at('console', path), { key: stage().world.apiKey, ...more }, work);

/** Awaits a state of the other side. */
export const comes = (what: string, look: () => Promise<boolean>): Promise<true> =>
  until(look, { what, timeoutMs: PATIENCE_MS });

/** A button by its whole name. */
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
