import { type Session, statement } from '@yuzhu/runtime';
import type { VoucherState } from './decide-audit.ts';
import type { VoucherDocument } from './document-shape.ts';

/** How far a voucher got at the platform. */
export interface VoucherStatus {
  readonly voucherId: string;
  readonly state: VoucherState;
  /** The platform's or our words when something keeps it. */
  readonly stateReason: string | undefined;
  readonly platformVoucherId: string | undefined;
  /** What the hotel asked for; carried out once the voucher is approved. */
  readonly wantedShelf: 'on' | 'off' | undefined;
}

/** A voucher with what its sender needs. */
export interface PublishedVoucher extends VoucherStatus {
  /** Null: made by hand at the platform, nothing of it is ever sent. */
  readonly document: VoucherDocument | null;
  /** A create left and was never answered. */
  readonly unanswered: boolean;
  /** Audit notices so far. */
  readonly audits: number;
}

interface Row {
  readonly voucher_id: string;
  readonly state: VoucherState;
  readonly state_reason: string | null;
  readonly platform_voucher_id: string | null;
  readonly wanted_shelf: 'on' | 'off' | null;
  readonly document: VoucherDocument | null;
  readonly unanswered_at: number | null;
  readonly audits: number;
}

const COLUMNS = 'voucher_id, state, state_reason, platform_voucher_id, wanted_shelf, document, unanswered_at, audits';
const READ = `SELECT ${COLUMNS} FROM gateway.vouchers WHERE account_id = $1 AND voucher_id = $2`;
const FIND = statement('voucher_publish_find', READ);
const LOCK = statement('voucher_publish_lock', `${READ} FOR NO KEY UPDATE`);

/** A voucher as it stands; undefined when the account has none of this id. */
export async function findPublished(
  session: Session,
  accountId: string,
  voucherId: string,
): Promise<PublishedVoucher | undefined> {
  const row = await session.first<Row>(FIND, [accountId, voucherId]);
  return row === undefined ? undefined : toVoucher(row);
}

/** The same, kept as it is until the transaction ends. */
export async function lockPublished(
  session: Session,
  accountId: string,
  voucherId: string,
): Promise<PublishedVoucher | undefined> {
  const row = await session.first<Row>(LOCK, [accountId, voucherId]);
  return row === undefined ? undefined : toVoucher(row);
}

const PLAN_IDS = statement(
  'voucher_plan_ids',
  `SELECT rate_plan_id, platform_rate_plan_id FROM gateway.rate_plans
   WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) AND platform_rate_plan_id IS NOT NULL`,
);

/** The platform's ids of rate plans, of those that have one. */
export async function platformPlanIds(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ rate_plan_id: string; platform_rate_plan_id: string }>(PLAN_IDS, [
    accountId,
    ratePlanIds,
  ]);
  return new Map(rows.map((row) => [row.rate_plan_id, row.platform_rate_plan_id]));
}

const STATE = statement(
  'voucher_set_state',
  'UPDATE gateway.vouchers SET state = $3, state_reason = $4 WHERE account_id = $1 AND voucher_id = $2',
);

/** Keeps how far a voucher got. */
export async function setVoucherState(
  session: Session,
  accountId: string,
  voucherId: string,
  state: VoucherState,
  reason: string | undefined,
): Promise<void> {
  await session.execute(STATE, [accountId, voucherId, state, reason ?? null]);
}

const UNANSWERED = statement(
  'voucher_set_unanswered',
  `UPDATE gateway.vouchers SET unanswered_at = CASE WHEN $3::boolean THEN coalesce(unanswered_at, $4) END
   WHERE account_id = $1 AND voucher_id = $2`,
);

/**
 * Keeps whether a create may have been carried out without our knowing. Set before the create leaves, so that a crash
 * in between is remembered too.
 */
export async function setUnanswered(
  session: Session,
  accountId: string,
  voucherId: string,
  unanswered: boolean,
  now: number,
): Promise<void> {
  await session.execute(UNANSWERED, [accountId, voucherId, unanswered, new Date(now)]);
}

// A notice that came while the save was on its way is newer than "in audit".
const SAVED = statement(
  'voucher_saved',
  `UPDATE gateway.vouchers v SET platform_voucher_id = coalesce($3, v.platform_voucher_id), saved_at = $5,
     state = CASE WHEN v.audits = $4 THEN 'auditing' ELSE v.state END,
     state_reason = CASE WHEN v.audits = $4 THEN NULL ELSE v.state_reason END, unanswered_at = NULL
   WHERE v.account_id = $1 AND v.voucher_id = $2
     AND NOT EXISTS (SELECT 1 FROM gateway.vouchers o WHERE o.platform_voucher_id = $3
                     AND NOT (o.account_id = $1 AND o.voucher_id = $2))`,
);

/** The platform took a save. `audits`: notices counted before it left. False when another voucher has the id already. */
export async function setSaved(
  session: Session,
  accountId: string,
  voucher: PublishedVoucher,
  platformVoucherId: string | undefined,
  now: number,
): Promise<boolean> {
  const values = [accountId, voucher.voucherId, platformVoucherId ?? null, voucher.audits, new Date(now)];
  return (await session.execute(SAVED, values)) === 1;
}

const SHELF = statement(
  'voucher_want_shelf',
  'UPDATE gateway.vouchers SET wanted_shelf = $3 WHERE account_id = $1 AND voucher_id = $2',
);

/** Keeps what the hotel wants of the shelf. */
export async function setWantedShelf(
  session: Session,
  accountId: string,
  voucherId: string,
  wanted: 'on' | 'off',
): Promise<void> {
  await session.execute(SHELF, [accountId, voucherId, wanted]);
}

const ADOPT = statement(
  'voucher_adopt_id',
  `UPDATE gateway.vouchers v SET platform_voucher_id = $3, unanswered_at = NULL
   WHERE v.account_id = $1 AND v.voucher_id = $2
     AND NOT EXISTS (SELECT 1 FROM gateway.vouchers o WHERE o.platform_voucher_id = $3
                     AND NOT (o.account_id = $1 AND o.voucher_id = $2))`,
);

/** Keeps the platform's id of a voucher. False when another voucher has it already. */
export async function adoptPlatformId(
  session: Session,
  accountId: string,
  voucherId: string,
  platformVoucherId: string,
): Promise<boolean> {
  return (await session.execute(ADOPT, [accountId, voucherId, platformVoucherId])) === 1;
}

function toVoucher(row: Row): PublishedVoucher {
  return {
    voucherId: row.voucher_id,
    state: row.state,
    stateReason: row.state_reason ?? undefined,
    platformVoucherId: row.platform_voucher_id ?? undefined,
    wantedShelf: row.wanted_shelf ?? undefined,
    document: row.document,
    unanswered: row.unanswered_at !== null,
    audits: row.audits,
  };
}

/** The part people see. */
export function statusOf(voucher: PublishedVoucher): VoucherStatus {
  const { voucherId, state, stateReason, platformVoucherId, wantedShelf } = voucher;
  return { voucherId, state, stateReason, platformVoucherId, wantedShelf };
}
