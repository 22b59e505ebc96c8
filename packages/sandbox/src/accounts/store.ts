import type { Session } from '@yuzhu/runtime';

/** What becomes of a voucher that was saved. */
export type AuditMode = 'approve' | 'reject' | 'manual';

/** A merchant's root account (总户). */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly auditMode: AuditMode;
  /** Reason given when rejecting. */
  readonly auditMessage: string;
  /** Milliseconds of the platform's clock from a save to its verdict. */
  readonly auditDelayMs: number;
  /** Milliseconds from accepting a stock or price push to writing it. */
  readonly ariWriteDelayMs: number;
  /** Of a merchant outside the mainland, ISO 4217; null on the mainland. */
  readonly currency: string | null;
}

const COLUMNS = `account_id AS "accountId", name, audit_mode AS "auditMode", audit_message AS "auditMessage",
  audit_delay_ms AS "auditDelayMs", ari_write_delay_ms AS "ariWriteDelayMs", currency`;

/** Creates an account with the defaults (approved after a minute, pushes written after half a second), or renames it. */
export async function saveAccount(session: Session, accountId: string, name: string, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.accounts (account_id, name, created_ms) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET name = $2`,
    [accountId, name, now],
  );
}

/** Changes how the platform treats a merchant; members left out stay. */
export async function setAccountHandling(
  session: Session,
  accountId: string,
  change: Partial<Pick<Account, 'auditMode' | 'auditMessage' | 'auditDelayMs' | 'ariWriteDelayMs' | 'currency'>>,
): Promise<boolean> {
  const touched = await session.execute(
    `UPDATE sandbox.accounts SET audit_mode = coalesce($2, audit_mode), audit_message = coalesce($3, audit_message),
       audit_delay_ms = coalesce($4, audit_delay_ms), ari_write_delay_ms = coalesce($5, ari_write_delay_ms),
       currency = CASE WHEN $6 THEN $7 ELSE currency END
     WHERE account_id = $1`,
    [
      accountId,
      change.auditMode ?? null,
      change.auditMessage ?? null,
      change.auditDelayMs ?? null,
      change.ariWriteDelayMs ?? null,
      change.currency !== undefined,
      change.currency ?? null,
    ],
  );
  return touched === 1;
}

/** Every merchant. */
export function listAccounts(session: Session): Promise<Account[]> {
  return session.query<Account>(`SELECT ${COLUMNS} FROM sandbox.accounts ORDER BY account_id`);
}

/** One merchant. */
export function findAccount(session: Session, accountId: string): Promise<Account | undefined> {
  return session.first<Account>(`SELECT ${COLUMNS} FROM sandbox.accounts WHERE account_id = $1`, [accountId]);
}

/** Currency of a merchant outside the mainland; null on the mainland. */
export async function currencyOf(session: Session, accountId: string): Promise<string | null> {
  return (await findAccount(session, accountId))?.currency ?? null;
}
