import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach } from 'vitest';
import { markDirty, rateMarks } from '../ari/dirty.ts';
import { createAriSender } from '../ari/sending/sender.ts';
import { listBroken } from '../broken-matches/store.ts';
import { publishDue } from '../publications/publisher.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { day, platformContext, seedCatalog, seedPrice, seedStock } from './platform-context.ts';
import { type SeenCall, startPlatformDouble, success } from './platform-double.ts';

const { stockSave, priceSave, ariNotify, roomStatus } = interfaces;

/** Nights with a price and rooms, in every house. */
export const NIGHTS = [day(1), day(2)];

/** What is read of a push. */
export interface Aris {
  readonly aris: readonly {
    readonly rate_plan_id: string;
    readonly timerange: { readonly start: string };
    readonly available?: boolean;
  }[];
}

type Stage = Awaited<ReturnType<typeof openMatchStage>>;

/** A hotel of the stage. */
export type House = Awaited<ReturnType<Stage['house']>>;

/**
 * A platform that can stop matching goods, and as many hotels as wanted in a database of its own. Before every test nothing
 * is marked and the platform takes everything.
 */
export async function openMatchStage(name: string) {
  const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name });
  const double = await startPlatformDouble();
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url });
  const { db, clock } = ctx;
  const never = new AbortController().signal;
  const sender = createAriSender(ctx);
  let houses = 0;

  /** A hotel with room type R (rate plans A and B) and S (C), everything told. */
  async function house() {
    const number = ++houses;
    const accountId = `7011223344559${String(number).padStart(6, '0')}`;
    const id = (name: string) => `${name}-${number}`;
    const rooms = { [id('R')]: [id('A'), id('B')], [id('S')]: [id('C')] };
    await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId: id('H'), rooms });
    for (const room of Object.keys(rooms)) await seedStock(ctx, accountId, room, NIGHTS, 5);
    for (const plan of Object.values(rooms).flat()) await seedPrice(ctx, accountId, plan, NIGHTS, 50_000);
    const home = {
      accountId,
      id,
      change: async (plan: string, room: string) => {
        await markDirty(db, accountId, rateMarks(id(plan), id(room), NIGHTS), clock.now());
      },
      tell: async () => {
        for (let due = await sender.round(never); due !== undefined && due < clock.now() + 60_000; ) {
          clock.set(due);
          due = await sender.round(never);
        }
      },
      /** The platform refuses a push of rate plan A; its room type holds. */
      breakA: async () => {
        home.roomSays('R', MATCH_STATE.usable);
        unmatched(`P-${id('A')}`);
        await home.change('A', 'R');
        await home.tell();
      },
      /** Publications that are due, questions too. */
      publish: async () => {
        await publishDue(ctx, never);
      },
      broken: async () =>
        (await listBroken(db, accountId)).map(({ ratePlanId, level, side }) => `${ratePlanId} ${level} ${side}`),
      active: async () =>
        (
          await db.query<{ id: string }>(
            'SELECT rate_plan_id AS id FROM gateway.rate_plans WHERE account_id = $1 AND active ORDER BY 1',
            [accountId],
          )
        ).map((row) => row.id),
      roomSays: (room: string, status: number | undefined, message = '') =>
        double.always(roomStatus, ({ body }) => {
          const ids = (body as { room_ids: readonly string[] }).room_ids;
          const other = ids.map((room_id) => ({ room_id, cn_name: room_id, status: 6, audit_message: '' }));
          return success({
            room_list: other.flatMap((one) =>
              one.room_id !== `P-${id(room)}`
                ? [one]
                : status === undefined
                  ? []
                  : [{ ...one, status, audit_message: message }],
            ),
          });
        }),
    };
    return home;
  }

  /** The answer to a push with a code for each of its rate plans, and words for those that are refused. */
  const verdicts = (call: SeenCall, code: (plan: string) => number, words = '预定商品匹配关系已解除') =>
    success({
      save_result: [...new Set((call.body as Aris).aris.map((group) => group.rate_plan_id))].map((rate_plan_id) => ({
        rate_plan_id,
        code: code(rate_plan_id),
        message: code(rate_plan_id) === 0 ? 'success' : words,
      })),
    });

  /** From now on the platform refuses these rate plans as not matched. */
  function unmatched(...plans: readonly string[]): void {
    for (const one of [stockSave, priceSave]) {
      double.always(one, (call) => verdicts(call, (plan) => (plans.includes(plan) ? 1 : 0)));
    }
  }

  /** From now on change notices pass, but for this rate plan. */
  function noticesPass(except: string | undefined, message: string): void {
    double.always(ariNotify, ({ body }) =>
      success({
        code: 0,
        message: 'success',
        save_result: (body as { rate_plan_ids: string[] }).rate_plan_ids.map((rate_plan_id) => ({
          rate_plan_id,
          pass: rate_plan_id !== except,
          message,
        })),
      }),
    );
  }

  beforeEach(async () => {
    await db.execute('TRUNCATE gateway.ari_dirty');
    double.calls.length = 0;
    unmatched();
  });
  afterAll(() => double.close());
  return { ctx, db, clock, double, sender, never, house, verdicts, unmatched, noticesPass };
}
