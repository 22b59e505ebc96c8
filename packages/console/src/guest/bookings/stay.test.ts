import { expect, test } from 'vitest';
import type { OfferedNight } from '../api/vouchers.ts';
import { stayMonth, staySteps, sumStay } from './stay.ts';

const offer = (night: string, more: Partial<OfferedNight> = {}): OfferedNight => ({
  night,
  bookable: true,
  price: 68_800,
  inventory: 2,
  surcharge: 0,
  ...more,
});
const offers = [
  offer('2026-09-10'),
  offer('2026-09-11', { surcharge: 10_000 }),
  offer('2026-09-12', { surcharge: 10_000, inventory: 1 }),
  offer('2026-09-13', { bookable: false, reason: 'closed' }),
];

test('the month shows what can be chosen and what is chosen', () => {
  const days = stayMonth('2026-09-01', offers, { checkIn: '2026-09-11', nights: 2, rooms: 1 }).flat();
  const of = (day: string) => days.find((one) => one?.day === day);
  expect(of('2026-09-09')).toMatchObject({ free: false, offer: undefined });
  expect(of('2026-09-11')).toMatchObject({ free: true, chosen: 'first' });
  expect(of('2026-09-12')).toMatchObject({ free: true, chosen: 'middle' });
  expect(of('2026-09-13')).toMatchObject({ free: false, chosen: undefined });
});

test('a stay is added up over nights and rooms, and its first obstacle is named', () => {
  expect(sumStay(offers, { checkIn: undefined, nights: 1, rooms: 1 })).toBeUndefined();
  expect(sumStay(offers, { checkIn: '2026-09-11', nights: 2, rooms: 1 })).toEqual({
    checkIn: '2026-09-11',
    checkOut: '2026-09-13',
    surcharge: 20_000,
    blocked: undefined,
  });
  // Two rooms: the second night has only one left.
  const two = sumStay(offers, { checkIn: '2026-09-11', nights: 2, rooms: 2 });
  expect(two).toMatchObject({ surcharge: 40_000, blocked: { night: '2026-09-12' } });
  // Beyond what is known.
  expect(sumStay(offers, { checkIn: '2026-09-14', nights: 1, rooms: 1 })?.blocked).toEqual({ night: '2026-09-14' });
});

test('a voucher that is used whole goes in steps of its nights', () => {
  expect(staySteps({ nights_per_voucher: 2, rooms_per_voucher: 1, separable: false })).toEqual({ nights: 2, rooms: 1 });
  expect(staySteps({ nights_per_voucher: 2, rooms_per_voucher: 2, separable: true })).toEqual({ nights: 1, rooms: 2 });
});
