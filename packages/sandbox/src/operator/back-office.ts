import { daysBetween, daysIn, interfaces, isDate, weekday } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import { currencyOf, findAccount } from '../accounts/store.ts';
import type { BookingCommands } from '../bookings/commands.ts';
import { findBooking, lockBooking, waitingByHand } from '../bookings/store.ts';
import { writeNights } from '../calendar/nights.ts';
import type { SandboxContext } from '../context.ts';
import { invalidRequest, SANDBOX_ERRORS } from '../errors.ts';
import { type Good, goodsOf, insertGood, lockGood } from '../goods/store.ts';
import { bookingShape } from '../guests/shapes.ts';
import { bookingView } from '../guests/views.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { newId } from '../ids.ts';
import { roomTypesByIds } from '../rooms/store.ts';
import { writeTerms } from '../terms/terms.ts';
import { shelfRefusal } from '../vouchers/operate.ts';
import { VOUCHER_PROBLEMS } from '../vouchers/problems.ts';
import { storeVoucher } from '../vouchers/save.ts';
import { lockVoucher, setVoucherShelf } from '../vouchers/store.ts';

const TAG = 'merchant: back office (来客)';
const text = Type.String();
const id = (description: string) => Type.String({ description, minLength: 1, maxLength: 64 });
const LONGEST_RANGE = 366;

const presale = interfaces.voucherSave.request.properties.presale_info;
/** What a merchant fills in: the platform's structure; the number of its own is made up when absent. */
const handMade = Type.Object(
  { ...presale.properties, out_id: Type.Optional(presale.properties.out_id) },
  { description: 'the voucher in the platform’s structure (presale_info)' },
);
const docking = Type.Union([Type.Literal('direct'), Type.Literal('manual')], {
  description: 'direct: over the goods of a connected hotel system; manual: orders are accepted here (非直连)',
});

const goodShape = Type.Object({
  rate_plan_id: text,
  name: text,
  hotel_id: text,
  room_id: text,
  shelf: text,
  sales_type: Type.Integer(),
});

function goodView(good: Good): Static<typeof goodShape> {
  return {
    rate_plan_id: good.ratePlanId,
    name: good.name,
    hotel_id: good.hotelId,
    room_id: good.roomId,
    shelf: good.shelf,
    sales_type: good.salesType,
  };
}

/**
 * What a merchant does by hand in the platform's back office: makes vouchers out of goods, keeps goods and a calendar of
 * its own, accepts bookings of vouchers that have no direct connection.
 */
