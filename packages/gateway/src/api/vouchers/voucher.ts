import Type, { type Static } from 'typebox';
import type { VoucherRow } from '../../vouchers/store.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

const members = {
  voucher_id: Type.String({ description: 'the hotel’s own id (out_id)' }),
  name: Type.String(),
  rooms_per_voucher: Type.Integer(),
  nights_per_voucher: Type.Integer(),
  separable: Type.Boolean({ description: 'may be split over several stays' }),
  made_by: oneOf(['hotel', 'merchant'], 'hotel: through this system; merchant: by hand at the platform'),
  platform_voucher_id: nullable(Type.String({ description: 'the platform’s id; null until saved there' })),
  state: oneOf(
    ['draft', 'saving', 'auditing', 'approved', 'rejected', 'on_shelf', 'off_shelf', 'failed'],
    'draft: kept here only; saving: on its way; auditing, approved, rejected: the platform’s audit; on_shelf, off_shelf; failed: see state_reason',
  ),
  state_reason: nullable(Type.String({ description: 'the platform’s words when something keeps it' })),
  wanted_shelf: nullable(oneOf(['on', 'off'], 'what was asked for; carried out once approved')),
  changed_since_save: Type.Boolean({ description: 'the document is newer than what the platform has' }),
  created_at: momentText('when it was made here'),
  updated_at: momentText('last change of the document'),
};

/** A voucher in lists. */
export const voucherView = output('Voucher', members);

/** Row to answer. */
export function toVoucher(row: VoucherRow): Static<typeof voucherView> {
  const { saved_at, created_at, updated_at, ...rest } = row;
  return {
    ...rest,
    changed_since_save: saved_at === null || updated_at > saved_at,
    created_at: toMoment(created_at),
    updated_at: toMoment(updated_at),
  };
}
