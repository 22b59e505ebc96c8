import { interfaces, type RequestOf, readMessage } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import type { NoticeResult } from '../webhooks/notice-result.ts';
import { type AuditEffect, decideAudit, type VoucherState } from './decide-audit.ts';

interface Row {
  readonly account_id: string;
  readonly voucher_id: string;
  readonly platform_voucher_id: string | null;
  readonly state: VoucherState;
  readonly wanted_shelf: 'on' | 'off' | null;
}

const COLUMNS = 'v.account_id, v.voucher_id, v.platform_voucher_id, v.state, v.wanted_shelf';

const BY_ID = statement(
  'audit_voucher_by_id',
  `SELECT ${COLUMNS} FROM gateway.vouchers v JOIN gateway.accounts a USING (account_id)
   WHERE a.client_key = $1 AND v.platform_voucher_id = $2 FOR NO KEY UPDATE OF v`,
);
const BY_OUT_ID = statement(
  'audit_voucher_by_out_id',
  `SELECT ${COLUMNS} FROM gateway.vouchers v JOIN gateway.accounts a USING (account_id)
   WHERE a.client_key = $1 AND v.voucher_id = $2 AND v.platform_voucher_id IS NULL AND v.state <> 'draft'
   FOR NO KEY UPDATE OF v`,
);
const APPLY = statement(
  'audit_apply',
  `UPDATE gateway.vouchers SET state = $3, state_reason = $4, platform_voucher_id = $5, audits = audits + 1,
     unanswered_at = NULL
   WHERE account_id = $1 AND voucher_id = $2`,
);
// A create whose answer was lost was carried out after all: what it carried need not be told again. With attempts = 0
// the voucher was edited since, and the newer text still has to go.
const CARRIED_OUT = statement(
  'audit_carried_out',
  `DELETE FROM gateway.publications WHERE account_id = $1 AND kind = 'voucher' AND subject_id = $2 AND attempts > 0`,
);

/**
 * Works an audit notice in, inside the caller's transaction. The notice names no account: the voucher is found by the
 * platform's id, or by our own id while the platform's is unknown (a create whose answer was lost or is on its way).
 */
export async function applyAuditNotice(
  session: Session,
  clientKey: string,
  content: unknown,
  now: number,
): Promise<NoticeResult> {
  const reading = readMessage(interfaces.voucherAuditResult.request, content, 'lenient');
  if (reading.value === undefined) {
    const paths = reading.faults.map((fault) => fault.path || 'content').join(', ');
    return { state: 'failed', error: `content not as the contract says: ${paths}` };
  }
  const notice = reading.value;
  const candidates = await named(session, clientKey, notice);
  const [voucher] = candidates;
  if (voucher === undefined) return { state: 'done', note: `no voucher ${notice.out_id} (${notice.id}) here` };
  if (candidates.length > 1) {
    return { state: 'failed', error: `out_id ${notice.out_id} names vouchers of several accounts` };
  }
  const effect = decideAudit(
    voucher.state,
    voucher.wanted_shelf ?? undefined,
    notice.audit_result,
    notice.audit_message,
  );
  if (effect === undefined) return { state: 'failed', error: `unknown audit_result ${notice.audit_result}` };
  await apply(session, voucher, effect, notice, now);
  return { state: 'done', note: undefined, accountId: voucher.account_id };
}

/** The vouchers a notice can be about; more than one only when our id alone is known and not unique. */
async function named(
  session: Session,
  clientKey: string,
  { id, out_id: outId }: RequestOf<typeof interfaces.voucherAuditResult>,
): Promise<readonly Row[]> {
  const byId = () => session.query<Row>(BY_ID, [clientKey, id]);
  const known = await byId();
  if (known.length > 0) return known;
  const unknown = await session.query<Row>(BY_OUT_ID, [clientKey, outId]);
  // The answer of the save may have been written between the two looks: the voucher has its platform's id now, and the
  // second look passed it over for that. Without a third one the notice would be lost, and the shelf an hour late.
  return unknown.length > 0 ? unknown : byId();
}

async function apply(
  session: Session,
  voucher: Row,
  effect: AuditEffect,
  notice: RequestOf<typeof interfaces.voucherAuditResult>,
  now: number,
): Promise<void> {
  const { account_id: accountId, voucher_id: voucherId } = voucher;
  const values = [accountId, voucherId, effect.state, effect.reason ?? null, notice.id];
  await session.execute(APPLY, values);
  if (voucher.platform_voucher_id === null) await session.execute(CARRIED_OUT, [accountId, voucherId]);
  if (effect.operateShelf) await queuePublications(session, accountId, 'shelf', [voucherId], now);
}
