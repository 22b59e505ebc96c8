import { describeProblem, type interfaces, type RequestOf, readMessage } from '@yuzhu/contract';
import { VOUCHER_DOCUMENT, type VoucherDocument } from './document-shape.ts';
import { PRODUCT_RULES } from './rules/product.ts';
import type { DocumentProblem, Rule } from './rules/rule.ts';
import { SALE_RULES } from './rules/sale.ts';
import { TRADE_RULES } from './rules/trade.ts';

type PresaleInfo = RequestOf<typeof interfaces.voucherSave>['presale_info'];

/** The parts the gateway itself works with. */
export interface VoucherFacts {
  readonly name: string;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  readonly separable: boolean;
  /** The hotel's rate plan ids, each once. */
  readonly ratePlanIds: readonly string[];
}

/** What a document says about the voucher's name, rooms, nights and goods. */
export function voucherFacts(document: VoucherDocument): VoucherFacts {
  const info = document.pre_sale_coupon_info;
  return {
    name: info.coupon_name,
    roomsPerVoucher: info.apply_room_number,
    nightsPerVoucher: info.apply_nights,
    separable: info.coupon_separate ?? false,
    ratePlanIds: [...new Set(info.bind_rate_plans)],
  };
}

/**
 * Checks a document before it is kept: the contract's shape first, then what the platform is known to refuse. Saves a
 * rejected save or audit. Empty when all is well.
 */
export function checkVoucherDocument(document: unknown): DocumentProblem[] {
  const reading = readMessage(VOUCHER_DOCUMENT, document, 'strict');
  if (reading.value === undefined) {
    return reading.faults.map((fault) => {
      const en = describeProblem(fault);
      return { path: fault.path, zh: `${fault.path || '内容'} 缺失或不符合要求（应为：${fault.expected}）`, en };
    });
  }
  return RULES.flatMap((rule) => rule(reading.value as VoucherDocument));
}

const RULES: readonly Rule[] = [...PRODUCT_RULES, ...SALE_RULES, ...TRADE_RULES];

/**
 * The structure for the wire: the ids put in, rate plans by the platform's ids. `platformIds` maps the hotel's rate
 * plan ids; all of them must be there.
 */
export function presaleInfo(
  document: VoucherDocument,
  voucherId: string,
  platformVoucherId: string | undefined,
  platformIds: ReadonlyMap<string, string>,
  currency?: string,
): PresaleInfo {
  const { ratePlanIds } = voucherFacts(document);
  return {
    // Outside the mainland the currency must be told; what the document says wins.
    ...(currency === undefined ? {} : { currency }),
    ...document,
    out_id: voucherId,
    ...(platformVoucherId === undefined ? {} : { pre_sale_coupon_id: platformVoucherId }),
    pre_sale_coupon_info: {
      ...document.pre_sale_coupon_info,
      bind_rate_plans: ratePlanIds.map((id) => {
        const platformId = platformIds.get(id);
        if (platformId === undefined) throw new RangeError(`rate plan ${id} has no platform id`);
        return platformId;
      }),
    },
  };
}
