import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen, flag, id, int, list, map, object, optional, text } from './field.ts';
import { conforms, describeProblem, readMessage } from './read.ts';

const shape = object({
  order_id: id('order'),
  amount: fen('amount', 'documented', { minimum: 0 }),
  note: optional(text('note')),
  open: optional(flag('open')),
  nights: list(object({ price: fen('price'), add: optional(fen('add')) }), 'nights', 'documented', { minItems: 1 }),
  years: optional(map(text('year'), 'years')),
});
const good = { order_id: '1', amount: 5, nights: [{ price: 1 }] };

describe('strict reading', () => {
  it('passes a good message through untouched, unknown members included', () => {
    const message = { ...good, unknown: { a: 1 } };
    expect(readMessage(shape, message, 'strict')).toEqual({ value: message, faults: [], oddities: [] });
  });

  it('counts "" and null of optional members as absent', () => {
    const reading = readMessage(shape, { ...good, note: null, open: '', years: null }, 'strict');
    expect(reading.faults).toEqual([]);
    expect(reading.value).toEqual(good);
  });

  it.each([
    [{ ...good, order_id: undefined }, 'order_id', 'missing'],
    [{ ...good, order_id: '' }, 'order_id', 'missing'],
    [{ ...good, order_id: 7 }, 'order_id', 'type'],
    [{ ...good, amount: '5' }, 'amount', 'type'],
    [{ ...good, amount: -1 }, 'amount', 'value'],
    [{ ...good, amount: 1.5 }, 'amount', 'type'],
    [{ ...good, open: 1 }, 'open', 'type'],
    [{ ...good, nights: [] }, 'nights', 'value'],
    [{ ...good, nights: [{}] }, 'nights[0].price', 'missing'],
    [{ ...good, nights: [null] }, 'nights[0]', 'missing'],
    [{ ...good, nights: { 0: {} } }, 'nights', 'type'],
    [[], '', 'type'],
    [null, '', 'missing'],
    ['text', '', 'type'],
  ])('names what is wrong and where: %j', (message, path, kind) => {
    const { value, faults } = readMessage(shape, message, 'strict');
    expect(value).toBeUndefined();
    expect(faults.map((fault) => [fault.path, fault.kind])).toContainEqual([path, kind]);
    for (const fault of faults) expect(describeProblem(fault)).not.toBe('');
  });
});

describe('lenient reading', () => {
  it('takes numeric text, numbers as ids and unusable optional members, and notes each', () => {
    const { value, faults, oddities } = readMessage(
      shape,
      { order_id: 12, amount: ' 5 ', note: 7, open: 'maybe', nights: [{ price: '1.00', add: [] }], years: { 4: 2026 } },
      'lenient',
    );
    expect(faults).toEqual([]);
    expect(value).toEqual({ order_id: '12', amount: 5, note: '7', nights: [{ price: 1 }], years: { 4: '2026' } });
    expect(oddities.map(({ path }) => path)).toEqual([
      'order_id',
      'amount',
      'note',
      'open',
      'nights[0].price',
      'nights[0].add',
      'years.4',
    ]);
  });

  it('still refuses what can not be worked with', () => {
    for (const amount of ['five', '', null, '1e3', '99999999999999999999', {}, 1.5, Number.NaN]) {
      expect(readMessage(shape, { ...good, amount }, 'lenient').value).toBeUndefined();
    }
  });

  it('never lets a message reach a prototype', () => {
    const hostile = JSON.parse(
      '{"order_id":"1","amount":"5","nights":[{"price":1}],"years":{"__proto__":"x","a":"b"},"__proto__":{"note":"evil"}}',
    );
    const { value } = readMessage(shape, hostile, 'lenient');
    expect(value?.note).toBeUndefined();
    expect(value?.years).toEqual({ a: 'b' });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('holds for any JSON: a value that comes back conforms, or a fault says why not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (anything) => {
        const { value, faults } = readMessage(shape, anything, 'lenient');
        expect(value !== undefined ? conforms(shape, value) : faults.length > 0).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        fc.record({
          order_id: fc.jsonValue(),
          amount: fc.jsonValue(),
          nights: fc.array(fc.record({ price: fc.jsonValue(), add: fc.jsonValue() })),
        }),
        (near) => {
          const { value, faults } = readMessage(shape, near, 'lenient');
          expect(value !== undefined ? conforms(shape, value) : faults.length > 0).toBe(true);
        },
      ),
    );
  });

  it('reads an empty text for a required plain text as that text', () => {
    expect(readMessage(object({ t: text('t'), n: int('n') }), { t: '', n: '1' }, 'lenient').value).toEqual({
      t: '',
      n: 1,
    });
  });
});
