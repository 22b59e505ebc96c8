import { isDate, MAX_FEN } from '@yuzhu/contract';
import { given, type PresaleInfo } from './document.ts';
import type { VoucherProblem } from './problems.ts';
import { isTime } from './time-of-day.ts';
import type { VoucherFacts } from './voucher-facts.ts';

const AT = 'pre_sale_coupon_info';
const MOST_PIECES = 99;
const CURRENCY = /^[A-Z]{3}$/;

/** Checks what the voucher is: goods, category, price, pictures, meals, times (inferred). */
export function checkProduct(info: PresaleInfo, facts: VoucherFacts): VoucherProblem[] {
  const found: VoucherProblem[] = [];
  const { pre_sale_coupon_info: coupon, note_info: note } = info;
  if (info.settle_type !== 1 && info.settle_type !== 2) found.push({ rule: 'settle-type', path: 'settle_type' });
  const currency = given(info.currency);
  if (currency !== undefined && !CURRENCY.test(currency)) found.push({ rule: 'currency', path: 'currency' });
  else if (facts.currency !== null && currency !== facts.currency)
    found.push({ rule: 'currency-of-merchant', path: 'currency' });
  for (const [at, meal] of (info.meals ?? []).entries()) {
    if (meal.type < 1 || meal.type > 3 || meal.num < 1) found.push({ rule: 'meals', path: `meals[${at}]` });
  }
  if (coupon.apply_room_number > MOST_PIECES) found.push({ rule: 'piece-size', path: `${AT}.apply_room_number` });
  if (coupon.apply_nights > MOST_PIECES) found.push({ rule: 'piece-size', path: `${AT}.apply_nights` });
  if (coupon.original_amount > MAX_FEN) found.push({ rule: 'amount-too-large', path: `${AT}.original_amount` });
  if (coupon.actual_amount > coupon.original_amount) found.push({ rule: 'amount-order', path: `${AT}.actual_amount` });
  const { from, to } = note.check_time_range ?? {};
  if ([from, to].some((time) => time !== undefined && !isTime(time)))
    found.push({ rule: 'check-times', path: 'note_info.check_time_range' });
  return [
    ...found,
    ...checkGoods(info, facts),
    ...checkPictures(info),
    ...checkPackages(info),
    ...checkAward(info),
    ...checkGuestData(info),
  ];
}

function checkGoods(info: PresaleInfo, facts: VoucherFacts): VoucherProblem[] {
  const found: VoucherProblem[] = [];
  const coupon = info.pre_sale_coupon_info;
  const ids = coupon.bind_rate_plans;
  for (const [at, id] of ids.entries()) {
    const path = `${AT}.bind_rate_plans[${at}]`;
    if (!facts.goods.has(id)) found.push({ rule: 'goods-unknown', path });
    else if (ids.indexOf(id) !== at) found.push({ rule: 'goods-repeated', path });
  }
  const goods = ids.flatMap((id) => facts.goods.get(id) ?? []);
  const first = goods[0];
  if (first === undefined) return found;
  if (goods.some((good) => good.salesType !== first.salesType))
    return [...found, { rule: 'goods-mixed', path: `${AT}.bind_rate_plans` }];
  if ((coupon.sales_type ?? 1) !== first.salesType) found.push({ rule: 'goods-kind', path: `${AT}.sales_type` });
  else if (first.salesType === 2 && goods.some((good) => good.usageHours !== coupon.usage_duration))
    found.push({ rule: 'usage-duration', path: `${AT}.usage_duration` });
  // A root category such as 101 is refused (observed); which leaf fits is read off the hotels (inferred).
  if (!goods.some((good) => good.category === info.category_id))
    found.push({ rule: 'category-mismatch', path: 'category_id' });
  return found;
}

function checkPictures(info: PresaleInfo): VoucherProblem[] {
  const pictures = info.pre_sale_coupon_info.imange_list;
  const found: VoucherProblem[] = pictures.flatMap((picture, at) =>
    isWebAddress(picture.image_url)
      ? []
      : [{ rule: 'picture-address' as const, path: `${AT}.imange_list[${at}].image_url` }],
  );
  if (!pictures.some((picture) => picture.image_type === 1))
    found.push({ rule: 'cover-missing', path: `${AT}.imange_list` });
  return found;
}

/** Every package has things in it, and a guest can not choose more than there are. Its goods are those of the voucher. */
function checkPackages(info: PresaleInfo): VoucherProblem[] {
  const coupon = info.pre_sale_coupon_info;
  return (coupon.commodity ?? []).flatMap((group, at): VoucherProblem[] => {
    const path = `${AT}.commodity[${at}]`;
    const items = group.item_info ?? [];
    const { total_count: total = items.length, optional_count: choose = 0 } = group;
    const fine =
      items.length > 0 &&
      items.every(
        ({ product_info: { name, count = 1, price = 0 } }) => name !== undefined && count >= 1 && price >= 0,
      ) &&
      total >= 1 &&
      choose >= 0 &&
      choose <= total;
    const ids = (group.effect_scope ?? []).flatMap((scope) => scope.effect_id_list ?? []);
    const addresses = items.flatMap(({ product_info: { image_url: address } }) => given(address) ?? []);
    return [
      ...(fine ? [] : [{ rule: 'package' as const, path }]),
      ...(ids.every((id) => coupon.bind_rate_plans.includes(id))
        ? []
        : [{ rule: 'package-scope' as const, path: `${path}.effect_scope` }]),
      ...(addresses.every(isWebAddress) ? [] : [{ rule: 'picture-address' as const, path: `${path}.item_info` }]),
    ];
  });
}

function checkAward(info: PresaleInfo): VoucherProblem[] {
  const award = info.pre_sale_coupon_info.appointment_award;
  if (award?.is_award !== true) return [];
  const { after_pay_days: days = 0, date_range: range } = award;
  const { start, end } = range ?? {};
  const inRange = start !== undefined && end !== undefined && isDate(start) && isDate(end) && start <= end;
  return days > 0 || inRange ? [] : [{ rule: 'award', path: `${AT}.appointment_award` }];
}

/** What is switched on has to ask for something. */
function checkGuestData(info: PresaleInfo): VoucherProblem[] {
  const reserved = info.pre_sale_coupon_info.hotel_customer_reserved_info;
  return (['require_purchase_contact_info', 'require_booking_info'] as const).flatMap((name) => {
    const asked = reserved?.[name];
    if (asked?.enable !== true) return [];
    const lists = asked.identity_type_with_content_list ?? [];
    const fine =
      lists.length > 0 &&
      lists.every(
        ({ contact_identity_type_enum: who = 1, contact_identity_content_list: items = [] }) =>
          who >= 1 && items.length > 0 && items.every((item) => item >= 1),
      );
    return fine ? [] : [{ rule: 'guest-data' as const, path: `${AT}.hotel_customer_reserved_info.${name}` }];
  });
}

/** A public https address (documented). */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
