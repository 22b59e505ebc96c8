import { interfaces, PARTNER } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import type { PulledNight } from '../partner/calendar.ts';
import { NotMet, type Play } from '../run/play.ts';
import { buy, untilFinal, valueAt, vouchersFor } from './buying.ts';
import { type AcceptCase, simpleCase } from './case.ts';
import { bookingOf, checkOf } from './messages.ts';
import { pricesOf, publishedWith } from './published.ts';

const about = { ability: 'abroad', sells: 'abroad', mandatory: false, needs: ['products'] } as const;
const CODE = '$.resp.data.error_code';

/**
 * Prices outside the mainland: every price has its amount before tax, above 0 and not above it, and the merchant's
 * currency. @param path Of a list of prices, e.g. pieces of a pull or groups of a push.
 */
function expectTaxed(play: Play, one: Recorded, path: string, fits: (price: Price) => boolean = () => true): void {
  const list = valueAt(one, path);
  for (const [at, price] of (Array.isArray(list) ? (list as Price[]) : []).entries()) {
    const { original_amount: amount = 0 } = price;
    // A night without a price has no tax either.
    if (!fits(price) || amount <= 0) continue;
    play.expect(one, `${path}[${at}].currency`, 'eq', play.products.currency, 'beforeTaxMissing');
    play.expect(one, `${path}[${at}].amount_before_tax`, 'atLeast', 1, 'beforeTaxMissing');
    play.expect(one, `${path}[${at}].amount_before_tax`, 'atMost', amount, 'beforeTaxMissing');
    // The first wrong one tells enough.
    if (!play.clean) return;
  }
}

interface Price {
  readonly rate_plan_id?: string;
  readonly original_amount?: number;
}

/** A night that can be booked and whose two amounts differ, so that taking one for the other shows. */
async function taxedNight(play: Play): Promise<PulledNight & { readonly beforeTax: number }> {
  const found = (await play.nights()).find(
    (one): one is PulledNight & { readonly beforeTax: number } =>
      one.open && one.left > 0 && one.beforeTax !== undefined && one.beforeTax > 0 && one.beforeTax < one.price,
  );
  if (found !== undefined) return found;
  throw new NotMet({
    zh: '未来四周没有可订且税前价低于税后价的夜晚。',
    en: 'no night of the next four weeks can be booked and has an amount before tax below its price.',
  });
}

/** Merchants outside the mainland: both amounts are told, the one after tax counts. */
export const abroadCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...about,
      id: 'abroad.publish',
      title: { zh: '商品与预售券写明商户币种', en: 'Good and voucher name the merchant’s currency' },
      source: 'documented',
      interfaces: [interfaces.goodsSave.name, interfaces.voucherSave.name],
      needs: ['products', 'platform'],
    },
    async (play) => {
      const { currency } = play.products;
      const { good, goodAt, voucher } = await publishedWith(play);
      if (good !== undefined) play.expect(play.saw(good), `${goodAt}.currency`, 'eq', currency, 'beforeTaxMissing');
      if (voucher !== undefined) {
        play.expect(play.saw(voucher), '$.req.presale_info.currency', 'eq', currency, 'beforeTaxMissing');
      }
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'abroad.push',
      title: { zh: '价格推送：税后价、税前价与币种', en: 'Pushed prices: after tax, before tax, currency' },
      source: 'documented',
      interfaces: [interfaces.priceSave.name],
      needs: ['products', 'platform'],
    },
    async (play) => {
      const { ratePlanId } = play.products;
      const isOurs = (price: Price) => price.rate_plan_id === ratePlanId;
      const pushes = (await play.platform.all(interfaces.priceSave.name)).filter((one) => {
        const groups = valueAt(one, '$.req.aris');
        return Array.isArray(groups) && (groups as Price[]).some(isOurs);
      });
      if (pushes.length === 0) {
        throw new NotMet({ zh: '没有推送过该商品的价格。', en: 'no price of this good was pushed.' });
      }
      for (const one of pushes) expectTaxed(play, play.saw(one), '$.req.aris', isOurs);
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'abroad.pull',
      title: { zh: '拉取：每个有价的夜晚都有税前价与币种', en: 'A pull: every price with its amount before tax' },
      source: 'inferred',
      interfaces: [interfaces.ariPull.name],
    },
    async (play) => {
      const one = await play.pull(play.day(1), play.day(28));
      if (!play.expectSuccess(one)) return;
      if (play.expect(one, pricesOf(play), 'type', 'array', 'pullGaps')) expectTaxed(play, one, pricesOf(play));
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'abroad.check',
      title: {
        zh: '可订检查按税后价比较；拒绝时两种价都给出',
        en: 'A check goes by the price after tax; a refusal states both amounts',
      },
      source: 'documented',
      interfaces: [interfaces.bookableCheck.name],
    },
    async (play) => {
      const night = await taxedNight(play);
      play.expectSuccess(await play.call(interfaces.bookableCheck, checkOf(play, [night])), 'beforeTaxCompared');
      const wrong = checkOf(play, [{ ...night, price: night.beforeTax }]);
      const one = await play.call(interfaces.bookableCheck, wrong);
      if (!play.expectAnswer(one)) return;
      if (!play.expect(one, CODE, 'eq', PARTNER.priceDiffers, 'beforeTaxCompared')) return;
      const stated = '$.resp.data.ari.stock_and_amount';
      play.expect(one, `${stated}[0].original_amount`, 'eq', night.price, 'ariStale');
      play.expect(one, `${stated}[0].amount_before_tax`, 'eq', night.beforeTax, 'beforeTaxMissing');
      play.expect(one, `${stated}[0].currency`, 'eq', play.products.currency, 'beforeTaxMissing');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'abroad.booking',
      title: {
        zh: '按税后价预约成功，按税前价被拒（8）',
        en: 'Booked at the price after tax; before tax is refused (8)',
      },
      source: 'documented',
      interfaces: [interfaces.booking.name],
    },
    async (play) => {
      const night = await taxedNight(play);
      const { order } = await buy(play, vouchersFor(play, 1, 1));
      const cheap = bookingOf(play, order.order_id, [{ ...night, price: night.beforeTax }]);
      const refused = await untilFinal(play, interfaces.booking, cheap);
      if (play.expectAnswer(refused)) play.expect(refused, CODE, 'eq', PARTNER.priceDiffers, 'beforeTaxCompared');
      const booking = { ...bookingOf(play, order.order_id, [night]), amount_before_tax: night.beforeTax };
      play.expectSuccess(await untilFinal(play, interfaces.booking, booking), 'beforeTaxCompared');
    },
  ),
];
