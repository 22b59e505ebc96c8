import Type from 'typebox';

/** Shapes of the guest interface. Moments are Unix milliseconds, money is fen, days are hotel days. */

export const idText = (description: string) => Type.String({ description, minLength: 1, maxLength: 64 });
const fen = (description: string) => Type.Integer({ description: `${description}, fen` });
const moment = (description: string) => Type.Integer({ description: `${description}, Unix milliseconds` });
export const day = (description: string) =>
  Type.String({ description: `${description}, yyyy-MM-dd in hotel time`, pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const count = (description: string, maximum: number) => Type.Integer({ description, minimum: 1, maximum });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);
const text = Type.String();
const currency = Type.String({ description: 'of the amounts, ISO 4217' });
/** What the guest can do next. */
const actions = Type.Array(text, { description: 'what the guest can do next' });
/** The platform's clock, so that a page can tell the time left. */
export const nowShape = moment('the platform’s clock now');

export const userShape = Type.Object({ user_id: text, nickname: text, name: text });

/** A person: name and phone. */
export const personShape = Type.Object(
  {
    name: Type.String({ description: 'name as the hotel sees it', minLength: 1, maxLength: 64 }),
    id_number: Type.Optional(
      Type.String({
        description: 'number of the identity document, where a voucher asks for it',
        minLength: 1,
        maxLength: 32,
      }),
    ),
    phone: Type.Optional(
      Type.String({ description: 'absent: the hotel gets none, as happens live', minLength: 1, maxLength: 32 }),
    ),
  },
  { description: 'a person' },
);

export const voucherShape = Type.Object({
  voucher_id: text,
  name: text,
  account_id: text,
  merchant: text,
  currency,
  price: fen('price of one voucher'),
  original_amount: fen('struck-through price'),
  rooms_per_voucher: Type.Integer(),
  nights_per_voucher: Type.Integer(),
  separable: Type.Boolean({ description: 'the nights may be used in several bookings' }),
  stock_left: orNull(Type.Integer({ description: 'null = without limit' })),
  per_order: Type.Integer({ description: 'most vouchers in one order' }),
  per_person: orNull(Type.Integer()),
  sale_from: moment('begin of the sale'),
  sale_to: moment('end of the sale'),
  book_from: day('first bookable night'),
  book_to: day('last bookable night'),
  valid_from: day('first night of a voucher bought now'),
  valid_to: day('last night of a voucher bought now'),
  most_days_ahead: orNull(Type.Integer()),
  least_ahead: orNull(
    Type.Object({ amount: Type.Integer(), unit: text }, { description: 'booked at least so long before' }),
  ),
  per_booking: orNull(Type.Integer({ description: 'most vouchers in one booking' })),
  live_only: Type.Boolean({ description: 'sold in live rooms only' }),
  cancel: Type.Object(
    {
      kind: text,
      base: text,
      steps: Type.Array(Type.Object({ before_ms: Type.Integer(), cut: text, value: Type.Integer() })),
    },
    { description: 'cancellation of a booking' },
  ),
  meals: Type.Array(Type.Object({ type: Type.Integer(), count: Type.Integer() })),
  packages: Type.Array(
    Type.Object({
      name: text,
      choose: orNull(Type.Integer({ description: 'how many the guest may choose; null = all are included' })),
      items: Type.Array(Type.Object({ name: text, count: Type.Integer(), unit: text })),
    }),
  ),
  promotions: Type.Array(
    Type.Object({
      promotion_id: text,
      kind: text,
      name: text,
      price: fen('price of one voucher in it'),
      stock_left: orNull(Type.Integer()),
      per_person: orNull(Type.Integer()),
      from: moment('begin'),
      to: moment('end'),
    }),
    { description: 'running and coming; a flash sale is bought by naming it, the others apply by themselves' },
  ),
  boosted: Type.Boolean({ description: 'shown before the others' }),
  asks_buyer: Type.Array(text, { description: 'data the buyer must give' }),
  asks_guests: Type.Array(text, { description: 'data to be given when booking' }),
  invoice_provider: Type.Integer({ description: '1 = the merchant issues the invoice' }),
  pictures: Type.Array(text, { description: 'addresses, the cover first' }),
  creation_mode: Type.Union([Type.Literal('one-step'), Type.Literal('two-step')]),
  goods: Type.Array(
    Type.Object({
      rate_plan_id: text,
      name: text,
      hotel_id: text,
      hotel: text,
      room_id: text,
      room: text,
      hourly: orNull(
        Type.Object(
          { earliest_check_in: text, latest_check_out: text, usage_duration: Type.Integer({ description: 'hours' }) },
          { description: 'sold by the hour: between which times, and for how long; null = full-day' },
        ),
      ),
    }),
  ),
});

export const calendarShape = Type.Object({
  voucher_id: text,
  goods: Type.Array(
    Type.Object({
      rate_plan_id: text,
      nights: Type.Array(
        Type.Object({
          night: text,
          bookable: Type.Boolean(),
          reason: Type.Optional(Type.String({ description: 'why not' })),
          price: orNull(fen('price of the room')),
          inventory: Type.Integer({ description: 'rooms left in the platform’s copy' }),
          surcharge: fen('to be paid for the night and room when booking'),
        }),
      ),
    }),
  ),
});

/** Where a guest looks and buys. */
export const channel = Type.Union([Type.Literal('shop'), Type.Literal('live')], {
  description: 'shop: pages and search; live: a live room',
});

export const buyShape = Type.Object({
  voucher_id: idText('voucher'),
  count: count('vouchers', 999),
  channel: Type.Optional(channel),
  promotion_id: Type.Optional(
    Type.String({ description: 'the flash sale the guest came through', minLength: 1, maxLength: 64 }),
  ),
  contact: Type.Optional(personShape),
  remark: Type.Optional(Type.String({ maxLength: 500 })),
});

export const orderShape = Type.Object({
  order_id: text,
  voucher_id: text,
  voucher: text,
  state: text,
  creation_mode: text,
  count: Type.Integer(),
  currency,
  unit_amount: fen('price of one voucher'),
  pay_amount: fen('to be paid in all'),
  promotion: orNull(Type.Object({ promotion_id: text, kind: text, name: text, discount: fen('off the whole order') })),
  created_at: moment('order'),
  pay_deadline: orNull(moment('closed when unpaid by then')),
  paid_at: orNull(moment('payment')),
  closed_at: orNull(moment('end')),
  close_reason: orNull(text),
  failure: orNull(Type.Object({ code: orNull(Type.Integer()), text })),
  hotel_order_id: orNull(text),
  notice: text,
  actions,
  coupons: Type.Array(
    Type.Object({
      coupon_id: text,
      code: text,
      status: text,
      nights: Type.Integer(),
      free: Type.Integer(),
      held: Type.Integer(),
      booked: Type.Integer(),
      verified: Type.Integer(),
      settled: Type.Integer(),
    }),
  ),
});

const stayMembers = {
  order_id: idText('voucher order'),
  rate_plan_id: idText('bookable good'),
  check_in: day('first night'),
  check_out: day('day of departure'),
  rooms: count('rooms', 999),
  guests: Type.Optional(count('guests in all; as many as rooms when absent', 9999)),
  start_time: Type.Optional(
    Type.String({ description: 'hourly rooms: when the guest comes, HH:mm', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  ),
};

export const lookShape = Type.Object(stayMembers);

export const bookShape = Type.Object({
  ...stayMembers,
  occupancies: Type.Optional(
    Type.Array(personShape, { description: 'who stays; the guest when absent', maxItems: 99 }),
  ),
  contact: Type.Optional(personShape),
  earliest_arrival: Type.Optional(Type.String({ pattern: '^\\d{2}:\\d{2}$' })),
  latest_arrival: Type.Optional(Type.String({ pattern: '^\\d{2}:\\d{2}$' })),
  remark: Type.Optional(Type.String({ maxLength: 500 })),
});

const nightShape = Type.Object({ night: text, price: fen('room'), surcharge: fen('surcharge per room') });

export const lookReply = Type.Object({
  bookable: Type.Boolean(),
  by: Type.Union([Type.Literal('platform'), Type.Literal('hotel'), Type.Literal('hotel-silent')], {
    description:
      'who decided: the platform’s own rules and copy, the hotel, or nobody because the hotel did not answer',
  }),
  reason: orNull(Type.Object({ code: text, zh: text, en: text, night: Type.Optional(text) })),
  nights: Type.Array(nightShape),
  currency,
  room_amount: fen('prices of all nights and rooms'),
  surcharge: fen('to be paid when booking'),
  coupons: Type.Array(Type.Object({ coupon_id: text, nights: Type.Integer() })),
  asks: Type.Array(text, { description: 'data to be given of those who stay: name, phone, id-number' }),
  logid: orNull(Type.String({ description: 'request id of the bookable check' })),
});

export const bookingShape = Type.Object({
  booking_id: text,
  order_id: text,
  state: text,
  hotel_id: text,
  room_id: text,
  rate_plan_id: text,
  check_in: text,
  check_out: text,
  rooms: Type.Integer(),
  guests: Type.Integer(),
  nights: Type.Array(nightShape),
  hours: orNull(
    Type.Object({ start: text, end: text }, { description: 'hourly rooms: from when to when, hotel time' }),
  ),
  currency,
  room_amount: fen('prices of all nights and rooms'),
  surcharge: fen('surcharge in all'),
  surcharge_state: text,
  hotel_booking_id: orNull(text),
  confirm_mode: orNull(Type.Integer({ description: '1 the hotel decided at once, 2 it decides later' })),
  confirm_number: orNull(text),
  decided_by: orNull(text),
  reject: orNull(Type.Object({ code: orNull(Type.Integer()), reason: orNull(text) })),
  end_reason: orNull(text),
  failure: orNull(Type.Object({ code: orNull(Type.Integer()), text })),
  created_at: moment('submission'),
  pay_deadline: orNull(moment('cancelled when the surcharge is unpaid by then')),
  paid_at: orNull(moment('payment of the surcharge')),
  accept_deadline: orNull(moment('rejected when the hotel has not decided by then')),
  accepted_at: orNull(moment('acceptance')),
  ended_at: orNull(moment('rejection or cancellation')),
  checked_in_at: orNull(moment('check-in reported')),
  no_show_at: orNull(moment('no-show reported')),
  checked_out_at: orNull(moment('check-out reported')),
  verified_on: orNull(text),
  settled_at: orNull(moment('settlement')),
  notice: text,
  actions,
});
