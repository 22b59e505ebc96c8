import type { Session } from '@yuzhu/runtime';
import type { CreationMode } from '../orders/decide.ts';

/**
 * How orders reach the hotel: `direct` by the partner's interfaces, `manual` by hand in the merchant's back office
 * (非直连): no call ever leaves, the platform's own calendar is the truth, a person accepts.
 */
export type Docking = 'direct' | 'manual';

/**
 * Commercial terms that are agreed in the platform's consoles, so the wire does not carry them. A voucher's own win over
 * its merchant's, those over the defaults. An order keeps the terms it was bought under.
 */
export interface Terms {
  /** Creation before or after payment (documented as a setting of the integration). */
  readonly creationMode: CreationMode;
  /** Direct or by hand. Without a direct connection orders are created once they are paid (inferred). */
  readonly docking: Docking;
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
  docking: 'direct',
  acceptMinutes: 60,
  serviceFeeBp: 600,
  commissionBp: 0,
  creatorId: null,
};

interface Row {
  readonly creation_mode: CreationMode | null;
  readonly docking: Docking | null;
  readonly accept_minutes: number | null;
  readonly service_fee_bp: number | null;
  readonly commission_bp: number | null;
  readonly creator_id: string | null;
}

/** The terms of a voucher now, or of the merchant when `voucherId` is `''`. */
export async function readTerms(session: Session, accountId: string, voucherId: string): Promise<Terms> {
  const rows = await session.query<Row>(
    `SELECT creation_mode, docking, accept_minutes, service_fee_bp, commission_bp, creator_id FROM sandbox.terms
     WHERE account_id = $1 AND voucher_id IN ($2, '') ORDER BY voucher_id DESC`,
    [accountId, voucherId],
  );
  const first = <T>(pick: (row: Row) => T | null, fallback: T): T =>
    rows.map(pick).find((value) => value !== null) ?? fallback;
  const docking = first((row) => row.docking, DEFAULT_TERMS.docking);
  return {
    docking,
    creationMode: docking === 'manual' ? 'one-step' : first((row) => row.creation_mode, DEFAULT_TERMS.creationMode),
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
    docking: change.docking,
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
