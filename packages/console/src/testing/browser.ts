import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's Chromium; tests of pages are skipped where it is missing. */
const CHROMIUM = '/usr/bin/chromium';

/** True when pages can be tested here. */
export const hasBrowser = existsSync(CHROMIUM);

/** Why page tests are skipped, and what to do. */
export const NO_BROWSER = `The page tests were skipped: there is no ${CHROMIUM}. To have them run (as root): apt-get install -y chromium fonts-noto-cjk`;

/** Real milliseconds a state of a page may take to come. It only ends what hangs: a crowded machine is slow, not wrong. */
export const PATIENCE_MS = 60_000;

/** Starts the browser. Without a sandbox of its own: tests run as root, and it sees our own pages only. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Who opens a page, on what. */
export interface Visitor {
  /** 390 is a phone, 1280 a desk. */
  readonly width?: 390 | 1280;
  readonly language?: 'zh' | 'en';
  /** API key of the hotel staff, as if entered before. */
  readonly key?: string;
  /** Guest, as if chosen before. */
  readonly guest?: string;
  /** Different refusals the visit is about, e.g. `409 PUT /api/v1/calendar`. */
  readonly refusals?: readonly string[];
}

/** A page with what the browser complained about and what the programs refused while it was open. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly context: BrowserContext;
}

/** Opens a page of one visitor, in a zone far from the hotel's so that a slip with time zones shows. */
export async function openPage(browser: Browser, url: string, visitor: Visitor = {}): Promise<OpenPage> {
  const { width = 1280, language = 'zh', key = '', guest = '' } = visitor;
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    isMobile: width === 390,
    hasTouch: width === 390,
    timezoneId: 'America/New_York',
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  await context.addInitScript(
    (given) => {
      if (given.key !== '') sessionStorage.setItem('yuzhu.key', given.key);
      if (given.guest !== '' && localStorage.getItem('yuzhu.guest') === null)
        localStorage.setItem('yuzhu.guest', given.guest);
      if (localStorage.getItem('yuzhu.language') === null) localStorage.setItem('yuzhu.language', given.language);
    },
    { key, guest, language },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Refused requests are kept below, with their addresses.
    if (message.text().startsWith('Failed to load resource: the server responded')) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    complaints.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints, context };
}

/** Controls that a reader of the screen would announce without a name. */
export async function namelessControls(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return tree
    .split('\n')
    .filter((line) => /^\s*- (button|link|textbox|combobox|checkbox|radio|spinbutton)(:|$)/.test(line));
}
