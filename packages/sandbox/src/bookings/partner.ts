import { interfaces, PLATFORM } from '@yuzhu/contract';
import { assertAuthorised } from '../openapi/admission.ts';
import { type OpenApiCall, type RegisteredOpenApi, refuse, registerOpenApi } from '../openapi/handler.ts';
import type { VoucherOrder } from '../orders/store.ts';
import { findOrder } from '../orders/store.ts';
import type { BookingCommands } from './commands.ts';
import type { BookingDecision } from './decide.ts';
import { type Booking, lockBooking } from './store.ts';

/** Texts of business refusals. The platform's own are not published, except 非法请求 (observed); the rest is inferred. */
const TEXTS: Readonly<
  Record<Extract<BookingDecision, { kind: 'refused' }>['why'] | 'unknown' | 'other-number', [zh: string, en: string]>
> = {
  illegal: ['非法请求', 'this order takes no such call'],
  unknown: ['订单不存在', 'there is no such booking of this merchant'],
  'other-number': ['三方订单号与预约单不一致', 'order_out_id is not the one of the create answer'],
  sync: ['该预约单为同步接单，无需确认', 'the create answer decided already (confirm_mode 1)'],
  'decided-differently': ['接单结果已确定，不能修改', 'another decision was taken before'],
  'deadline-passed': ['已超过接单时限，预约单已自动拒单', 'the accept deadline has passed: rejected automatically'],
  ended: ['预约单已取消', 'the booking is cancelled'],
  'stay-order': ['预约单当前状态不允许该操作', 'not possible in the present state of the booking'],
  state: ['预约单当前状态不允许该操作', 'not possible in the present state of the booking'],
};

function refuseFor(why: keyof typeof TEXTS): never {
  const [zh, en] = TEXTS[why];
  return refuse(PLATFORM.business, zh, en);
}

type PartnerCall = OpenApiCall<typeof interfaces.orderConfirm> | OpenApiCall<typeof interfaces.stayStatus>;

/** The booking a call is about, locked; refused when it is another merchant's, unknown, or a voucher order. */
async function bookingOf(call: PartnerCall): Promise<{ booking: Booking; order: VoucherOrder }> {
  const { session, request, accountId } = call;
  const held = await lockBooking(session, request.order_id);
  const owner = held?.booking.accountId ?? (await findOrder(session, request.order_id))?.accountId;
  if (owner === undefined || (accountId !== '' && accountId !== owner)) return refuseFor('unknown');
  await assertAuthorised(call, owner);
  // The hotel's system was never told of it: a person decides in the merchant's back office.
  if (held === undefined || held.order.terms.docking === 'manual') return refuseFor('illegal');
  return held;
}

/** What partners call about bookings: order confirm and stay status. */
export function bookingInterfaces(commands: BookingCommands): readonly RegisteredOpenApi[] {
  return [
    registerOpenApi(interfaces.orderConfirm, async (_ctx, call) => {
      const { booking, order } = await bookingOf(call);
      const word = call.request.confirm_result;
      const decision = {
        accept: word.confirm_result === 1,
        confirmNumber: word.confirm_number,
        rejectCode: word.reject_code,
        rejectReason: word.reject_reason,
      };
      const done = await commands.run(call.session, booking, order, { kind: 'confirm', decision });
      return done.kind === 'refused' ? refuseFor(done.why) : {};
    }),
    registerOpenApi(interfaces.stayStatus, async (_ctx, call) => {
      const { booking, order } = await bookingOf(call);
      if (booking.orderOutId !== call.request.order_out_id) return refuseFor('other-number');
      const status = call.request.accommodation_status as 1 | 2 | 3;
      const done = await commands.run(call.session, booking, order, { kind: 'stay', status });
      return done.kind === 'refused' ? refuseFor(done.why) : {};
    }),
  ];
}
