import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';

/** An application as a call needs it. */
export interface Application {
  readonly clientKey: string;
  readonly secret: string;
}

/** Where a rate plan of the platform belongs. */
export interface RatePlanEntry {
  readonly accountId: string;
  /** Application the account authorised. */
  readonly clientKey: string;
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly hotelId: string;
  /** Hourly room (钟点房); a rate plan stays what it is. */
  readonly hourly: boolean;
  /** As they stood when the plan was first looked up; good for comparing, not for answering. */
  readonly platformHotelId: string | null;
  readonly platformRoomId: string | null;
}

/**
 * Finds applications and accounts by what the platform calls them: SPI bodies carry no account. What is found once is
 * kept in memory, because a platform id never changes its meaning; what is unknown is asked for again every time, since
 * it may be known a moment later. Secrets and the application of an account can change: `fresh` looks again.
 */
export interface Directory {
  application(clientKey: string, fresh?: boolean): Promise<Application | undefined>;
  ratePlan(platformRatePlanId: string, clientKey: string): Promise<RatePlanEntry | undefined>;
  /** The account of an application that has exactly one; never kept. */
  onlyAccountOf(clientKey: string): Promise<string | undefined>;
}

const APPLICATION = statement('directory_application', 'SELECT secret FROM gateway.applications WHERE client_key = $1');

const RATE_PLAN = statement(
  'directory_rate_plan',
  `SELECT p.account_id AS "accountId", a.client_key AS "clientKey", p.rate_plan_id AS "ratePlanId",
          p.room_type_id AS "roomTypeId", p.sales_type = 2 AS hourly, t.hotel_id AS "hotelId", h.platform_hotel_id AS "platformHotelId",
          t.platform_room_id AS "platformRoomId"
   FROM gateway.rate_plans p
   JOIN gateway.room_types t USING (account_id, room_type_id)
   JOIN gateway.hotels h USING (account_id, hotel_id)
   JOIN gateway.accounts a USING (account_id)
   WHERE p.platform_rate_plan_id = $1`,
);

const ONLY_ACCOUNT = statement(
  'directory_only_account',
  'SELECT account_id FROM gateway.accounts WHERE client_key = $1 AND stress_of IS NULL LIMIT 2',
);

/** Entries kept of each kind; the oldest go first. */
const KEPT = 100_000;
/** Real time between two looks at the secret of one application: a flood of bad signatures must not become one of queries. */
const FRESH_MS = 1000;

/** Opens the directory of a process. */
export function createDirectory({ db, keys }: Pick<GatewayContext, 'db' | 'keys'>): Directory {
  const applications = new Kept<Application>(async (clientKey) => {
    const row = await db.first<{ secret: Buffer }>(APPLICATION, [clientKey]);
    return row && { clientKey, secret: keys.decryptText(row.secret) };
  });
  const ratePlans = new Kept<RatePlanEntry>((id) => db.first<RatePlanEntry>(RATE_PLAN, [id]));
  const lookedAt = new Map<string, number>();
  return {
    application: (clientKey, fresh = false) => {
      if (!fresh) return applications.get(clientKey);
      const last = lookedAt.get(clientKey);
      if (last !== undefined && performance.now() - last < FRESH_MS) return applications.get(clientKey);
      if (lookedAt.size >= KEPT) lookedAt.clear();
      lookedAt.set(clientKey, performance.now());
      return applications.look(clientKey);
    },
    ratePlan: async (platformRatePlanId, clientKey) => {
      const entry = await ratePlans.get(platformRatePlanId);
      if (entry === undefined || entry.clientKey === clientKey) return entry;
      // Either the account moved to another application, or this is none of the caller's.
      const now = await ratePlans.look(platformRatePlanId);
      return now?.clientKey === clientKey ? now : undefined;
    },
    onlyAccountOf: async (clientKey) => {
      const rows = await db.query<{ account_id: string }>(ONLY_ACCOUNT, [clientKey]);
      return rows.length === 1 ? rows[0]?.account_id : undefined;
    },
  };
}

/** Remembers what was found; asks once for what several want at the same time. */
class Kept<T> {
  readonly #find: (key: string) => Promise<T | undefined>;
  readonly #found = new Map<string, T>();
  readonly #asking = new Map<string, Promise<T | undefined>>();

  constructor(find: (key: string) => Promise<T | undefined>) {
    this.#find = find;
  }

  get(key: string): Promise<T | undefined> {
    const known = this.#found.get(key);
    return known === undefined ? this.look(key) : Promise.resolve(known);
  }

  look(key: string): Promise<T | undefined> {
    const asking = this.#asking.get(key);
    if (asking !== undefined) return asking;
    const asked = this.#ask(key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asked);
    return asked;
  }

  async #ask(key: string): Promise<T | undefined> {
    const found = await this.#find(key);
    if (found === undefined) {
      this.#found.delete(key);
      return undefined;
    }
    if (this.#found.size >= KEPT) {
      for (const oldest of this.#found.keys()) {
        this.#found.delete(oldest);
        break;
      }
    }
    this.#found.set(key, found);
    return found;
  }
}
