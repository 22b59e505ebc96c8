import { describe, expect, it } from 'vitest';
import { type HotelFacts, hotelComparison } from './hotels.ts';
import { comparable, likeness, plainName } from './names.ts';
import { propose } from './proposal.ts';
import { type RoomFacts, roomComparison } from './rooms.ts';

const hotels = (own: HotelFacts, found: HotelFacts) =>
  hotelComparison.compare(hotelComparison.prepare(own), hotelComparison.prepare(found));
const rooms = (own: RoomFacts, found: RoomFacts) =>
  roomComparison.compare(roomComparison.prepare(own), roomComparison.prepare(found));

describe('names', () => {
  it('do not depend on width, case, punctuation or the way digits are written', () => {
    expect(plainName('ＨＡＲＢＯＵＲ－Inn（２店）')).toBe(plainName('harbour inn(二店)'));
    expect(likeness(comparable(''), comparable(''))).toBe(0);
    expect(likeness(comparable('云庭'), comparable('云庭'))).toBe(1);
  });
});

describe('hotels', () => {
  it.each([
    ['the branch in front or in brackets', { name: '杭州西湖云栖酒店' }, { name: '云栖酒店（杭州西湖店）' }],
    ['another word for hotel', { name: '云栖度假酒店' }, { name: '云栖酒店' }],
    [
      'a name typed badly at the same door',
      { name: '云棲山居酒店', latitude: 30.25, longitude: 120.16, address: '杭州市湖滨路9号' },
      { name: '云栖山居酒店', latitude: 30.2501, longitude: 120.1601, address: '浙江省 杭州市 湖滨路9号' },
    ],
  ])('the same: %s', (_what, own, found) => {
    expect(hotels(own, found).score).toBeGreaterThanOrEqual(0.55);
  });

  it.each([
    ['two branches of a chain', { name: '云栖酒店（西湖店）' }, { name: '云栖酒店（萧山机场店）' }],
    ['two chains at one place', { name: '泊岸酒店(上海浦东机场店)' }, { name: '海棠酒店（上海浦东机场店）' }],
    [
      'one name, ten kilometres apart',
      { name: '云栖酒店', latitude: 30.25, longitude: 120.16 },
      { name: '云栖酒店', latitude: 30.34, longitude: 120.16 },
    ],
    ['nothing alike', { name: 'Harbour Inn' }, { name: '海口某酒店' }],
  ])('not the same: %s', (_what, own, found) => {
    expect(hotels(own, found).score).toBeLessThan(0.55);
  });

  it('tell why', () => {
    const here = { latitude: 30.25, longitude: 120.16, address: '湖滨路9号' };
    const { reasons } = hotels({ name: '云栖酒店', ...here }, { name: '云栖酒店', ...here, latitude: 30.259 });
    expect(reasons()).toEqual([
      { about: 'name', verdict: 'same', zh: '名称相同', en: 'same name' },
      { about: 'address', verdict: 'same', zh: '地址相同', en: 'same address' },
      { about: 'distance', verdict: 'alike', zh: '相距 1.0 公里', en: '1.0 km apart' },
    ]);
  });
});

describe('room types', () => {
  it.each([
    ['大床 and King', { name: '豪华大床间' }, { name: '奢华大床房' }],
    ['标间 is 双床', { name: '标间', guests: 2 }, { name: '双床房', guests: 2 }],
    ['beds told by the beds', { name: '云舍A', beds: [{ count: 1, width: 180 }] }, { name: '云舍A大床房', beds: [] }],
    ['a class left away', { name: '大床房', area: 30 }, { name: '高级大床房', area: 30 }],
  ])('the same: %s', (_what, own, found) => {
    expect(rooms(own, found).score).toBeGreaterThanOrEqual(0.55);
  });

  it.each([
    ['大床 and 双床', { name: '豪华大床房' }, { name: '豪华双床房' }],
    ['two classes', { name: '豪华大床房' }, { name: '行政大床房' }],
    ['lake and no window', { name: '湖景大床房' }, { name: '无窗大床房' }],
    ['a room and a suite', { name: '豪华大床房' }, { name: '豪华大床套房' }],
  ])('not the same: %s', (_what, own, found) => {
    expect(rooms(own, found).score).toBeLessThan(0.55);
  });
});

describe('proposing', () => {
  it('uses each once, the best first, and says where two are nearly as good', () => {
    const own = [{ name: '豪华大床房' }, { name: '豪华大床间' }, { name: '双床房' }];
    const found = [{ name: '豪华大床房' }, { name: '家庭套房' }];
    const proposals = propose<RoomFacts, RoomFacts, RoomFacts, unknown>(own, found, roomComparison as never);
    expect(proposals.map((one) => [one.own.name, one.found.name, one.doubtful])).toEqual([
      ['豪华大床房', '豪华大床房', true],
    ]);
  });
});
