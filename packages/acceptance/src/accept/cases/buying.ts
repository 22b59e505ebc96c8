import { setTimeout as delay } from 'node:timers/promises';
import { interfaces, PARTNER, type RequestOf, type Spi } from '@yuzhu/contract';
import { select } from '../conditions/json-path.ts';
import { codeOf } from '../conditions/verdict.ts';
import { type Recorded, rootOf } from '../exchanges/recorded.ts';
import type { Play } from '../run/play.ts';
import { paymentOf, type VoucherOrder, voucherOrder } from './messages.ts';

/** Waits before a call that was answered 100 is repeated, real ms: the platform's two to fifteen seconds, shortened. */
const REPEATS_MS = [200, 500, 1000, 2000];

/** Calls, and repeats the very bytes while the answer is 100, as the platform does. */
export async function untilFinal<I extends Spi>(play: Play, spi: I, message: RequestOf<I>): Promise<Recorded> {
  const call = play.world.direct.prepare(spi, message);
  let answer = play.saw(await play.world.direct.send(spi, call));
  for (const wait of REPEATS_MS) {
    if (codeOf(answer) !== PARTNER.retry) break;
    await delay(wait);
    answer = play.saw(await play.world.direct.send(spi, call));
  }
  return answer;
}

/** A voucher order that exists at the partner and is paid. */
export interface Bought {
  readonly order: VoucherOrder;
  /** Undefined when the partner did not answer one; the conditions say so. */
  readonly outId: string | undefined;
}

/** Buys vouchers: creates the order and, where the product is paid afterwards, notifies the payment. */
export async function buy(play: Play, count: number, mode = play.mode): Promise<Bought> {
  const order = voucherOrder(play, count, mode);
  const created = await untilFinal(play, interfaces.voucherOrder, order);
  play.expectSuccess(created, codeOf(created) === PARTNER.retry ? 'retryForever' : undefined);
  const outId = textAt(created, '$.resp.data.order_out_id');
  if (mode === 'two-step') {
    const paid = await untilFinal(play, interfaces.payment, paymentOf(play, order, outId));
    play.expectSuccess(paid, 'paymentLost');
  }
  return { order, outId };
}

/** Vouchers that so many rooms and nights use up. */
export function vouchersFor(play: Play, rooms: number, nights: number): number {
  const { roomsPerVoucher, nightsPerVoucher } = play.products;
  return Math.ceil(rooms / roomsPerVoucher) * Math.ceil(nights / nightsPerVoucher);
}

/** A text in an exchange; undefined when there is none. */
export function textAt(one: Recorded, path: string): string | undefined {
  const value = valueAt(one, path);
  return typeof value === 'string' ? value : undefined;
}

/** A value in an exchange; undefined when there is none. */
export function valueAt(one: Recorded, path: string): unknown {
  return select(rootOf(one), path)[0]?.value;
}
