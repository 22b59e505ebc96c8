import { describe, expect, it } from 'vitest';
import { maskBody } from './mask-body.ts';

describe('a masked body', () => {
  it('covers what the contract calls personal, whatever its form, and keeps the rest', () => {
    const body = {
      order_id: '1120000000000000205',
      occupancies: [{ name: '林一', phone: 'c2VjcmV0', license_id: '' }],
      contact_info: { name: '欧阳娜娜', phone: 13800138000 },
      daily_rates: [{ original_amount: 52800 }],
    };
    expect(JSON.parse(maskBody('booking', 'request', JSON.stringify(body)))).toEqual({
      ...body,
      occupancies: [{ name: '******', phone: '******', license_id: '' }],
      contact_info: { name: '******', phone: '******' },
    });
  });

  it('covers what merely looks personal', () => {
    const masked = maskBody(
      'booking',
      'request',
      '{"remark_from_guest":"请打 13800138000","extra":{"guest_name":"林一"}}',
    );
    expect(masked).not.toMatch(/13800138000|林一/);
    expect(maskBody('none', 'request', 'phone=13800138000')).toBe('phone=138****8000');
  });

  it('keeps the digits of long numbers, and does not follow strange keys', () => {
    expect(maskBody('booking', 'request', '{"order_id":1120000000000000205}')).toBe(
      '{"order_id":"1120000000000000205"}',
    );
    expect(maskBody('booking', 'request', '{"__proto__":{"contact_info":1},"constructor":2}')).not.toContain(
      'undefined',
    );
  });

  it('covers answers too', () => {
    const masked = maskBody('booking', 'reply', '{"data":{"error_code":0,"order_out_id":"BK260911-000123"}}');
    expect(JSON.parse(masked)).toEqual({ data: { error_code: 0, order_out_id: 'BK260911-000123' } });
  });
});
