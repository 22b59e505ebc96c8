import { addDays, interfaces, PARTNER } from '@yuzhu/contract';
import { codeOf } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import { type PulledNight, pulledNights } from '../partner/calendar.ts';
import { NotMet, type Play } from '../run/play.ts';
import { textAt, valueAt } from './buying.ts';
import { type AcceptCase, simpleCase } from './case.ts';
import { type Check, checkOf } from './messages.ts';
import { pricesOf } from './published.ts';

const pulling = {
  ability: 'calendar-pull',
  interfaces: [interfaces.ariPull.name],
  needs: ['products'],
} as const;

/** Answers to the platform's pull. */
export const pullCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...pulling,
      id: 'ari-pull.nights',
      title: {
        zh: '拉取 14 天，逐晚给出价、量、态',
        en: 'A pull of 14 days states price, stock and status of every night',
      },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const [from, to] = [play.day(1), play.day(14)];
      const one = await play.pull(from, to);
      if (!play.expectSuccess(one)) return;
      const { ratePlanId } = play.products;
      const rates = `$.resp.data.room_rates[?(@.rate_plan_id=='${ratePlanId}')]`;
      play.expect(one, '$.resp.data.status', 'eq', true);
      if (!play.expect(one, `${rates}.rate_avail_infos`, 'type', 'array', 'pullGaps')) return;
      play.expect(one, `${rates}.rate_avail_infos[*].inventory`, 'atLeast', 0);
      play.expect(one, `${rates}.rate_avail_infos[*].original_amount`, 'atLeast', -1);
      const stated = pulledNights(one, ratePlanId);
      const missing = Array.from({ length: 14 }, (_, at) => addDays(from, at)).filter((night) => !stated.has(night));
      // Told by the first night that is missing: a condition has one actual value.
      if (missing.length > 0) {
        play.expect(one, `${rates}.rate_avail_infos[?(@.night=='${missing[0]}')]`, 'exists', undefined, 'pullGaps');
      }
    },
  ),
  simpleCase(
    {
      ...pulling,
      id: 'ari-pull.hotel',
      title: { zh: '不指定商品的拉取返回全酒店', en: 'A pull without goods gives the whole hotel' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const { hotelId, ratePlanId } = play.products;
      const one = await play.call(interfaces.ariPull, {
        hotel_ids: [hotelId],
        date_range: { start: play.day(1), end: play.day(7) },
      });
      if (!play.expectSuccess(one)) return;
      play.expect(one, `$.resp.data.room_rates[?(@.rate_plan_id=='${ratePlanId}')]`, 'exists', undefined, 'pullGaps');
    },
  ),
  simpleCase(
    {
      ...pulling,
      id: 'ari-pull.year',
      title: { zh: '拉取一年，按时返回', en: 'A pull of a whole year, in time' },
      mandatory: false,
      source: 'documented',
    },
    async (play) => {
      play.expectSuccess(await play.pull(play.day(0), play.day(364)));
    },
  ),
  simpleCase(
    {
      ...pulling,
      id: 'ari-pull.unknown',
      title: { zh: '拉取未知商品', en: 'A pull of an unknown good' },
      mandatory: true,
      source: 'observed',
    },
    async (play) => {
      const unknown = '1888888888888887';
      const one = await play.pull(play.day(1), play.day(3), [unknown]);
      play.expectAnswer(one);
      const told = `$.resp.data.room_rates[?(@.rate_plan_id=='${unknown}')]`;
      if (codeOf(one) === PARTNER.ok)
        play.expect(one, `${told}.rate_avail_infos[0]`, 'absent', undefined, 'unknownGood');
    },
  ),
  simpleCase(
    {
      ...pulling,
      id: 'ari-pull.reversed',
      title: { zh: '日期颠倒的拉取', en: 'A pull with a reversed range' },
      mandatory: false,
      source: 'inferred',
    },
    async (play) => {
      const one = await play.pull(play.day(5), play.day(2));
      play.expectAnswer(one);
    },
  ),
];

const checking = { ability: 'check', interfaces: [interfaces.bookableCheck.name], needs: ['products'] } as const;

const ask = (play: Play, check: Check) => play.call(interfaces.bookableCheck, check);

