import { hotelDate } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import type { Directory } from '../accounts/directory.ts';
import type { GatewayContext } from '../context.ts';
import { shadowOf } from './shadow.ts';

/** What the doors need to know of accounts. */
export interface Accounts extends Pick<Directory, 'ratePlan' | 'onlyAccountOf'> {
  /** The account in whose tables an order of this account is kept. */
  keeper(accountId: string): Promise<string>;
}

/** The accounts of real traffic, or the shadows of load tests. */
export type AccountsOf = (stress: boolean) => Accounts;

/** Finds accounts for both kinds of traffic. */
export function accountsOf(ctx: Pick<GatewayContext, 'db' | 'clock' | 'settings'>, directory: Directory): AccountsOf {
  const real: Accounts = { ...directory, keeper: (accountId) => Promise.resolve(accountId) };
  const shadows = shadowAccounts(ctx, directory);
  return (stress) => (stress ? shadows : real);
}

const SEED_ACCOUNT = statement('stress_account', 'SELECT gateway.stress_account($1, $2)');
const SEED_PLAN = statement('stress_plan', 'SELECT gateway.stress_plan($1, $2, $3, $4, $5)');

/** Real time after which a shadow follows the real calendar again. */
const FRESH_MS = 5000;
/** After a pause as long as this a call waits for it: a new test must not begin with yesterday's prices. */
const STALE_MS = 30_000;

/** Finds the real thing and gives its shadow, which is made when it is first asked for. */
function shadowAccounts(
  { db, clock, settings }: Pick<GatewayContext, 'db' | 'clock' | 'settings'>,
  directory: Directory,
): Accounts {
  const seeded = new Map<string, { at: number; readonly made: Promise<unknown> }>();
  /** The first call waits until the shadow is made; those of a running test do not wait for it to be brought up to date. */
  const seed = (key: string, make: () => Promise<unknown>): Promise<unknown> => {
    const known = seeded.get(key);
    // What could not be made is tried again by the next call.
    const forget = () => void seeded.delete(key);
    if (known === undefined || performance.now() - known.at >= STALE_MS) {
      const made = make();
      seeded.set(key, { at: performance.now(), made });
      made.catch(forget);
      return made;
    }
    if (performance.now() - known.at >= FRESH_MS) {
      known.at = performance.now();
      make().catch(forget);
    }
    return known.made;
  };
  const now = () => new Date(clock.now());
  return {
    ratePlan: async (platformRatePlanId, clientKey) => {
      const plan = await directory.ratePlan(platformRatePlanId, clientKey);
      if (plan === undefined) return undefined;
      const { accountId, ratePlanId } = plan;
      await seed(`${accountId}\n${ratePlanId}`, () =>
        db.query(SEED_PLAN, [accountId, ratePlanId, settings.stressRooms, hotelDate(clock.now()), now()]),
      );
      return { ...plan, accountId: shadowOf(accountId) };
    },
    onlyAccountOf: directory.onlyAccountOf,
    keeper: async (accountId) => {
      await seed(accountId, () => db.query(SEED_ACCOUNT, [accountId, now()]));
      return shadowOf(accountId);
    },
  };
}
