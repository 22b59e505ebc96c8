import { interfaces, MATCH_STATE, PLATFORM, type RequestOf, ROOM_OPERATION } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { setAccountHandling } from '../accounts/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { startReceiver } from '../testing/receiver.ts';
import { goodsRequest } from '../testing/samples.ts';
import { decideRoomAudit } from './audit.ts';

const partner = await startReceiver();
const world = await catalogWorld('room publication', { webhookUrl: partner.url });
const account_id = DEMO_MERCHANT.accountId;
const hotel = DEMO_MERCHANT.hotels[0];
const poi_id = hotel?.hotel.hotelId ?? '';
const MINUTE = 60_000;

beforeEach(async () => {
  world.passReal(1000);
  await setAccountHandling(world.db, account_id, { auditMode: 'approve', auditDelayMs: MINUTE, auditMessage: '' });
  partner.received.length = 0;
});

type Info = RequestOf<typeof interfaces.roomSave>['room_info'];
const info = (out: string, change: Partial<Info> = {}): Info => ({
  out_room_id: out,
  cn_name: `测试房型 ${out}`,
  en_name: 'Test Room',
  category_id: hotel?.hotel.categoryId ?? 0,
  max_occupancy: 2,
  room_num: 8,
  images: [{ image_url: 'https://img.example.com/r/1.jpg' }],
  area: { value_type: 1, value_list: [32] },
  bed_groups: [{ bed_items: [{ bed_type: 1, bed_num: 1, bed_size: 180 }] }],
  facility_map: { '3': { facility_ids: [30001] } },
  ...change,
});

const save = (room_info: unknown, more: object = {}) => {
  world.passReal(100);
  return world.call(interfaces.roomSave, { account_id, poi_id, room_info, ...more });
};
const saved = async (out: string, change: Partial<Info> = {}) => {
  const { data, text } = await save(info(out, change));
  expect(data, text).toMatchObject({ error_code: 0, ok: true });
  return data.room_id;
};
const usable = async (out: string) => {
  const id = await saved(out);
  await world.advance(MINUTE);
  return id;
};
const state = async (...room_ids: string[]) => {
  world.passReal(100);
  const { data } = await world.call(interfaces.roomStatus, { account_id, room_ids });
  return (data.room_list ?? []).map(({ status }) => status);
};
const look = async (id: string) => {
  world.passReal(100);
  const { data } = await world.call(interfaces.roomQuery, { account_id, poi_ids: [poi_id] });
  return data.room_lists?.[poi_id]?.find((room) => room.room_id === id);
};
const operate = (op_type: number, ...room_ids: string[]) => {
  world.passReal(1000);
  return world.call(interfaces.roomOperate, { account_id, op_type, room_ids });
};
const codes = async (op: number, ...ids: string[]) =>
  (await operate(op, ...ids)).data.room_list?.map(({ code }) => code);