/** Conditions of a refusal: one of the codes, and the current values of every night asked. */
function expectRefusal(play: Play, one: Recorded, codes: readonly number[], nights: readonly PulledNight[]): void {
  if (!play.expectAnswer(one)) return;
  const hint = codes.includes(PARTNER.priceDiffers) ? 'priceUnchecked' : 'oversell';
  if (!play.expect(one, '$.resp.data.error_code', 'in', codes, hint)) return;
  const entries = '$.resp.data.ari.stock_and_amount';
  if (!play.expect(one, entries, 'type', 'array', 'ariMissing')) return;
  const rates = new Map(stated(one).map((entry) => [entry.night, entry]));
  for (const night of nights) {
    const entry = rates.get(night.night);
    if (entry === undefined) {
      play.expect(one, `${entries}[?(@.start=='${night.night}')]`, 'exists', undefined, 'ariMissing');
      continue;
    }
    play.expect(one, `${entries}[${entry.at}].original_amount`, 'eq', night.price, 'ariStale');
    play.expect(one, `${entries}[${entry.at}].inventory`, 'eq', night.left, 'ariStale');
    play.expect(one, `${entries}[${entry.at}].available`, 'eq', night.open, 'ariStale');
  }
}

function stated(one: Recorded): { night: string; at: number }[] {
  const entries = valueAt(one, '$.resp.data.ari.stock_and_amount');
  return (Array.isArray(entries) ? entries : []).map((_, at) => ({
    night: textAt(one, `$.resp.data.ari.stock_and_amount[${at}].timerange.start`) ?? '',
    at,
  }));
}

/** Bookable checks. */
export const checkCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.bookable',
      title: { zh: '可订：价格与房量相符', en: 'Bookable: price and stock agree' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1, nights: 2 });
      play.expectSuccess(await ask(play, checkOf(play, nights)), 'wrongTotal');
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.price-differs',
      title: { zh: '价不一致：答不可订并返回当前价', en: 'Price differs: refused with the current price' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const stale = nights.map((one) => ({ ...one, price: one.price + 100 }));
      expectRefusal(play, await ask(play, checkOf(play, stale)), [PARTNER.priceDiffers], nights);
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.full',
      title: { zh: '量不一致：答不可订并返回当前量', en: 'Not enough rooms: refused with the current stock' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const rooms = Math.max(...nights.map(({ left }) => left)) + 1;
      expectRefusal(play, await ask(play, checkOf(play, nights, rooms)), [PARTNER.soldOut], nights);
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.closed',
      title: { zh: '态不一致：已关房的夜晚', en: 'A closed night: refused with its status' },
      mandatory: false,
      source: 'observed',
    },
    async (play) => {
      const all = await play.nights();
      const closed = all.find(({ open, price }) => !open && price > 0);
      if (closed === undefined) {
        throw new NotMet({
          zh: '未来四周没有已关房且有价的夜晚；请关一晚后重跑。',
          en: 'no closed night with a price in the next four weeks; close one and run again.',
        });
      }
      const codes = [PARTNER.closed, PARTNER.soldOut];
      expectRefusal(play, await ask(play, checkOf(play, [closed])), codes, [closed]);
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.no-lock',
      title: { zh: '可订检查不占房', en: 'Checks lock nothing' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const [night] = await play.freeNights({ rooms: 1 });
      if (night === undefined) return;
      await Promise.all(Array.from({ length: 10 }, () => ask(play, checkOf(play, [night]))));
      const one = await play.pull(night.night, night.night);
      play.expect(one, leftOf(play), 'eq', night.left, 'stockLeak');
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.unknown-good',
      title: { zh: '未知售卖房型', en: 'An unknown good' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const one = await ask(play, { ...checkOf(play, nights), rate_plan_id: '1888888888888887' });
      if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'ne', 0, 'unknownGood');
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.bad-dates',
      title: { zh: '不存在或颠倒的日期', en: 'Impossible and reversed dates' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const good = checkOf(play, nights);
      for (const dates of [
        { check_in_date: '2027-02-30', check_out_date: '2027-03-02' },
        { check_in_date: good.check_out_date, check_out_date: good.check_in_date },
      ]) {
        const one = await ask(play, { ...good, ...dates });
        if (play.expectAnswer(one)) play.expect(one, '$.resp.data.error_code', 'ne', 0, 'dateUnchecked');
      }
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.short',
      title: { zh: '只有必填字段的检查', en: 'A check with the required members only' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      const { daily_rates, currency, ...short } = checkOf(play, nights);
      play.expectSuccess(await ask(play, short), 'honestRefused');
    },
  ),
  simpleCase(
    {
      ...checking,
      id: 'bookable-check.cleared-price',
      title: { zh: '价格为 0 或 -1（已清除）的检查有明确应答', en: 'A price of 0 or -1 (cleared) gets an answer' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const nights = await play.freeNights({ rooms: 1 });
      for (const price of [0, -1]) {
        const cleared = nights.map((one) => ({ ...one, price }));
        play.expectAnswer(await ask(play, { ...checkOf(play, cleared), total_amount: 0 }));
      }
    },
  ),
];

/** Where a pull of one night states the rooms left. */
export function leftOf(play: Play): string {
  return `${pricesOf(play)}[0].inventory`;
}
