import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { refusal } from '../../testing/platform-double.ts';
import { type SeededAccount, startSeededGateway } from '../../testing/seeded-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api bookings' });
const gateway = await startSeededGateway(database.url);
const { db } = gateway.context;

interface BookingBody {
  readonly order_id: string;
  readonly state: string;
  readonly booking_number: string;
  readonly attention: string[];
}
interface WithMessages {
  readonly booking: BookingBody;
  readonly messages: readonly {
    readonly message_id: number;
    readonly state: string;
    readonly next_step: string | null;
  }[];
}

let accounts = 0;

/** A hotel that accepts by hand, with one booking of two rooms for two nights that waits. */
async function waiting(): Promise<SeededAccount & { readonly orderId: string; readonly voucherOrderId: string }> {
  const number = ++accounts;
  const account = await gateway.seed({ account: number, voucher: { nightsPerVoucher: 2 } });
  await account.api.ok('PUT', '/settings/acceptance', { level: 'account', mode: 'manual' });
  const voucherOrderId = `112000000000${String(number).padStart(4, '0')}001`;
  const orderId = `112000000000${String(number).padStart(4, '0')}002`;
  await account.sell(voucherOrderId, 3);
  expect(await account.book({ orderId, sourceOrderId: voucherOrderId, rooms: 2 })).toBe(0);
  return { ...account, orderId, voucherOrderId };
}

const sold = async (accountId: string) =>
  (
    await db.one<{ sold: number }>('SELECT sum(sold)::int AS sold FROM gateway.room_nights WHERE account_id = $1', [
      accountId,
    ])
  ).sold;
const used = async (accountId: string) =>
  (
    await db.one<{ used: number }>(
      'SELECT sum(units_used)::int AS used FROM gateway.voucher_orders WHERE account_id = $1',
      [accountId],
    )
  ).used;

/** What the platform was told about a booking, in order. */
const told = (orderId: string) =>
  gateway.platform.calls
    .map(
      ({ body }) => body as { order_id?: string; accommodation_status?: number; confirm_result?: object } | undefined,
    )
    .filter((body) => body?.order_id === orderId)
    .map((body) => body?.accommodation_status ?? body?.confirm_result);

