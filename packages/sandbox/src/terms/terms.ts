import type { Session } from '@yuzhu/runtime';
import type { CreationMode } from '../orders/decide.ts';

/**
 * Commercial terms that are agreed in the platform's consoles, so the wire does not carry them. A voucher's own win over
 * its merchant's, those over the defaults. An order keeps the terms it was bought under.
 */
export interface Terms {
  /** Creation before or after payment (documented as a setting of the integration). */
  readonly creationMode: CreationMode;
  /** Minutes the hotel has to accept a booking (documented as a product setting; 60 observed). */
  readonly acceptMinutes: number;
  /** Platform's service fee in basis points of what was paid (6 %, inferred). */
  readonly serviceFeeBp: number;
  /** Creator's commission in basis points (inferred). */
  readonly commissionBp: number;
  /** Who sells it on the platform; null = nobody, no commission. */
  readonly creatorId: string | null;
}

/** Terms where neither the voucher nor the merchant has its own. */
const DEFAULT_TERMS: Terms = {
  creationMode: 'one-step',
  acceptMinutes: 60,
  serviceFeeBp: 600,
  commissionBp: 0,
  creatorId: null,
};

interface Row {
  readonly creation_mode: CreationMode | null;
  readonly accept_minutes: number | null;
  readonly service_fee_bp: number | null;
  readonly commission_bp: number | null;
  readonly creator_id: string | null;
}

/** The terms of a voucher now, or of the merchant when `voucherId` is `''`. */
export async function readTerms(session: Session, accountId: string, voucherId: string): Promise<Terms> {
  const rows = await session.query<Row>(
    `SELECT creation_mode, accept_minutes, service_fee_bp, commission_bp, creator_id FROM sandbox.terms
     WHERE account_id = $1 AND voucher_id IN ($2, '') ORDER BY voucher_id DESC`,
    [accountId, voucherId],
  );
  const first = <T>(pick: (row: Row) => T | null, fallback: T): T =>
    rows.map(pick).find((value) => value !== null) ?? fallback;
  return {
    creationMode: first((row) => row.creation_mode, DEFAULT_TERMS.creationMode),
    acceptMinutes: first((row) => row.accept_minutes, DEFAULT_TERMS.acceptMinutes),
    serviceFeeBp: first((row) => row.service_fee_bp, DEFAULT_TERMS.serviceFeeBp),
    commissionBp: first((row) => row.commission_bp, DEFAULT_TERMS.commissionBp),
    creatorId: first((row) => row.creator_id, DEFAULT_TERMS.creatorId),
  };
}

/** Sets some of the terms; what is absent stays. */
export async function writeTerms(
  session: Session,
  accountId: string,
  voucherId: string,
  change: { readonly [Key in keyof Terms]?: Terms[Key] | undefined },
): Promise<void> {
  const columns = {
    creation_mode: change.creationMode,
    accept_minutes: change.acceptMinutes,
    service_fee_bp: change.serviceFeeBp,
    commission_bp: change.commissionBp,
    creator_id: change.creatorId,
  };
  await session.execute('INSERT INTO sandbox.terms (account_id, voucher_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    accountId,
    voucherId,
  ]);
  for (const [column, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    await session.execute(`UPDATE sandbox.terms SET ${column} = $3 WHERE account_id = $1 AND voucher_id = $2`, [
      accountId,
      voucherId,
      value,
    ]);
  }
}

/** Takes the own terms of a voucher or merchant back. */
export async function clearTerms(session: Session, accountId: string, voucherId: string): Promise<void> {
  await session.execute('DELETE FROM sandbox.terms WHERE account_id = $1 AND voucher_id = $2', [accountId, voucherId]);
}
