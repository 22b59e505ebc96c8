import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEADERS, queryPairs, signSpi } from '@yuzhu/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { PLAIN } from '../report/lines.ts';
import { calibrate } from './calibrate.ts';
import { type PlanDraft, readPlan } from './read-plan.ts';
import { loadHtml } from './report/html.ts';
import { calibrationLines, loadEventLines, reportLines } from './report/terminal.ts';
import { type LoadEvent, type LoadOptions, runLoad } from './run-load.ts';

interface Seen {
  readonly at: number;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, seen: Seen, number: number) => void;

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

/** A partner that answers as told and notes when each call came. */
async function partner(answer: Answer) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const at = performance.now();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const one = { at, url: new URL(request.url ?? '/', 'http://partner'), headers: request.headers, body };
    answer(response, one, seen.push(one) - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => server.closeAllConnections(),
  };
}

const says = (response: ServerResponse, code: number, status = 200) =>
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(`{"data":{"error_code":${code},"description":""}}`);

const CREDENTIALS = { clientKey: 'awload', clientSecret: '0123456789abcdef0123456789ABCDEF' };
const plan = (url: string, change: PlanDraft = {}) =>
  readPlan(
    {
      partner: { url, ...CREDENTIALS },
      interfaces: [{ name: 'bookable-check', file: 'x' }],
      startQps: 50,
      maxQps: 50,
      secondsPerStep: 1,
      ...change,
    },
    'test',
  );
const BODIES = [Buffer.from('{"a":1,"b":2}'), Buffer.from('{"a":2,"b":2}')];
const run = (one: LoadOptions['plan'], more: Partial<LoadOptions> = {}) =>
  runLoad({ plan: one, variables: new Map(one.interfaces.map(({ name }) => [name, BODIES])), ...more });
const total = (report: Awaited<ReturnType<typeof run>>, what: 'wanted' | 'sent' | 'ok') =>
  report.steps.flatMap(({ interfaces }) => interfaces).reduce((sum, one) => sum + one[what], 0);

describe('a partner that takes two seconds for everything', () => {
  it('does not slow the clock: every call leaves on time, and its waiting is counted', async () => {
    const slow = await partner((response) => void setTimeout(() => says(response, 0), 2000));
    const report = await run(plan(slow.url, { secondsPerStep: 2, arrival: 'poisson' }));
    // The debug call came first, and it was waited for.
    const calls = slow.seen.slice(1);
    expect(calls.length).toBe(total(report, 'wanted'));
    expect(total(report, 'ok')).toBe(calls.length);
    // They came before anything could be answered: a loop that waits for answers would still be at its first.
    const first = calls[0]?.at ?? 0;
    expect(calls.filter(({ at }) => at - first < 2000).length).toBeGreaterThan(calls.length / 2);
    expect(report.overhead.mostInFlight).toBeGreaterThan(50);
    expect(report.steps[0]?.interfaces[0]?.latency.p50).toBeGreaterThanOrEqual(1990);
    expect(report.overhead.notSent).toBe(0);
    expect(report.highestHeldQps).toBeNull();
  });

  it('is a time-out where the plan gives it less; the calls are let go of', async () => {
    const slow = await partner(
      (response, _, number) => void setTimeout(() => says(response, 0), number === 0 ? 0 : 2000),
    );
    const report = await run(plan(slow.url, { timeoutMs: 300 }));
    const figures = report.steps[0]?.interfaces[0];
    expect(figures?.errors).toEqual({ timeout: 50 });
    expect(figures?.latency.p50).toBeGreaterThanOrEqual(299);
    expect(figures?.missed.map(({ en }) => en)).toContain('50 time-outs');
  });

  it('fills the generator when it may have only a few calls under way, and that is said', async () => {
    const slow = await partner(
      (response, _, number) => void setTimeout(() => says(response, 0), number === 0 ? 0 : 2000),
    );
    const report = await run(plan(slow.url), { mostInFlight: 5 });
    expect(report.overhead).toMatchObject({ notSent: 45, mostInFlight: 5 });
    expect(report.steps[0]?.interfaces[0]).toMatchObject({
      wanted: 50,
      sent: 5,
      ok: 5,
      errors: { 'not-sent': 45 },
      held: false,
    });
    expect(reportLines(report, 'en', PLAIN).join('\n')).toContain('The generator itself could not keep up');
  });
});