describe('staff', () => {
  it('accept a booking; the platform is told; saying it again changes nothing', async () => {
    const { api, orderId, seeded } = await waiting();
    const { items } = await api.ok<{ items: BookingBody[] }>('GET', '/bookings?state=wait_accept');
    expect(items).toMatchObject([
      {
        order_id: orderId,
        state: 'wait_accept',
        allowed: ['accept', 'reject'],
        rooms: 2,
        nights: 2,
        check_in: seeded.night(0),
        check_out: seeded.night(2),
        room_amount: 4 * seeded.price,
        confirm_mode: 2,
        decided_at: null,
      },
    ]);
    const accepted = await api.ok<BookingBody>('POST', `/bookings/${orderId}/accept`);
    expect(accepted).toMatchObject({ state: 'accepted', allowed: ['check_in', 'no_show'] });
    expect(await api.ok('POST', `/bookings/${orderId}/accept`)).toEqual(accepted);
    await gateway.idle();
    expect(told(orderId)).toEqual([{ confirm_result: 1, confirm_number: accepted.booking_number }]);
    const { messages } = await api.ok<WithMessages>('GET', `/bookings/${orderId}`);
    expect(messages).toMatchObject([{ kind: 'order-confirm', state: 'done', attempts: 1 }]);
  });

  it('reject a booking; rooms and uses come back, and the stock is told', async () => {
    const { api, orderId, seeded } = await waiting();
    expect([await sold(seeded.accountId), await used(seeded.accountId)]).toEqual([4, 2]);
    const body = { reason: '房间维修', code: 3 };
    const rejected = await api.ok('POST', `/bookings/${orderId}/reject`, body);
    expect(rejected).toMatchObject({ state: 'rejected', allowed: [], reject_code: 3, reject_reason: '房间维修' });
    expect(await api.ok('POST', `/bookings/${orderId}/reject`, { reason: '别的原因' })).toEqual(rejected);
    expect([await sold(seeded.accountId), await used(seeded.accountId)]).toEqual([0, 0]);
    await gateway.idle();
    expect(told(orderId)).toEqual([{ confirm_result: 2, reject_code: 3, reject_reason: '房间维修' }]);
    const pushes = gateway.platform.seen(interfaces.stockSave).map(({ raw }) => raw);
    expect(pushes.some((raw) => raw.includes(seeded.room.platformRatePlanId))).toBe(true);
  });

  it('report stays in order; what is not possible now is refused with what is', async () => {
    const { api, orderId } = await waiting();
    const early = await api.refused(409, 'BOOKING_ACTION_REFUSED', 'POST', `/bookings/${orderId}/check-in`);
    expect(early).toMatchObject({
      allowed: ['accept', 'reject'],
      message_zh: expect.stringContaining('“待接单”，不能执行“入住”；可执行：接单, 拒单'),
      message_en: expect.stringContaining(
        'waiting for acceptance: check in is not possible now; possible: accept, reject',
      ),
    });
    await api.ok('POST', `/bookings/${orderId}/accept`);
    await api.refused(409, 'BOOKING_ACTION_REFUSED', 'POST', `/bookings/${orderId}/reject`, { reason: 'x' });
    await api.refused(409, 'BOOKING_ACTION_REFUSED', 'POST', `/bookings/${orderId}/check-out`);
    expect(await api.ok('POST', `/bookings/${orderId}/check-in`)).toMatchObject({ state: 'checked_in' });
    await api.refused(409, 'BOOKING_ACTION_REFUSED', 'POST', `/bookings/${orderId}/no-show`);
    const left = await api.ok('POST', `/bookings/${orderId}/check-out`);
    expect(left).toMatchObject({ state: 'checked_out', allowed: [] });
    expect(await api.ok('POST', `/bookings/${orderId}/check-out`)).toEqual(left);
    await gateway.idle();
    expect(told(orderId)).toEqual([expect.objectContaining({ confirm_result: 1 }), 1, 3]);
  });

  it('report a no-show', async () => {
    const { api, orderId } = await waiting();
    await api.ok('POST', `/bookings/${orderId}/accept`);
    expect(await api.ok('POST', `/bookings/${orderId}/no-show`)).toMatchObject({ state: 'no_show' });
    await gateway.idle();
    expect(told(orderId).at(-1)).toBe(2);
  });

  it('keep what they did when the platform refuses it, and send it again', async () => {
    const { api, orderId } = await waiting();
    await api.ok('POST', `/bookings/${orderId}/accept`);
    await gateway.idle();
    gateway.platform.next(interfaces.stayStatus, () => refusal(2100005, 'order is not yours'));
    await api.ok('POST', `/bookings/${orderId}/check-in`);
    await gateway.idle();
    const { booking, messages } = await api.ok<WithMessages>('GET', `/bookings/${orderId}`);
    expect(booking.state).toBe('checked_in');
    const [message] = messages;
    expect(message).toMatchObject({ state: 'failed', next_step: 'MESSAGE_REFUSED' });
    const failed = await api.ok<{ items: unknown[] }>('GET', '/outbox?state=failed');
    expect(failed.items).toEqual([message]);
    expect(await api.ok('GET', '/todo')).toMatchObject({ failed_messages: 1, waiting_bookings: 0 });
    await api.ok('POST', `/outbox/${message?.message_id}/resend`);
    await gateway.idle();
    expect((await api.ok<WithMessages>('GET', `/bookings/${orderId}`)).messages[0]).toMatchObject({ state: 'done' });
    await api.refused(409, 'MESSAGE_SENT', 'POST', `/outbox/${message?.message_id}/resend`);
    expect(await api.ok('GET', '/todo')).toMatchObject({ failed_messages: 0 });
  });

  it('see another account’s booking and voucher order as they see none', async () => {
    const { orderId, voucherOrderId } = await waiting();
    const { api } = await gateway.seed({ account: ++accounts });
    const unknown = '9999999999999999999';
    for (const [method, path, body] of [
      ['GET', '/bookings/ID'],
      ['GET', '/bookings/ID/guests'],
      ['POST', '/bookings/ID/accept'],
      ['POST', '/bookings/ID/reject', { reason: 'x' }],
      ['POST', '/bookings/ID/check-in'],
      ['POST', '/bookings/ID/check-out'],
      ['POST', '/bookings/ID/no-show'],
      ['DELETE', '/bookings/ID/attention'],
    ] as const) {
      const foreign = await api.refused(404, 'NOT_FOUND', method, path.replace('ID', orderId), body);
      const none = await api.refused(404, 'NOT_FOUND', method, path.replace('ID', unknown), body);
      expect(foreign.message_en.replace(orderId, unknown)).toBe(none.message_en);
    }
    for (const path of ['/voucher-orders/ID', '/voucher-orders/ID/guests']) {
      await api.refused(404, 'NOT_FOUND', 'GET', path.replace('ID', voucherOrderId));
    }
    await api.refused(404, 'NOT_FOUND', 'DELETE', `/voucher-orders/${voucherOrderId}/attention`);
    expect(await api.ok('GET', '/bookings')).toEqual({ items: [], next_cursor: null });
    expect(await db.one('SELECT state FROM gateway.bookings WHERE order_id = $1', [orderId])).toEqual({
      state: 'wait_accept',
    });
  });
});

