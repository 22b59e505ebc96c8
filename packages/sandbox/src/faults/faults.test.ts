import { interfaces } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { catalogWorld, tokenRequest } from '../testing/catalog-world.ts';
import { goodsRequest } from '../testing/samples.ts';
import type { Fault, FaultPick } from './fault.ts';
import { openFaults } from './switch.ts';

const world = await catalogWorld('faults');
const request = { account_id: DEMO_MERCHANT.accountId, page_index: 1, page_size: 20 };

beforeEach(async () => {
  world.passReal(1000);
  await world.ctx.faults.clear();
});

const set = (fault: Fault, pick: FaultPick = { next: 1 }, interfaceName = 'goods-save') =>
  world.ctx.faults.add({ interfaceName, direction: 'in', fault, pick });
const save = (out: string) => world.call(interfaces.goodsSave, goodsRequest(out));
const stored = async (out: string) =>
  (
    await world.db.one<{ count: number }>(
      'SELECT count(*) AS count FROM sandbox.goods WHERE out_rate_plan_id LIKE $1',
      [`${out}-%`],
    )
  ).count;
const kept = () =>
  world.db.query<{ fault: string | null; code: number }>(
    "SELECT fault, code FROM sandbox.openapi_exchanges WHERE interface = 'goods-save' ORDER BY exchange_id DESC LIMIT 2",
  );

describe('faults on calls of the partner', () => {
  it('status: answered like a broken proxy, nothing processed', async () => {
    await set({ kind: 'status', status: 502 });
    const { status, text } = await save('status');
    expect([status, text.startsWith('<html>')]).toEqual([502, true]);
    expect(await stored('status')).toBe(0);
    expect((await save('status')).data.error_code).toBe(0);
  });

  it('lose-answer: processed, then the line goes dead; asking again gives the same answer', async () => {
    await set({ kind: 'lose-answer' });
    await expect(save('lost')).rejects.toThrow(/other side closed|ECONNRESET/);
    expect(await stored('lost')).toBe(5);
    expect(await kept()).toMatchObject([{ fault: 'lose-answer', code: 0 }, {}]);
    const { data } = await save('lost');
    expect(data.rate_plan_map.every(({ code }) => code === '0')).toBe(true);
    expect(await stored('lost')).toBe(5);
  });

  it('timeout: neither processed nor answered', async () => {
    await set({ kind: 'timeout', ms: 30 });
    await expect(save('timeout')).rejects.toThrow(/other side closed|ECONNRESET/);
    expect(await stored('timeout')).toBe(0);
  });

  it('delay: processed, answered late', async () => {
    await set({ kind: 'delay', ms: 40 });
    const begun = performance.now();
    expect((await save('delay')).data.error_code).toBe(0);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(39);
  });

  it('twice: processed two times, one good each, the second answer leaves', async () => {
    await set({ kind: 'twice' });
    const { data, extra } = await save('twice');
    expect(data.rate_plan_map.every(({ code }) => code === '0')).toBe(true);
    expect(await stored('twice')).toBe(5);
    expect(await kept()).toMatchObject([{ fault: 'twice' }, { fault: 'twice' }]);
    const { logid } = await world.db.one<{ logid: string }>(
      'SELECT logid FROM sandbox.openapi_exchanges ORDER BY exchange_id DESC LIMIT 1',
    );
    expect(extra.logid).toBe(logid);
  });

  it('also spoils the credential call', async () => {
    await set({ kind: 'status', status: 500 }, { next: 1 }, 'token');
    await expect(world.askToken(tokenRequest())).rejects.toThrow();
    expect((await world.askToken(tokenRequest())).data.error_code).toBe(0);
  });

  it('lets go of held answers when the program stops, instead of hanging', async () => {
    await set({ kind: 'timeout', ms: 600_000 });
    // The world's own closing at the end of this file would not come to an end otherwise.
    save('held').catch(() => undefined);
    await expect.poll(async () => (await world.ctx.faults.list())[0]?.spoilt, { interval: 5 }).toBe(1);
  });
});

