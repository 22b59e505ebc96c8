import { interfaces, MATCH_STATE, PLATFORM, type RequestOf } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { setAccountHandling } from '../accounts/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { startReceiver } from '../testing/receiver.ts';
import { decideHotelAudit } from './audit.ts';

const partner = await startReceiver();
const world = await catalogWorld('hotel publication', { webhookUrl: partner.url });
const account_id = DEMO_MERCHANT.accountId;
const seeded = (at: number) => DEMO_MERCHANT.hotels[at]?.hotel;
const MINUTE = 60_000;

beforeEach(async () => {
  world.passReal(1000);
  await setAccountHandling(world.db, account_id, { auditMode: 'approve', auditDelayMs: MINUTE, auditMessage: '' });
  partner.received.length = 0;
});

type Body = RequestOf<typeof interfaces.hotelSave>;
const SOMEWHERE = {
  latitude: 30.5,
  longitude: 114.3,
  address: { country: '中国', province: '湖北省', city: '武汉市', district: '武昌区', detail_address: '示例路1号' },
};
const send = (out_hotel_id: string, hotel_name: string | undefined, base: object = {}, more: object = {}) => {
  world.passReal(100);
  const hotel_base_info = { ...(hotel_name === undefined ? {} : { hotel_name }), ...base };
  return world.call(interfaces.hotelSave, { account_id, out_hotel_id, hotel_base_info, ...more });
};
const state = async (...out_hotel_id_list: string[]) => {
  world.passReal(100);
  return (await world.call(interfaces.hotelStatus, { account_id, out_hotel_id_list })).data;
};
const moves = () => partner.received.map(({ content }) => (content as { status: number }).status);

