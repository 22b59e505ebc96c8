import { describe, expect, it } from 'vitest';
import { draftOf } from './plan-options.ts';

const WRITTEN = {
  partner: { url: 'http://127.0.0.1:1', clientKey: 'k', clientSecret: 's' },
  maxQps: 50,
  totalSeconds: 60,
  interfaces: [{ name: 'booking', file: 'b.csv' }],
  first: [{ name: 'voucher-order', file: 'v.csv' }],
};

describe('the options of a load test', () => {
  it('leave what was written as it is', () => {
    expect(draftOf(WRITTEN, {}, {})).toEqual(WRITTEN);
  });

  it('override it; a new pace does away with the old total time', () => {
    const draft = draftOf(WRITTEN, { url: 'http://127.0.0.1:2', max: 300, address: ['booking=/b'] }, {});
    expect(draft).toMatchObject({ maxQps: 300, partner: { url: 'http://127.0.0.1:2', addresses: { booking: '/b' } } });
    expect(draft).not.toHaveProperty('totalSeconds');
    expect(draftOf(WRITTEN, { max: 300, total: 90 }, {})).toMatchObject({ totalSeconds: 90 });
  });

  it('make a plan of their own, with credentials from the environment', () => {
    const env = { YUZHU_CLIENT_KEY: 'k', YUZHU_CLIENT_SECRET: 's' };
    expect(draftOf({}, { url: 'http://127.0.0.1:1', send: ['booking=C:/b.csv:2', 'payment=p.csv'] }, env)).toEqual({
      partner: { url: 'http://127.0.0.1:1', clientKey: 'k', clientSecret: 's' },
      interfaces: [
        { name: 'booking', file: 'C:/b.csv', weight: 2 },
        { name: 'payment', file: 'p.csv', weight: 1 },
      ],
    });
    expect(draftOf(WRITTEN, { send: ['payment=p.csv'] }, env)).not.toHaveProperty('first');
  });

  it('are refused when they can not be read', () => {
    expect(() => draftOf({}, { send: ['booking'] }, {})).toThrow('--send');
    expect(() => draftOf({}, { address: ['/b'] }, {})).toThrow('--address');
  });
});