describe('the switch', () => {
  it('spoils the next so many, of its interface and direction only', async () => {
    await set({ kind: 'status', status: 503 }, { next: 2 });
    expect((await world.call(interfaces.hotelQuery, request)).status).toBe(200);
    expect([(await save('n')).status, (await save('n')).status, (await save('n')).status]).toEqual([503, 503, 200]);
    expect(await world.ctx.faults.decide('goods-save', 'out')).toBeUndefined();
    expect(await world.ctx.faults.list()).toMatchObject([{ pick: { next: 0 }, seen: 2, spoilt: 2 }]);
  });

  it('takes * for every interface of a direction', async () => {
    await set({ kind: 'status', status: 503 }, { next: 2 }, '*');
    expect((await world.call(interfaces.hotelQuery, request)).status).toBe(503);
    expect((await save('all')).status).toBe(503);
  });

  it('draws by its seed: the same again after a restart, other with another seed, near its probability', async () => {
    const draws = async (seed: string, count: number) => {
      await world.db.execute('TRUNCATE sandbox.fault_rules RESTART IDENTITY');
      let faults = await openFaults(world.db, seed);
      await faults.add({
        interfaceName: 'booking',
        direction: 'out',
        fault: { kind: 'twice' },
        pick: { probability: 0.3 },
      });
      let text = '';
      for (let at = 0; at < count; at++) {
        if (at === count / 2) faults = await openFaults(world.db, seed);
        text += (await faults.decide('booking', 'out')) === undefined ? '.' : 'X';
      }
      return text;
    };
    const first = await draws('a', 200);
    expect(await draws('a', 200)).toBe(first);
    expect(await draws('b', 200)).not.toBe(first);
    expect([...first].filter((one) => one === 'X').length).toBeGreaterThan(35);
    expect([...first].filter((one) => one === 'X').length).toBeLessThan(85);
  });

  it('is taken away one by one', async () => {
    const rule = await set({ kind: 'twice' }, { probability: 1 });
    expect(await world.ctx.faults.remove(rule.id)).toBe(true);
    expect(await world.ctx.faults.remove(rule.id)).toBe(false);
    expect(await world.ctx.faults.remove("1' OR 1=1")).toBe(false);
    expect(await world.ctx.faults.decide('goods-save', 'in')).toBeUndefined();
  });

  const fine = { interfaceName: 'booking', direction: 'out', fault: { kind: 'twice' }, pick: { next: 1 } };
  it.each([
    ['nothing', undefined],
    ['an unknown interface', { ...fine, interfaceName: 'bookings' }],
    ['the wrong way', { ...fine, direction: 'in' }],
    ['an unknown kind', { ...fine, fault: { kind: 'explode' } }],
    ['a delay without time', { ...fine, fault: { kind: 'delay' } }],
    ['a negative delay', { ...fine, fault: { kind: 'delay', ms: -1 } }],
    ['a probability of 2', { ...fine, pick: { probability: 2 } }],
    ['no pick', { ...fine, pick: {} }],
    ['a hold of an SPI', { ...fine, fault: { kind: 'hold', ms: 1 } }],
    [
      'a late copy inwards',
      { interfaceName: 'goods-save', direction: 'in', fault: { kind: 'late-copy', ms: 1 }, pick: { next: 1 } },
    ],
    [
      'failing writes of another interface',
      { interfaceName: 'goods-save', direction: 'in', fault: { kind: 'write-fails' }, pick: { next: 1 } },
    ],
  ])('refuses %s', async (_name, rule) => {
    await expect(world.ctx.faults.add(rule as never)).rejects.toMatchObject({ code: 'FAULT_RULE_INVALID' });
    expect(await world.ctx.faults.list()).toEqual([]);
  });
});
