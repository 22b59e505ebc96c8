import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spis } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { acceptPartner } from './accept-partner.ts';
import { type Plan, planNamed } from './plan/plans.ts';
import { outcomeOf } from './run/results.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A partner that answers one text to everything; undefined drops the line. */
async function partnerSaying(text: string | undefined): Promise<string> {
  const made = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (text === undefined) request.socket.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

const RATES = (infos: unknown) =>
  JSON.stringify({
    data: { error_code: 0, status: true, room_rates: [{ rate_plan_id: '18', rate_avail_infos: infos }] },
  });

describe.each<[string, string | undefined]>([
  ['nothing: the line is dropped', undefined],
  ['a page', '<html>502 Bad Gateway</html>'],
  ['null', 'null'],
  ['a list', '[1,2,3]'],
  ['data that is null', '{"data":null}'],
  ['data that is a list', '{"data":[{"error_code":0}]}'],
  ['a code beside the table', '{"data":{"error_code":99999,"ari":{"stock_and_amount":[null,5,"x",{"timerange":7}]}}}'],
  ['ari that is no list', '{"data":{"error_code":4,"ari":{"stock_and_amount":{"a":1}}}}'],
  ['nights that are none', RATES([null, 3, { timerange: null }, { timerange: { start: 1, end: [] } }])],
  [
    'a calendar without end',
    RATES([
      { timerange: { start: '1900-01-01', end: '9999-12-31' }, original_amount: 1, available: true, inventory: 1 },
    ]),
  ],
  [
    'ids that could be methods',
    '{"data":{"error_code":0,"__proto__":{"order_out_id":"x"},"constructor":1,"order_id":{}}}',
  ],
])('a partner that answers %s', (_, text) => {
  it('fails with explanations; the run goes to its end', async () => {
    const url = await partnerSaying(text);
    const result = await acceptPartner({
      partner: {
        name: 'odd',
        clientKey: 'aw1',
        clientSecret: 's',
        spi: Object.fromEntries(spis.map(({ name }) => [name, url])),
        webhook: url,
        creationModes: ['one-step', 'two-step'],
        oldSignature: true,
        products: {
          hotelId: '75',
          roomId: undefined,
          ratePlanId: '18',
          voucherId: '19',
          voucherPrice: 100,
          roomsPerVoucher: 1,
          nightsPerVoucher: 1,
        },
        hooks: {},
      },
      plan: planNamed('spi') as Plan,
      platform: undefined,
      random: seededRandom('odd'),
      patience: { hookMs: 0, personMs: 0 },
      tell: () => undefined,
    });
    expect(outcomeOf(result)).toBe('failed');
    const failed = result.cases.filter(({ state }) => state === 'failed');
    // A condition tells it, never only that the judge stumbled.
    const unexplained = failed.filter(
      (one) => !one.steps.some(({ verdicts }) => verdicts.some(({ ok, cause }) => !ok && cause !== undefined)),
    );
    expect(unexplained.map((one) => [one.case.id, one.reason?.en])).toEqual([]);
  }, 60_000);
});