export function backOfficeRoutes(ctx: SandboxContext, commands: BookingCommands, prefix: string): readonly JsonRoute[] {
  const { db, clock, random } = ctx;
  const ACCOUNT = Type.Object({ account_id: id('merchant') });
  const accountOf = async (accountId: string) => {
    if ((await findAccount(db, accountId)) === undefined)
      throw SANDBOX_ERRORS.error('ACCOUNT_UNKNOWN', { path: 'account_id', value: accountId });
    return accountId;
  };
  const ownerOf = async (table: 'vouchers' | 'goods', key: string): Promise<string> => {
    const column = table === 'goods' ? 'rate_plan_id' : 'voucher_id';
    const row = await db.first<{ account_id: string }>(
      `SELECT account_id FROM sandbox.${table} WHERE ${column} = $1 AND shelf <> 'deleted'`,
      [key],
    );
    if (row === undefined) throw SANDBOX_ERRORS.error('NOT_FOUND', { what: column, value: key });
    return row.account_id;
  };

  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/accounts/:account_id/goods`,
      summary: { zh: '可用于制作预售券的预定商品', en: 'Goods a voucher can be made of' },
      tag: TAG,
      params: ACCOUNT,
      reply: Type.Object({ goods: Type.Array(goodShape) }),
      handle: async ({ params }) => ({
        goods: (await goodsOf(db, await accountOf(params.account_id))).map(goodView),
      }),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/accounts/:account_id/goods`,
      summary: { zh: '手工创建预定商品（非直连）', en: 'Make a good by hand (no direct connection)' },
      tag: TAG,
      params: ACCOUNT,
      body: Type.Object({ room_id: id('room type'), name: Type.String({ minLength: 1, maxLength: 64 }) }),
      reply: goodShape,
      status: 201,
      handle: async ({ params, body }) => {
        const accountId = await accountOf(params.account_id);
        return db.tx(async (session) => {
          const [room] = await roomTypesByIds(session, accountId, [body.room_id]);
          if (room === undefined) throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'room_id', value: body.room_id });
          const ratePlanId = await newId(session, random, 'ratePlan');
          const good = {
            ratePlanId,
            outRatePlanId: `laike-${ratePlanId}`,
            hotelId: room.hotelId,
            roomId: room.roomId,
            name: body.name,
            shelf: 'on' as const,
            salesType: 1,
            currency: (await currencyOf(session, accountId)) ?? 'CNY',
            hourly: null,
          };
          await insertGood(session, accountId, good, clock.now());
          return goodView(good);
        });
      },
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/goods/:rate_plan_id/nights`,
      summary: { zh: '手工维护价格、房量与房态', en: 'Keep price, rooms and status by hand, both ends included' },
      tag: TAG,
      params: Type.Object({ rate_plan_id: id('good') }),
      body: Type.Object({
        from: Type.String({ maxLength: 10 }),
        to: Type.String({ maxLength: 10 }),
        weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7 })),
        price: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
        inventory: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
        available: Type.Optional(Type.Boolean()),
      }),
      reply: Type.Object({ nights: Type.Integer() }),
      handle: async ({ params, body }) => {
        const { from, to, weekdays, price, inventory, available } = body;
        if (!isDate(from) || !isDate(to) || to < from || daysBetween(from, to) >= LONGEST_RANGE)
          throw invalidRequest(
            'to',
            `须为不早于 from 的日期，至多 ${LONGEST_RANGE} 晚`,
            'a day from `from` on, at most a year',
          );
        const accountId = await ownerOf('goods', params.rate_plan_id);
        const nights = daysIn(from, to)
          .filter((night) => weekdays === undefined || weekdays.includes(weekday(night)))
          .map((night) => ({
            night,
            ...(price === undefined ? {} : { originalAmount: price }),
            ...(inventory === undefined ? {} : { inventory }),
            ...(available === undefined ? {} : { available }),
          }));
        await db.tx(async (session) => {
          const good = await lockGood(session, accountId, params.rate_plan_id);
          if (good === undefined) throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'good', value: params.rate_plan_id });
          await writeNights(session, accountId, [{ ratePlanId: good.ratePlanId, nights }], clock.now());
        });
        return { nights: nights.length };
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/accounts/:account_id/vouchers`,
      summary: {
        zh: '手工创建或修改预售券并送审',
        en: 'Make or change a voucher by hand; it goes to audit like any other',
      },
      tag: TAG,
      params: ACCOUNT,
      body: Type.Object({ docking: Type.Optional(docking), presale_info: handMade }),
      reply: Type.Object({ voucher_id: text, out_id: text, version: Type.Integer() }),
      status: 201,
      handle: async ({ params, body }) => {
        const accountId = await accountOf(params.account_id);
        return db.tx(async (session) => {
          const now = clock.now();
          const { presale_info: wanted } = body;
          const out_id = wanted.out_id ?? `laike-${(await newId(session, random, 'voucher')).slice(-9)}`;
          const save = { accountId, info: { ...wanted, out_id }, clientKey: '', logid: '' };
          const saved = await storeVoucher(ctx, session, save, now);
          if ('problems' in saved) {
            const [problem] = saved.problems;
            const { zh, en } = VOUCHER_PROBLEMS[problem?.rule ?? 'voucher-unknown'];
            throw SANDBOX_ERRORS.error('VOUCHER_INVALID', {
              path: `presale_info.${problem?.path ?? ''}`,
              rule: problem?.rule ?? '',
              reason_zh: zh,
              reason: en,
            });
          }
          const { voucherId, version } = saved;
          if (body.docking !== undefined) await writeTerms(session, accountId, voucherId, { docking: body.docking });
          return { voucher_id: voucherId, out_id, version };
        });
      },
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/vouchers/:voucher_id/shelf`,
      summary: { zh: '上架、下架或删除预售券', en: 'Put a voucher on the shelf, take it off, delete it' },
      tag: TAG,
      params: Type.Object({ voucher_id: id('voucher') }),
      body: Type.Object({
        shelf: Type.Union([Type.Literal('on'), Type.Literal('off'), Type.Literal('deleted')]),
      }),
      reply: Type.Object({ voucher_id: text, shelf: text }),
      handle: async ({ params, body }) => {
        const voucherId = params.voucher_id;
        const accountId = await ownerOf('vouchers', voucherId);
        await db.tx(async (session) => {
          const voucher = await lockVoucher(session, accountId, voucherId);
          if (voucher === undefined) throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'voucher', value: voucherId });
          const refused = shelfRefusal(voucher.shelf, body.shelf, voucher.approvedVersion !== null);
          if (refused !== null)
            throw SANDBOX_ERRORS.error('VOUCHER_INVALID', {
              path: 'shelf',
              reason_zh: refused.message,
              reason: 'not possible in the present state of the voucher',
            });
          await setVoucherShelf(session, accountId, voucherId, body.shelf, clock.now());
        });
        return { voucher_id: voucherId, shelf: body.shelf };
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/accounts/:account_id/bookings`,
      summary: { zh: '待人工接单的预约单', en: 'Bookings that wait for a person to accept them' },
      tag: TAG,
      params: ACCOUNT,
      reply: Type.Object({ now: Type.Integer(), bookings: Type.Array(bookingShape) }),
      handle: async ({ params }) => ({
        now: clock.now(),
        bookings: (await waitingByHand(db, await accountOf(params.account_id))).map(bookingView),
      }),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/bookings/:booking_id/decision`,
      summary: { zh: '人工接单或拒单（非直连）', en: 'Accept or reject by hand (no direct connection)' },
      tag: TAG,
      params: Type.Object({ booking_id: id('booking') }),
      body: Type.Object({
        accept: Type.Boolean(),
        confirm_number: Type.Optional(Type.String({ maxLength: 64 })),
        reason: Type.Optional(Type.String({ maxLength: 200 })),
      }),
      reply: bookingShape,
      handle: async ({ params, body }) => {
        const value = params.booking_id;
        await db.tx(async (session) => {
          const held = await lockBooking(session, value);
          if (held === undefined) throw SANDBOX_ERRORS.error('BOOKING_UNKNOWN', { path: 'booking_id', value });
          const { booking, order } = held;
          if (order.terms.docking !== 'manual') throw SANDBOX_ERRORS.error('DIRECT_BOOKING', { value });
          const decision = { accept: body.accept, confirmNumber: body.confirm_number, rejectReason: body.reason };
          const done = await commands.run(session, booking, order, { kind: 'confirm', decision });
          if (done.kind === 'refused')
            throw SANDBOX_ERRORS.error('BOOKING_STATE', { path: 'booking_id', value, state: booking.state });
        });
        const booking = await findBooking(db, value);
        if (booking === undefined) throw SANDBOX_ERRORS.error('BOOKING_UNKNOWN', { path: 'booking_id', value });
        return bookingView(booking);
      },
    }),
  ];
}
