import { hotelMoment, interfaces, parseHotelClock, readMessage } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { demoHotel, ID } from './demo-hotel.ts';
import { withHourlyGood } from './hourly-good.ts';
import { saleStart, voucherDocument } from './plan.ts';

const NOW = hotelMoment('2026-09-10', '10:00:59');

describe('the vouchers of the demo hotel', () => {
  const plan = withHourlyGood(demoHotel(NOW, 60));

  it.each(plan.vouchers)('$voucherId is as the contract wants it', (voucher) => {
    const document = voucherDocument(voucher, '8001003', NOW, plan.nights);
    const request = { account_id: '7000000000000001101', presale_info: { ...document, out_id: voucher.voucherId } };
    expect(readMessage(interfaces.voucherSave.request, request, 'strict').faults).toEqual([]);
  });

  it('have their surcharges on Saturdays only', () => {
    const [classic] = plan.vouchers;
    expect(classic?.surcharges.map(({ from }) => from).slice(0, 3)).toEqual(['2026-09-12', '2026-09-19', '2026-09-26']);
    expect(plan.vouchers.find(({ voucherId }) => voucherId === ID.suiteVoucher)?.surcharges).toEqual([]);
  });
});

describe('the begin of the sale', () => {
  it('lies in the future when it is written, to the minute', () => {
    expect(saleStart(NOW) - NOW).toBeGreaterThan(60_000);
    expect(saleStart(NOW) % 60_000).toBe(0);
    const [voucher] = demoHotel(NOW, 60).vouchers;
    if (voucher === undefined) throw new Error('the demo hotel has no voucher');
    const { from } = voucherDocument(voucher, '8001003', NOW, 60).sale_info.sale_date;
    expect(parseHotelClock(from)).toBe(saleStart(NOW));
  });
});
