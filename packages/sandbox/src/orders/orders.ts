import type { Session } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import { setCoupons } from '../coupons/store.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { payment, refund } from '../ledger/postings.ts';
import { post } from '../ledger/store.ts';
import { countPromoted } from '../promotions/store.ts';
import type { EndedCall } from '../spi/caller.ts';
import { decideOrder, type OrderCommand, type OrderEffect } from './decide.ts';
import { insertPurchase, type Purchase } from './purchase.ts';
import { addSales, findOrder, lockOrder, type OrderUpdate, updateOrder, type VoucherOrder } from './store.ts';
import { CREATE, createOrderRequest, PAYMENT, paymentRequest } from './wire.ts';

/** Time to pay (documented nowhere; 15 minutes is a choice). */
export const PAY_MS = 15 * 60_000;

const PAY_DEADLINE = 'order.pay-deadline';

/** Voucher orders (2011), as guests use them. */
export interface Orders {
  /** Buys vouchers; two-step: waits for the first answer of the hotel. @throws see `insertPurchase` */
  place(purchase: Purchase): Promise<VoucherOrder>;
  /** Pays; waits for the first answer of the hotel. @throws AppError ORDER_UNKNOWN, ORDER_STATE */
  pay(userId: string, orderId: string): Promise<VoucherOrder>;
}

/** Ends of payment notices; bookings have some too. */
export type NoticeEnd = (session: Session, call: EndedCall<typeof PAYMENT>) => Promise<void>;

/** Sets the voucher orders up: their timers, their calls' ends. */
export function createOrders(ctx: SandboxContext): Orders & { readonly noticeEnded: NoticeEnd } {
  const { db, clock, timers, spi, random } = ctx;

  /** Decides under the order's lock and does what follows; the calls it began. */
  const command = async (
    session: Session,
    order: VoucherOrder,
    what: OrderCommand,
    more: Partial<OrderUpdate> = {},
  ): Promise<string[] | 'refused'> => {
    const now = clock.now();
    const decision = decideOrder({ ...order, mode: order.terms.creationMode }, what, now);
    if (decision.kind === 'refused') return 'refused';
    if (decision.kind === 'nothing') return [];
    const { state, notice, effects, closeReason } = decision;
    const charged = effects.includes('charge');
    await updateOrder(session, order, {
      ...more,
      state,
      notice,
      closeReason,
      ...(charged ? { paidAt: now } : {}),
      ...(effects.includes('watch-payment') ? { payDeadline: now + PAY_MS } : {}),
      ...(state === 'closed' ? { closedAt: now } : {}),
    });
    const waited = order.state === 'waiting-payment' || order.state === 'unpaid';
    if (waited && state !== order.state) await timers.cancel(session, order.orderId, PAY_DEADLINE);
    return apply(session, { ...order, paidAt: charged ? now : order.paidAt }, effects);
  };

  const apply = async (session: Session, order: VoucherOrder, effects: readonly OrderEffect[]): Promise<string[]> => {
    const { accountId, orderId, clientKey, stress, userId, payAmount } = order;
    const now = clock.now();
    const begin = { clientKey, accountId, subject: orderId, stress };
    const calls: string[] = [];
    for (const effect of effects) {
      switch (effect) {
        case 'charge':
          await post(session, random, accountId, payment(orderId, userId, payAmount), now);
          break;
        case 'refund':
          await post(session, random, accountId, refund(orderId, userId, payAmount), now);
          break;
        case 'watch-payment':
          await timers.add(session, { dueAt: now + PAY_MS, kind: PAY_DEADLINE, subject: orderId });
          break;
        case 'send-create': {
          if (order.terms.docking === 'manual') {
            // Without a direct connection there is nobody to ask: the order stands as soon as it is paid.
            await command(session, { ...order, state: 'creating' }, { kind: 'created' });
            break;
          }
          const request = await createOrderRequest(session, order, order.paidAt);
          calls.push(await spi.begin(session, { ...begin, interface: CREATE, request }));
          break;
        }
        case 'send-notice':
          calls.push(await spi.begin(session, { ...begin, interface: PAYMENT, request: paymentRequest(order, now) }));
          break;
        case 'activate-coupons':
          await setCoupons(session, accountId, orderId, 'activate');
          break;
        case 'void-coupons':
          await setCoupons(session, accountId, orderId, 'void');
          break;
        case 'return-stock':
          await addSales(session, accountId, order.voucherId, -order.count);
          if (order.promotion !== null)
            await countPromoted(session, accountId, order.promotion.promotionId, -order.count);
          break;
      }
    }
    return calls;
  };

  /** Waits for the hotel's first word on the calls, then reads the order. */
  const answered = async (accountId: string, orderId: string, calls: readonly string[]): Promise<VoucherOrder> => {
    await Promise.all(calls.map((call) => spi.attempted(accountId, call)));
    const order = await findOrder(db, orderId);
    if (order === undefined) throw new Error(`order ${orderId} is gone`);
    return order;
  };

  const createEnded = async (session: Session, { subject, outcome }: EndedCall<typeof CREATE>): Promise<void> => {
    const order = await lockOrder(session, subject);
    if (order === undefined) return;
    if (outcome.kind === 'answer' && outcome.code === 0) {
      await command(session, order, { kind: 'created' }, { orderOutId: outcome.data.order_out_id });
      return;
    }
    const failure =
      outcome.kind === 'answer'
        ? { failureCode: outcome.code, failureText: outcome.description }
        : { failureText: outcome.reason };
    await command(session, order, { kind: 'create-failed' }, failure);
  };

  spi.onEnd(CREATE, createEnded);
  timers.register(PAY_DEADLINE, ({ subject }) =>
    db.tx(async (session) => {
      const order = await lockOrder(session, subject);
      if (order !== undefined) await command(session, order, { kind: 'pay-deadline' });
    }),
  );

  return {
    place: async (purchase) => {
      const placed = await db.tx(async (session) => {
        const { orderId, effects } = await insertPurchase(ctx, session, purchase);
        const order = await lockOrder(session, orderId);
        if (order === undefined) throw new Error(`order ${orderId} was not written`);
        if (effects.includes('watch-payment')) {
          await updateOrder(session, order, {
            state: order.state,
            notice: order.notice,
            payDeadline: clock.now() + PAY_MS,
          });
        }
        return { accountId: order.accountId, orderId, calls: await apply(session, order, effects) };
      });
      return answered(placed.accountId, placed.orderId, placed.calls);
    },
    pay: async (userId, orderId) => {
      const { accountId, calls } = await db.tx(async (session) => {
        const order = await lockOrder(session, orderId);
        if (order?.userId !== userId) throw SANDBOX_ERRORS.error('ORDER_UNKNOWN', { path: 'order_id', value: orderId });
        const done = await command(session, order, { kind: 'pay' });
        if (done === 'refused')
          throw SANDBOX_ERRORS.error('ORDER_STATE', { path: 'order_id', value: orderId, state: order.state });
        return { accountId: order.accountId, calls: done };
      });
      return answered(accountId, orderId, calls);
    },
    noticeEnded: async (session, { subject, outcome }) => {
      const order = await lockOrder(session, subject);
      if (order === undefined) return;
      await command(session, order, {
        kind: 'notified',
        acknowledged: outcome.kind === 'answer' && outcome.code === 0,
      });
    },
  };
}