describe('every call', () => {
  it('is signed, tagged and goes to the address of its interface, with the lines of the file in turn', async () => {
    const there = await partner((response) => says(response, 0));
    const other = await partner((response) => says(response, 0));
    const one = plan(`${there.url}/base`, {
      interfaces: [
        { name: 'bookable-check', file: 'x', weight: 3 },
        { name: 'payment', file: 'y' },
      ],
      partner: { url: `${there.url}/base`, ...CREDENTIALS, addresses: { payment: `${other.url}/hooks/pay` } },
    });
    const report = await run(one);
    expect(total(report, 'ok')).toBe(50);
    const checks = there.seen.slice(1);
    expect(other.seen.length - 1 + checks.length).toBe(50);
    expect(checks.map(({ body }) => body).slice(0, 3)).toEqual(['{"a":1,"b":2}', '{"a":2,"b":2}', '{"a":1,"b":2}']);
    expect(report.reused['bookable-check']).toBe(checks.length - 2);
    expect(new Set(there.seen.map(({ url }) => url.pathname))).toEqual(new Set(['/base/spi/bookable-check']));
    expect(new Set(other.seen.map(({ url }) => url.pathname))).toEqual(new Set(['/hooks/pay']));
    for (const { url, headers, body } of [...there.seen, ...other.seen]) {
      expect(headers[HEADERS.stress]).toBe('1');
      expect(headers[HEADERS.spiSignature]).toBe(
        signSpi(CREDENTIALS.clientSecret, queryPairs(url.search.slice(1)), Buffer.from(body)),
      );
    }
    expect(new Set(checks.map(({ headers }) => headers[HEADERS.logid])).size).toBe(checks.length);
  });

  it('is counted by how it ended', async () => {
    const odd = await partner((response, _, number) => {
      const kind = number === 0 ? 0 : number % 5;
      if (kind === 0) says(response, 0);
      else if (kind === 1) says(response, 4);
      else if (kind === 2) says(response, 0, 500);
      else if (kind === 3) response.end('<html>');
      else response.destroy();
    });
    const report = await run(plan(odd.url));
    expect(report.steps[0]?.interfaces[0]).toMatchObject({
      ok: 10,
      errors: { 'code:4': 10, 'http:500': 10, 'no-code': 10, 'connection:UND_ERR_SOCKET': 10 },
    });
    expect(report.series.flatMap(({ errors }) => Object.values(errors)).reduce((sum, count) => sum + count, 0)).toBe(
      40,
    );
    const full = await partner((response) => says(response, 4));
    const accepted = await run(plan(full.url, { interfaces: [{ name: 'booking', file: 'x', okCodes: [0, 4] }] }));
    expect(accepted.highestHeldQps).toBe(50);
  });
});

describe('the debug call', () => {
  const refused = async (answer: Answer, change: PlanDraft = {}): Promise<string> => {
    const there = await partner(answer);
    const failure = await run(plan(there.url, change)).catch((error: Error) => error.message);
    expect(there.seen.length).toBeLessThanOrEqual(1);
    return String(failure);
  };

  it('stops the run before it begins, with what was wrong', async () => {
    expect(await refused((response) => says(response, 13))).toContain('code:13');
    expect(await refused((response) => says(response, 0, 401))).toContain('HTTP 401');
    expect(await refused(() => undefined, { timeoutMs: 200 })).toContain('timeout');
    const gone = await run(plan('http://127.0.0.1:9')).catch((error: Error) => error.message);
    expect(gone).toContain('connection:ECONNREFUSED');
  });
});

