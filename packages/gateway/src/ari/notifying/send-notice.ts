import { gatewayCode, interfaces, type ReplyOf } from '@yuzhu/contract';
import type { GatewayContext } from '../../context.ts';
import { describeFailure, type PlatformFailure, type PlatformOutcome } from '../../platform/outcome.ts';
import type { PauseReason } from '../sending/store.ts';
import { failedStep } from '../sending/verdict.ts';
import type { ChangedPlan, FoldedNotice } from './fold-notices.ts';

/** A rate plan the platform takes no notice about, with its words. */
export interface RefusedPlan {
  readonly plan: ChangedPlan;
  readonly code: number | undefined;
  readonly message: string;
  readonly logid: string | undefined;
}

/** What became of a notice. */
export interface NoticeEnd {
  readonly passed: ChangedPlan[];
  readonly refused: RefusedPlan[];
  /** No turn before this moment (Unix ms): the rest did not leave. */
  waitAt?: number;
  /** The rest failed as a whole, and the moment before which asking is useless. */
  failed?: { readonly reason: PauseReason; readonly notBefore: number | undefined };
}

/** Clock ms a notice waits for its turn. */
const PATIENCE_MS = 2500;

/**
 * Sends a notice and reads the verdicts. One that is refused as a whole is halved by rate plan until the culprit stands
 * alone. A rate plan without a verdict has passed: the list is optional (sdk).
 */
export async function sendNotice(
  ctx: Pick<GatewayContext, 'clock' | 'log' | 'platform'>,
  accountId: string,
  notice: FoldedNotice,
): Promise<NoticeEnd> {
  const end: NoticeEnd = { passed: [], refused: [] };
  const send = async (plans: readonly ChangedPlan[]): Promise<boolean> => {
    const request = {
      account_id: accountId,
      date_range: { start: notice.start, end: notice.end },
      rate_plan_ids: plans.map(({ platformRatePlanId }) => platformRatePlanId),
      notify_scene: [...notice.scenes],
    };
    const outcome = taken(
      await ctx.platform.call(interfaces.ariNotify, request, { accountId, patienceMs: PATIENCE_MS }),
    );
    if (outcome.ok) {
      const { logid } = outcome;
      const failed = new Map(
        (outcome.data.save_result ?? []).filter(({ pass }) => !pass).map((one) => [one.rate_plan_id, one.message]),
      );
      for (const plan of plans) {
        const message = failed.get(plan.platformRatePlanId);
        if (message === undefined) end.passed.push(plan);
        else end.refused.push({ plan, code: undefined, message, logid });
      }
      return true;
    }
    if (outcome.next === 'backoff' && outcome.delivery === 'not_sent') {
      end.waitAt = outcome.notBefore ?? ctx.clock.now() + 1;
      return false;
    }
    if (outcome.next !== 'fix') {
      const { code, logid, notBefore } = outcome;
      end.failed = {
        reason: { code, message: describeFailure(outcome), nextStep: failedStep(outcome), logid },
        notBefore,
      };
      return false;
    }
    const [only] = plans;
    if (plans.length === 1 && only !== undefined) {
      const { code, description: message, logid } = outcome;
      end.refused.push({ plan: only, code, message, logid });
      return true;
    }
    const half = Math.ceil(plans.length / 2);
    return (await send(plans.slice(0, half))) && (await send(plans.slice(half)));
  };
  await send(notice.plans);
  for (const { plan, code, message, logid } of end.refused) {
    const { ratePlanId } = plan;
    const shown = { account_id: accountId, rate_plan_id: ratePlanId, code, message, logid };
    ctx.log.warn(shown, 'the platform takes no notice about a rate plan');
  }
  return end;
}

type Outcome = PlatformOutcome<ReplyOf<typeof interfaces.ariNotify>>;

/** The answer has a second pair beside the usual one; a failure in either is one (documented). */
function taken(outcome: Outcome): Outcome {
  if (!outcome.ok || outcome.data.code === 0) return outcome;
  const { logid, data, delivery } = outcome;
  const failure: PlatformFailure = {
    ok: false,
    code: data.code,
    next: gatewayCode(data.code).next,
    description: data.message,
    logid,
    delivery,
  };
  return failure;
}
