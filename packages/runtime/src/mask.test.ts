import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskDeep, maskEmail, maskIdNumber, maskName, maskPhone, maskText } from './mask.ts';

describe('masks', () => {
  it('keep what a person needs to recognise a value', () => {
    expect(maskPhone('13800138000')).toBe('138****8000');
    expect(maskPhone('+8613800138000')).toBe('+86138****8000');
    expect(maskPhone('1234')).toBe('****34');
    expect(maskName('张三')).toBe('张*');
    expect(maskName('欧阳娜娜')).toBe('欧***');
    expect(maskName('J')).toBe('J*');
    expect(maskName('')).toBe('');
    expect(maskIdNumber('110101199003078515')).toBe('11**************15');
    expect(maskIdNumber('A123')).toBe('****');
    expect(maskEmail('someone@example.com')).toBe('s***@example.com');
    expect(maskEmail('@')).toBe('***');
  });
});

describe('maskText', () => {
  it.each([
    ['call 13800138000 now', 'call 138****8000 now'],
    ['电话13800138000。', '电话138****8000。'],
    ['+86 13800138000', '+86 138****8000'],
    ['id 110101199003078515', 'id 11**************15'],
    ['id 11010119900307851X', 'id 11**************1X'],
    ['mail a.b@c.example to', 'mail a***@c.example to'],
    ['postgres://yuzhu:s3cret@127.0.0.1/x', 'postgres://yuzhu:******@127.0.0.1/x'],
    ['{"client_secret":"abc","x":1}', '{"client_secret":"******","x":1}'],
    ['access_token=clt.abc123&x=1', 'access_token=******&x=1'],
    ['Authorization: Bearer abc.def', 'Authorization: ******'],
  ])('masks %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    '1071234567890123456',
    '800000000013800138000',
    'order 20260301',
    'f13800138000a0b',
    '2026-03-01T13:00:00.123456',
  ])('leaves %s alone: it is no telephone number', (text) => {
    expect(maskText(text)).toBe(text);
  });
});

describe('maskDeep', () => {
  it('masks by the name of the key', () => {
    expect(
      maskDeep({
        phone: '010-6552-9988',
        contactPhone: '12345678',
        guest_name: '张三',
        guests: [{ name: '李四', idNumber: 'E1234567' }],
        occupancies: [{ name: '王五' }],
        contact_info: { name: '赵六' },
        hotel: { name: '北京饭店' },
        client_secret: 'abc',
        'access-token': 'abc',
        authorization: 'Bearer abc',
        email: 'a@b.c',
        count: 3,
        design: 'kept',
        hotel_tel: '010-65529988',
        hotelier: 'kept',
        hostel: 'kept',
        signs: 'kept',
      }),
    ).toEqual({
      phone: '010-6****9988',
      contactPhone: '****5678',
      guest_name: '张*',
      guests: [{ name: '李*', idNumber: 'E1****67' }],
      occupancies: [{ name: '王*' }],
      contact_info: { name: '赵*' },
      hotel: { name: '北京饭店' },
      client_secret: '******',
      'access-token': '******',
      authorization: '******',
      email: 'a***@b.c',
      count: 3,
      design: 'kept',
      hotel_tel: '010-****9988',
      hotelier: 'kept',
      hostel: 'kept',
      signs: 'kept',
    });
  });

  it('masks numbers under such keys and lists of texts', () => {
    expect(maskDeep({ mobile: 13800138000, phones: ['13800138000'], phone: ['13900139000'] })).toEqual({
      mobile: '138****8000',
      phones: ['138****8000'],
      phone: ['139****9000'],
    });
  });

  it('opens errors, with their causes', () => {
    const error = new Error('no answer for 13800138000', { cause: new TypeError('password=abc') });
    const masked = maskDeep({ err: error }) as { err: Record<string, unknown> };
    expect(masked.err).toMatchObject({ type: 'Error', message: 'no answer for 138****8000' });
    expect(masked.err.cause).toMatchObject({ type: 'TypeError', message: 'password=******' });
    expect(JSON.stringify(masked)).not.toContain('13800138000');
  });

  it('survives cycles, depth, bytes and odd values', () => {
    const cycle: Record<string, unknown> = { big: 10n, when: new Date(0), bytes: Buffer.from('abc'), none: null };
    cycle.self = cycle;
    let deep: unknown = 'end';
    for (let i = 0; i < 50; i++) deep = { deep };
    cycle.deep = deep;
    expect(() => JSON.stringify(maskDeep(cycle))).not.toThrow();
    expect(maskDeep(cycle)).toMatchObject({
      big: '10',
      when: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      none: null,
      self: '[circular]',
    });
  });

  it('never changes what it is given, and never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) => {
        const before = fc.stringify(value);
        maskDeep(value);
        return fc.stringify(value) === before;
      }),
    );
  });
});
