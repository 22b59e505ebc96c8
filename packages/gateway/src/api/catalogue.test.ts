import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api catalogue' });
const gateway = await startTestGateway(database.url);
const { db } = gateway.context;

describe('hotels, room types and rate plans', () => {
  it('are made and changed under the hotel’s own ids, the same request giving the same result', async () => {
    const { api } = await gateway.account('2001');
    const hotel = {
      name: '云栖酒店 O\'Brien"; DROP TABLE gateway.hotels; --',
      platform_hotel_id: '7288001122334450001',
    };
    const first = await api.ok('PUT', '/hotels/HZ-001', hotel);
    expect(await api.ok('PUT', '/hotels/HZ-001', hotel)).toEqual(first);
    expect(await api.ok('GET', '/hotels/HZ-001')).toEqual(first);
    expect(first).toMatchObject({ hotel_id: 'HZ-001', ...hotel, created_at: '2026-09-01T10:00:00.000+08:00' });

    const room = { hotel_id: 'HZ-001', name: '豪华大床房', max_guests: 3, platform_room_id: '7299000000000020001' };
    await api.ok('PUT', '/room-types/%E8%B1%AA%E5%8D%8E%2FDLX', room);
    expect(await api.ok('GET', '/room-types/%E8%B1%AA%E5%8D%8E%2FDLX')).toMatchObject({
      room_type_id: '豪华/DLX',
      ...room,
    });

    await api.ok('PUT', '/rate-plans/BAR', { room_type_id: '豪华/DLX', name: '含双早' });
    await api.ok('PUT', '/rate-plans/BAR', { room_type_id: '豪华/DLX', name: '含双早', active: false });
    const plan = { rate_plan_id: 'BAR', active: false, publish_state: 'draft', platform_rate_plan_id: null };
    expect(await api.ok('PUT', '/rate-plans/BAR', { room_type_id: '豪华/DLX', name: '不含早' })).toMatchObject(plan);
    expect(await api.ok('GET', '/rate-plans/BAR')).toMatchObject({ ...plan, name: '不含早' });
  });

  it('keep what a request leaves out', async () => {
    const { api } = await gateway.account('2002');
    await api.ok('PUT', '/hotels/H', { name: 'A', platform_hotel_id: '7288001122334450002' });
    expect(await api.ok('PUT', '/hotels/H', { name: 'B' })).toMatchObject({ platform_hotel_id: '7288001122334450002' });
    expect(await api.ok('PUT', '/hotels/H', { name: 'B', platform_hotel_id: null })).toMatchObject({
      platform_hotel_id: null,
    });
    await api.ok('PUT', '/room-types/2002-R', { hotel_id: 'H', name: 'R', max_guests: 4 });
    expect(await api.ok('PUT', '/room-types/2002-R', { hotel_id: 'H', name: 'R' })).toMatchObject({ max_guests: 4 });
  });

  it('are full-day or hourly for good, and only hourly ones have hours', async () => {
    const { api } = await gateway.account('2005');
    await api.ok('PUT', '/hotels/H', { name: 'A' });
    await api.ok('PUT', '/room-types/R', { hotel_id: 'H', name: 'R' });
    const plan = { room_type_id: 'R', name: '4小时' };
    const hourly = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };
    expect(await api.ok('PUT', '/rate-plans/DAY', plan)).toMatchObject({ kind: 'full_day', hourly: null });
    const made = await api.ok('PUT', '/rate-plans/HOURS', { ...plan, kind: 'hourly', hourly });
    expect(made).toMatchObject({ kind: 'hourly', hourly });
    expect(await api.ok('PUT', '/rate-plans/HOURS', plan)).toEqual(made);
    for (const [path, body] of [
      ['DAY', { ...plan, kind: 'hourly', hourly }],
      ['DAY', { ...plan, hourly }],
      ['HOURS', { ...plan, kind: 'full_day' }],
      ['NEW', { ...plan, kind: 'hourly' }],
      ['NEW', { ...plan, kind: 'hourly', hourly: { ...hourly, usage_duration: 24 } }],
      ['NEW', { ...plan, kind: 'hourly', hourly: { ...hourly, latest_check_out: '8pm' } }],
    ] as const)
      await api.refused(400, 'INPUT_INVALID', 'PUT', `/rate-plans/${path}`, body);
    await api.refused(404, 'NOT_FOUND', 'GET', '/rate-plans/NEW');
  });

  it('stay where they belong', async () => {
    const { api } = await gateway.account('2003');
    await api.ok('PUT', '/hotels/H1', { name: 'one' });
    await api.ok('PUT', '/hotels/H2', { name: 'two' });
    await api.ok('PUT', '/room-types/R1', { hotel_id: 'H1', name: 'R' });
    await api.ok('PUT', '/room-types/R2', { hotel_id: 'H2', name: 'R' });
    await api.ok('PUT', '/rate-plans/P', { room_type_id: 'R1', name: 'P' });
    await api.refused(409, 'PARENT_FIXED', 'PUT', '/room-types/R1', { hotel_id: 'H2', name: 'R' });
    await api.refused(409, 'PARENT_FIXED', 'PUT', '/rate-plans/P', { room_type_id: 'R2', name: 'P' });
    await api.refused(404, 'NOT_FOUND', 'PUT', '/room-types/R3', { hotel_id: 'H9', name: 'R' });
    await api.refused(404, 'NOT_FOUND', 'PUT', '/rate-plans/P9', { room_type_id: 'R9', name: 'P' });
  });

  it('share no platform id, and keep it once goods hang on it', async () => {
    const { api } = await gateway.account('2004');
    const { api: other } = await gateway.account('2005');
    await api.ok('PUT', '/hotels/H', { name: 'H', platform_hotel_id: '7288001122334450004' });
    await other.refused(409, 'PLATFORM_ID_TAKEN', 'PUT', '/hotels/H', {
      name: 'H',
      platform_hotel_id: '7288001122334450004',
    });
    await api.ok('PUT', '/room-types/R', { hotel_id: 'H', name: 'R', platform_room_id: '7299000000000020004' });
    await api.ok('PUT', '/rate-plans/P', { room_type_id: 'R', name: 'P' });
    await api.ok('PUT', '/hotels/H', { name: 'H', platform_hotel_id: '7288001122334450005' });
    await db.execute(
      `UPDATE gateway.rate_plans SET platform_rate_plan_id = '1790000000000020004' WHERE account_id = '2004'`,
    );
    await api.refused(409, 'PLATFORM_ID_FIXED', 'PUT', '/hotels/H', {
      name: 'H',
      platform_hotel_id: '7288001122334450006',
    });
    await api.refused(409, 'PLATFORM_ID_FIXED', 'PUT', '/room-types/R', {
      hotel_id: 'H',
      name: 'R',
      platform_room_id: null,
    });
  });

  it('are seen by their own account only; foreign ids answer like unknown ones', async () => {
    const { api } = await gateway.account('2006');
    const { api: other } = await gateway.account('2007');
    await api.ok('PUT', '/hotels/OWN', { name: 'H' });
    await api.ok('PUT', '/room-types/OWN', { hotel_id: 'OWN', name: 'R' });
    await api.ok('PUT', '/rate-plans/OWN', { room_type_id: 'OWN', name: 'P' });
    for (const path of ['/hotels', '/room-types', '/rate-plans']) {
      const foreign = await other.refused(404, 'NOT_FOUND', 'GET', `${path}/OWN`);
      const unknown = await other.refused(404, 'NOT_FOUND', 'GET', `${path}/WON`);
      expect(foreign.message_en.replace('OWN', 'WON')).toBe(unknown.message_en);
      expect(await other.ok('GET', path)).toEqual({ items: [], next_cursor: null });
    }
  });

  it('are listed page by page, every one once', async () => {
    const { api } = await gateway.account('2008');
    const ids = Array.from({ length: 7 }, (_, at) => `H${at}`);
    for (const id of ids) await api.ok('PUT', `/hotels/${id}`, { name: id });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/hotels?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page: { items: { hotel_id: string }[]; next_cursor: string | null } = await api.ok('GET', path);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ hotel_id }) => hotel_id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids);
    await api.refused(400, 'INPUT_INVALID', 'GET', '/hotels?cursor=nonsense');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/hotels?limit=201');
    await api.ok('PUT', '/room-types/R', { hotel_id: 'H0', name: 'R' });
    expect(await api.ok('GET', '/room-types?hotel_id=H1')).toMatchObject({ items: [] });
    expect(await api.ok('GET', '/room-types?hotel_id=H0')).toMatchObject({ items: [{ room_type_id: 'R' }] });
    expect(await api.ok('GET', '/rate-plans?room_type_id=R')).toMatchObject({ items: [] });
  });
});
