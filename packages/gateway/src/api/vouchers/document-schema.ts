import Type from 'typebox';
import { VOUCHER_DOCUMENT, type VoucherDocument } from '../../vouchers/document-shape.ts';

/** The voucher document, listed once in the reference. */
export const voucherDocument = Type.Unsafe<VoucherDocument>({ ...VOUCHER_DOCUMENT, 'x-name': 'VoucherDocument' });
