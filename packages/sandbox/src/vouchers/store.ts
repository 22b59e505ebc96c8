import { type Session, statement } from '@yuzhu/runtime';
import type { PresaleInfo } from './document.ts';

/** A voucher's place on the platform; what it says stands in its versions. */
export interface VoucherRow {
  readonly accountId: string;
  readonly voucherId: string;
  readonly outId: string;
  readonly shelf: 'on' | 'off' | 'deleted';
  readonly latestVersion: number;
  /** The version on sale; null before the first approval. */
  readonly approvedVersion: number | null;
}

/** One save of a voucher. */
export interface VoucherVersion {
  readonly accountId: string;
  readonly voucherId: string;
  readonly version: number;
  readonly document: PresaleInfo;
  readonly state: 'auditing' | 'approved' | 'rejected' | 'superseded';
  /** Reason of a rejection. */
  readonly message: string;
  /** Application that saved it, and its request id. */
  readonly clientKey: string;
  readonly logid: string;
  readonly submittedMs: number;
  readonly decidedMs: number | null;
}

const VOUCHER = `account_id AS "accountId", voucher_id AS "voucherId", out_id AS "outId", shelf,
  latest_version AS "latestVersion", approved_version AS "approvedVersion"`;
const VERSION = `account_id AS "accountId", voucher_id AS "voucherId", version, document, state, message,
  client_key AS "clientKey", logid, submitted_ms AS "submittedMs", decided_ms AS "decidedMs"`;

/** A merchant's voucher, locked until the transaction ends. Deleted ones are gone for every interface (inferred). */
export function lockVoucher(session: Session, accountId: string, voucherId: string): Promise<VoucherRow | undefined> {
  return session.first<VoucherRow>(
    `SELECT ${VOUCHER} FROM sandbox.vouchers WHERE account_id = $1 AND voucher_id = $2 AND shelf <> 'deleted' FOR UPDATE`,
    [accountId, voucherId],
  );
}

/** Adds a voucher. False when the out_id is bound already. */
export async function insertVoucher(
  session: Session,
  voucher: Pick<VoucherRow, 'accountId' | 'voucherId' | 'outId'>,
  now: number,
): Promise<boolean> {
  const added = await session.execute(
    `INSERT INTO sandbox.vouchers (account_id, voucher_id, out_id, latest_version, created_ms, updated_ms)
     VALUES ($1, $2, $3, 0, $4, $4) ON CONFLICT (account_id, out_id) WHERE shelf <> 'deleted' DO NOTHING`,
    [voucher.accountId, voucher.voucherId, voucher.outId, now],
  );
  return added === 1;
}

/** Adds the next version of a locked voucher; a version still in audit is superseded and gets no verdict (inferred). */
export async function addVersion(
  session: Session,
  version: Pick<VoucherVersion, 'accountId' | 'voucherId' | 'document' | 'clientKey' | 'logid'>,
  now: number,
): Promise<number> {
  const { accountId, voucherId } = version;
  await session.execute(
    `UPDATE sandbox.voucher_versions SET state = 'superseded', decided_ms = $3
     WHERE account_id = $1 AND voucher_id = $2 AND state = 'auditing'`,
    [accountId, voucherId, now],
  );
  const { number } = await session.one<{ number: number }>(
    `UPDATE sandbox.vouchers SET latest_version = latest_version + 1, updated_ms = $3
     WHERE account_id = $1 AND voucher_id = $2 RETURNING latest_version AS number`,
    [accountId, voucherId, now],
  );
  await session.execute(
    `INSERT INTO sandbox.voucher_versions (account_id, voucher_id, version, document, state, client_key, logid, submitted_ms)
     VALUES ($1, $2, $3, $4, 'auditing', $5, $6, $7)`,
    [accountId, voucherId, number, JSON.stringify(version.document), version.clientKey, version.logid, now],
  );
  return number;
}

/** Writes an audit's verdict down. Undefined when that version is not in audit (any more), or its voucher deleted. */
export async function decideVersion(
  session: Session,
  which: Pick<VoucherVersion, 'accountId' | 'voucherId' | 'version'>,
  verdict: { readonly state: 'approved' | 'rejected'; readonly message: string },
  now: number,
): Promise<VoucherVersion | undefined> {
  const decided = await session.first<VoucherVersion>(
    `UPDATE sandbox.voucher_versions SET state = $4, message = $5, decided_ms = $6
     WHERE account_id = $1 AND voucher_id = $2 AND version = $3 AND state = 'auditing' AND EXISTS (
       SELECT 1 FROM sandbox.vouchers v WHERE v.account_id = $1 AND v.voucher_id = $2 AND v.shelf <> 'deleted')
     RETURNING ${VERSION}`,
    [which.accountId, which.voucherId, which.version, verdict.state, verdict.message, now],
  );
  if (decided !== undefined && verdict.state === 'approved') {
    await session.execute(
      'UPDATE sandbox.vouchers SET approved_version = $3, updated_ms = $4 WHERE account_id = $1 AND voucher_id = $2',
      [which.accountId, which.voucherId, which.version, now],
    );
  }
  return decided;
}

/** Puts a voucher on the shelf, takes it off, or deletes it. */
export async function setVoucherShelf(
  session: Session,
  accountId: string,
  voucherId: string,
  shelf: VoucherRow['shelf'],
  now: number,
): Promise<void> {
  await session.execute(
    'UPDATE sandbox.vouchers SET shelf = $3, updated_ms = $4 WHERE account_id = $1 AND voucher_id = $2',
    [accountId, voucherId, shelf, now],
  );
}

/** One version; also of a deleted voucher, because sold vouchers stay usable (inferred). */
export function findVersion(
  session: Session,
  accountId: string,
  voucherId: string,
  version: number,
): Promise<VoucherVersion | undefined> {
  return session.first<VoucherVersion>(
    `SELECT ${VERSION} FROM sandbox.voucher_versions WHERE account_id = $1 AND voucher_id = $2 AND version = $3`,
    [accountId, voucherId, version],
  );
}

/** All versions of a voucher, the newest first. */
export function listVersions(session: Session, accountId: string, voucherId: string): Promise<VoucherVersion[]> {
  return session.query<VoucherVersion>(
    `SELECT ${VERSION} FROM sandbox.voucher_versions WHERE account_id = $1 AND voucher_id = $2 ORDER BY version DESC`,
    [accountId, voucherId],
  );
}

const ON_SALE = `SELECT v.account_id AS "accountId", a.name AS "accountName", v.voucher_id AS "voucherId",
    s.version, s.document
  FROM sandbox.vouchers v JOIN sandbox.accounts a USING (account_id)
  JOIN sandbox.voucher_versions s ON s.account_id = v.account_id AND s.voucher_id = v.voucher_id
    AND s.version = v.approved_version
  WHERE v.shelf = 'on'`;

/** The approved version of a voucher on the shelf. */
export interface OnSaleRow extends Pick<VoucherVersion, 'accountId' | 'voucherId' | 'version' | 'document'> {
  readonly accountName: string;
}

const ONE_ON_SALE = statement('sandbox.vouchers.on_sale', `${ON_SALE} AND v.voucher_id = $1`);

/** The approved versions of all vouchers on the shelf. */
export function vouchersOnShelf(session: Session): Promise<OnSaleRow[]> {
  return session.query<OnSaleRow>(`${ON_SALE} ORDER BY v.voucher_id`);
}

/** The approved version of one voucher, if it is on the shelf. */
export function voucherOnShelf(session: Session, voucherId: string): Promise<OnSaleRow | undefined> {
  return session.first<OnSaleRow>(ONE_ON_SALE, [voucherId]);
}
