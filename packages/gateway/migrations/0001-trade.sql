-- The hotel's side: who we are, what is sold, the calendar, orders and bookings.
-- Every trade table's primary key starts with account_id, and every transaction of the trade touches one account.
-- Texts of the hotel's own system are keys (hotel_id, room_type_id, rate_plan_id, voucher_id); the platform's ids stand
-- beside them (platform_*), unique where the platform makes them so, because SPI calls name only the platform's ids.

-- Applications of the open platform. The secret is encrypted with the data key, never stored plain.
CREATE TABLE gateway.applications (
  client_key text PRIMARY KEY,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL
);

-- Merchant accounts (商家总户) that authorised an application.
CREATE TABLE gateway.accounts (
  account_id text PRIMARY KEY,
  client_key text NOT NULL REFERENCES gateway.applications,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

-- Keys of the hotel API. Only the hash is kept; one key opens one account.
CREATE TABLE gateway.api_keys (
  account_id text NOT NULL REFERENCES gateway.accounts,
  key_id text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (account_id, key_id)
);

-- How bookings are accepted: account, hotel or rate plan; the narrowest one wins.
CREATE TABLE gateway.acceptance_rules (
  account_id text NOT NULL REFERENCES gateway.accounts,
  level text NOT NULL CHECK (level IN ('account', 'hotel', 'rate_plan')),
  subject_id text NOT NULL, -- '' for the account
  mode text NOT NULL CHECK (mode IN ('sync', 'async', 'manual')), -- sync: in the create answer; async: by order confirm; manual: by a person
  PRIMARY KEY (account_id, level, subject_id)
);

CREATE TABLE gateway.hotels (
  account_id text NOT NULL REFERENCES gateway.accounts,
  hotel_id text NOT NULL,
  name text NOT NULL,
  platform_hotel_id text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, hotel_id)
);
CREATE UNIQUE INDEX hotels_platform ON gateway.hotels (platform_hotel_id);

CREATE TABLE gateway.room_types (
  account_id text NOT NULL,
  room_type_id text NOT NULL,
  hotel_id text NOT NULL,
  name text NOT NULL,
  max_guests int NOT NULL DEFAULT 2 CHECK (max_guests > 0), -- per room
  platform_room_id text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, room_type_id),
  FOREIGN KEY (account_id, hotel_id) REFERENCES gateway.hotels
);
CREATE UNIQUE INDEX room_types_platform ON gateway.room_types (platform_room_id);

-- Rate plans = bookable goods (预定商品).
CREATE TABLE gateway.rate_plans (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL,
  room_type_id text NOT NULL,
  name text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  platform_rate_plan_id text,            -- set when the platform accepted the good
  publish_state text NOT NULL DEFAULT 'draft' CHECK (publish_state IN ('draft', 'queued', 'published', 'failed')),
  publish_error text,                    -- the platform's words when failed
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, rate_plan_id),
  FOREIGN KEY (account_id, room_type_id) REFERENCES gateway.room_types
);
CREATE UNIQUE INDEX rate_plans_platform ON gateway.rate_plans (platform_rate_plan_id);
CREATE INDEX rate_plans_room_type ON gateway.rate_plans (account_id, room_type_id);

CREATE TABLE gateway.vouchers (
  account_id text NOT NULL REFERENCES gateway.accounts,
  voucher_id text NOT NULL,              -- out_id, never changes
  name text NOT NULL,
  document jsonb NOT NULL,               -- presale_info as the hotel wants it, rate plans by the hotel's ids
  rooms_per_voucher int NOT NULL CHECK (rooms_per_voucher > 0),
  nights_per_voucher int NOT NULL CHECK (nights_per_voucher > 0),
  separable boolean NOT NULL DEFAULT false,
  platform_voucher_id text,
  state text NOT NULL DEFAULT 'draft'
    CHECK (state IN ('draft', 'saving', 'auditing', 'approved', 'rejected', 'on_shelf', 'off_shelf', 'failed')),
  state_reason text,
  wanted_shelf text CHECK (wanted_shelf IN ('on', 'off')), -- what the hotel asked for; carried out once approved
  unanswered_at timestamptz,             -- a first save left and no answer came: the platform may know the voucher or not
  saved_at timestamptz,                  -- last save the platform accepted
  audits int NOT NULL DEFAULT 0,         -- audit notices so far: tells a notice that overtook the answer of its save
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, voucher_id)
);
CREATE UNIQUE INDEX vouchers_platform ON gateway.vouchers (platform_voucher_id);

-- Room-nights: the counter is the lock. Taken in key order; no row means nothing to sell.
CREATE TABLE gateway.room_nights (
  account_id text NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  stock int NOT NULL CHECK (stock >= 0), -- rooms open to this channel in all, sold ones included
  sold int NOT NULL DEFAULT 0 CHECK (sold >= 0),
  open boolean NOT NULL DEFAULT true,    -- room status of the whole room type
  PRIMARY KEY (account_id, room_type_id, night),
  FOREIGN KEY (account_id, room_type_id) REFERENCES gateway.room_types,
  CONSTRAINT sold_within_stock CHECK (sold <= stock)
) WITH (fillfactor = 50);

