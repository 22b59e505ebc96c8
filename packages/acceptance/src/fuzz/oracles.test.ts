import { interfaces } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { judge } from './answers.ts';
import type { FuzzMessage } from './message.ts';
import { narrow } from './send.ts';
import { shrink } from './shrink.ts';
import { LogWatch, slopeOf } from './watch-programs.ts';
import { MARKER } from './world.ts';

const message = (change: Partial<FuzzMessage> = {}): FuzzMessage => ({
  interface: 'booking',
  kind: 'valid',
  recipe: [],
  method: 'POST',
  path: '/spi/booking',
  query: '',
  headers: [],
  body: Buffer.from('{}'),
  proof: 'good',
  framing: 'length',
  ...change,
});

const rule = (status: number, body: string, change: Partial<FuzzMessage> = {}, ms = 1) =>
  judge(
    interfaces.booking,
    message(change),
    { bytes: Buffer.alloc(0), broken: false, head: false },
    { kind: 'answer', status, body: Buffer.from(body), ms },
    100,
  ).fault?.rule;

const answer = (code: number, description = 'x') => JSON.stringify({ data: { error_code: code, description } });

describe('what an answer must not be', () => {
  it.each([
    ['a 5xx', 500, answer(13), {}, '5xx'],
    ['no envelope', 200, 'hello', {}, 'not the envelope'],
    ['a code the interface does not know', 200, answer(999), {}, 'undocumented code'],
    ['an unknown status', 302, '', {}, 'undocumented status'],
    ['a fault with manners', 200, answer(100, 'temporary failure, please retry'), {}, 'fault inside'],
    ['yes to a wrong signature', 200, answer(0), { proof: 'other-bytes' as const }, 'accepted unproved'],
    ['no to a right signature', 401, answer(13), {}, 'refused though proved'],
    ['nothing of that', 200, answer(4), {}, undefined],
    ['a refusal at the door', 401, answer(13), { proof: 'none' as const, kind: 'hostile' as const }, undefined],
  ])('%s', (_what, status, body, change, expected) => {
    expect(rule(status, body, change)).toBe(expected);
  });

  it('yes to a notice signed by another application, which it names or does not', () => {
    const notice = (body: string) =>
      judge(
        interfaces.roomAuditResult,
        message({ interface: 'room-audit-result', proof: 'other-secret', kind: 'hostile', body: Buffer.from(body) }),
        { bytes: Buffer.alloc(0), broken: false, head: false },
        { kind: 'answer', status: 200, body: Buffer.from(answer(0)), ms: 1 },
        100,
      ).fault?.rule;
    expect(notice('{"event":"e","client_key":"aw1"}')).toBe('accepted unproved');
    expect(notice('{"event":"e"}')).toBeUndefined();
  });

  it('late', () => expect(rule(200, answer(0), {}, 101)).toBe('slow'));

  it('missing', () => {
    const wire = { bytes: Buffer.alloc(0), broken: false, head: false };
    const closed = { kind: 'closed', reason: 'ECONNRESET', ms: 1 } as const;
    expect(judge(interfaces.booking, message(), wire, closed, 100).fault?.rule).toBe('no answer');
    expect(judge(interfaces.booking, message(), { ...wire, broken: true }, closed, 100).fault).toBeUndefined();
  });
});

describe('what is found', () => {
  it('is narrowed down to the one message', async () => {
    const all = Array.from({ length: 37 }, (_, at) => message({ query: String(at) }));
    expect(await narrow(all, async (part) => part.some(({ query }) => query === '23'))).toBe(all[23]);
    expect(await narrow(all, async () => false)).toBeUndefined();
  });

  it('is shrunk to what matters', async () => {
    const large = message({
      query: 'a=1&b=2',
      headers: [['x', 'y']],
      body: Buffer.from('{"a":1,"list":[1,{"bad":[7],"c":2}],"z":"text"}'),
    });
    const small = await shrink(large, async ({ body }) => body.includes('"bad"'));
    expect(small).toMatchObject({ query: '', headers: [] });
    expect(small.body.toString()).toBe('{"list":[{"bad":[]}]}');
    const bytes = await shrink(message({ body: Buffer.from('no json ✗ at all') }), async ({ body }) =>
      body.includes('✗'),
    );
    expect(bytes.body.toString()).toBe('✗');
  });

  it('shows in logs: errors and personal data, once each', () => {
    const watch = new LogWatch();
    watch.onOutput('gateway', '{"level":"error","msg":"oh"}\n{"level":"error","m');
    watch.onOutput('gateway', `sg":"oh"}\n{"level":"info","phone":"${MARKER.phone}"}\n`);
    expect(watch.faults.map((fault) => fault.rule)).toEqual(['error in the log', 'personal data in the log']);
  });

  it('shows in memory as a slope', () => {
    const rising = [0, 1, 2, 3].map((at) => ({ messages: at * 1000, rss: 100 + at * 5000 }));
    expect(slopeOf(rising)).toBeCloseTo(5);
    expect(slopeOf([])).toBe(0);
  });
});
