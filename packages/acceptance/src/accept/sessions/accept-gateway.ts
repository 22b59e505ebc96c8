import { spis } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import type { Hotel } from '../../actors/hotel.ts';
import { type Commands, openStand } from '../../programs/stand.ts';
import { demoHotel, ID } from '../../provision/demo-hotel.ts';
import { withHourlyGood } from '../../provision/hourly-good.ts';
import { provisioning } from '../../provision/provision.ts';
import { acceptPartner } from '../accept-partner.ts';
import type { Hooks } from '../partner/hooks.ts';
import type { Plan } from '../plan/plans.ts';
import { PlatformHalf } from '../platform/platform-half.ts';
import type { RunListener, RunResult } from '../run/results.ts';
import { gatewayHooks } from './gateway-hooks.ts';

/** How our own gateway is examined. */
export interface AcceptGatewayOptions {
  readonly commands: Commands;
  /** A PostgreSQL server; a database of its own is made there and dropped at the end. */
  readonly serverUrl: string;
  readonly plan: Plan;
  /** Makes its merchant one outside the mainland. */
  readonly currency?: string | undefined;
  /** Changes what the hotel does, e.g. staff who do the contrary. `hotel`: its own way to the gateway, once connected. */
  readonly hooks?: (own: Hooks, hotel: () => Hotel) => Hooks;
  readonly signal?: AbortSignal | undefined;
  readonly tell: RunListener;
  readonly onOutput?: (program: string, text: string) => void;
}

/** Nights with stock and prices. */
const NIGHTS = 45;
/** A hook that has acted is followed by its call within seconds. */
const HOOK_MS = 20_000;

/** Examines our own gateway against the platform's half, all by itself: its hooks go through the hotel API. */
export async function acceptGateway(options: AcceptGatewayOptions): Promise<RunResult> {
  const { commands, serverUrl, plan, currency, signal, tell, onOutput } = options;
  const stand = await openStand({
    commands,
    serverUrl,
    label: 'accept',
    env: { YUZHU_SANDBOX_ARI_PULL_EVERY: '0', YUZHU_ALLOW_OLD_SIGNATURE: 'true' },
    ...(onOutput === undefined ? {} : { onOutput: (program: string, text: string) => onOutput(program, text) }),
  });
  const platform = new PlatformHalf(stand.sandboxUrl);
  try {
    const { gatewayUrl, adminKey, operator } = stand;
    const [application] = await operator.applications();
    const [account] = await operator.accounts();
    if (application === undefined || account === undefined) throw new Error('the sandbox has no application');
    await operator.setHandling(account.account_id, { audit_delay_ms: 0 });
    const hotelPlan = {
      ...withHourlyGood(demoHotel((await operator.clock()).now, NIGHTS)),
      ...(currency === undefined ? {} : { currency }),
    };
    const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: hotelPlan, keyLabel: 'acceptance' });
    // Goods get their platform ids while the run goes on: they are looked up when they are needed.
    const acceptance = new Map<'sync' | 'async' | 'manual', string>();
    const hooks = gatewayHooks({
      steps: setUp.steps,
      result: () => setUp.result(),
      readClock: async () => {
        const { ratePlans } = setUp.result();
        for (const [way, own] of WAYS) acceptance.set(way, ratePlans.get(own) ?? '');
        await platform.readClock();
      },
    });
    return await acceptPartner({
      partner: {
        name: 'Yuzhu gateway',
        clientKey: application.client_key,
        clientSecret: application.client_secret,
        spi: Object.fromEntries(spis.map(({ name, path }) => [name, `${gatewayUrl}${path}`])),
        webhook: `${gatewayUrl}/webhooks`,
        creationModes: ['one-step', 'two-step'],
        oldSignature: true,
        products: undefined,
        hooks: {},
      },
      plan,
      hooks: options.hooks?.(hooks, () => setUp.result().hotel) ?? hooks,
      platform,
      acceptance,
      random: seededRandom('acceptance'),
      patience: { hookMs: HOOK_MS, personMs: 0 },
      signal,
      tell,
    });
  } finally {
    await platform.close();
    await stand.close();
  }
}

const WAYS = [
  ['sync', ID.kingPlan],
  ['async', ID.twinPlan],
  ['manual', ID.suitePlan],
] as const;
