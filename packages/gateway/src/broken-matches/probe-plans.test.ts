import { hotelDate, MATCH_STATE } from '@yuzhu/contract';
import { expect, it } from 'vitest';
import { rateMarks } from '../ari/dirty.ts';
import { queuePublications } from '../publications/store.ts';
import { openMatchStage } from '../testing/match-stage.ts';
import { findProbes } from './probe-plans.ts';

const { db, clock, house } = await openMatchStage('probe_plans');
const HOUR = 3600_000;

it('asks about tonight of the rate plans that broke by themselves and have rested', async () => {
  const home = await house();
  const { accountId, id } = home;
  const probes = (room: string, restedMs: number) => findProbes(db, accountId, id(room), clock.now(), restedMs);
  expect(await probes('R', 0)).toEqual({ any: false, marks: [] });

  await home.breakA();
  expect(await probes('R', HOUR)).toEqual({ any: true, marks: [] });
  const tonight = () => rateMarks(id('A'), id('R'), [hotelDate(clock.now())]);
  expect(await probes('R', 0)).toEqual({ any: true, marks: tonight() });
  clock.set(clock.now() + HOUR);
  expect(await probes('R', HOUR)).toEqual({ any: true, marks: tonight() });
  expect(await probes('R', HOUR + 1)).toEqual({ any: true, marks: [] });
  expect(await probes('S', 0)).toEqual({ any: false, marks: [] });
});

it('asks about none that are off because of their room type', async () => {
  const home = await house();
  const { accountId, id } = home;
  home.roomSays('R', MATCH_STATE.disabled);
  await queuePublications(db, accountId, 'room-check', [id('R')], clock.now());
  await home.publish();
  expect(await home.broken()).toHaveLength(2);
  expect(await findProbes(db, accountId, id('R'), clock.now(), 0)).toEqual({ any: false, marks: [] });
});