describe('a run', () => {
  it('sends what has to be there first, without measuring it', async () => {
    const there = await partner((response) => says(response, 0));
    const one = plan(there.url, { first: [{ name: 'voucher-order', file: 'z' }] });
    const events: LoadEvent[] = [];
    const orders = Array.from({ length: 40 }, (_, n) => Buffer.from(`{"order_id":"${n}","b":1}`));
    const report = await run(one, {
      firstVariables: new Map([['voucher-order', orders]]),
      tell: (event) => events.push(event),
    });
    expect(there.seen.slice(0, 40).every(({ url }) => url.pathname === '/spi/voucher-order')).toBe(true);
    expect(new Set(there.seen.slice(0, 40).map(({ body }) => body)).size).toBe(40);
    expect(there.seen).toHaveLength(40 + 1 + 50);
    expect(total(report, 'sent')).toBe(50);
    expect(events.map(({ type }) => type)).toEqual(['first', 'debugged', 'step']);
    expect(events.flatMap((event) => loadEventLines(event, 'zh', PLAIN)).join('\n')).toContain(
      '预先发送 voucher-order  40',
    );
  });

  it('ends after the first step that missed when it is told so, and names the highest that held', async () => {
    const there = await partner((response, _, number) => says(response, number < 60 ? 0 : 4));
    const steps = { startQps: 40, stepQps: 40, maxQps: 160, secondsPerStep: 1, totalSeconds: 4 };
    const report = await run(plan(there.url, steps), { stopWhenMissed: true });
    expect(report.ended).toBe('missed');
    expect(report.steps.map(({ qps, held }) => [qps, held])).toEqual([
      [40, true],
      [80, false],
    ]);
    expect(report.highestHeldQps).toBe(40);
  });

  it('can be interrupted and tells what it has', async () => {
    const there = await partner((response) => says(response, 0));
    const controller = new AbortController();
    const running = run(plan(there.url, { secondsPerStep: 60 }), {
      signal: controller.signal,
      tell: ({ type }) => void (type === 'debugged' && setTimeout(() => controller.abort(), 600)),
    });
    const report = await running;
    expect(report.ended).toBe('interrupted');
    expect(total(report, 'ok')).toBeGreaterThan(0);
    expect(total(report, 'wanted')).toBeLessThan(3000);
  });

  it('that is interrupted before its first send is no run', async () => {
    const there = await partner((response) => says(response, 0));
    const controller = new AbortController();
    const orders = Array.from({ length: 500 }, () => BODIES[0] ?? Buffer.alloc(0));
    const running = run(plan(there.url, { first: [{ name: 'voucher-order', file: 'z' }] }), {
      firstVariables: new Map([['voucher-order', orders]]),
      signal: controller.signal,
      tell: () => controller.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect(there.seen.every(({ url }) => url.pathname === '/spi/voucher-order')).toBe(true);
  });

  it('becomes a page that needs nothing from outside and keeps the secret', async () => {
    const there = await partner((response) => says(response, 0));
    const one = plan(there.url, { name: '</script><b>', startQps: 20, maxQps: 20 });
    const report = await run(one);
    const rows = await calibrate(
      { ...one, maxQps: 20 },
      new Map([['bookable-check', BODIES]]),
      new AbortController().signal,
      [1],
    );
    const html = loadHtml(report, rows);
    expect(html).not.toMatch(/(?:src|href)=|@import|url\(/);
    expect(html).not.toContain('</script>');
    expect(html).not.toContain(CREDENTIALS.clientSecret);
    expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(report)).not.toContain(CREDENTIALS.clientSecret);
    expect(rows[0]).toMatchObject({ qps: 20, failed: 0 });
    expect(calibrationLines(rows, 'en', PLAIN).join('\n')).toContain('20 QPS');
  });
});
