import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from './random.ts';

describe.each([
  ['systemRandom', () => systemRandom()],
  ['seededRandom', () => seededRandom('seed')],
])('%s', (_name, make) => {
  it('keeps to its ranges', () => {
    const random = make();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (n) => {
        const value = random.int(n);
        return Number.isInteger(value) && value >= 0 && value < n;
      }),
    );
    expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
    expect(random.hex(0)).toBe('');
    expect(['a', 'b']).toContain(random.pick(['a', 'b']));
  });

  it('is spread evenly enough', () => {
    const random = make();
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 8000; i++) counts[random.int(4)] = (counts[random.int(4)] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(400);
  });

  it('refuses an empty choice', () => {
    expect(() => make().int(0)).toThrow(RangeError);
    expect(() => make().int(1.5)).toThrow(RangeError);
    expect(() => make().pick([])).toThrow(RangeError);
  });
});

describe('seededRandom', () => {
  const draw = (seed: string) => {
    const random = seededRandom(seed);
    return [random.next(), random.int(1000), random.hex(40)];
  };

  it('repeats itself for a seed, and differs for another', () => {
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('forks streams that do not depend on how much the parent was used', () => {
    const fresh = seededRandom(1);
    const used = seededRandom(1);
    used.next();
    expect(used.fork('x').next()).toBe(fresh.fork('x').next());
    expect(fresh.fork('x').next()).not.toBe(fresh.fork('y').next());
  });
});
