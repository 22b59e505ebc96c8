-- The platform's clock, what is due on it, calls of the partner, and the trade: orders, coupons, bookings, money.
-- Moments are Unix milliseconds of the platform's clock (bigint), because that clock can be stopped and moved;
-- `recorded_at` columns are the machine's time. Days are hotel days. Money is fen.

CREATE SEQUENCE ids;
-- Counts program starts: each start draws other random numbers than the one before.
CREATE SEQUENCE runs;

CREATE TABLE clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  now_ms bigint NOT NULL,
  rate double precision NOT NULL CHECK (rate >= 0),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE clock_followers (
  url text PRIMARY KEY,
  failures integer NOT NULL DEFAULT 0,
  last_error text
);

CREATE TABLE timers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  due_ms bigint NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  attempts integer NOT NULL DEFAULT 0,
  -- Set when the handler failed too often: kept for a person, never run again by itself.
  failure text
);
CREATE INDEX timers_due ON timers (due_ms, id) WHERE failure IS NULL;
CREATE INDEX timers_subject ON timers (subject) WHERE failure IS NULL;

-- Where a scene of an application is called, when not at the address of the settings.
CREATE TABLE spi_addresses (
  client_key text NOT NULL,
  interface text NOT NULL,
  url text NOT NULL,
  PRIMARY KEY (client_key, interface)
);

-- One call of the partner with all its attempts. The body is kept as bytes: every attempt sends these very bytes.
CREATE TABLE spi_calls (
  account_id text NOT NULL,
  call_id bigint GENERATED ALWAYS AS IDENTITY,
  client_key text NOT NULL,
  interface text NOT NULL,
  subject text NOT NULL,
  body bytea NOT NULL,
  stress boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'answered', 'given-up')),
  attempts integer NOT NULL DEFAULT 0,
  first_at_ms bigint NOT NULL,
  PRIMARY KEY (account_id, call_id)
);
CREATE UNIQUE INDEX spi_calls_id ON spi_calls (call_id);
CREATE INDEX spi_calls_subject ON spi_calls (subject);

CREATE TABLE spi_attempts (
  account_id text NOT NULL,
  call_id bigint NOT NULL,
  number integer NOT NULL,
  -- 0 the attempt itself; 1 a copy of it sent at the same moment; 2 a copy sent later.
  copy smallint NOT NULL DEFAULT 0,
  logid text NOT NULL,
  url text NOT NULL,
  headers jsonb NOT NULL,
  sent_at_ms bigint NOT NULL,
  fault text,
  status integer,
  answer bytea,
  -- answered | timeout | connection | status | malformed | lost; absent while it is on its way.
  verdict text,
  reason text,
  code integer,
  duration_ms double precision,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (account_id, call_id, number, copy),
  FOREIGN KEY (account_id, call_id) REFERENCES spi_calls
);
CREATE INDEX spi_attempts_logid ON spi_attempts (logid);

-- Commercial terms that the platform's consoles hold, not the wire: of the merchant (voucher_id ''), or of one voucher.
CREATE TABLE terms (
  account_id text NOT NULL,
  voucher_id text NOT NULL DEFAULT '',
  creation_mode text CHECK (creation_mode IN ('one-step', 'two-step')),
  accept_minutes integer CHECK (accept_minutes BETWEEN 1 AND 10080),
  service_fee_bp integer CHECK (service_fee_bp BETWEEN 0 AND 10000),
  commission_bp integer CHECK (commission_bp BETWEEN 0 AND 10000),
  creator_id text,
  PRIMARY KEY (account_id, voucher_id)
);

CREATE TABLE voucher_sales (
  account_id text NOT NULL,
  voucher_id text NOT NULL,
  sold bigint NOT NULL DEFAULT 0 CHECK (sold >= 0),
  PRIMARY KEY (account_id, voucher_id)
);

CREATE TABLE voucher_orders (
  account_id text NOT NULL,
  order_id text NOT NULL,
  client_key text NOT NULL,
  user_id text NOT NULL,
  voucher_id text NOT NULL,
  -- The version it was bought under: the guest's contract.
  voucher_version integer NOT NULL,
  terms jsonb NOT NULL,
  contact jsonb NOT NULL,
  remark text,
  stress boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting-payment', 'creating', 'unpaid', 'paid', 'closed')),
  close_reason text,
  failure_code integer,
  failure_text text,
  count integer NOT NULL CHECK (count > 0),
  unit_amount bigint NOT NULL CHECK (unit_amount > 0),
  pay_amount bigint NOT NULL CHECK (pay_amount > 0),
  order_out_id text,
  created_ms bigint NOT NULL,
  pay_deadline_ms bigint,
  paid_ms bigint,
  closed_ms bigint,
  notice_state text NOT NULL DEFAULT 'none' CHECK (notice_state IN ('none', 'sending', 'acknowledged', 'failed')),
  PRIMARY KEY (account_id, order_id),
  FOREIGN KEY (account_id, voucher_id, voucher_version) REFERENCES voucher_versions (account_id, voucher_id, version)
);
CREATE UNIQUE INDEX voucher_orders_id ON voucher_orders (order_id);
CREATE INDEX voucher_orders_user ON voucher_orders (user_id, order_id);
CREATE INDEX voucher_orders_voucher ON voucher_orders (account_id, voucher_id, user_id);

