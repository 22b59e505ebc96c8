import { openApis, spis } from '@yuzhu/contract';
import type { Database, Session } from '@yuzhu/runtime';
import { saveAccount } from '../accounts/store.ts';
import { authorise, findApplication, saveApplication, setScopes, setWebhookUrl } from '../applications/store.ts';
import { addHotel } from '../hotels/store.ts';
import { formatId } from '../ids.ts';
import { insertRoom } from '../rooms/store.ts';
import { addUsers } from '../users/store.ts';
import { DANZHOU_HOTELS, type SeedHotel, ZHIYU_HOTELS } from './hotels.ts';
import { SEED_USERS } from './users.ts';

/** A merchant with the application that serves it, as seeded. The secrets are made up and printed in the docs. */
export interface SeedMerchant {
  readonly accountId: string;
  readonly name: string;
  readonly clientKey: string;
  readonly clientSecret: string;
  readonly applicationName: string;
  readonly hotels: readonly SeedHotel[];
}

/** The demo merchant: a group with six hotels. */
export const DEMO_MERCHANT: SeedMerchant = {
  accountId: formatId('account', 1, 101),
  name: '澹舟酒店集团（演示）',
  clientKey: 'awdemo0danzhou001',
  clientSecret: '5f0c9b7a3e1d48269a7bc4d2e8f01357',
  applicationName: '澹舟直连（演示应用）',
  hotels: DANZHOU_HOTELS,
};

/** Another merchant with another application: what belongs to it must stay hidden from the first. */
export const SECOND_MERCHANT: SeedMerchant = {
  accountId: formatId('account', 2, 101),
  name: '栀屿民宿（演示）',
  clientKey: 'awdemo0zhiyu00002',
  clientSecret: '9be14a60d7f2438c85a1e6037cd92f4b',
  applicationName: '栀屿直连（演示应用）',
  hotels: ZHIYU_HOTELS,
};

/** Every scope of the contract. */
const ALL_SCOPES: readonly string[] = [
  ...new Set([...openApis, ...spis].flatMap((one) => (one.scope === null ? [] : [one.scope]))),
];

/** How the database is filled. */
export interface SeedOptions {
  /** Unix milliseconds of the platform's clock. */
  readonly now: number;
  /** Where the demo merchant's notices go; null = not subscribed. Only set when the application is new. */
  readonly webhookUrl: string | null;
  /** The demo application's credentials, when a partner keeps its own. */
  readonly clientKey?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** Fills a new database with merchants, applications, hotels and guests; on a filled one it changes nothing. */
export async function seedCatalog(db: Database, options: SeedOptions): Promise<void> {
  await db.tx(async (session) => {
    const { clientKey = DEMO_MERCHANT.clientKey, clientSecret = DEMO_MERCHANT.clientSecret } = options;
    await addMerchant(session, { ...DEMO_MERCHANT, clientKey, clientSecret }, options);
    await addMerchant(session, SECOND_MERCHANT, { ...options, webhookUrl: null });
    await addUsers(session, SEED_USERS, options.now);
  });
}

/** Adds one merchant with its application, all scopes granted, authorised, and its hotels. */
async function addMerchant(session: Session, merchant: SeedMerchant, options: SeedOptions): Promise<void> {
  const { accountId, clientKey, clientSecret: secret, applicationName } = merchant;
  const { now } = options;
  if ((await findApplication(session, clientKey)) !== undefined) return;
  await saveAccount(session, accountId, merchant.name, now);
  await saveApplication(session, { clientKey, secret, name: applicationName }, now);
  await setScopes(session, clientKey, ALL_SCOPES);
  await authorise(session, accountId, clientKey, now);
  if (options.webhookUrl !== null) await setWebhookUrl(session, clientKey, options.webhookUrl);
  for (const { hotel, rooms } of merchant.hotels) {
    await addHotel(session, accountId, hotel, now);
    for (const room of rooms) await insertRoom(session, accountId, room, now);
  }
}
