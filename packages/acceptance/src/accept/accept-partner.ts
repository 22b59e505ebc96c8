import type { Random } from '@yuzhu/runtime';
import { ALL_CASES } from './cases/all-cases.ts';
import { Direct } from './exchanges/direct.ts';
import { type Hooks, hooksOf } from './partner/hooks.ts';
import type { Partner } from './partner/partner.ts';
import type { Plan } from './plan/plans.ts';
import type { PlatformHalf } from './platform/platform-half.ts';
import type { Patience } from './run/play.ts';
import type { RunListener, RunResult } from './run/results.ts';
import { runPlan } from './run/run-plan.ts';

/** How a partner is examined. */
export interface AcceptOptions {
  readonly partner: Partner;
  readonly plan: Plan;
  /** Default: the hooks of the partner. */
  readonly hooks?: Hooks;
  /** Where the partner's own calls arrive; undefined = it calls nothing. */
  readonly platform: PlatformHalf | undefined;
  /** A good for each way of accepting, when it is known which is which. */
  readonly acceptance?: ReadonlyMap<'sync' | 'async' | 'manual', string>;
  readonly random: Random;
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
  readonly tell: RunListener;
}

/** Plays the platform towards a partner. Never rejects because of the partner. */
export async function acceptPartner(options: AcceptOptions): Promise<RunResult> {
  const { partner, platform, random, patience, signal, tell } = options;
  await platform?.readClock();
  const now = () => platform?.now() ?? Date.now();
  const { clientKey, clientSecret, spi, webhook } = partner;
  const direct = new Direct({ clientKey, clientSecret, spi, webhook, now, random });
  try {
    return await runPlan(
      {
        partner,
        direct,
        hooks: options.hooks ?? hooksOf(partner.hooks),
        platform,
        random,
        now,
        patience,
        signal,
        tell,
        products: partner.products,
        acceptance: options.acceptance,
        callsNothing: false,
        neverSold: new Set(),
        issued: 0,
      },
      options.plan,
      ALL_CASES,
    );
  } finally {
    await direct.close();
  }
}
