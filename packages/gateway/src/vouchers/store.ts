import type { Session } from '@yuzhu/runtime';
import { GATEWAY_ERRORS } from '../errors.ts';
import type { VoucherState } from './decide-audit.ts';
import type { VoucherFacts } from './document.ts';
import type { VoucherDocument } from './document-shape.ts';

/** A voucher as the hotel keeps it; how far it got at the platform is the publisher's to write. */
export interface VoucherRow {
  readonly voucher_id: string;
  readonly name: string;
  readonly rooms_per_voucher: number;
  readonly nights_per_voucher: number;
  /** May be split over several stays. */
  readonly separable: boolean;
  /** The hotel's system, or the merchant by hand at the platform: such a one has no document. */
  readonly made_by: 'hotel' | 'merchant';
  readonly platform_voucher_id: string | null;
  readonly state: VoucherState;
  readonly state_reason: string | null;
  readonly wanted_shelf: 'on' | 'off' | null;
  /** Last save the platform accepted, Unix ms. */
  readonly saved_at: number | null;
  readonly created_at: number;
  /** Last change of the document, Unix ms. */
  readonly updated_at: number;
}

const COLUMNS =
  'voucher_id, name, rooms_per_voucher, nights_per_voucher, separable, made_by, platform_voucher_id, state, state_reason, wanted_shelf, saved_at, created_at, updated_at';

/** One voucher of the account with its document. */
export function findVoucher(
  session: Session,
  accountId: string,
  voucherId: string,
): Promise<(VoucherRow & { readonly document: VoucherDocument | null }) | undefined> {
  return session.first(`SELECT ${COLUMNS}, document FROM gateway.vouchers WHERE account_id = $1 AND voucher_id = $2`, [
    accountId,
    voucherId,
  ]);
}

/** Vouchers behind an id, in order of id, at most `limit`, without their documents. */
export function listVouchers(session: Session, accountId: string, after: string, limit: number): Promise<VoucherRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.vouchers WHERE account_id = $1 AND voucher_id > $2 ORDER BY voucher_id LIMIT $3`,
    [accountId, after, limit],
  );
}

/**
 * Keeps a voucher's document, new or not, and what bookings need of it. Voucher orders made before keep the rooms and
 * nights they were bought with. Saying the same again changes nothing.
 * @throws AppError VOUCHER_MADE_BY_HAND
 */
export async function saveVoucherDocument(
  session: Session,
  accountId: string,
  voucherId: string,
  document: VoucherDocument,
  facts: VoucherFacts,
  now: number,
): Promise<void> {
  const former = await session.first<{ made_by: VoucherRow['made_by'] }>(
    'SELECT made_by FROM gateway.vouchers WHERE account_id = $1 AND voucher_id = $2 FOR NO KEY UPDATE',
    [accountId, voucherId],
  );
  if (former?.made_by === 'merchant') throw GATEWAY_ERRORS.error('VOUCHER_MADE_BY_HAND', { id: voucherId });
  await session.execute(
    `INSERT INTO gateway.vouchers AS v (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher,
       separable, created_at, updated_at)
     VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $8)
     ON CONFLICT (account_id, voucher_id) DO UPDATE SET name = excluded.name, document = excluded.document,
       rooms_per_voucher = excluded.rooms_per_voucher, nights_per_voucher = excluded.nights_per_voucher,
       separable = excluded.separable, updated_at = excluded.updated_at
     WHERE v.document <> excluded.document`,
    [
      accountId,
      voucherId,
      facts.name,
      JSON.stringify(document),
      facts.roomsPerVoucher,
      facts.nightsPerVoucher,
      facts.separable,
      new Date(now),
    ],
  );
}
