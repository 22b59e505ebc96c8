import { interfaces, parseHotelClock } from '@yuzhu/contract';
import type { VoucherOnSale } from '../../actors/guest.ts';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { waitFor } from '../../wait.ts';
import { NotMet, type Play } from '../run/play.ts';
import { valueAt } from './buying.ts';

/** How long a voucher may need to the shelf when others stand there already, real ms. */
const SHELF_MS = 10_000;

/**
 * Moves the platform's clock to the latest begin of sale of all vouchers the partner saved: a sale begins in the future
 * when it is written (observed), and vouchers that are saved one after another may begin minutes apart.
 */
export async function beginSales(play: Play): Promise<void> {
  const saved = await play.platform.all(interfaces.voucherSave.name);
  const begins = saved.flatMap((one) => {
    const from = valueAt(one, '$.req.presale_info.sale_info.sale_date.from');
    const taken = valueAt(one, '$.resp.data.pre_sale_coupon_id') !== undefined;
    return (taken && typeof from === 'string' ? parseHotelClock(from) : undefined) ?? [];
  });
  const latest = Math.max(...begins);
  if (latest > play.platform.now()) await play.platform.moveClock({ to: latest });
}

/**
 * A voucher that guests can buy now. The shelf is waited for only when the partner puts vouchers there: one may follow
 * the others by some seconds. What did not come is not waited for in every case anew.
 * @param good Of whom the voucher has to be; undefined = any full-day one.
 * @throws NotMet
 */
export async function voucherOnSale(play: Play, good: string | undefined): Promise<VoucherOnSale> {
  await beginSales(play);
  const look = async () =>
    (await play.platform.vouchers(play.world.random)).find(({ goods }) =>
      goods.some((item) => (good === undefined ? item.hourly === null : item.rate_plan_id === good)),
    );
  const found = (await look()) ?? ((await mayFollow(play, good)) ? await waitForShelf(look) : undefined);
  if (found !== undefined) return found;
  play.world.neverSold.add(good ?? '');
  throw new NotMet({
    zh: '平台上没有在售的预售券：请先通过预售券的用例。',
    en: 'no voucher is on sale at the platform: pass the cases of vouchers first.',
  });
}

async function mayFollow(play: Play, good: string | undefined): Promise<boolean> {
  if (play.world.neverSold.has(good ?? '')) return false;
  const operations = await play.platform.all(interfaces.productOperate.name);
  return operations.some((one) => valueAt(one, '$.req.op_type') === 1 && valueAt(one, '$.resp.data[0].code') === '0');
}

async function waitForShelf(look: () => Promise<VoucherOnSale | undefined>): Promise<VoucherOnSale | undefined> {
  const options = { what: 'a voucher on the shelf', limitMs: SHELF_MS, everyMs: 50 };
  return waitFor(look, (seen) => seen !== undefined, options).catch((error: unknown) => {
    if (!ACCEPTANCE_ERRORS.is(error, 'NEVER_CAME')) throw error;
    return undefined;
  });
}
