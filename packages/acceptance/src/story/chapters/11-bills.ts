import { type Bilingual, yuan } from '@yuzhu/contract';
import { CREATOR, PRICE, SHARE } from '../../provision/demo-hotel.ts';
import { DAY } from '../plan.ts';
import { equal, holds, type Play, type StayKept } from '../play.ts';

/** Chapter 11: every fen of the bill is explained by prices that the judge knows. */
export async function bills(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  stage.chapter('账单：逐单核对到分', 'Bills: matched to the fen');
  const days = [DAY.mon, DAY.tue, DAY.wed, DAY.thu2];
  const fetched = await Promise.all(days.map((day) => world.hotel.billDay(day)));
  stage.checks({ zh: '网关每天 6 点自动取账单', en: 'the gateway fetches bills at six every day' }, [
    holds(
      '四个核销日都已取回',
      'all four days fetched',
      fetched.every(({ fetched_at }) => fetched_at !== null),
      fetched,
    ),
    holds(
      '没有待核对',
      'nothing left to match',
      fetched.every(({ to_match }) => to_match === 0),
      fetched,
    ),
  ]);

  const again = await stage.step({
    actor: 'hotel',
    text: { zh: '财务再取一次周一的账单', en: 'accounting fetches Monday’s bill again' },
    run: () => world.hotel.fetchBill(DAY.mon),
    expect: [{ interface: 'trip-bill-detail' }],
  });
  stage.checks({ zh: '重复获取不重复记账', en: 'fetching again counts nothing twice' }, [
    equal('行数不变', 'same lines', again.lines, fetched[0]?.lines),
    equal('合计不变', 'same sum', again.billed, fetched[0]?.billed),
  ]);

  const matches = await world.hotel.billMatches();
  const lines = await world.hotel.billLines();
  for (const one of Object.values(kept.stays)) {
    const match = matches.find(({ order_id }) => order_id === one.bookingId);
    const parts = partsOf(one);
    stage.checks(bookingText(one, parts), [
      equal('核对一致', 'matched', match?.state, 'matched'),
      equal('商家实收', 'merchant’s income', match?.billed, sum(parts.map(({ merchant }) => merchant))),
      equal('平台结算额', 'platform’s settled income', match?.income, sum(parts.map(({ merchant }) => merchant))),
      equal('客人实付', 'paid by the guest', match?.gross_billed, sum(parts.map(({ amount }) => amount))),
      equal('账单行数', 'lines', lines.filter(({ order_id }) => order_id === one.bookingId).length, parts.length),
    ]);
  }
  const lost = new Set(kept.ended.map(({ bookingId }) => bookingId));
  stage.checks({ zh: '拒单与超时的预约', en: 'rejected and expired bookings' }, [
    equal('没有账单行', 'have no bill lines', lines.filter(({ order_id }) => lost.has(order_id)).length, 0),
    equal(
      '没有差异待办',
      'no differences on the to-do list',
      matches.filter(({ state }) => state !== 'matched').length,
      0,
    ),
  ]);
  await checkLedger(play);
}

/** Double entry at the platform: what guests paid is with somebody, to the fen. */
async function checkLedger(play: Play): Promise<void> {
  const { stage, world, kept } = play;
  const { sum: rest, accounts } = await stage.operator.ledger(world.accountId);
  const balance = (name: string) => accounts.find(({ ledger_account }) => ledger_account === name)?.balance ?? 0;
  const parts = Object.values(kept.stays).flatMap(partsOf);
  const unused = PRICE.classic + PRICE.suiteVoucher + PRICE.classic;
  const paid = sum(parts.map(({ amount }) => amount)) + unused;
  const guests = sum(
    accounts.filter(({ ledger_account }) => ledger_account.startsWith('guest:')).map((one) => one.balance),
  );
  stage.checks({ zh: '平台总账', en: 'the platform’s ledger' }, [
    equal('借贷相抵为零', 'sums to nothing', rest, 0),
    equal('客人共付', 'paid by guests', -guests, paid),
    equal('商家应得', 'merchant', balance(`merchant:${world.accountId}`), sum(parts.map(({ merchant }) => merchant))),
    equal('软件服务费 6%', 'service fee of 6 %', balance('platform:service_fee'), sum(parts.map(({ fee }) => fee))),
    equal(
      '达人佣金 5%',
      'creator’s commission of 5 %',
      balance(`creator:${CREATOR}`),
      sum(parts.map(({ commission }) => commission)),
    ),
    equal('未用 3 张券的款仍由平台保管', 'three unused vouchers are still held', balance('platform:holding'), unused),
  ]);
}

interface Part {
  readonly amount: number;
  readonly fee: number;
  readonly commission: number;
  readonly merchant: number;
}

/** What each coupon and the surcharge of a stay should bring, reckoned here from the prices of the story. */
function partsOf(one: StayKept): Part[] {
  return [...one.coupons, ...(one.surcharge > 0 ? [one.surcharge] : [])].map((amount) => {
    const fee = share(amount, SHARE.serviceFee);
    const commission = one.commission ? share(amount, SHARE.commission) : 0;
    return { amount, fee, commission, merchant: amount - fee - commission };
  });
}

/** Rounded half up, in whole fen. */
function share(amount: number, basisPoints: number): number {
  return Math.round((amount * basisPoints) / 10_000);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function bookingText(one: StayKept, parts: readonly Part[]): Bilingual {
  const paid = yuan(sum(parts.map(({ amount }) => amount)));
  const income = yuan(sum(parts.map(({ merchant }) => merchant)));
  return {
    zh: `${one.guest.name} …${one.bookingId.slice(-6)} 实付 ${paid} 商家得 ${income}`,
    en: `${one.guest.name} …${one.bookingId.slice(-6)} paid ${paid}, merchant gets ${income}`,
  };
}
