import type { Interface, OpenApi, Spi, Webhook } from './interface.ts';
import { ariFailure } from './interfaces/ari-failure.ts';
import { ariNotify } from './interfaces/ari-notify.ts';
import { ariPull } from './interfaces/ari-pull.ts';
import { bookableCheck } from './interfaces/bookable-check.ts';
import { booking } from './interfaces/booking.ts';
import { goodsSave } from './interfaces/goods-save.ts';
import { hotelAuditResult } from './interfaces/hotel-audit-result.ts';
import { hotelQuery } from './interfaces/hotel-query.ts';
import { hotelSave } from './interfaces/hotel-save.ts';
import { hotelScroll } from './interfaces/hotel-scroll.ts';
import { hotelStatus } from './interfaces/hotel-status.ts';
import { incomeByOrder } from './interfaces/income-by-order.ts';
import { orderConfirm } from './interfaces/order-confirm.ts';
import { payment } from './interfaces/payment.ts';
import { priceSave } from './interfaces/price-save.ts';
import { productOperate } from './interfaces/product-operate.ts';
import { roomAuditResult } from './interfaces/room-audit-result.ts';
import { roomOperate } from './interfaces/room-operate.ts';
import { roomQuery } from './interfaces/room-query.ts';
import { roomSave } from './interfaces/room-save.ts';
import { roomStatus } from './interfaces/room-status.ts';
import { stayStatus } from './interfaces/stay-status.ts';
import { stockSave } from './interfaces/stock-save.ts';
import { token } from './interfaces/token.ts';
import { tripBillDetail } from './interfaces/trip-bill-detail.ts';
import { voucherAuditResult } from './interfaces/voucher-audit-result.ts';
import { voucherOrder } from './interfaces/voucher-order.ts';
import { voucherSave } from './interfaces/voucher-save.ts';

/** Every interface of the contract, in the order a hotel meets them. */
export const interfaces = {
  token,
  hotelQuery,
  hotelScroll,
  hotelSave,
  hotelAuditResult,
  hotelStatus,
  roomQuery,
  roomSave,
  roomAuditResult,
  roomStatus,
  roomOperate,
  goodsSave,
  stockSave,
  priceSave,
  ariFailure,
  ariNotify,
  ariPull,
  voucherSave,
  voucherAuditResult,
  productOperate,
  voucherOrder,
  payment,
  bookableCheck,
  booking,
  orderConfirm,
  stayStatus,
  tripBillDetail,
  incomeByOrder,
} as const;

const all: readonly Interface[] = Object.values(interfaces);

/** Interfaces the hotel's side calls. */
export const openApis: readonly OpenApi[] = all.filter((one): one is OpenApi => one.kind === 'openapi');
/** Interfaces the platform calls. */
export const spis: readonly Spi[] = all.filter((one): one is Spi => one.kind === 'spi');
/** Notices of the platform. */
export const webhooks: readonly Webhook[] = all.filter((one): one is Webhook => one.kind === 'webhook');

/** Finds an interface by its short name. */
export function interfaceNamed(name: string): Interface | undefined {
  return all.find((one) => one.name === name);
}
