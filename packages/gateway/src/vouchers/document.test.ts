import { describe, expect, it } from 'vitest';
import { voucherDocument } from '../testing/voucher-document.ts';
import { checkVoucherDocument, presaleInfo, voucherFacts } from './document.ts';

/** A deep copy with one member changed; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(voucherDocument(['A'])) as unknown as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() as string;
  let node = copy;
  for (const step of steps) node = node[step] as Record<string, unknown>;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return copy;
}

describe('a voucher document', () => {
  it('that is well has no problems', () => {
    expect(checkVoucherDocument(voucherDocument(['A', 'B']))).toEqual([]);
  });

  it.each([
    ['category_id', undefined],
    ['pre_sale_coupon_info.actual_amount', -1],
    ['pre_sale_coupon_info.actual_amount', 99_900],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 2, image_url: 'https://x.example/a.jpg' }]],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 1, image_url: 'http://x.example/a.jpg' }]],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 1, image_url: 'cover.jpg' }]],
    ['pre_sale_coupon_info.imange_list', []],
    ['pre_sale_coupon_info.bind_rate_plans', []],
    ['sale_info.sale_date', { from: '2026-09-02', to: '2026-12-31' }],
    ['sale_info.sale_date', { from: '2026-12-31 10:00', to: '2026-09-02 10:00' }],
    ['sale_info.book_date', { from: '2027-03-31', to: '2026-09-03' }],
    ['sale_info.inventory_info', { is_limit: true }],
    ['trade_info.customer_can_use_date', { use_date_type: 2 }],
    ['trade_info.cancel_booking_rule_list', []],
    ['trade_info.cancel_booking_rule_list', [{ cancel_type: 1 }]],
    ['trade_info.invoic_info', undefined],
  ])('with a wrong %s says where, in both languages', (path, value) => {
    const problems = checkVoucherDocument(changed(path, value));
    expect(problems.length).toBeGreaterThan(0);
    const top = path.split('.')[0] as string;
    expect(problems[0]?.path.startsWith(top)).toBe(true);
    expect(problems[0]?.zh).toMatch(/\p{Script=Han}/u);
    expect(problems[0]?.en).toMatch(/[a-z]/);
  });

  it('asks for markup_type beside surcharge rules', () => {
    const rules = [
      { markup_amount: 10_000, markup_date_type: 1, markup_days: { from: '2026-10-01', to: '2026-10-07' } },
    ];
    const wrong = changed('pre_sale_coupon_info.markup_info', rules);
    expect(checkVoucherDocument(wrong).map(({ path }) => path)).toEqual(['pre_sale_coupon_info.markup_type']);
  });

  it('gets its ids and the platform’s rate plans on the wire, and nothing else changes', () => {
    const document = voucherDocument(['A', 'B', 'A'], 2);
    const wire = presaleInfo(
      document,
      'V1',
      'PV1',
      new Map([
        ['A', '17900'],
        ['B', '17901'],
      ]),
    );
    expect(wire).toEqual({
      ...document,
      out_id: 'V1',
      pre_sale_coupon_id: 'PV1',
      pre_sale_coupon_info: { ...document.pre_sale_coupon_info, bind_rate_plans: ['17900', '17901'] },
    });
    expect(
      presaleInfo(
        document,
        'V1',
        undefined,
        new Map([
          ['A', '1'],
          ['B', '2'],
        ]),
      ),
    ).not.toHaveProperty('pre_sale_coupon_id');
    expect(() => presaleInfo(document, 'V1', undefined, new Map([['A', '1']]))).toThrow('B');
    expect(voucherFacts(document)).toEqual({
      name: '豪华大床房 2 晚（含双早）',
      roomsPerVoucher: 1,
      nightsPerVoucher: 2,
      separable: false,
      ratePlanIds: ['A', 'B'],
    });
  });
});
