import { interfaces, readMessage } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { voucherDocument } from '../provision/plan.ts';
import { STORY_HOTEL } from '../story/plan.ts';
import { VOUCHER_RULES, withRule } from './voucher-rules.ts';

describe('rules put into a voucher', () => {
  it.each(VOUCHER_RULES.map((rule) => [JSON.stringify(rule), rule] as const))(
    '%s is as the contract says',
    (_t, rule) => {
      const plan = STORY_HOTEL.vouchers[0];
      if (plan === undefined) throw new Error('the story has no voucher');
      const info: Record<string, unknown> = { out_id: 'V', ...voucherDocument(plan, '8001001', 0, 60) };
      withRule(info, rule);
      const request = { account_id: '1', presale_info: info };
      expect(readMessage(interfaces.voucherSave.request, request, 'strict').faults).toEqual([]);
    },
  );

  it('leave parts that are not there alone', () => {
    const info = { pre_sale_coupon_info: 7 };
    for (const rule of VOUCHER_RULES) withRule(info, rule);
    expect(info.pre_sale_coupon_info).toBe(7);
  });
});