describe('a hotel of a partner', () => {
  it('is matched with the merchant’s hotel of that name, however it is written, and the partner is told', async () => {
    const hotel = seeded(0);
    const first = await send('MATCH', ` ${hotel?.name.replace('（', '(').replace('）', ')')}`);
    expect(first.data).toMatchObject({
      error_code: 0,
      out_hotel_id: 'MATCH',
      status: MATCH_STATE.matching,
      message: '',
    });
    expect(await state('MATCH')).toEqual([{ out_hotel_id: 'MATCH', status: MATCH_STATE.matching, message: '' }]);
    await world.advance(MINUTE);
    const matched = {
      out_hotel_id: 'MATCH',
      hotel_id: hotel?.hotelId,
      status: MATCH_STATE.usable,
      message: '',
      category_id: hotel?.categoryId,
    };
    expect(await state('MATCH')).toEqual([matched]);
    expect(partner.received.map(({ envelope, content }) => [envelope.event, content])).toEqual([
      ['life_hotel_audit_result', { account_id, ...matched }],
    ]);
  });

  it('far from the one of that name it is another, and is created with its whole structure', async () => {
    const policy = {
      check_in_policy: { check_in_from: '14:00', check_out_to: '12:00' },
      breakfast_policy: {
        open_time: { every_day_time: { start_time: { hour: 7, mintue: 0 }, end_time: { hour: 10, mintue: 30 } } },
      },
      child_use_exist_bed_policy: { allow_child_num: 1, charges: [{ start: 0, end: 6, chargeable: false }] },
    };
    const more = {
      active: true,
      hotel_facilities: [{ facility_category: 1, facility_id: 101 }],
      hotel_images: [{ image_url: 'https://img.example.com/1.jpg', image_type: 1 }],
      hotel_policy: policy,
    };
    await send('CREATE', seeded(1)?.name, SOMEWHERE, more);
    await world.advance(MINUTE);
    const [made] = await state('CREATE');
    expect(made).toMatchObject({ status: MATCH_STATE.usable, category_id: 8001001 });
    expect(made?.hotel_id).not.toBe(seeded(1)?.hotelId);
    const row = await world.db.one<{ city: string; details: Body }>(
      'SELECT city, details FROM sandbox.hotels WHERE hotel_id = $1',
      [made?.hotel_id],
    );
    expect(row).toMatchObject({ city: '武汉市', details: { hotel_policy: policy } });
  });

  it('that can be neither found nor made fails with what is missing; completed, it is tried again', async () => {
    await send('FAIL', '没有这家酒店');
    await world.advance(MINUTE);
    expect(await state('FAIL')).toMatchObject([
      { status: MATCH_STATE.matchFailed, message: expect.stringContaining('坐标') },
    ]);
    await send('FAIL', '没有这家酒店', SOMEWHERE);
    await world.advance(MINUTE);
    expect(await state('FAIL')).toMatchObject([{ status: MATCH_STATE.usable }]);
    expect(moves()).toEqual([MATCH_STATE.matchFailed, MATCH_STATE.usable]);
  });

  it('once matched is updated, by either id; rejected, the platform keeps what it had', async () => {
    const hotel = seeded(2);
    await send('UPDATE', hotel?.name);
    await world.advance(MINUTE);
    const update = await send('UPDATE', `${hotel?.name}·新名`, {}, { hotel_id: hotel?.hotelId });
    expect(update.data).toMatchObject({ status: MATCH_STATE.auditing, hotel_id: hotel?.hotelId });
    await world.advance(MINUTE);
    const nameNow = async () =>
      (await world.db.one<{ name: string }>('SELECT name FROM sandbox.hotels WHERE hotel_id = $1', [hotel?.hotelId]))
        .name;
    expect(await nameNow()).toBe(`${hotel?.name}·新名`);
    await setAccountHandling(world.db, account_id, { auditMode: 'reject', auditMessage: '名称不规范' });
    await send('UPDATE', '随便');
    await world.advance(MINUTE);
    expect(await state('UPDATE')).toMatchObject([{ status: MATCH_STATE.rejected, message: '名称不规范' }]);
    expect(await nameNow()).toBe(`${hotel?.name}·新名`);
  });

  it('waits to be claimed, then is usable; one that is not active is switched off', async () => {
    await setAccountHandling(world.db, account_id, { auditMode: 'manual' });
    await send('CLAIM', seeded(3)?.name);
    const key = { accountId: account_id, kind: 'hotel', subject: 'CLAIM', version: 1 } as const;
    expect(await decideHotelAudit(world.ctx, key, { approve: true, claim: true })).toBe(true);
    expect(await state('CLAIM')).toMatchObject([{ status: MATCH_STATE.claimPending, hotel_id: seeded(3)?.hotelId }]);
    expect(await decideHotelAudit(world.ctx, key, { approve: true })).toBe(true);
    expect(await decideHotelAudit(world.ctx, key, { approve: true })).toBe(false);
    expect(await state('CLAIM')).toMatchObject([{ status: MATCH_STATE.usable }]);
    await world.settled();
    expect(moves()).toEqual([MATCH_STATE.claimPending, MATCH_STATE.usable]);
    await setAccountHandling(world.db, account_id, { auditMode: 'approve' });
    await send('CLAIM', seeded(3)?.name, {}, { active: false });
    await world.advance(MINUTE);
    expect(await state('CLAIM')).toMatchObject([{ status: MATCH_STATE.disabled }]);
  });

  it('is told by the platform’s id too, and never to another merchant', async () => {
    await send('BOTH', seeded(4)?.name);
    await world.advance(MINUTE);
    const ask = (members: object) => world.call(interfaces.hotelStatus, { account_id, ...members });
    const hotel_id_list = [seeded(4)?.hotelId ?? ''];
    expect((await ask({ hotel_id_list, out_hotel_id_list: ['BOTH', 'never sent'] })).data).toHaveLength(1);
    const token = await world.token(SECOND_MERCHANT);
    const foreign = { account_id: SECOND_MERCHANT.accountId, hotel_id_list, out_hotel_id_list: ['BOTH'] };
    expect((await world.call(interfaces.hotelStatus, foreign, { token })).data).toEqual([]);
    expect((await ask({})).extra.error_code).toBe(PLATFORM.badParameter);
    expect((await ask({ out_hotel_id_list: Array(51).fill('x') })).extra.error_code).toBe(PLATFORM.badParameter);
  });

  it.each([
    ['a foreign hotel', {}, { hotel_id: SECOND_MERCHANT.hotels[0]?.hotel.hotelId }, 'hotel_id'],
    ['no name', { hotel_name: undefined }, {}, 'hotel_name'],
    ['half a place', { latitude: 1 }, {}, 'longitude'],
    ['a place off the globe', { latitude: 91, longitude: 0 }, {}, 'latitude'],
    ['no rooms', { total_room_quantity: 0 }, {}, 'total_room_quantity'],
    ['a negative star', { star_rating: -1 }, {}, 'star_rating'],
    ['a picture without https', {}, { hotel_images: [{ image_url: 'ftp://x' }] }, 'hotel_images[0]'],
    ['an impossible time', {}, { hotel_policy: { check_in_policy: { check_in_from: '25:00' } } }, 'check_in_from'],
    [
      'an impossible minute',
      {},
      { hotel_policy: { breakfast_policy: { open_time: { every_day_time: { start_time: { mintue: 60 } } } } } },
      'mintue',
    ],
    [
      'a band upside down',
      {},
      { hotel_policy: { extra_bed_policy: { extra_child_bed_charges: [{ start: 6, end: 3 }] } } },
      'extra_child_bed_charges',
    ],
  ])('refuses %s and changes nothing', async (_name, base, more, named) => {
    const before = await world.db.query('SELECT xmin::text, out_hotel_id FROM sandbox.hotel_submissions ORDER BY 2');
    const { data, extra } = await send('BAD', '某酒店', base, more);
    expect(data.error_code).toBe(PLATFORM.badParameter);
    expect(extra.sub_description).toContain(named);
    expect(await world.db.query('SELECT xmin::text, out_hotel_id FROM sandbox.hotel_submissions ORDER BY 2')).toEqual(
      before,
    );
  });
});
