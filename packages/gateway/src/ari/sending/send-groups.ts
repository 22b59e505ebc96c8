import type { RequestOf } from '@yuzhu/contract';
import type { GatewayContext } from '../../context.ts';
import { describeFailure } from '../../platform/outcome.ts';
import type { CallOptions } from '../../platform/platform-client.ts';
import { type AriKind, type PlanGroup, priceRequest, stockRequest, type TruthOf } from './calls.ts';
import type { PauseReason } from './store.ts';
import { type PlanVerdict, PUSH, readVerdicts } from './verdict.ts';

/** A group that did not go through, and why. */
export interface Unsettled<Value> {
  readonly group: PlanGroup<Value>;
  readonly why: PauseReason;
}

/** What became of the groups of a call, and of the call. */
export interface CallEnd<Value> {
  readonly accepted: PlanGroup<Value>[];
  readonly refused: Unsettled<Value>[];
  /** To be tried again. */
  readonly again: Unsettled<Value>[];
  /** No turn before this moment (Unix ms). */
  waitAt?: number;
  /** The call failed as a whole, and the moment before which asking is useless. */
  failed?: { readonly reason: PauseReason; readonly notBefore: number | undefined };
}

/** Whose nights are told. */
export interface Where<Kind extends AriKind> {
  readonly accountId: string;
  readonly platformHotelId: string;
  readonly kind: Kind;
}

/**
 * Sends groups of one call and reads the verdicts. A call that is refused as a whole is halved by rate plan until the
 * culprit stands alone.
 */
export async function sendGroups<Kind extends AriKind>(
  ctx: Pick<GatewayContext, 'clock' | 'log' | 'platform'>,
  where: Where<Kind>,
  groups: readonly PlanGroup<TruthOf[Kind]>[],
  options: CallOptions,
): Promise<CallEnd<TruthOf[Kind]>> {
  const end: CallEnd<TruthOf[Kind]> = { accepted: [], refused: [], again: [] };
  const send = async (some: readonly PlanGroup<TruthOf[Kind]>[]): Promise<boolean> => {
    const outcome = await ctx.platform.call(PUSH[where.kind], requestOf(where, some), options);
    const verdict = readVerdicts(outcome, some, ctx.clock.now());
    switch (verdict.kind) {
      case 'items':
        for (const group of some) {
          sort(ctx, where, end, group, verdict.plans.get(group.platformRatePlanId), verdict.logid);
        }
        return true;
      case 'split': {
        const ids = [...new Set(some.map((group) => group.platformRatePlanId))];
        const firstHalf = new Set(ids.slice(0, Math.ceil(ids.length / 2)));
        return (
          (await send(some.filter((group) => firstHalf.has(group.platformRatePlanId)))) &&
          (await send(some.filter((group) => !firstHalf.has(group.platformRatePlanId))))
        );
      }
      case 'wait':
        end.waitAt = verdict.at;
        return false;
      case 'failed': {
        const { failure, nextStep } = verdict;
        const { code, logid, notBefore } = failure;
        const reason = { code, message: describeFailure(failure), nextStep, logid };
        end.failed = { reason, notBefore };
        return false;
      }
    }
  };
  await send(groups);
  return end;
}

function requestOf<Kind extends AriKind>(
  { accountId, platformHotelId, kind }: Where<Kind>,
  groups: readonly PlanGroup<TruthOf[Kind]>[],
): RequestOf<(typeof PUSH)[Kind]> {
  const request =
    kind === 'stock'
      ? stockRequest(accountId, platformHotelId, groups as readonly PlanGroup<TruthOf['stock']>[])
      : priceRequest(accountId, platformHotelId, groups as readonly PlanGroup<TruthOf['price']>[]);
  return request as RequestOf<(typeof PUSH)[Kind]>;
}

function sort<Kind extends AriKind>(
  { log }: Pick<GatewayContext, 'log'>,
  { accountId, kind }: Where<Kind>,
  end: CallEnd<TruthOf[Kind]>,
  group: PlanGroup<TruthOf[Kind]>,
  verdict: PlanVerdict | undefined,
  logid: string | undefined,
): void {
  if (verdict?.state === 'accepted') end.accepted.push(group);
  else if (verdict?.state === 'refused') {
    const { code, message } = verdict;
    end.refused.push({ group, why: { code, message, nextStep: 'ITEM_REFUSED', logid } });
    const { ratePlanId } = group;
    log.warn(
      { account_id: accountId, rate_plan_id: ratePlanId, kind, code, message, logid },
      'the platform refused nights of a rate plan',
    );
  } else {
    const { code, message, nextStep } = verdict ?? { code: undefined, message: 'no verdict', nextStep: 'NO_VERDICT' };
    end.again.push({ group, why: { code, message, nextStep, logid } });
  }
}
