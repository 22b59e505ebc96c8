import { interfaces } from '@yuzhu/contract';
import type { Action } from './plan/entry.ts';

/** Who makes an interface happen: an actor's action, or something the programs do by themselves once the world turns. */
export type Exercise = Action['do'] | 'by itself';

/**
 * How each interface of the contract is exercised. The type asks for every interface of the registry: one that is added
 * there without a line here does not compile, and the test that runs the simulation wants to see each of them on the wire.
 */
export const EXERCISED_BY: Readonly<Record<keyof typeof interfaces, Exercise>> = {
  token: 'by itself',
  hotelQuery: 'hotels',
  hotelScroll: 'agent-hotels',
  hotelSave: 'save-hotel',
  hotelAuditResult: 'save-hotel',
  hotelStatus: 'save-hotel',
  roomQuery: 'rooms',
  roomSave: 'save-room',
  roomAuditResult: 'save-room',
  roomStatus: 'save-room',
  roomOperate: 'room-shelf',
  goodsSave: 'publish-good',
  stockSave: 'stock',
  priceSave: 'price',
  ariFailure: 'spoil-writes',
  ariNotify: 'tell-by',
  ariPull: 'by itself',
  voucherSave: 'save-voucher',
  voucherAuditResult: 'save-voucher',
  productOperate: 'shelf',
  voucherOrder: 'buy',
  payment: 'buy',
  bookableCheck: 'look',
  booking: 'book',
  orderConfirm: 'accept',
  stayStatus: 'check-in',
  tripBillDetail: 'bill',
  incomeByOrder: 'bill',
};

/** Interfaces of the contract nobody in the simulation speaks, given what was seen on the wire. */
export function silentInterfaces(
  seen: Readonly<Record<string, number>>,
  registry: Readonly<Record<string, { readonly name: string }>> = interfaces,
): readonly string[] {
  return Object.values(registry)
    .map(({ name }) => name)
    .filter((name) => (seen[name] ?? 0) === 0);
}
