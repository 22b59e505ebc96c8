import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN } from '../../report/lines.ts';
import { ALL_CASES } from '../cases/all-cases.ts';
import { judge } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import type { CaseResult, CaseState, RunResult } from '../run/results.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { runLines } from './terminal.ts';
import { writeReports } from './write-reports.ts';

const PHONE = '13912345678';
const EVIL = '</pre><script>alert(1)</script>\u0007';

const exchange: Recorded = {
  interface: 'booking',
  from: 'platform',
  logid: '20261127085313619AF7D489AB0870A653',
  at: Date.UTC(2026, 10, 27),
  url: 'http://partner.example/in?client_key=aw1&timestamp=1',
  requestHeaders: { 'x-life-sign': 'ab' },
  request: JSON.stringify({
    order_id: '1',
    contact_info: { name: '王小明', phone: PHONE },
    occupancies: [{ name: '李雷', license_id: '110101199003078515' }],
    remark_from_guest: `call ${PHONE}`,
  }),
  status: 200,
  response: JSON.stringify({ data: { error_code: 4, description: EVIL } }),
  ms: 31,
  fault: undefined,
};

function caseOf(id: string, state: CaseState): CaseResult {
  const info = ALL_CASES.find((one) => one.id === id);
  if (info === undefined) throw new Error(`no case ${id}`);
  const verdicts =
    state === 'failed'
      ? [
          judge(exchange, { path: '$.resp.data.error_code', operator: 'eq', expected: 0, hint: 'oversell' as const }),
          judge(exchange, { path: '$.resp.data.description', operator: 'eq', expected: 'x' }),
        ]
      : [judge(exchange, { path: '$.http.status', operator: 'eq', expected: 200 })];
  const steps =
    state === 'not-applicable'
      ? []
      : [{ title: info.title, state, verdicts, exchanges: [exchange, exchange] } as const];
  const reason =
    state === 'waiting' || state === 'not-applicable' ? { zh: '等 <人>', en: 'waits for <somebody>' } : undefined;
  return { case: info, state, steps, seconds: 0.5, ...(reason === undefined ? {} : { reason }) };
}

const result: RunResult = {
  partner: 'A & B <hotel>',
  plan: 'whole',
  startedAt: Date.UTC(2026, 10, 27),
  seconds: 3,
  cases: [
    caseOf('booking.repeat', 'passed'),
    caseOf('booking.full', 'failed'),
    caseOf('order-confirm.accept', 'waiting'),
    caseOf('booking.today', 'failed'),
    caseOf('signature.old', 'not-applicable'),
  ],
};

describe('the page', () => {
  const page = htmlReport(result, 'zh');

  it('needs nothing from anywhere and fits a telephone', () => {
    expect(page).not.toMatch(/<script|<link|src=|@import|url\(/);
    expect(page).toContain('name="viewport" content="width=device-width');
  });

  it('never lets what a partner answered become markup', () => {
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;/pre&gt;&lt;script&gt;');
    expect(page).toContain('A &amp; B &lt;hotel&gt;');
  });

  it('masks personal data', () => {
    for (const secret of [PHONE, '王小明', '李雷', '110101199003078515']) expect(page).not.toContain(secret);
    expect(page).toContain('139****5678');
  });

  it('shows every case, exchange and failure with cause, next step and logid', () => {
    for (const one of result.cases) expect(page).toContain(one.case.id);
    expect(page.match(/class="exchange"/g)).toHaveLength(8);
    expect(page).toContain('会超售');
    expect(page).toContain(exchange.logid);
  });
});

describe('JUnit', () => {
  const xml = junitReport(result, 'en');

  it('fails mandatory cases that failed, errors those that wait, skips the rest', () => {
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<error /g)).toHaveLength(1);
    expect(xml.match(/<skipped /g)).toHaveLength(2);
    expect(xml).toContain('<testsuite name="bookings" tests="3" failures="1" errors="0" skipped="1"');
  });

  it('is well formed whatever was answered', () => {
    expect(xml).not.toContain('\u0007');
    expect(xml).toContain('A &amp; B &lt;hotel&gt;');
    const open = [...xml.matchAll(/<([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)].filter(([, , end]) => end === '').length;
    expect(xml.match(/<\/[a-z]+>/g)).toHaveLength(open);
  });
});

describe('the terminal', () => {
  it('shows a failure with path, actual, operator, expected, cause and next step', () => {
    const lines = runLines({ type: 'done', result: result.cases[1] as CaseResult }, 'zh', PLAIN).join('\n');
    expect(lines).toMatch(/^✗ ● 预约 · /);
    expect(lines).toContain('$.resp.data.error_code：实际 4 (integer)，要求等于 0（依据：文档）');
    expect(lines).toContain('可能原因：');
    expect(lines).toContain('下一步：');
  });

  it('ends with the counts of mandatory cases and the outcome', () => {
    const lines = runLines({ type: 'end', result }, 'en', PLAIN);
    expect(lines).toContain('mandatory: 1 passed, 1 failed, 1 not met, 0 not applicable');
    expect(lines.at(-1)).toBe('a mandatory case failed');
  });
});

describe('the files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yuzhu-report-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('hold the evidence: the very bytes by logid, readable by the owner only, and the list to enter', async () => {
    const files = await writeReports(result, join(folder, 'run'), 'zh');
    const list = (await readFile(join(files.evidence, 'logids.csv'), 'utf8')).trim().split('\r\n');
    expect(list).toHaveLength(9);
    expect(list[1]).toContain(
      `booking.repeat,true,passed,1,booking,platform,${exchange.logid},2026-11-27 08:00:00,200,31`,
    );
    const first = join(files.evidence, `${exchange.logid}-booking`);
    expect(await readFile(join(first, 'request'), 'utf8')).toBe(exchange.request);
    expect(await readFile(join(`${first}-2`, 'response'), 'utf8')).toBe(exchange.response);
    expect((await stat(files.evidence)).mode & 0o077).toBe(0);
    expect((await stat(join(first, 'request'))).mode & 0o077).toBe(0);
  });

  it('tell programs the outcome, counts and figures by interface', () => {
    expect(jsonReport(result)).toMatchObject({
      outcome: 'failed',
      mandatory_counts: { passed: 1, failed: 1, waiting: 1, 'not-applicable': 0 },
      interfaces: [
        { interface: 'booking', cases: 3, conditions: 6, failed: 4 },
        { interface: 'order-confirm' },
        { interface: 'voucher-order' },
      ],
    });
  });
});
