import { hotelMoment } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { type StoryEvent, Tally } from './events.ts';
import { PLAIN, storyJson, storyLines } from './lines.ts';
import { displayWidth, padTo } from './width.ts';

const exchange: Extract<StoryEvent, { type: 'exchange' }> = {
  type: 'exchange',
  at: hotelMoment('2026-09-10', '10:02:03'),
  from: 'platform',
  interface: 'booking',
  title: { zh: '创建预约订单', en: 'Create a booking' },
  logid: 'L1',
  attempt: 1,
  times: 1,
  code: 0,
  facts: { zh: '两间 → 0', en: 'two rooms → 0' },
  checks: [
    { what: { zh: '契约', en: 'contract' }, ok: true },
    { what: { zh: '两间', en: 'two rooms' }, ok: false, seen: '3' },
  ],
};

describe('a line of the story', () => {
  it('shows time, direction, interface, facts and what was checked, in Chinese', () => {
    expect(storyLines(exchange, 'zh', PLAIN)).toEqual([
      '09-10 10:02:03   平台 ─▶ 酒店 创建预约订单 booking                 两间 → 0  ✓ 契约 ✗ 两间 (3)',
    ]);
  });

  it('shows the same in English, with the arrow of the one who called', () => {
    const [line] = storyLines({ ...exchange, from: 'hotel' }, 'en', PLAIN);
    expect(line).toMatch(
      /^09-10 10:02:03 {3}platform ◀─ hotel booking +two rooms → 0 {2}✓ contract ✗ two rooms \(3\)$/,
    );
  });

  it('tells attempts and exchanges that were folded', () => {
    const [line] = storyLines({ ...exchange, attempt: 3, times: 5 }, 'en', PLAIN);
    expect(line).toContain('two rooms → 0 attempt 3 ×5');
  });

  it('ends with the bare verdict', () => {
    expect(storyLines({ type: 'end', passed: 7, failed: 1, seconds: 3 }, 'zh', PLAIN).at(-1)).toBe(
      '7 passed, 1 failed',
    );
  });

  it('is one line of JSON for machines, with hotel time beside Unix time', () => {
    const text = storyJson(exchange);
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({ type: 'exchange', hotel_time: '2026-09-10 10:02:03', code: 0 });
  });
});

describe('the tally', () => {
  it('counts every check of exchanges and of looks, and nothing else', () => {
    const tally = new Tally();
    tally.add(exchange);
    tally.add({ type: 'checks', at: 0, text: { zh: '', en: '' }, checks: exchange.checks });
    tally.add({ type: 'chapter', number: 1, title: { zh: '', en: '' } });
    expect([tally.passed, tally.failed]).toEqual([2, 2]);
  });
});

describe('the width of a text', () => {
  it('counts Chinese characters twice and colours not at all', () => {
    expect(displayWidth('预住 ok')).toBe(7);
    expect(displayWidth('\u001b[1m预\u001b[22m')).toBe(2);
    expect(padTo('预', 4)).toBe('预  ');
    expect(padTo('long', 2)).toBe('long');
  });
});
