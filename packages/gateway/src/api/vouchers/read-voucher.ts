import type { Session } from '@yuzhu/runtime';
import Type, { type Static } from 'typebox';
import { notFound } from '../../errors.ts';
import { findVoucher } from '../../vouchers/store.ts';
import { nullable } from '../fields.ts';
import { voucherDocument } from './document-schema.ts';
import { toVoucher, voucherView } from './voucher.ts';

/** A voucher with its document; none when it was made by hand at the platform. */
export const voucherWithDocument = Type.Object({ voucher: voucherView, document: nullable(voucherDocument) });

/** A voucher as it stands. @throws AppError NOT_FOUND */
export async function readVoucher(
  db: Session,
  accountId: string,
  voucherId: string,
): Promise<Static<typeof voucherWithDocument>> {
  const found = await findVoucher(db, accountId, voucherId);
  if (found === undefined) throw notFound('voucher', voucherId);
  const { document, ...row } = found;
  return { voucher: toVoucher(row), document };
}
