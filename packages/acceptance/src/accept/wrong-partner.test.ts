import { resolve } from 'node:path';
import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { type RunningProgram, startProgram } from '../programs/program.ts';
import { HOTEL } from '../testing/wrong-partner/hotel.ts';
import { MISTAKES, type Mistake } from '../testing/wrong-partner/mistakes.ts';
import { CREDENTIALS, DOORS, NOTICES } from '../testing/wrong-partner/server.ts';
import { acceptPartner } from './accept-partner.ts';
import type { Plan } from './plan/plans.ts';
import { planNamed } from './plan/plans.ts';
import { outcomeOf, type RunResult } from './run/results.ts';

const PROGRAM = resolve(import.meta.dirname, '../testing/wrong-partner/main.ts');

/** Which case finds a mistake first, and what its explanation has to say. */
const FOUND: Readonly<Record<Mistake, readonly [caseId: string, zh: RegExp, en: RegExp]>> = {
  'no-signature-check': ['signature.missing', /没有验签/, /signatures are not checked/],
  'signs-reserialised-body': ['signature.raw-body', /重新序列化/, /re-serialised/],
  'check-then-insert': ['voucher-order.concurrent', /先查询后插入/, /check-then-insert/],
  'code-7-for-a-repeat': ['voucher-order.repeat', /错误码 7/, /answered 7 \(duplicate\)/],
  'ids-as-numbers': ['voucher-order.repeat', /编号被当作数字/, /id was handled as a number/],
  'compares-voucher-total': ['booking.repeat', /total_amount 与券售价/, /compared with the voucher’s price/],
  'fails-without-a-phone': [
    'voucher-order.no-phone',
    /没有手机号.*contact_info\.phone/,
    /no phone.*contact_info\.phone/,
  ],
  'says-yes-when-full': ['bookable-check.full', /仍答 0：会超售/, /overselling/],
  'no-order-out-id': ['voucher-order.repeat', /没有 order_out_id/, /without order_out_id/],
  'challenge-as-text': ['webhook.challenge-object', /challenge 作为文本/, /challenge came back as text/],
  'slow-check': ['bookable-check.bookable', /超过平台等待时间/, /after the platform’s time-out/],
  'flat-envelope': ['ari-pull.nights', /error_code 放在了最外层/, /error_code stands outside/],
  'refuses-without-ari': ['bookable-check.price-differs', /没有带当前价、量、态/, /without current values/],
  'payment-order-not-found': ['payment.before-create', /平台不会再通知/, /does not come again/],
  'keeps-a-passing-refusal': ['booking.before-voucher-order', /先于它的券订单到达/, /arrives before its voucher order/],
  'takes-any-hour': ['hourly.check-wrong-hours', /到店时间、使用时长或天数没有校验/, /are not checked/],
  'compares-before-tax': ['abroad.check', /拿税前价与平台的 original_amount 比较/, /before tax was compared/],
};

/** What it sells, as its partner file would say it. */
const PRODUCTS = {
  ...HOTEL,
  roomsPerVoucher: 1,
  nightsPerVoucher: 1,
  hourly: {
    ...HOTEL.hourly,
    hotelId: HOTEL.hotelId,
    roomsPerVoucher: 1,
    nightsPerVoucher: 1,
    currency: HOTEL.currency,
  },
};

async function examine(mistakes: readonly Mistake[], plan: Plan): Promise<RunResult> {
  let partner: RunningProgram | undefined;
  try {
    partner = await startProgram({
      name: 'partner',
      command: [process.execPath, PROGRAM, '0', ...mistakes],
      env: { PATH: process.env.PATH },
    });
    const { url } = partner;
    return await acceptPartner({
      partner: {
        name: 'another hotel system',
        clientKey: CREDENTIALS.key,
        clientSecret: CREDENTIALS.secret,
        spi: Object.fromEntries(Object.entries(DOORS).map(([name, path]) => [name, url + path])),
        webhook: url + NOTICES,
        creationModes: ['one-step', 'two-step'],
        oldSignature: false,
        products: PRODUCTS,
        hooks: {},
      },
      plan,
      platform: undefined,
      random: seededRandom(mistakes.join()),
      patience: { hookMs: 0, personMs: 0 },
      tell: () => undefined,
    });
  } finally {
    await partner?.stop();
  }
}

const named = (name: string) => planNamed(name) as Plan;
const failedIn = (result: RunResult) =>
  result.cases.filter(({ state }) => state === 'failed').map((one) => one.case.id);

/** Only what finds it: the whole plan with a slow answer would take its time. */
const onlyCase = (id: string): Plan => ({ ...named('spi'), picks: (one) => one.id === id });

describe('a partner without mistakes', () => {
  it('passes every case of the callbacks', async () => {
    const result = await examine([], named('spi'));
    expect(failedIn(result)).toEqual([]);
    expect(result.cases.filter(({ state }) => state === 'waiting').map((one) => one.case.id)).toEqual([]);
    expect(outcomeOf(result)).toBe('passed');
  }, 60_000);

  it('that calls nothing itself is not failed for it in the whole plan: those cases wait, with the reason', async () => {
    const result = await examine([], named('whole'));
    expect(failedIn(result)).toEqual([]);
    expect(outcomeOf(result)).toBe('incomplete');
    const waiting = result.cases.filter(({ state }) => state === 'waiting');
    expect(waiting.map((one) => one.case.id)).toContain('order-confirm.accept');
    expect(waiting.every(({ reason }) => reason?.zh.includes('OpenAPI') === true)).toBe(true);
  }, 60_000);
});

describe.each(Object.keys(MISTAKES) as Mistake[])('the mistake %s', (mistake) => {
  it('is found and explained by its case', async () => {
    const [caseId, zh, en] = FOUND[mistake];
    const result = await examine([mistake], onlyCase(caseId));
    const failed = result.cases[0]?.steps.flatMap(({ verdicts }) => verdicts).filter(({ ok }) => !ok) ?? [];
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.cause?.zh).toMatch(zh);
    expect(failed[0]?.cause?.en).toMatch(en);
    expect(failed[0]?.next?.zh).toBeTruthy();
    // Advice about what not every partner has does not fail the whole.
    expect(outcomeOf(result)).toBe(result.cases[0]?.case.mandatory ? 'failed' : 'passed');
  }, 60_000);
});
