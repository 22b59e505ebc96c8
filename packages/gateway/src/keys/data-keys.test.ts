import { describe, expect, it } from 'vitest';
import { parseDataKeys } from './data-keys.ts';

const OLD = '0123456789abcdef'.repeat(4);
const NEW = 'fedcba9876543210'.repeat(4);

describe('data keys', () => {
  it('give back what they sealed, text or bytes, each time sealed differently', () => {
    const keys = parseDataKeys(OLD);
    for (const text of ['', '张三', 'x'.repeat(100_000)]) {
      expect(keys.decryptText(keys.encrypt(text))).toBe(text);
    }
    expect(keys.decrypt(keys.encrypt(Buffer.from([0, 255, 1])))).toEqual(Buffer.from([0, 255, 1]));
    const sealed = Array.from({ length: 600 }, () => keys.encrypt('same').toString('hex'));
    expect(new Set(sealed).size).toBe(600);
    expect(sealed.some((one) => one.includes(Buffer.from('same').toString('hex')))).toBe(false);
  });

  it('read what an older key sealed, and seal with the first one', () => {
    const old = parseDataKeys(OLD).encrypt('before');
    const both = parseDataKeys(`2:${NEW},1:${OLD}`);
    expect(both.decryptText(old)).toBe('before');
    const sealed = both.encrypt('after');
    expect(sealed[0]).toBe(2);
    expect(() => parseDataKeys(OLD).decrypt(sealed)).toThrow(/data key 2/);
  });

  it('refuse what was damaged, cut or sealed with another key of the same number', () => {
    const keys = parseDataKeys(OLD);
    const sealed = keys.encrypt('the whole text');
    for (const at of [1, 15, sealed.length - 1]) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => keys.decrypt(damaged)).toThrow();
    }
    expect(() => keys.decrypt(sealed.subarray(0, 20))).toThrow();
    expect(() => keys.decrypt(Buffer.alloc(0))).toThrow();
    expect(() => parseDataKeys(NEW).decrypt(sealed)).toThrow();
  });

  it('say what is wrong with a setting without telling the key', () => {
    const faults: [string, RegExp][] = [
      ['', /data key 1 must be 64/],
      [`${OLD.slice(1)}`, /data key 1 must be 64/],
      [`${OLD},zz`, /data key 2 must be 64/],
      [`256:${OLD}`, /number 0\.\.255/],
      [`1:${OLD},1:${NEW}`, /one number/],
    ];
    for (const [setting, fault] of faults) {
      expect(() => parseDataKeys(setting)).toThrow(fault);
      expect(() => parseDataKeys(setting)).not.toThrow(new RegExp(OLD.slice(1)));
    }
  });
});
