import { freePort, seededRandom } from '@yuzhu/runtime';
import { startProgram } from '../../programs/program.ts';
import { createRunDatabase } from '../../programs/run-database.ts';
import { acceptPartner } from '../accept-partner.ts';
import type { Partner } from '../partner/partner.ts';
import type { Plan } from '../plan/plans.ts';
import { PlatformHalf } from '../platform/platform-half.ts';
import type { RunListener, RunResult } from '../run/results.ts';

/** How any partner is examined. */
export interface AcceptAnyOptions {
  readonly partner: Partner;
  readonly plan: Plan;
  /** The platform's half; undefined = only the partner's callbacks are examined. */
  readonly platform: PlatformOptions | undefined;
  /** Real ms a person gets for each thing to do. */
  readonly personMs: number;
  /** Real ms a call may need to follow the hook that makes it. */
  readonly hookMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly tell: RunListener;
}

/** How the platform's half is started. */
export interface PlatformOptions {
  /** Command line that becomes the sandbox. */
  readonly command: readonly string[];
  /** A PostgreSQL server; a database of its own is made there and dropped at the end. */
  readonly serverUrl: string;
  /** Port for the partner's calls; undefined = any. */
  readonly port: number | undefined;
  /** Address it listens on; beyond loopback only for partners on another machine of a closed network. */
  readonly host: string | undefined;
  /** Told once it answers: what the partner has to be configured with. */
  readonly onReady: (ready: PlatformReady) => void;
}

/** What a partner's system needs to call the platform's half. */
export interface PlatformReady {
  readonly url: string;
  readonly accountId: string;
  readonly clientKey: string;
}

/** Examines a partner at whatever address, with the platform's half beside it when it makes calls of its own. */
export async function acceptAny(options: AcceptAnyOptions): Promise<RunResult> {
  const { partner, plan, personMs, hookMs, signal, tell } = options;
  const shared = {
    partner,
    plan,
    random: seededRandom(`acceptance ${Date.now()}`),
    patience: { hookMs, personMs },
    signal,
    tell,
  };
  if (options.platform === undefined) return acceptPartner({ ...shared, platform: undefined });
  const half = await openPlatform(partner, options.platform);
  try {
    return await acceptPartner({ ...shared, platform: half.platform });
  } finally {
    await half.close();
  }
}

async function openPlatform(
  partner: Partner,
  options: PlatformOptions,
): Promise<{ readonly platform: PlatformHalf; close(): Promise<void> }> {
  const { PATH, HOME, TZ, LANG, YUZHU_LOG_LEVEL } = process.env;
  const database = await createRunDatabase(options.serverUrl, 'accept');
  try {
    const sandbox = await startProgram({
      name: 'sandbox',
      command: options.command,
      env: {
        PATH,
        HOME,
        TZ,
        LANG,
        YUZHU_LOG_LEVEL,
        DATABASE_URL: database.url,
        YUZHU_SANDBOX_PORT: String(options.port ?? (await freePort())),
        YUZHU_SANDBOX_HOST: options.host,
        YUZHU_SANDBOX_CLIENT_KEY: partner.clientKey,
        YUZHU_SANDBOX_CLIENT_SECRET: partner.clientSecret,
        YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
      },
    });
    const platform = new PlatformHalf(sandbox.url);
    const close = async () => {
      await platform.close();
      await sandbox.stop();
      await database.drop();
    };
    try {
      options.onReady({ url: sandbox.url, ...(await introduce(platform, partner)) });
      return { platform, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** Tells the platform's half where the partner is, and not to keep vouchers in audit. */
async function introduce(platform: PlatformHalf, partner: Partner): Promise<Omit<PlatformReady, 'url'>> {
  const { operator } = platform;
  const { clientKey } = partner;
  const account = (await operator.accounts()).find(({ applications }) => applications.includes(clientKey));
  const accountId = account?.account_id ?? '';
  await operator.setHandling(accountId, { audit_delay_ms: 0 });
  for (const [name, url] of Object.entries(partner.spi)) await operator.setAddress(clientKey, name, url);
  // A partner that does not answer the address check is told so by a case; notices then go nowhere.
  await operator.setWebhook(clientKey, undefined);
  if (partner.webhook !== undefined) await operator.setWebhook(clientKey, partner.webhook).catch(() => undefined);
  return { accountId, clientKey };
}