describe('saving a room type', () => {
  it('goes to audit, becomes usable after the delay, and the partner is told', async () => {
    const id = await saved('NEW');
    expect(await state(id)).toEqual([MATCH_STATE.auditing]);
    await world.advance(MINUTE - 1);
    expect(await state(id)).toEqual([MATCH_STATE.auditing]);
    await world.advance(1);
    expect(await state(id)).toEqual([MATCH_STATE.usable]);
    const { data } = await world.call(interfaces.roomQuery, { account_id, poi_ids: [poi_id] });
    expect(data.room_lists?.[poi_id]?.find(({ room_id }) => room_id === id)).toMatchObject({
      cn_name: '测试房型 NEW',
      room_num: 8,
      area: { value_type: 1, value_list: [32] },
      facility_map: { '3': { facility_ids: [30001] } },
      status: MATCH_STATE.usable,
    });
    expect(partner.received.map(({ envelope, content }) => [envelope.event, content])).toEqual([
      [
        'life_hotel_physical_room_audit_result',
        { account_id, room_id: id, out_room_id: 'NEW', poi_id, status: MATCH_STATE.usable, audit_message: '' },
      ],
    ]);
  });

  it('again with the partner’s id updates the same one; it stays usable while the newer version is audited', async () => {
    const id = await usable('AGAIN');
    expect(await saved('AGAIN', { max_occupancy: 3 })).toBe(id);
    expect(await state(id)).toEqual([MATCH_STATE.auditing]);
    expect(await look(id)).toMatchObject({ max_occupancy: 2 });
    const goods = goodsRequest('AGAIN');
    const rooms = [{ room_id: id, rate_plans: [{ out_rate_plan_id: 'AGAIN-1', rate_plan_name: '含双早' }] }];
    const { data } = await world.call(interfaces.goodsSave, { ...goods, rate_plan: { hotel_id: poi_id, rooms } });
    expect(data.rate_plan_map[0]?.code).toBe('0');
    await world.advance(MINUTE);
    expect(await look(id)).toMatchObject({ max_occupancy: 3, status: MATCH_STATE.usable });
  });

  it('is not usable for goods before its first approval', async () => {
    const id = await saved('EARLY');
    const rooms = [{ room_id: id, rate_plans: [{ out_rate_plan_id: 'EARLY-1', rate_plan_name: '含双早' }] }];
    const request = { account_id, rate_plan: { hotel_id: poi_id, rooms } };
    expect((await world.call(interfaces.goodsSave, request)).data.rate_plan_map[0]?.code).toBe('1');
  });

  it('rejected, it keeps what it said before and gives the reason; corrected, it is audited again', async () => {
    const id = await usable('REJECT');
    await setAccountHandling(world.db, account_id, { auditMode: 'reject', auditMessage: '图片与房型不符' });
    await saved('REJECT', { room_num: 99 });
    await world.advance(MINUTE);
    const { data } = await world.call(interfaces.roomStatus, { account_id, room_ids: [id], need_rate_plan: true });
    expect(data.room_list).toEqual([
      {
        room_id: id,
        cn_name: '测试房型 REJECT',
        status: MATCH_STATE.rejected,
        audit_message: '图片与房型不符',
        rate_plan_list: [],
      },
    ]);
    expect(partner.received.at(-1)?.content).toMatchObject({ status: 5, audit_message: '图片与房型不符' });
    expect(await look(id)).toMatchObject({ room_num: 8 });
    await setAccountHandling(world.db, account_id, { auditMode: 'approve' });
    await saved('REJECT', { room_num: 9 });
    await world.advance(MINUTE);
    expect(await look(id)).toMatchObject({ room_num: 9, status: MATCH_STATE.usable });
  });

  it('updates the named members only', async () => {
    const id = await usable('PART');
    const change = { max_occupancy: 4, room_num: 77 };
    const { data } = await save(info('PART', change), { by_fileds: ['max_occupancy'] });
    expect(data.ok).toBe(true);
    await world.advance(MINUTE);
    expect(await look(id)).toMatchObject({ max_occupancy: 4, room_num: 8 });
  });

  it('binds a room type of the platform to the partner’s id', async () => {
    const own = hotel?.rooms[1];
    const id = own?.roomId ?? '';
    const { data } = await save(info('BIND', { room_id: id, cn_name: own?.cnName ?? '' }));
    expect(data).toMatchObject({ ok: true, room_id: id });
    expect((await save(info('OTHER', { room_id: id }))).data.error_code).toBe(PLATFORM.badParameter);
  });

  it('names the room type that has the name already, and takes nothing over', async () => {
    const own = hotel?.rooms[0];
    const { data } = await save(info('TWIN', { cn_name: own?.cnName ?? '' }));
    expect(data).toMatchObject({ error_code: 0, ok: false, room_id: '', duplicate_room_id: own?.roomId });
    expect(await world.db.query("SELECT 1 FROM sandbox.room_types WHERE out_room_id = 'TWIN'")).toEqual([]);
  });

  it('a newer version in audit replaces the older one, which gets no verdict', async () => {
    const id = await saved('TWICE');
    await world.advance(MINUTE / 2);
    await saved('TWICE', { room_num: 3 });
    await world.advance(MINUTE / 2);
    expect(await state(id)).toEqual([MATCH_STATE.auditing]);
    await world.advance(MINUTE / 2);
    expect(await look(id)).toMatchObject({ room_num: 3, status: MATCH_STATE.usable });
  });

  it('is left to a person when the merchant is audited by hand', async () => {
    await setAccountHandling(world.db, account_id, { auditMode: 'manual' });
    const id = await saved('MANUAL');
    await world.advance(10 * MINUTE);
    expect(await state(id)).toEqual([MATCH_STATE.auditing]);
    const key = { accountId: account_id, kind: 'room', subject: id, version: 1 } as const;
    expect(await decideRoomAudit(world.ctx, key, { approve: false, message: '名称不规范' })).toBe(true);
    expect(await decideRoomAudit(world.ctx, key, { approve: true })).toBe(false);
    expect(await state(id)).toEqual([MATCH_STATE.rejected]);
  });

  it.each([
    ['a foreign hotel', {}, { poi_id: SECOND_MERCHANT.hotels[0]?.hotel.hotelId }, 'poi_id'],
    ['an unknown room type', { room_id: '76999' }, {}, 'room_id'],
    ['no picture', { images: [] }, {}, 'images'],
    ['a picture without https', { images: [{ image_url: 'http://x/1.jpg' }] }, {}, 'images[0].image_url'],
    ['no guests', { max_occupancy: 0 }, {}, 'max_occupancy'],
    ['another category', { category_id: 1 }, {}, 'category_id'],
    ['no name', { cn_name: ' ' }, {}, 'cn_name'],
    ['no rooms', { room_num: 0 }, {}, 'room_num'],
    ['a negative number', { window: -1 }, {}, 'negative'],
    ['an unknown member to update', {}, { by_fileds: ['__proto__'] }, 'by_fileds'],
    ['a partial update of nothing', {}, { by_fileds: ['cn_name'] }, 'by_fileds'],
    ['no id', { out_room_id: undefined }, {}, 'out_room_id'],
    ['no pictures at all', { images: undefined }, {}, 'images'],
  ])('refuses %s and changes nothing', async (_name, change, more, named) => {
    const before = await world.db.query('SELECT xmin::text, room_id FROM sandbox.room_types ORDER BY room_id');
    const { data, extra } = await save({ ...info('BAD'), ...change }, more);
    expect(data.error_code).toBe(PLATFORM.badParameter);
    expect(extra.sub_description).toContain(named);
    expect(await world.db.query('SELECT xmin::text, room_id FROM sandbox.room_types ORDER BY room_id')).toEqual(before);
  });
});

