import type { CalendarChange } from '../../actors/hotel-views.ts';
import type { Action } from '../plan/entry.ts';

/** An action that changes the calendar. */
export type CalendarAction = Extract<Action, { do: 'price' | 'stock' | 'overbook' | 'quota' | 'open' | 'stop' }>;

/** A member of nights, and what it is to become. */
export interface Wanted {
  /** The hotel's id of the rate plan or room type. */
  readonly subject: string;
  readonly member: string;
  readonly value: number | boolean | null;
}

/**
 * What a hotel system sends for an action, and what each night of the range is to be afterwards.
 * @param range both ends included
 * @param abroad the hotel lies outside the mainland, where the amount before tax may come with a price
 */
export function calendarChange(
  action: CalendarAction,
  { own, roomType }: { readonly own: string; readonly roomType: string },
  range: { readonly from: string; readonly to: string },
  abroad: boolean,
): { readonly change: CalendarChange; readonly wanted: readonly Wanted[] } {
  const ofPlan = { rate_plan_id: own, ...range };
  const ofRoom = { room_type_id: roomType, ...range };
  switch (action.do) {
    case 'price': {
      const { price, tax } = action;
      const wanted = [{ subject: own, member: 'price', value: price }];
      const line = { ...ofPlan, rack_price: null, price };
      if (!abroad || tax === undefined) return { change: { prices: [line] }, wanted };
      const beforeTax = price - Math.floor((price * tax) / 100);
      return {
        change: { prices: [{ ...line, price_before_tax: beforeTax }] },
        wanted: [...wanted, { subject: own, member: 'price_before_tax', value: beforeTax }],
      };
    }
    case 'quota': {
      const { quota } = action;
      return { change: { quotas: [{ ...ofPlan, quota }] }, wanted: [{ subject: own, member: 'quota', value: quota }] };
    }
    case 'stock': {
      const { stock } = action;
      return {
        change: { stock: [{ ...ofRoom, stock }] },
        wanted: [{ subject: roomType, member: 'stock', value: stock }],
      };
    }
    case 'overbook': {
      const { rooms } = action;
      return {
        change: { stock: [{ ...ofRoom, overbooking: rooms }] },
        wanted: [{ subject: roomType, member: 'overbooking', value: rooms }],
      };
    }
    case 'open':
    case 'stop': {
      const open = action.do === 'open';
      return {
        change: { stock: [{ ...ofRoom, open }] },
        wanted: [{ subject: roomType, member: 'open', value: open }],
      };
    }
  }
}