describe('guests', () => {
  it('are read apart from the booking, and every reading is recorded', async () => {
    const { api, orderId, voucherOrderId, seeded } = await waiting();
    const booking = JSON.stringify(await api.ok('GET', `/bookings/${orderId}`));
    expect(booking).not.toMatch(/13800138000|林一/);
    expect(await api.ok('GET', `/bookings/${orderId}/guests`)).toMatchObject({
      contact: { name: '林一', phone: '+8613800138000' },
      occupants: [{ name: '林一' }, { name: '周二', phone: null }],
      remark: '高楼层，安静，靠近电梯',
    });
    expect(await api.ok('GET', `/voucher-orders/${voucherOrderId}/guests`)).toMatchObject({
      contact: { name: '林一', phone: '+8613800138000' },
    });
    const reads = await db.query(
      'SELECT subject, subject_id, at FROM gateway.personal_reads WHERE account_id = $1 ORDER BY read_id',
      [seeded.accountId],
    );
    expect(reads).toEqual([
      { subject: 'booking', subject_id: orderId, at: gateway.clock.now() },
      { subject: 'voucher_order', subject_id: voucherOrderId, at: gateway.clock.now() },
    ]);
  });
});

describe('lists', () => {
  it('of bookings can be narrowed and turned page by page', async () => {
    const account = await gateway.seed({ account: ++accounts });
    const { api, seeded } = account;
    await account.sell('1130000000000000001', 20);
    for (let at = 0; at < 7; at++) {
      const wish = { orderId: `113000000000000010${at}`, sourceOrderId: '1130000000000000001', day: at, nights: 1 };
      expect(await account.book(wish)).toBe(0);
    }
    // No rooms: refused, and kept as refused.
    expect(
      await account.book({
        orderId: '1130000000000000200',
        sourceOrderId: '1130000000000000001',
        rooms: 11,
        nights: 1,
      }),
    ).toBe(4);
    const ids = async (query: string) =>
      (await api.ok<{ items: BookingBody[] }>('GET', `/bookings?${query}`)).items.map((one) => one.order_id.slice(-3));
    expect(await ids('state=refused')).toEqual(['200']);
    expect(await ids('state=accepted')).toEqual(['106', '105', '104', '103', '102', '101', '100']);
    expect(await ids(`state=accepted,refused&check_in_to=${seeded.night(0)}`)).toEqual(['200', '100']);
    expect(await ids(`check_in_from=${seeded.night(5)}`)).toEqual(['106', '105']);
    expect(await ids('hotel_id=nowhere')).toEqual([]);
    expect(await ids('voucher_order_id=1130000000000000001&limit=2')).toHaveLength(2);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: { items: BookingBody[]; next_cursor: string | null } = await api.ok(
        'GET',
        `/bookings?limit=3${query}`,
      );
      seen.push(...page.items.map((one) => one.booking_number));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(8);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(await ids(`booking_number=${seen[0]}`)).toHaveLength(1);
    await api.refused(400, 'INPUT_INVALID', 'GET', '/bookings?state=married');
  });

  it('of voucher orders show their uses and bookings', async () => {
    const { api, orderId, voucherOrderId } = await waiting();
    const { items } = await api.ok<{ items: unknown[] }>('GET', '/voucher-orders?state=paid');
    expect(items).toMatchObject([
      { order_id: voucherOrderId, vouchers: 3, unit: 'voucher', units_total: 3, units_used: 2, total_amount: 194_700 },
    ]);
    const one = await api.ok<{ bookings: BookingBody[] }>('GET', `/voucher-orders/${voucherOrderId}`);
    expect(one.bookings.map((booking) => booking.order_id)).toEqual([orderId]);
    expect(await api.ok('GET', '/voucher-orders?state=unpaid')).toMatchObject({ items: [] });
    expect(await api.ok('GET', '/voucher-orders?voucher_id=none')).toMatchObject({ items: [] });
    expect(await api.ok('GET', '/voucher-orders?attention=true')).toMatchObject({ items: [] });
  });

  it('of oddities empty once a person has looked', async () => {
    const { api, orderId } = await waiting();
    await db.execute(`UPDATE gateway.bookings SET attention = '{phone_missing}' WHERE order_id = $1`, [orderId]);
    const odd = await api.ok<{ items: BookingBody[] }>('GET', '/bookings?attention=true');
    expect(odd.items.map((one) => one.attention)).toEqual([['phone_missing']]);
    expect(await api.ok('GET', '/todo')).toMatchObject({ attention_bookings: 1, waiting_bookings: 1 });
    expect(await api.ok('DELETE', `/bookings/${orderId}/attention`)).toMatchObject({ attention: [] });
    expect(await api.ok('GET', '/bookings?attention=true')).toMatchObject({ items: [] });
  });

  it('of oddities of voucher orders too; a voucher made by hand is none', async () => {
    const { api, voucherOrderId } = await waiting();
    const flag = (what: string) =>
      db.execute('UPDATE gateway.voucher_orders SET attention = $2::text[] WHERE order_id = $1', [
        voucherOrderId,
        what,
      ]);
    await flag('{voucher_unknown}');
    expect(await api.ok('GET', '/voucher-orders?attention=true')).toMatchObject({ items: [] });
    expect(await api.ok('GET', '/todo')).toMatchObject({ attention_orders: 0 });
    await flag('{voucher_unknown,paid_after_close}');
    expect(await api.ok('GET', '/voucher-orders?attention=true')).toMatchObject({
      items: [{ order_id: voucherOrderId, attention: ['voucher_unknown', 'paid_after_close'] }],
    });
    expect(await api.ok('GET', '/todo')).toMatchObject({ attention_orders: 1 });
    expect(await api.ok('DELETE', `/voucher-orders/${voucherOrderId}/attention`)).toMatchObject({ attention: [] });
    expect(await api.ok('GET', '/todo')).toMatchObject({ attention_orders: 0 });
  });
});

