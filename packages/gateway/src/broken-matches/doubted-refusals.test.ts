import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { setAriMode } from '../ari/mode.ts';
import { sendNotices } from '../ari/notifying/notice-sender.ts';
import { ariRefusals } from '../ari/watching/view.ts';
import { type Aris, openMatchStage } from '../testing/match-stage.ts';
import { listBroken } from './store.ts';

const { ctx, db, clock, double, sender, never, house, verdicts, unmatched, noticesPass } =
  await openMatchStage('doubted_refusals');
const { priceSave } = interfaces;

describe('a refusal that may mean that a rate plan is not matched any more', () => {
  it('code 1 in words that do not say so is a hiccup at first: told again, and switched off by the second refusal', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
    const nights = () => double.seen(priceSave).flatMap(({ body }) => (body as Aris).aris).length;
    await home.change('A', 'R');
    await sender.round(never);
    expect(nights()).toBeGreaterThan(0);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toContain(id('A'));
    expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
    // Whatever changes meanwhile, it is no second attempt before it has rested.
    await home.change('A', 'R');
    await sender.round(never);
    expect(await home.broken()).toEqual([]);
    await home.tell();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    expect((await listBroken(db, home.accountId))[0]?.reason).toBe('处理失败');
    unmatched();
    await home.change('A', 'R');
    await home.tell();
    expect(await home.broken()).toEqual([]);
  });

  it('a hiccup that is over at the second attempt leaves the rate plan on sale and is forgotten', async () => {
    const home = await house();
    const { id } = home;
    for (const _twice of [1, 2]) {
      double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
      await home.change('A', 'R');
      await sender.round(never);
      unmatched();
      await home.tell();
      expect(await home.broken()).toEqual([]);
      expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
    }
    expect(await home.active()).toContain(id('A'));
  });

  it('a hiccup that turns into another refusal is listed with the words of that one', async () => {
    const home = await house();
    const { id } = home;
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
    await home.change('A', 'R');
    await sender.round(never);
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 13 : 0), '价格有误'));
    await home.tell();
    expect(await home.broken()).toEqual([]);
    expect(await ariRefusals(ctx, home.accountId, { limit: 1 })).toMatchObject([
      { ratePlanId: id('A'), code: 13, message: '价格有误' },
    ]);
  });

  it('a notice that does not pass in such words counts at its repetition', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    await setAriMode(db, home.accountId, 'notice');
    noticesPass(`P-${id('A')}`, '处理失败');
    await home.change('A', 'R');
    const again = await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([]);
    expect(again).toBeGreaterThan(clock.now());
    clock.set(again ?? 0);
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    noticesPass(undefined, '');
    await home.change('A', 'R');
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([]);
  });
});
