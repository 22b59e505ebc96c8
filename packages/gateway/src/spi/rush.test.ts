import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { faultsOf, justEnough, justEnoughNights, overused, runRush, tooMany } from '../testing/rush.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { open } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'rush' });
const db = open({ max: 12 });
const gateway = await startSpiGateway(db);
afterAll(() => gateway.stop());

let account = 0;

// One run each; `npm run bench:rush` makes five.
describe.each([64, 1000])('%i requests at once, each order delivered three times', (atOnce) => {
  it.each([
    ['too many orders', tooMany],
    ['just enough rooms', justEnough],
    ['exactly 1,200 room-nights', justEnoughNights],
    ['voucher orders used too often', overused],
  ])('%s', { timeout: 300_000 }, async (_name, prepare) => {
    account += 1;
    const rush = await prepare({ session: db, keys: gateway.ctx.keys, account });
    const outcome = await runRush(gateway.url, db, rush, atOnce);
    expect(faultsOf(rush, outcome)).toEqual([]);
  });
});

it('the record of all these exchanges is complete', async () => {
  await gateway.recorder.flush();
  const dropped = await gateway.ctx.metrics.registry.getSingleMetric('exchanges_dropped_total')?.get();
  expect(dropped?.values[0]?.value).toBe(0);
});
