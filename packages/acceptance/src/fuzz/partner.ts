import { readFile } from 'node:fs/promises';
import type { World, WorldIds } from './world.ts';

/** What is known of somebody else's partner: who signs, and ids it knows. */
export interface PartnerFile {
  readonly client_key: string;
  readonly client_secret: string;
  readonly account_id: string;
  /** Lists of ids by kind, e.g. `{ "hotels": ["7500…"], "ratePlans": ["…"] }`; missing kinds are drawn. */
  readonly ids?: Partial<WorldIds>;
}

const NO_IDS: WorldIds = {
  accounts: [],
  hotels: [],
  rooms: [],
  ratePlans: [],
  outRatePlans: [],
  vouchers: [],
  outVouchers: [],
  platformOrders: [],
  platformBookings: [],
  outOrders: [],
};

/** Ids that a partner does not know; messages need some of each kind. */
function made(kind: number): readonly string[] {
  return [1, 2, 3].map((at) => `79${kind}000000000000000${at}`);
}

/** The world of a partner from its file. @throws SyntaxError, or RangeError when a needed member is missing */
export async function partnerWorld(path: string, now: number): Promise<World> {
  const file = JSON.parse(await readFile(path, 'utf8')) as PartnerFile;
  for (const key of ['client_key', 'client_secret', 'account_id'] as const) {
    if (typeof file[key] !== 'string' || file[key] === '') throw new RangeError(`${path}: ${key} is missing`);
  }
  const kinds = Object.keys(NO_IDS) as (keyof WorldIds)[];
  const ids = Object.fromEntries(kinds.map((kind, at) => [kind, file.ids?.[kind] ?? made(at)])) as unknown as WorldIds;
  const foreign = Object.fromEntries(kinds.map((kind, at) => [kind, made(at + 20)])) as unknown as WorldIds;
  return {
    own: { clientKey: file.client_key, clientSecret: file.client_secret, token: '' },
    other: { clientKey: 'nobody', clientSecret: 'nobodys-secret', token: '' },
    account: file.account_id,
    ids: { ...ids, accounts: [file.account_id] },
    foreign,
    now,
    recorded: new Map(),
  };
}
