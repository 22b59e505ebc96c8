import { seededRandom } from '@yuzhu/runtime';
import { type Commands, openStand } from '../../programs/stand.ts';
import type { Check } from '../../report/events.ts';
import { waitFor } from '../../wait.ts';
import { VOUCHER_ID } from '../crash/hotel.ts';
import { openHotelOnSale, proofEnv } from '../crash/under-load.ts';
import { runCrowd } from './crowd.ts';
import { verifyFlashSale } from './verify.ts';

/** How the proof is run. */
export interface FlashSaleOptions {
  readonly commands: Commands;
  readonly serverUrl: string;
  readonly guests: number;
  /** Vouchers of the sale. */
  readonly vouchers: number;
  readonly perPerson: number;
  /** Guests at the same moment. */
  readonly atOnce: number;
  readonly seed: string;
  readonly onOutput?: (program: string, text: string) => void;
  readonly signal?: AbortSignal;
}

/** What it found. */
export interface FlashSaleReport {
  readonly proof: 'flash-sale';
  readonly figures: Readonly<Record<string, number | string | Readonly<Record<string, number>>>>;
  readonly checks: readonly Check[];
}

/** Price of one voucher in the sale, fen. */
const PRICE = 9900;
const HOUR_MS = 3_600_000;

/** A flash sale with both real programs: a crowd for few vouchers; who got what, and whether both sides agree. */
export async function proveFlashSale(options: FlashSaleOptions): Promise<FlashSaleReport> {
  const { guests, vouchers, perPerson, atOnce, seed, signal } = options;
  const stand = await openStand({
    commands: options.commands,
    serverUrl: options.serverUrl,
    label: 'flash',
    env: proofEnv(seed),
    ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
  });
  try {
    const { operator, sandboxUrl } = stand;
    const world = await openHotelOnSale(stand);
    const voucherId = world.vouchers.get(VOUCHER_ID) ?? '';
    const crowd = await operator.addUsers('crowd', guests);
    const { now } = await operator.clock();
    const { promotion_id: promotionId } = await operator.addPromotion(voucherId, {
      kind: 'flash-sale',
      name: '整点秒杀',
      to: now + 6 * HOUR_MS,
      flash_price: PRICE,
      stock: vouchers,
      per_person: perPerson,
    });
    const result = await runCrowd({
      sandboxUrl,
      guests: crowd,
      voucherId,
      promotionId,
      atOnce,
      random: seededRandom(seed),
      signal,
    });
    // A create call whose first answer was lost is repeated; the gateway has them all once nothing is open any more.
    const hotelOrders = await waitFor(
      () => world.hotel.voucherOrders(),
      (orders) => orders.length >= result.won.length,
      { what: 'every order at the gateway', limitMs: 60_000, everyMs: 200 },
    );
    const promotion = (await operator.promotions()).find((one) => one.promotion_id === promotionId);
    const ledger = await operator.ledger(world.accountId);
    const held = ledger.accounts.find((one) => one.ledger_account === 'platform:holding')?.balance ?? 0;
    const perGuest = Object.values(Object.groupBy(result.won, ({ userId }) => userId));
    return {
      proof: 'flash-sale',
      figures: {
        guests,
        vouchers,
        per_person: perPerson,
        at_once: atOnce,
        attempts: result.attempts,
        orders: result.won.length,
        winners: perGuest.length,
        refused: result.refused,
        seconds: Number(result.seconds.toFixed(1)),
        attempts_per_second: Math.round(result.attempts / result.seconds),
      },
      checks: verifyFlashSale({
        stock: vouchers,
        perPerson,
        price: PRICE,
        crowd: result,
        sold: promotion?.sold ?? -1,
        held,
        ledgerSum: ledger.sum,
        promotionId,
        hotelOrders,
      }),
    };
  } finally {
    await stand.close();
  }
}
