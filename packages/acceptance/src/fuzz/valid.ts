import { addDays, hotelDate, type Interface, nightsOf } from '@yuzhu/contract';
import { chance, draw, type Shape } from './draw.ts';
import { copyOf } from './json-text.ts';
import { VOUCHER_RULES, withRule } from './voucher-rules.ts';
import { FUZZ_HOTEL, FUZZ_ROOM, type Source } from './world.ts';

type Content = Record<string, unknown>;
type Refresh = (source: Source, content: Content) => void;

/**
 * The content of a message as the contract wants it: a real request of this world, or one drawn from the schema, with
 * what names its subject made fresh, so that most of them are taken.
 */
export function validContent(source: Source, one: Interface): Content {
  const shape = one.request as Shape;
  const recorded = source.world.recorded.get(one.name) ?? [];
  const real = recorded.length > 0 && chance(source, 0.75);
  const content = (real ? copyOf(source.random.pick(recorded)) : draw(source, shape)) as Content;
  // Lifelike members stay; a few optional ones are drawn anew, so that each meets each.
  if (real) {
    for (const [key, member] of Object.entries(shape.properties ?? {})) {
      const optional = !(shape.required?.includes(key) ?? false);
      if (optional && chance(source, 0.15)) content[key] = draw(source, member, key);
    }
  }
  // Without it, drawn messages hardly ever name subjects that fit together.
  if (chance(source, 0.9)) REFRESH[one.name]?.(source, content);
  return content;
}

const REFRESH: Readonly<Record<string, Refresh>> = {
  'voucher-order': (source, content) => {
    const { random, made, world } = source;
    content.order_id = chance(source, 0.1) && made.orders.length > 0 ? random.pick(made.orders) : made.freshId();
    content.pre_sale_coupon_id = random.pick(world.ids.vouchers);
    content.biz_type = 2011;
    const count = random.pick([1, 1, 2, 10, 200]);
    content.total_coupon_count = count;
    content.each_coupon_amount = 49_900;
    content.total_amount = 49_900 * count;
    if (chance(source, 0.4)) promoted(source, content, count);
  },
  payment: (source, content) => {
    const { random, made, world } = source;
    const voucher = chance(source, 0.6);
    const known = voucher
      ? [...made.orders, ...world.ids.platformOrders]
      : [...made.bookings, ...world.ids.platformBookings];
    if (known.length > 0) content.order_id = random.pick(known);
    content.biz_type = voucher ? 2011 : 2012;
    content.pay_amount = 49_900;
  },
  'bookable-check': (source, content) => stay(source, content),
  booking: (source, content) => {
    const { random, made, world } = source;
    content.order_id = chance(source, 0.1) && made.bookings.length > 0 ? random.pick(made.bookings) : made.freshId();
    const orders = [...made.orders, ...world.ids.platformOrders];
    content.source_order_id = orders.length > 0 ? random.pick(orders) : made.freshId();
    stay(source, content);
  },
  'ari-pull': ({ random, world }, content) => {
    const start = addDays(hotelDate(world.now), random.int(60));
    content.hotel_ids = [random.pick(world.ids.hotels)];
    content.date_range = { start, end: addDays(start, random.pick([0, 1, 7, 29])) };
  },
  'voucher-audit-result': ({ random, world }, content) => {
    const at = random.int(world.ids.vouchers.length);
    content.id = world.ids.vouchers[at];
    content.out_id = world.ids.outVouchers[at];
    content.audit_result = random.pick([1, 1, 2]);
  },
  'order-confirm': ({ random, world }, content) => {
    content.order_id = random.pick(world.ids.platformBookings);
  },
  'stay-status': ({ random, world }, content) => {
    const at = random.int(world.ids.platformBookings.length);
    content.order_id = world.ids.platformBookings[at];
    content.order_out_id = world.ids.outOrders[at] ?? 'unknown';
  },
  'stock-save': (source, content) => groups(source, content, { available: true, inventory: 3 }),
  'price-save': (source, content) => {
    groups(source, content, { original_amount: 52_000, retail_amount: 98_000 });
    content.hotel_id = source.world.ids.hotels[0];
  },
  'ari-notify': (source, content) => {
    const { random, world } = source;
    account(source, content);
    const start = addDays(hotelDate(world.now), random.int(60) - 1);
    content.date_range = { start, end: addDays(start, random.pick([1, 7, 29, 364 - 60])) };
    content.rate_plan_ids = [random.pick(world.ids.ratePlans)];
    if (chance(source, 0.3)) content.hotel_ids = [random.pick(world.ids.hotels)];
    else delete content.hotel_ids;
    content.notify_scene = [random.pick([1, 2, 3, 4])];
  },
  'goods-save': (source, content) => account(source, content),
  'voucher-save': (source, content) => {
    account(source, content);
    const info = content.presale_info as Content | undefined;
    if (info === undefined) return;
    const fresh = chance(source, 0.3);
    info.out_id = fresh ? `FZ-${source.made.freshId()}` : source.random.pick(source.world.ids.outVouchers);
    if (fresh) delete info.pre_sale_coupon_id;
    if (chance(source, 0.6)) withRule(info, source.random.pick(VOUCHER_RULES));
  },
  'product-operate': (source, content) => {
    account(source, content);
    content.op_type = source.random.pick([1, 1, 2]);
    content.product_id_list = [source.random.pick(source.world.ids.vouchers)];
  },
  'hotel-scroll': (source, content) => {
    account(source, content);
    content.page_size = source.random.pick([1, 20, 50]);
    delete content.scroll_id;
  },
  'hotel-save': (source, content) => {
    account(source, content);
    content.out_hotel_id = chance(source, 0.4) ? `FZ-${source.made.freshId()}` : FUZZ_HOTEL.id;
    delete content.hotel_id;
  },
  'hotel-audit-result': (source, content) => {
    content.out_hotel_id = FUZZ_HOTEL.id;
    content.status = source.random.pick([1, 3, 4, 5, 6, 7, 8]);
  },
  'hotel-status': (source, content) => {
    account(source, content);
    content.out_hotel_id_list = [FUZZ_HOTEL.id];
  },
  'room-save': (source, content) => {
    const { random, made, world } = source;
    account(source, content);
    content.poi_id = random.pick(world.ids.hotels);
    const info = content.room_info as Content | undefined;
    if (info === undefined) return;
    const fresh = chance(source, 0.4);
    // What is on sale stays on sale: bookings of the run need it.
    info.out_room_id = fresh ? `FZ-${made.freshId()}` : FUZZ_ROOM.id;
    info.cn_name = fresh ? `${FUZZ_ROOM.name} ${made.freshId()}` : FUZZ_ROOM.name;
    delete info.room_id;
    if (fresh) delete content.by_fileds;
  },
  'room-audit-result': ({ random, world }, content) => {
    content.room_id = random.pick(world.ids.rooms);
    content.status = random.pick([3, 5, 6, 7]);
  },
  'room-status': (source, content) => {
    account(source, content);
    content.room_ids = [source.random.pick(source.world.ids.rooms)];
  },
  'room-operate': (source, content) => {
    account(source, content);
    // Never offline or deleted: what is on sale stays on sale.
    content.op_type = 1;
    content.room_ids = [source.random.pick(source.world.ids.rooms)];
  },
  'hotel-query': (source, content) => account(source, content),
  'room-query': (source, content) => account(source, content),
  'trip-bill-detail': (source, content) => account(source, content),
  token: ({ world }, content) => {
    content.client_key = world.other.clientKey;
    content.client_secret = world.other.clientSecret;
    content.grant_type = 'client_credential';
  },
};

