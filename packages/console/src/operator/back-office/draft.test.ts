import { describe, expect, it } from 'vitest';
import { presaleInfo } from './draft.ts';

describe('a voucher made by hand', () => {
  it('is in the platform’s structure: fen, hotel time, a sale that begins in the future', () => {
    const now = Date.UTC(2026, 8, 1, 2);
    const draft = {
      name: '手工券',
      goods: ['1790000000000301'],
      price: 499,
      originalPrice: 888.5,
      nights: 2,
      rooms: 1,
      stock: 50,
      days: 30,
      separable: true,
      category: '8001001',
    };
    expect(presaleInfo(draft, now, null)).toMatchObject({
      category_id: '8001001',
      pre_sale_coupon_info: {
        apply_nights: 2,
        bind_rate_plans: ['1790000000000301'],
        actual_amount: 49_900,
        original_amount: 88_850,
        coupon_separate: true,
      },
      sale_info: {
        sale_date: { from: '2026-09-01 10:02', to: '2026-10-01 10:00' },
        book_date: { from: '2026-09-02', to: '2026-10-02' },
        inventory_info: { is_limit: true, num: 50 },
      },
    });
    expect(presaleInfo(draft, now, null)).not.toHaveProperty('currency');
    // Outside the mainland the currency must be named.
    expect(presaleInfo(draft, now, 'HKD')).toMatchObject({ currency: 'HKD' });
  });
});
