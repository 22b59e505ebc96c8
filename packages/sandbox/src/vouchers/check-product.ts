import { MAX_FEN } from '@yuzhu/contract';
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
  return [...found, ...checkGoods(info, facts), ...checkPictures(info)];
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

/** A public https address (documented). */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
