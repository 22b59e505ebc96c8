import { expect, it } from 'vitest';
import type { PlatformExchange } from '../../actors/operator.ts';
import { longestPause, type Probe } from './probe.ts';
import { sightOf } from './sight.ts';

it.each([
  ['nothing happened', [], 100],
  ['the pause is in the middle', [10, 70, 90], 60],
  ['the pause is at the begin', [80, 90], 80],
  ['the pause is at the end', [10, 20], 80],
  ['moments outside do not count', [-5, 50, 500], 50],
])('measures the longest pause: %s', (_, moments, pause) => {
  expect(longestPause(moments, 0, 100)).toBe(pause);
});

it('puts a failure together from what was recorded', () => {
  const probe = (begun: number, ended: number, answer = '200'): Probe => ({
    begun,
    ended,
    answer,
    ok: answer === '200',
  });
  const call = (at: number, code: number | null): PlatformExchange =>
    ({
      interface: 'booking',
      at,
      code,
      verdict: code === null ? 'timeout' : 'answered',
      duration_ms: 10,
    }) as PlatformExchange;
  const sight = sightOf(
    { zh: '断', en: 'cut' },
    { begun: 1000, back: 1300, healed: 1500, begunAt: 50_000 },
    {
      probes: [probe(900, 990), probe(1000, 1020), probe(1050, 1060, '503 DATABASE_UNREACHABLE'), probe(1380, 1400)],
      ready: [
        { at: 900, gateway: 1, says: 'no answer' },
        { at: 1100, gateway: 1, says: '503 database' },
        { at: 1350, gateway: 1, says: 'ready' },
      ],
      calls: [call(50_090, 0), call(50_200, 100), call(50_250, null), call(50_290, 0)],
      log: new Map([['a connection broke', 2]]),
      metrics: {},
    },
    {},
  );
  expect(sight).toMatchObject({
    part_back_ms: 300,
    healed_after_back_ms: 200,
    writes_stopped_ms: 380,
    bookings_stopped_ms: 200,
    ready: [
      { at_ms: 100, gateway: 1, says: '503 database' },
      { at_ms: 350, gateway: 1, says: 'ready' },
    ],
    hotel_api: { '200': 2, '503 DATABASE_UNREACHABLE': 1 },
    spi: { 'booking 0': 2, 'booking 100': 1, 'booking timeout': 1 },
    log: { 'a connection broke': 2 },
  });
});