-- Price and room status of one rate plan's night. No row means no price: can not be booked.
CREATE TABLE gateway.rate_nights (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL,
  night date NOT NULL,
  price int NOT NULL CHECK (price > 0),  -- fen a room a night
  rack_price int CHECK (rack_price >= price),
  open boolean NOT NULL DEFAULT true,
  PRIMARY KEY (account_id, rate_plan_id, night),
  FOREIGN KEY (account_id, rate_plan_id) REFERENCES gateway.rate_plans
);

-- Nights whose truth the platform has not been told yet. Events carry no values: the sender reads the truth when it
-- sends. A change takes a new seq while holding the row, so a sender that read the older truth can not clear it. A booking
-- leaves the seq of a mark alone, it has changed `sold` of the room-night: the sender looks at both (ari/store.ts).
CREATE SEQUENCE gateway.ari_seq;
CREATE TABLE gateway.ari_dirty (
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock', 'price')),
  subject_id text NOT NULL,              -- stock: room type, price: rate plan
  night date NOT NULL,
  seq bigint NOT NULL DEFAULT nextval('gateway.ari_seq'),
  since timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, subject_id, night)
) WITH (fillfactor = 50);

-- Voucher orders (预售订单, 2011). Usage is counted here so that vouchers can not be used for more than was bought.
CREATE TABLE gateway.voucher_orders (
  account_id text NOT NULL,              -- no foreign key: it would lock the account's row once per order
  order_id text NOT NULL,
  order_out_id text NOT NULL,
  voucher_id text,                       -- null: built by hand at the platform, unknown here
  platform_voucher_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('unpaid', 'paid', 'closed', 'refunded')),
  vouchers int NOT NULL CHECK (vouchers > 0),
  units_total int NOT NULL CHECK (units_total > 0), -- what was bought, in units of use
  units_used int NOT NULL DEFAULT 0 CHECK (units_used >= 0),
  unit text NOT NULL CHECK (unit IN ('voucher', 'room_night')), -- room_night when the voucher may be split over stays
  rooms_per_voucher int NOT NULL DEFAULT 1,
  nights_per_voucher int NOT NULL DEFAULT 1,
  total_amount bigint NOT NULL,          -- fen, original
  pay_amount bigint NOT NULL,            -- fen, after promotion
  paid_at timestamptz,
  guest bytea NOT NULL,                  -- names and phones, encrypted with the data key
  request bytea NOT NULL,                -- the raw body, encrypted with the data key
  attention text[] NOT NULL DEFAULT '{}',-- oddities a person should look at
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, order_id),
  CONSTRAINT used_within_bought CHECK (units_used <= units_total)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX voucher_orders_order ON gateway.voucher_orders (order_id);
CREATE UNIQUE INDEX voucher_orders_out ON gateway.voucher_orders (account_id, order_out_id);

-- Bookings (预约单, 2012), refused ones too: the same id gets the same answer for ever.
CREATE SEQUENCE gateway.booking_number;
CREATE SEQUENCE gateway.voucher_order_number;
CREATE TABLE gateway.bookings (
  account_id text NOT NULL,              -- no foreign key: it would lock the account's row once per order
  order_id text NOT NULL,
  code smallint NOT NULL,                -- the answer: 0, or why it was refused (partner codes)
  reason text,                           -- description that went with a refusal
  order_out_id text NOT NULL,            -- our booking number
  confirm_mode smallint,                 -- 1 sync, 2 async; null when refused
  state text NOT NULL
    CHECK (state IN ('refused', 'wait_pay', 'wait_accept', 'accepted', 'rejected', 'cancelled', 'checked_in', 'checked_out', 'no_show')),
  source_order_id text,                  -- voucher order
  units_taken int NOT NULL DEFAULT 0,    -- units of use taken from the voucher order
  hotel_id text NOT NULL,
  room_type_id text NOT NULL,
  rate_plan_id text NOT NULL,
  check_in date NOT NULL,
  check_out date NOT NULL,
  rooms int NOT NULL CHECK (rooms > 0),
  guests int NOT NULL,
  room_amount bigint NOT NULL,           -- fen, sum of nightly prices over all rooms
  surcharge bigint NOT NULL DEFAULT 0,   -- fen, sum of add-prices over all rooms
  paid_at timestamptz,                   -- payment of the surcharge
  decided_at timestamptz,                -- acceptance or rejection
  reject_code int,
  reject_reason text,
  guest bytea NOT NULL,
  request bytea NOT NULL,
  attention text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, order_id),
  CHECK (check_out > check_in)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX bookings_order ON gateway.bookings (order_id);
CREATE UNIQUE INDEX bookings_out ON gateway.bookings (account_id, order_out_id);
CREATE INDEX bookings_arrivals ON gateway.bookings (account_id, check_in, state);
CREATE INDEX bookings_waiting ON gateway.bookings (account_id, created_at) WHERE state = 'wait_accept';
