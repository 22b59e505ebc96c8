import { type Interface, interfaces } from '@yuzhu/contract';

/** How an interface is fuzzed. */
export interface Plan {
  /** Which program serves it. */
  readonly target: 'gateway' | 'sandbox';
  /** Share of the messages, relative to the others. */
  readonly weight: number;
  /** Tables that an accepted message may write, at once or by what follows from it. Every other write is a fault. */
  readonly writes: readonly string[];
  /** Tables that may be written at any later time because of an accepted one: what the platform says of it afterwards. */
  readonly later?: readonly string[];
  /** Tables that also a refused message may write, because the refusal itself is kept and given again. */
  readonly keeps?: readonly string[];
}

/** What the gateway tells the platform by itself after a change of its calendar. */
const PUSHES = [
  'gateway.ari_dirty',
  'gateway.ari_acknowledged',
  'gateway.ari_refusals',
  'gateway.ari_pauses',
  'sandbox.calendar_writes',
  'sandbox.nights',
  'sandbox.timers',
];
/**
 * What is off the platform's shelf, or being audited, is refused in later pushes: the gateway switches the rate plan off until
 * it is taken again.
 */
const MATCHES = ['gateway.rate_plans', 'gateway.broken_matches', 'gateway.room_types'];
/** What a decision about a booking moves at the platform. */
const DECISION = [
  'sandbox.bookings',
  'sandbox.coupons',
  'sandbox.coupon_uses',
  'sandbox.timers',
  'sandbox.postings',
  'sandbox.entries',
  'sandbox.voucher_orders',
];
const READS: readonly string[] = [];

/** Every interface of the contract. One that is added there without a plan here does not compile. */
export const PLANS: { readonly [Name in keyof typeof interfaces]: Plan } = {
  token: { target: 'sandbox', weight: 1, writes: ['sandbox.tokens'] },
  hotelQuery: { target: 'sandbox', weight: 1, writes: READS },
  roomQuery: { target: 'sandbox', weight: 1, writes: READS },
  hotelScroll: { target: 'sandbox', weight: 1, writes: READS },
  hotelSave: {
    target: 'sandbox',
    weight: 2,
    writes: ['sandbox.hotel_submissions', 'sandbox.static_versions', 'sandbox.hotels', 'sandbox.timers'],
  },
  hotelAuditResult: { target: 'gateway', weight: 6, writes: ['gateway.webhooks', 'gateway.hotels'] },
  hotelStatus: { target: 'sandbox', weight: 1, writes: READS },
  roomSave: {
    target: 'sandbox',
    weight: 2,
    writes: ['sandbox.room_types', 'sandbox.static_versions', 'sandbox.timers'],
    later: MATCHES,
  },
  roomAuditResult: { target: 'gateway', weight: 6, writes: ['gateway.webhooks', 'gateway.room_types'] },
  roomStatus: { target: 'sandbox', weight: 1, writes: READS },
  roomOperate: { target: 'sandbox', weight: 2, writes: ['sandbox.room_types'], later: MATCHES },
  goodsSave: { target: 'sandbox', weight: 2, writes: ['sandbox.goods', 'sandbox.timers'], later: MATCHES },
  stockSave: { target: 'sandbox', weight: 2, writes: ['sandbox.calendar_writes', 'sandbox.nights', 'sandbox.timers'] },
  priceSave: { target: 'sandbox', weight: 2, writes: ['sandbox.calendar_writes', 'sandbox.nights', 'sandbox.timers'] },
  ariFailure: { target: 'gateway', weight: 6, writes: ['gateway.webhooks', ...PUSHES] },
  // What it names is pulled afterwards: the gateway keeps what it answered.
  ariNotify: { target: 'sandbox', weight: 2, writes: ['sandbox.nights', 'sandbox.timers', ...PUSHES] },
  ariPull: { target: 'gateway', weight: 16, writes: PUSHES },
  voucherSave: {
    target: 'sandbox',
    weight: 3,
    writes: ['sandbox.vouchers', 'sandbox.voucher_versions', 'sandbox.voucher_sales', 'sandbox.timers'],
  },
  voucherAuditResult: {
    target: 'gateway',
    weight: 10,
    writes: [
      'gateway.webhooks',
      'gateway.vouchers',
      'gateway.publications',
      'sandbox.vouchers',
      'sandbox.voucher_versions',
      'sandbox.timers',
    ],
  },
  productOperate: {
    target: 'sandbox',
    weight: 2,
    writes: ['sandbox.vouchers', 'sandbox.goods', 'sandbox.timers'],
    later: MATCHES,
  },
  voucherOrder: { target: 'gateway', weight: 32, writes: ['gateway.voucher_orders'] },
  payment: { target: 'gateway', weight: 24, writes: ['gateway.voucher_orders', 'gateway.bookings', 'gateway.outbox'] },
  bookableCheck: { target: 'gateway', weight: 40, writes: READS },
  booking: {
    target: 'gateway',
    weight: 48,
    writes: [
      'gateway.bookings',
      'gateway.voucher_orders',
      'gateway.room_nights',
      'gateway.plan_nights',
      'gateway.outbox',
      ...PUSHES,
    ],
    keeps: ['gateway.bookings'],
  },
  orderConfirm: { target: 'sandbox', weight: 2, writes: DECISION },
  stayStatus: { target: 'sandbox', weight: 2, writes: DECISION },
  tripBillDetail: { target: 'sandbox', weight: 1, writes: READS },
  incomeByOrder: { target: 'sandbox', weight: 1, writes: READS },
};

/** An interface with its plan. */
export interface Target extends Plan {
  readonly interface: Interface;
}

/** Every interface with its plan; `only` leaves those of one program, or those named. */
export function targets(only?: (target: Target) => boolean): readonly Target[] {
  const all = (Object.keys(PLANS) as (keyof typeof PLANS)[]).map((name) => ({
    ...PLANS[name],
    interface: interfaces[name] as Interface,
  }));
  return only === undefined ? all : all.filter(only);
}
