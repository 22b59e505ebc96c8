import { expect, test } from 'vitest';
import type { Calendar } from '../api/calendar.ts';
import { foldCalendar } from './cells.ts';

const calendar: Calendar = {
  room_types: [
    {
      room_type_id: 'KING',
      name: '大床房',
      nights: [
        {
          night: '2026-09-11',
          stock: 5,
          sold: 5,
          remaining: 0,
          overbooking: 0,
          sellable: 0,
          open: true,
          pending: false,
        },
        {
          night: '2026-09-12',
          stock: 5,
          sold: 1,
          remaining: 4,
          overbooking: 0,
          sellable: 4,
          open: false,
          pending: true,
        },
      ],
      rate_plans: [
        {
          rate_plan_id: 'KING-BB',
          name: '含双早',
          nights: [
            {
              night: '2026-09-12',
              price: 68_800,
              rack_price: 88_800,
              price_before_tax: null,
              open: true,
              pending: false,
            },
            {
              night: '2026-09-13',
              price: 68_800,
              rack_price: null,
              price_before_tax: null,
              open: false,
              pending: false,
            },
          ],
          quotas: [],
        },
      ],
    },
  ],
};
const DAYS = ['2026-09-11', '2026-09-12', '2026-09-13'];

test('every day gets a cell, known or not', () => {
  const [room, rate] = foldCalendar(calendar, DAYS, []);
  expect(room?.cells.map(({ night, state }) => [night, state])).toEqual([
    ['2026-09-11', 'full'],
    ['2026-09-12', 'closed'],
    ['2026-09-13', 'none'],
  ]);
  expect(room?.cells[1]).toMatchObject({ stock: 5, sold: 1, sellable: 4, pending: true });
  expect(rate?.cells.map(({ state }) => state)).toEqual(['none', 'open', 'closed']);
  expect(rate?.cells[1]).toMatchObject({ price: 68_800, rackPrice: 88_800 });
});

test('a refused push shows on its nights of its rate plan only', () => {
  const refused = { night: '2026-09-12', message: '价格过低' };
  const here = foldCalendar(calendar, DAYS, [{ ...refused, rate_plan_id: 'KING-BB' }])[1];
  expect(here?.cells.map((cell) => cell.refused)).toEqual([undefined, '价格过低', undefined]);
  const elsewhere = foldCalendar(calendar, DAYS, [{ ...refused, rate_plan_id: 'OTHER' }])[1];
  expect(elsewhere?.cells.every((cell) => cell.refused === undefined)).toBe(true);
});

test('a rate plan that used up its quota is sold out, whatever the room type has', () => {
  const room = calendar.room_types[0] as Calendar['room_types'][number];
  const [plan] = room.rate_plans;
  const limited = (sold: number) =>
    foldCalendar(
      {
        room_types: [
          {
            ...room,
            rate_plans: [{ ...(plan as typeof plan & object), quotas: [{ night: '2026-09-12', quota: 2, sold }] }],
          },
        ],
      },
      DAYS,
      [],
    )[1]?.cells[1];
  expect(limited(1)).toMatchObject({ state: 'open', quota: { quota: 2, sold: 1 } });
  expect(limited(2)).toMatchObject({ state: 'full', quota: { quota: 2, sold: 2 } });
});

test('a room type sells beyond its stock as far as somebody chose to', () => {
  const room = calendar.room_types[0] as Calendar['room_types'][number];
  const beyond = (sold: number) => {
    const night = { night: '2026-09-11', stock: 5, sold, remaining: 5 - sold, open: true, pending: false };
    const nights = [{ ...night, overbooking: 2, sellable: 7 - sold }];
    return foldCalendar({ room_types: [{ ...room, nights }] }, DAYS, [])[0]?.cells[0];
  };
  expect(beyond(6)).toMatchObject({ state: 'open', sellable: 1, overbooking: 2 });
  expect(beyond(7)).toMatchObject({ state: 'full', sellable: 0 });
});