-- A coupon is worth so many nights; where they are is counted, and the database keeps the sum right.
CREATE TABLE coupons (
  account_id text NOT NULL,
  coupon_id text NOT NULL,
  order_id text NOT NULL,
  number integer NOT NULL,
  code text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'usable', 'void')),
  pay_amount bigint NOT NULL,
  total integer NOT NULL CHECK (total > 0),
  free integer NOT NULL CHECK (free >= 0),
  held integer NOT NULL DEFAULT 0 CHECK (held >= 0),
  booked integer NOT NULL DEFAULT 0 CHECK (booked >= 0),
  verified integer NOT NULL DEFAULT 0 CHECK (verified >= 0),
  settled integer NOT NULL DEFAULT 0 CHECK (settled >= 0),
  PRIMARY KEY (account_id, coupon_id),
  FOREIGN KEY (account_id, order_id) REFERENCES voucher_orders,
  CHECK (free + held + booked + verified + settled = total)
);
CREATE INDEX coupons_order ON coupons (account_id, order_id, number);

CREATE TABLE bookings (
  account_id text NOT NULL,
  booking_id text NOT NULL,
  client_key text NOT NULL,
  user_id text NOT NULL,
  order_id text NOT NULL,
  hotel_id text NOT NULL,
  room_id text NOT NULL,
  rate_plan_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting-payment', 'creating', 'waiting-accept', 'accepted', 'checked-in',
    'no-show', 'checked-out', 'verified', 'settled', 'rejected', 'cancelled')),
  creation_mode text NOT NULL,
  accept_minutes integer NOT NULL,
  check_in date NOT NULL,
  check_out date NOT NULL CHECK (check_out > check_in),
  units integer NOT NULL CHECK (units > 0),
  guests integer NOT NULL CHECK (guests > 0),
  nights jsonb NOT NULL,
  room_amount bigint NOT NULL CHECK (room_amount >= 0),
  surcharge bigint NOT NULL CHECK (surcharge >= 0),
  surcharge_state text NOT NULL CHECK (surcharge_state IN ('none', 'unpaid', 'paid', 'refunded')),
  occupancies jsonb NOT NULL,
  contact jsonb NOT NULL,
  arrival jsonb NOT NULL,
  remark text,
  stress boolean NOT NULL,
  order_out_id text,
  confirm_mode smallint,
  confirm_number text,
  -- A decision of the partner that came before its answer to the create call was seen.
  early_decision jsonb,
  decided_by text,
  reject_code integer,
  reject_reason text,
  end_reason text,
  failure_code integer,
  failure_text text,
  created_ms bigint NOT NULL,
  pay_deadline_ms bigint,
  paid_ms bigint,
  accept_deadline_ms bigint,
  accepted_ms bigint,
  ended_ms bigint,
  checked_in_ms bigint,
  no_show_ms bigint,
  checked_out_ms bigint,
  verified_on date,
  settled_ms bigint,
  notice_state text NOT NULL DEFAULT 'none' CHECK (notice_state IN ('none', 'sending', 'acknowledged', 'failed')),
  PRIMARY KEY (account_id, booking_id),
  FOREIGN KEY (account_id, order_id) REFERENCES voucher_orders
);
CREATE UNIQUE INDEX bookings_id ON bookings (booking_id);
CREATE INDEX bookings_user ON bookings (user_id, booking_id);
CREATE INDEX bookings_order ON bookings (account_id, order_id);

-- Which nights of which coupon a booking uses.
CREATE TABLE coupon_uses (
  account_id text NOT NULL,
  booking_id text NOT NULL,
  coupon_id text NOT NULL,
  nights integer NOT NULL CHECK (nights > 0),
  state text NOT NULL CHECK (state IN ('held', 'booked', 'released', 'verified', 'settled')),
  -- The share of the coupon's price these nights are worth; known once verified.
  amount bigint,
  verify_id text,
  PRIMARY KEY (account_id, booking_id, coupon_id),
  FOREIGN KEY (account_id, booking_id) REFERENCES bookings,
  FOREIGN KEY (account_id, coupon_id) REFERENCES coupons
);

-- Double entry: the entries of every posting add up to nothing, which the trigger below enforces at commit.
CREATE TABLE postings (
  account_id text NOT NULL,
  posting_id text NOT NULL,
  kind text NOT NULL,
  -- The order or booking it is about.
  subject text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account_id, posting_id)
);
CREATE INDEX postings_subject ON postings (account_id, subject);

CREATE TABLE entries (
  account_id text NOT NULL,
  posting_id text NOT NULL,
  ledger_account text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (account_id, posting_id, ledger_account),
  FOREIGN KEY (account_id, posting_id) REFERENCES postings
);
CREATE INDEX entries_account ON entries (ledger_account);

CREATE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE rest bigint;
BEGIN
  SELECT coalesce(sum(amount), 0) INTO rest FROM sandbox.entries
   WHERE account_id = NEW.account_id AND posting_id = NEW.posting_id;
  IF rest <> 0 THEN
    RAISE EXCEPTION 'posting % does not balance: % fen left over', NEW.posting_id, rest USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT OR UPDATE ON entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION posting_balances();

-- A line of the bill: what it is about. Its amounts are the entries of its posting.
CREATE TABLE bill_lines (
  account_id text NOT NULL,
  ledger_id text NOT NULL,
  bill_date date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('coupon', 'surcharge')),
  booking_id text NOT NULL,
  order_id text NOT NULL,
  coupon_id text,
  verify_id text NOT NULL,
  verify_number integer NOT NULL,
  posting_id text NOT NULL,
  settled_ms bigint NOT NULL,
  PRIMARY KEY (account_id, ledger_id),
  FOREIGN KEY (account_id, posting_id) REFERENCES postings,
  FOREIGN KEY (account_id, booking_id) REFERENCES bookings
);
CREATE INDEX bill_lines_day ON bill_lines (account_id, bill_date, ledger_id);
CREATE INDEX bill_lines_booking ON bill_lines (account_id, booking_id);