describe('operating room types', () => {
  it('offline and online, said again is said again', async () => {
    const id = await usable('SHELF');
    expect(await codes(ROOM_OPERATION.offline, id)).toEqual([0]);
    expect(await codes(ROOM_OPERATION.offline, id)).toEqual([0]);
    expect(await state(id)).toEqual([MATCH_STATE.disabled]);
    expect(await codes(ROOM_OPERATION.online, id)).toEqual([0]);
    expect(await state(id)).toEqual([MATCH_STATE.usable]);
  });

  it('judges each item alone', async () => {
    const id = await usable('MIXED');
    const early = await saved('MIXED-EARLY');
    const foreign = SECOND_MERCHANT.hotels[0]?.rooms[0]?.roomId ?? '';
    expect(await codes(ROOM_OPERATION.offline, id, '76999', early, foreign)).toEqual([
      0,
      PLATFORM.badParameter,
      PLATFORM.business,
      PLATFORM.badParameter,
    ]);
    expect(await state(id)).toEqual([MATCH_STATE.disabled]);
  });

  it('deletes: gone from every interface, its id free again; not while it has goods', async () => {
    const id = await usable('GONE');
    const rooms = [{ room_id: id, rate_plans: [{ out_rate_plan_id: 'GONE-1', rate_plan_name: '含双早' }] }];
    const goods = await world.call(interfaces.goodsSave, { account_id, rate_plan: { hotel_id: poi_id, rooms } });
    expect(await codes(ROOM_OPERATION.delete, id)).toEqual([PLATFORM.business]);
    const product_id_list = goods.data.rate_plan_map.map(({ rate_plan_id }) => rate_plan_id);
    for (const op_type of [2, 3]) await world.call(interfaces.productOperate, { account_id, op_type, product_id_list });
    expect(await codes(ROOM_OPERATION.delete, id)).toEqual([0]);
    expect(await state(id)).toEqual([]);
    expect(await look(id)).toBeUndefined();
    expect(await codes(ROOM_OPERATION.online, id)).toEqual([PLATFORM.badParameter]);
    expect(await saved('GONE')).not.toBe(id);
  });

  it('takes five a call and forty a second, room types counted', async () => {
    const six = Array.from({ length: 6 }, (_, at) => `76${at}`);
    expect((await operate(1, ...six)).data.error_code).toBe(PLATFORM.badParameter);
    world.passReal(1000);
    const five = six.slice(1);
    const call = () => world.call(interfaces.roomOperate, { account_id, op_type: 1, room_ids: five });
    const answers = [];
    while (answers.length < 9) answers.push((await call()).data.error_code);
    expect(answers).toEqual([0, 0, 0, 0, 0, 0, 0, 0, PLATFORM.tooFrequent]);
  });

  it.each([0, 4, -1])('refuses operation %s', async (op) => {
    expect((await operate(op, '761')).data.error_code).toBe(PLATFORM.badParameter);
  });
});
