import { parseMoney } from '../../shared/money.ts';
import { nightsBetween } from '../../shared/nights.ts';
import type { CalendarChanges } from '../api/calendar.ts';

/** What somebody typed into the form that changes nights. Empty texts mean "leave as it is". */
export interface Draft {
  readonly kind: 'room' | 'rate';
  readonly id: string;
  readonly from: string;
  /** Last night, included. */
  readonly to: string;
  /** 1 Monday to 7 Sunday; none means all. */
  readonly weekdays: readonly number[];
  /** Room types: rooms open to this channel. */
  readonly stock: string;
  /** Room types: rooms to be sold beyond the stock. */
  readonly overbooking: string;
  /** Rate plans: yuan. */
  readonly price: string;
  readonly rackPrice: string;
  /** Rate plans of a merchant outside the mainland: the price before tax. */
  readonly beforeTax: string;
  /** Rate plans: rooms of the room type this one may sell. */
  readonly quota: string;
  /** Rate plans: take the quota away. */
  readonly noQuota: boolean;
  /** Rate plans: take the price away. */
  readonly clear: boolean;
  readonly sale: 'keep' | 'open' | 'stop';
}

/** Fields of the form that can be wrong. */
export type DraftFault = 'to' | 'stock' | 'overbooking' | 'price' | 'rackPrice' | 'beforeTax' | 'quota' | 'nothing';

/** Whole numbers of rooms. */
const COUNT = /^\d{1,5}$/;

/** Reads the form: the change for the API, or which fields stand in the way. */
export function readDraft(draft: Draft): { readonly changes: CalendarChanges } | { readonly faults: DraftFault[] } {
  const { kind, id, from, to, weekdays, sale } = draft;
  const faults: DraftFault[] = nightsBetween(from, to) < 0 ? ['to'] : [];
  const range = { from, to, ...(weekdays.length === 0 || weekdays.length === 7 ? {} : { weekdays }) };
  const open = sale === 'keep' ? {} : { open: sale === 'open' };
  if (kind === 'room') {
    const stock = draft.stock.trim();
    const beyond = draft.overbooking.trim();
    if (stock !== '' && !COUNT.test(stock)) faults.push('stock');
    if (beyond !== '' && !COUNT.test(beyond)) faults.push('overbooking');
    if (stock === '' && beyond === '' && sale === 'keep') faults.push('nothing');
    if (faults.length > 0) return { faults };
    const rooms = {
      ...(stock === '' ? {} : { stock: Number(stock) }),
      ...(beyond === '' ? {} : { overbooking: Number(beyond) }),
    };
    return { changes: { stock: [{ room_type_id: id, ...range, ...rooms, ...open }] } };
  }
  const quota = draft.quota.trim();
  if (!draft.noQuota && quota !== '' && !COUNT.test(quota)) faults.push('quota');
  const limit = draft.noQuota ? null : quota === '' ? undefined : Number(quota);
  const quotas = limit === undefined ? {} : { quotas: [{ rate_plan_id: id, ...range, quota: limit }] };
  if (draft.clear) {
    if (faults.length > 0) return { faults };
    return { changes: { prices: [{ rate_plan_id: id, ...range, price: null }], ...quotas } };
  }
  const price = amount(draft.price);
  const rack = amount(draft.rackPrice);
  if (price === 'wrong') faults.push('price');
  if (rack === 'wrong' || (isFen(rack) && isFen(price) && rack < price)) faults.push('rackPrice');
  const before = amount(draft.beforeTax);
  if (before === 'wrong' || (isFen(before) && isFen(price) && before > price)) faults.push('beforeTax');
  const ofPrices = [price, rack, before].some((one) => one !== 'none') || sale !== 'keep';
  if (!ofPrices && limit === undefined && !faults.includes('quota')) faults.push('nothing');
  if (faults.length > 0) return { faults };
  const amounts = {
    ...(isFen(price) ? { price } : {}),
    ...(isFen(rack) ? { rack_price: rack } : {}),
    ...(isFen(before) ? { price_before_tax: before } : {}),
  };
  const prices = ofPrices ? { prices: [{ rate_plan_id: id, ...range, ...amounts, ...open }] } : {};
  return { changes: { ...prices, ...quotas } };
}

function amount(text: string): number | 'none' | 'wrong' {
  if (text.trim() === '') return 'none';
  const fen = parseMoney(text);
  return fen === undefined || fen === 0 ? 'wrong' : fen;
}

function isFen(value: number | 'none' | 'wrong'): value is number {
  return typeof value === 'number';
}
