import type { interfaces, RequestOf } from '@yuzhu/contract';

/** What the platform can ask of a person. */
export type DataItem = 'name' | 'phone' | 'id-number';

/** Data asked of somebody (留资). */
export interface DataRule {
  /** The buyer or the contact of a booking, or everybody who stays. */
  readonly who: 'contact' | 'every-guest';
  readonly items: readonly DataItem[];
  /** Items that must be the same when buying and when booking. */
  readonly same: readonly DataItem[];
}

/** What a voucher asks of its buyer and of those who stay. */
export interface GuestData {
  readonly buying: readonly DataRule[];
  readonly booking: readonly DataRule[];
}

/** A person as far as such rules look. */
export interface DataGiver {
  readonly name: string;
  readonly phone?: string | undefined;
  readonly idNumber?: string | undefined;
}

/** As in document.ts, which reads this file's part. */
type PresaleInfo = RequestOf<typeof interfaces.voucherSave>['presale_info'];
type Reserved = NonNullable<PresaleInfo['pre_sale_coupon_info']['hotel_customer_reserved_info']>;
type Asked = NonNullable<Reserved['require_booking_info']>;

/** The numbers are not published: the order of the forms is our reading (inferred). Others are kept and ask nothing. */
const WHO: Readonly<Record<number, DataRule['who']>> = { 1: 'contact', 2: 'every-guest' };
const ITEMS: Readonly<Record<number, DataItem>> = { 1: 'name', 2: 'phone', 3: 'id-number' };

/** Reads what a voucher asks. A part that is switched off asks nothing, nor does the merchant's when the default holds. */
export function guestDataOf(info: PresaleInfo): GuestData {
  const reserved = info.pre_sale_coupon_info.hotel_customer_reserved_info;
  if (reserved === undefined || reserved.by_merchant_custom_config === false) return { buying: [], booking: [] };
  return {
    buying: rulesOf(reserved.require_purchase_contact_info),
    booking: rulesOf(reserved.require_booking_info),
  };
}

function rulesOf(asked: Asked | undefined): DataRule[] {
  if (asked?.enable !== true) return [];
  return (asked.identity_type_with_content_list ?? []).flatMap((one) => {
    const who = WHO[one.contact_identity_type_enum ?? 1];
    const items = (one.contact_identity_content_list ?? []).flatMap((number) => ITEMS[number] ?? []);
    const same = Object.entries(one.need_consistency_purchase_and_booking ?? {})
      .filter(([, must]) => must)
      .flatMap(([number]) => ITEMS[Number(number)] ?? []);
    return who === undefined ? [] : [{ who, items, same }];
  });
}

/** Data that is not there. */
export function missingData(rules: readonly DataRule[], contact: DataGiver, guests: readonly DataGiver[]): DataItem[] {
  const missing = rules.flatMap(({ who, items }) => {
    const people = who === 'contact' ? [contact] : guests;
    return items.filter((item) => people.some((person) => dataOf(person, item) === undefined));
  });
  return [...new Set(missing)];
}

/** Data of the booking that differs from the buyer's although it must not. */
export function differingData(
  rules: readonly DataRule[],
  buyer: DataGiver,
  contact: DataGiver,
  guests: readonly DataGiver[],
): DataItem[] {
  const differing = rules.flatMap(({ who, same }) => {
    const people = who === 'contact' ? [contact] : guests;
    return same.filter((item) => !people.some((person) => dataOf(person, item) === dataOf(buyer, item)));
  });
  return [...new Set(differing)];
}

function dataOf(person: DataGiver, item: DataItem): string | undefined {
  const value = item === 'name' ? person.name : item === 'phone' ? person.phone : person.idNumber;
  return value === '' ? undefined : value;
}
