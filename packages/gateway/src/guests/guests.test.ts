import { encryptField } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { parseDataKeys } from '../keys/data-keys.ts';
import { openGuests, readGuests, sealGuests, type WireGuests } from './guests.ts';
import { readPhone } from './phone.ts';

const SECRET = '0123456789abcdef0123456789ABCDEF';
const sealed = (plain: string) => encryptField(SECRET, plain);
const read = (message: WireGuests) => {
  const { guests, attention } = readGuests(SECRET, message);
  return { guests, attention: [...attention] };
};

describe('phone', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['+8613800138000', '+8613800138000'],
    ['86 138-0013-8000', '+8613800138000'],
    ['"13800138000"', '+8613800138000'],
    ['{"phone":"+8613800138000"}', '+8613800138000'],
    ['{"mobile":13800138000,"country":86}', '+8613800138000'],
    ['["13800138000"]', '+8613800138000'],
    ['010-62345678', '+861062345678'],
    ['+85261234567', '+85261234567'],
    ['{"tel_of_guest":"13800138000"}', '+8613800138000'],
  ])('%s is read as %s', (text, phone) => {
    expect(readPhone(text)).toEqual({ phone, understood: true });
  });

  it.each(['', 'call the desk', '{', '{"name":"x"}', '12', '[]', 'null', '{"__proto__":{"phone":"x"}}'])(
    '%s stays as it is',
    (text) => {
      expect(readPhone(text)).toEqual({ phone: text, understood: false });
    },
  );
});

describe('guests', () => {
  it('are read plain or encrypted, with remark and arrival', () => {
    const contact_info = { name: sealed('张三丰先生很长的名字'), phone: sealed('13800138000') };
    const occupancies = [{ name: '李四', phone: sealed('+8613900139000'), license_id: sealed('11010119900307123X') }];
    expect(
      read({
        contact_info,
        occupancies,
        remark_from_guest: '高楼层',
        last_arrival_time: '20:00',
        early_arrival_time: '',
      }),
    ).toEqual({
      guests: {
        contact: { name: '张三丰先生很长的名字', phone: '+8613800138000' },
        occupants: [{ name: '李四', phone: '+8613900139000', document: '11010119900307123X' }],
        remark: '高楼层',
        arrival: { latest: '20:00' },
      },
      attention: [],
    });
  });

  it('keep what can not be read and say so', () => {
    const cases: [string, string, object][] = [
      ['Enc.v2.abcdef', 'phone_online', { phone_raw: 'Enc.v2.abcdef' }],
      ['AxxOBnwVlwZFQV1er5pEHA==', 'phone_unreadable', { phone_raw: 'AxxOBnwVlwZFQV1er5pEHA==' }],
      ['not base64 at all', 'phone_unreadable', { phone_raw: 'not base64 at all' }],
      [encryptField('another-secret-another-secret-32', '13800138000'), 'phone_unreadable', {}],
      [sealed('ask the concierge'), 'phone_odd', { phone: 'ask the concierge' }],
    ];
    for (const [phone, flag, person] of cases) {
      const { guests, attention } = read({ contact_info: { phone } });
      expect(attention).toEqual([flag]);
      expect(guests.contact).toMatchObject(person);
    }
    expect(read({ contact_info: { name: sealed('李四').replace(/^./, '_'), phone: '13800138000' } }).attention).toEqual(
      [],
    );
    expect(read({ contact_info: { name: 'Enc.zzz', phone: '13800138000' } }).attention).toEqual(['name_unreadable']);
  });

  it('take a plain phone and a plain document as they are', () => {
    const contact_info = { name: '王五', phone: '138 0013 8000', license_id: 'E12345678' };
    expect(read({ contact_info })).toEqual({
      guests: { contact: { name: '王五', phone: '+8613800138000', document: 'E12345678' }, occupants: [] },
      attention: [],
    });
  });

  it('flag a missing phone once, whatever form the absence has', () => {
    for (const message of [
      {},
      { contact_info: {} },
      { contact_info: { phone: '' } },
      { occupancies: [{ name: 'x' }] },
    ]) {
      expect(read(message).attention).toEqual(['phone_missing']);
    }
  });

  it('come back out of their seal', () => {
    const keys = parseDataKeys('0123456789abcdef'.repeat(4));
    const { guests } = read({ contact_info: { name: '张三', phone: sealed('13800138000') } });
    const stored = sealGuests(keys, guests as Parameters<typeof sealGuests>[1]);
    expect(stored.toString('latin1')).not.toContain('13800138000');
    expect(openGuests(keys, stored)).toEqual(guests);
  });
});
