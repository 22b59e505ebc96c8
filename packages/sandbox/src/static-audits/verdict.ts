import { findAccount } from '../accounts/store.ts';
import type { SandboxContext } from '../context.ts';
import type { StaticKey, StaticKind } from './store.ts';

/** What an audit found. */
export interface StaticVerdict {
  readonly approve: boolean;
  /** Reason of a rejection, told to the partner. */
  readonly message?: string;
  /** Hotels only: matched, and now to be claimed by the merchant before the next verdict. */
  readonly claim?: boolean;
}

/** The verdict of the audit as words for the partner; empty when approved. */
export function reasonOf(verdict: StaticVerdict): string {
  return verdict.approve ? '' : verdict.message || '信息不符合平台规范，请修改后重新提交';
}

/** What a timer of an audit carries. */
export function auditPayload(key: StaticKey): object {
  return { accountId: key.accountId, subject: key.subject, version: key.version };
}

/**
 * Registers the timer that ends audits of a kind as the merchant's account is set: approve, reject, or leave it to a
 * person.
 */
export function registerStaticAudit(
  ctx: SandboxContext,
  timer: string,
  kind: StaticKind,
  decide: (key: StaticKey, verdict: StaticVerdict) => Promise<boolean>,
): void {
  ctx.timers.register(timer, async ({ payload }) => {
    const key: StaticKey = {
      accountId: String(payload.accountId),
      kind,
      subject: String(payload.subject),
      version: Number(payload.version),
    };
    const account = await findAccount(ctx.db, key.accountId);
    if (account === undefined || account.auditMode === 'manual') return;
    await decide(key, { approve: account.auditMode === 'approve', message: account.auditMessage });
  });
}