describe('acceptance', () => {
  it('follows the narrowest rule and can be taken back', async () => {
    const account = await gateway.seed({ account: ++accounts, roomTypes: 2 });
    const { api, seeded } = account;
    await account.sell('1140000000000000001', 20);
    const [, second] = seeded.rooms;
    await api.ok('PUT', '/settings/acceptance', { level: 'account', mode: 'manual' });
    await api.ok('PUT', '/settings/acceptance', { level: 'hotel', subject_id: seeded.hotelId, mode: 'async' });
    const rules = await api.ok('PUT', '/settings/acceptance', {
      level: 'rate_plan',
      subject_id: second?.ratePlanId,
      mode: 'manual',
    });
    expect(rules).toEqual({
      default_mode: 'sync',
      rules: [
        { level: 'account', subject_id: '', mode: 'manual' },
        { level: 'hotel', subject_id: seeded.hotelId, mode: 'async' },
        { level: 'rate_plan', subject_id: second?.ratePlanId, mode: 'manual' },
      ],
    });
    expect(await api.ok('GET', '/settings/acceptance')).toEqual(rules);
    const book = async (orderId: string, room: number) => {
      expect(await account.book({ orderId, sourceOrderId: '1140000000000000001', room, nights: 1 })).toBe(0);
      return (await api.ok<WithMessages>('GET', `/bookings/${orderId}`)).booking;
    };
    expect(await book('1140000000000000101', 0)).toMatchObject({ state: 'accepted', confirm_mode: 2 });
    expect(await book('1140000000000000102', 1)).toMatchObject({ state: 'wait_accept' });
    for (const level of ['account', 'hotel', 'rate_plan'] as const) {
      const subject_id = { account: undefined, hotel: seeded.hotelId, rate_plan: second?.ratePlanId }[level];
      await api.ok('PUT', '/settings/acceptance', { level, subject_id, mode: null });
    }
    expect(await book('1140000000000000103', 1)).toMatchObject({ state: 'accepted', confirm_mode: 1 });
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/settings/acceptance', { level: 'hotel', mode: 'sync' });
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/settings/acceptance', {
      level: 'account',
      subject_id: 'x',
      mode: 'sync',
    });
    await api.refused(404, 'NOT_FOUND', 'PUT', '/settings/acceptance', {
      level: 'hotel',
      subject_id: 'x',
      mode: 'sync',
    });
    await api.refused(404, 'NOT_FOUND', 'PUT', '/settings/acceptance', {
      level: 'rate_plan',
      subject_id: 'x',
      mode: 'sync',
    });
  });
});
