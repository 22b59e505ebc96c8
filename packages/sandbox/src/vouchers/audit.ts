import { interfaces } from '@yuzhu/contract';
import { findAccount } from '../accounts/store.ts';
import type { SandboxContext } from '../context.ts';
import { decideVersion, type VoucherVersion } from './store.ts';

/** Kind of the timer that ends an audit. */
export const AUDIT_TIMER = 'voucher.audit';

/** Which save is meant. */
export type VersionKey = Pick<VoucherVersion, 'accountId' | 'voucherId' | 'version'>;

/** What the audit found. */
export interface Verdict {
  readonly approve: boolean;
  /** Reason of a rejection, told to the partner. */
  readonly message?: string;
}

const DEFAULT_REASON = '商品信息不符合平台规范，请修改后重新提交';

/**
 * Ends the audit of a version: approved, it goes on sale in place of the former one (if the voucher is on the shelf);
 * rejected, the former one stays. The application that saved it is told. False when that version is not in audit.
 */
export async function decideAudit(
  ctx: Pick<SandboxContext, 'db' | 'clock' | 'webhooks'>,
  key: VersionKey,
  verdict: Verdict,
): Promise<boolean> {
  const message = verdict.approve ? '' : verdict.message || DEFAULT_REASON;
  const state = verdict.approve ? 'approved' : 'rejected';
  return ctx.db.tx(async (session) => {
    const decided = await decideVersion(session, key, { state, message }, ctx.clock.now());
    if (decided === undefined) return false;
    // Made by the merchant's own hand: there is no application to tell (inferred).
    if (decided.clientKey === '') return true;
    await ctx.webhooks.queue(session, {
      account: key.accountId,
      clientKey: decided.clientKey,
      event: interfaces.voucherAuditResult.event,
      content: {
        id: key.voucherId,
        out_id: decided.document.out_id,
        audit_result: verdict.approve ? 1 : 2,
        ...(message === '' ? {} : { audit_message: message }),
      },
      dedupe: `${key.voucherId}/${key.version}`,
    });
    return true;
  });
}

/** Registers the timer that ends audits as the merchant's account is set: approve, reject, or leave it to a person. */
export function registerAudit(ctx: SandboxContext): void {
  ctx.timers.register(AUDIT_TIMER, async ({ payload }) => {
    const key = {
      accountId: String(payload.accountId),
      voucherId: String(payload.voucherId),
      version: Number(payload.version),
    };
    const account = await findAccount(ctx.db, key.accountId);
    if (account === undefined || account.auditMode === 'manual') return;
    await decideAudit(ctx, key, { approve: account.auditMode === 'approve', message: account.auditMessage });
  });
}