/** Marketing as the platform tells it, of any of its kinds or of one nobody knows. */
function promoted({ random }: Source, content: Content, count: number): void {
  const discount = random.pick([1, 5000, 40_000]) * count;
  content.total_coupon_discount = discount;
  content.total_coupon_actual_count = 49_900 * count - discount;
  content.promotion_info = {
    coupon_promotion_id: random.pick(['7701', '780000000000000001', '']),
    coupon_promotion_type: random.pick(['1', '2', '3', 'SUBSIDY']),
    coupon_promotion_discount: discount,
  };
}

function account({ world }: Source, content: Content): void {
  content.account_id = world.account;
}

/** A stay of one to three nights at matching prices. */
function stay({ random, world }: Source, content: Content): void {
  const checkIn = addDays(hotelDate(world.now), 1 + random.int(50));
  const checkOut = addDays(checkIn, random.pick([1, 1, 1, 2, 3]));
  const rooms = random.pick([1, 1, 1, 2]);
  const nights = nightsOf(checkIn, checkOut);
  content.rate_plan_id = random.pick(world.ids.ratePlans);
  content.biz_type = 2012;
  content.check_in_date = checkIn;
  content.check_out_date = checkOut;
  content.number_of_units = rooms;
  content.number_of_guests = rooms;
  content.total_amount = 52_000 * nights.length * rooms;
  content.daily_rates = nights.map((night) => ({
    original_amount: 52_000,
    period_start_date: night,
    period_end_date: addDays(night, 1),
  }));
  delete content.pay_info;
}

function groups(source: Source, content: Content, values: object): void {
  const { random, world } = source;
  account(source, content);
  content.aris = Array.from({ length: 1 + random.int(3) }, () => {
    const start = addDays(hotelDate(world.now), random.int(60));
    return {
      rate_plan_id: random.pick(world.ids.ratePlans),
      timerange: { start, end: addDays(start, random.int(5)) },
      ...values,
    };
  });
}
