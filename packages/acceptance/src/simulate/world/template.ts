import { hotelMoment } from '@yuzhu/contract';
import pg from 'pg';
import { provisioning } from '../../provision/provision.ts';
import { JUDGE_SQL } from '../judge/triggers.ts';
import { ADMIN_KEY, GATEWAY_URL, type ProgramStarters } from '../programs/programs.ts';
import type { Databases } from './databases.ts';
import { simulatedHotel } from './hotel.ts';
import { World } from './world.ts';

/** A database with a hotel on sale, from which every run begins. */
export interface Template {
  readonly database: string;
  /** Virtual Unix ms at which runs begin. */
  readonly start: number;
  readonly apiKey: string;
  readonly accountId: string;
  readonly clientKey: string;
  readonly hotelId: string;
  /** Platform's ids. */
  readonly vouchers: readonly string[];
  readonly ratePlans: readonly { readonly own: string; readonly platform: string; readonly roomType: string }[];
  readonly guests: number;
}

/** The first moment of every template. */
const BEGIN = hotelMoment('2026-09-01', '09:00');
/** Nights with stock and prices. */
export const NIGHTS = 40;
const GUESTS = 3000;
/** Runs begin this long after the template did, whatever its setting up took. */
const HEAD_START_MS = 15 * 60_000;

/** Makes the template: the programs put themselves up and a hotel comes onto the platform, all within a simulation. */
export async function makeTemplate(
  starters: ProgramStarters,
  databases: Databases,
  use: (world: World | undefined) => void,
): Promise<Template> {
  const { name, url } = await databases.make();
  const world = new World({ starters, databaseUrl: url, seed: 'template', start: BEGIN, patienceMs: 3_600_000 });
  use(world);
  try {
    world.sandbox.start();
    world.gateway.start();
    await until(world, () => world.sandbox.ready && world.gateway.ready);
    const plan = simulatedHotel(BEGIN, NIGHTS);
    const { steps, result } = provisioning({
      gatewayUrl: GATEWAY_URL,
      adminKey: ADMIN_KEY,
      operator: world.operator(),
      plan,
      keyLabel: 'simulation',
      way: world.way,
    });
    let failure: unknown;
    let done = false;
    world.machine.schedule(world.actors, 0, 'action', 'provision', () => {
      void (async () => {
        for (const step of steps) await step.run();
      })().then(
        () => {
          done = true;
        },
        (error: unknown) => {
          failure = error;
          done = true;
        },
      );
    });
    await until(world, () => done);
    if (failure !== undefined) throw failure;
    const start = BEGIN + HEAD_START_MS;
    await until(world, () => world.machine.now >= start);
    const { apiKey, accountId, clientKey, hotelId, vouchers, ratePlans } = result();
    await world.gateway.crash();
    await world.sandbox.crash();
    await finish(url);
    return {
      database: name,
      start,
      apiKey,
      accountId,
      clientKey,
      hotelId,
      vouchers: [...vouchers.values()],
      ratePlans: plan.ratePlans.map(({ ratePlanId, roomTypeId }) => ({
        own: ratePlanId,
        platform: ratePlans.get(ratePlanId) ?? '',
        roomType: roomTypeId,
      })),
      guests: GUESTS,
    };
  } finally {
    await world.close();
    use(undefined);
  }
}

async function until(world: World, done: () => boolean): Promise<void> {
  for (let steps = 0; !done(); steps++) {
    if (!(await world.machine.step()) || steps > 1_000_000) throw new Error('the template never came to its end');
  }
}

/** Guests, the judge's triggers, and an end to everything that would change tables at a moment of its own. */
async function finish(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO sandbox.users (user_id, nickname, name, phone, created_ms)
       SELECT 'sim-guest-' || n, 'guest ' || n, '住客' || n, '1990' || lpad(n::text, 7, '0'), 0
       FROM generate_series(0, $1 - 1) n`,
      [GUESTS],
    );
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('gateway', 'sandbox')
       ORDER BY 1`,
    );
    for (const one of rows) await client.query(`ALTER TABLE ${one.name} SET (autovacuum_enabled = off)`);
    await client.query(JUDGE_SQL);
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
