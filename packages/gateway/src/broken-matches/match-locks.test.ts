import { MATCH_STATE } from '@yuzhu/contract';
import { until, untilBlocked } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { markDirty, rateMarks, roomMarks } from '../ari/dirty.ts';
import { NIGHTS, openMatchStage } from '../testing/match-stage.ts';
import { day } from '../testing/platform-context.ts';
import { askAgain } from './ask-again.ts';

const { ctx, db, clock, sender, never, house, unmatched } = await openMatchStage('match_locks');

/** Whether a session has waited for a lock for more than 1.2 s. */
async function waitingSince1200Ms(): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()
       AND l.waitstart < clock_timestamp() - interval '1200 ms'`,
    [],
  );
  return rows.length > 0;
}

describe('a rate plan the platform does not match any more', () => {
  it('is switched off beside a publication, which locks the rate plan before its marks as well', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    unmatched(`P-${id('A')}`);
    await home.change('A', 'R');
    const marks = rateMarks(id('A'), id('R'), NIGHTS);
    let pushed: Promise<unknown> = Promise.resolve();
    await db.tx(async (session) => {
      // Shorter than a deadlock takes to be found.
      await session.execute("SET LOCAL lock_timeout = '500ms'");
      await session.query(
        'SELECT 1 FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = $2 FOR NO KEY UPDATE',
        [home.accountId, id('A')],
      );
      pushed = home.tell();
      await untilBlocked(db, 'the push waiting for the rate plan');
      await markDirty(session, home.accountId, marks, clock.now());
    });
    await pushed;
    await home.publish();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    unmatched();
    await askAgain(ctx, home.accountId);
    await home.tell();
    expect(await home.broken()).toEqual([]);
  });

  it('comes back without waiting for others who mark its nights while they wait for it', async () => {
    const home = await house();
    const { accountId, id } = home;
    await home.breakA();
    await home.publish();
    unmatched();
    await db.execute('TRUNCATE gateway.ari_dirty');
    await markDirty(db, accountId, roomMarks(id('R'), NIGHTS), clock.now());
    let runs = 0;
    let round: Promise<unknown> = Promise.resolve();
    await db.tx(async (session) => {
      runs += 1;
      const [price, stock] = rateMarks(id('A'), id('R'), [day(1)]);
      await markDirty(session, accountId, price === undefined ? [] : [price], clock.now());
      if (runs === 1) round = sender.round(never);
      // Longer than PostgreSQL waits before it looks for a circle, so that it would be found here.
      await until(async () => (await waitingSince1200Ms()) || runs > 1);
      await markDirty(session, accountId, stock === undefined ? [] : [stock], clock.now());
    });
    await round;
    expect(runs).toBe(1);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toContain(id('A'));
  });
});
