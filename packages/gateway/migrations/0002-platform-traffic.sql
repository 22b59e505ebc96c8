-- What leaves and what was seen: outbox, attempts, exchanges, tokens, webhooks, bills.

-- Messages to the platform, in order per subject. The body is fixed when it is written, in the transaction of the
-- decision it tells, so a decision can never be sent twice as another one.
CREATE TABLE gateway.outbox (
  account_id text NOT NULL,
  message_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,                    -- contract interface name: order-confirm, stay-status
  subject_id text NOT NULL,              -- order_id: what the order of messages is kept for
  once text NOT NULL,                    -- same kind, subject and once = same message (e.g. the status)
  body jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  attempts int NOT NULL DEFAULT 0,       -- in all
  round_attempts int NOT NULL DEFAULT 0, -- since it was last given a fresh start (resent by a person)
  round_since timestamptz,               -- when that was; null: created_at
  next_at timestamptz NOT NULL,
  deadline timestamptz,                  -- after it the message is of no use
  claimed_until timestamptz,             -- a sender is at it; free again when its time is over
  last_error text,
  next_step text,                        -- error registry code when failed: what a person can do
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  stress boolean NOT NULL DEFAULT false,
  PRIMARY KEY (account_id, message_id),
  UNIQUE (account_id, subject_id, kind, once) -- by subject first: it also finds the few messages of one subject
) WITH (fillfactor = 70);
CREATE INDEX outbox_due ON gateway.outbox (next_at) WHERE state = 'waiting';

-- Every exchange in either direction: raw bytes (encrypted with the data key), verdict, latency. Each attempt is a row.
CREATE TABLE gateway.exchanges (
  account_id text NOT NULL,              -- '' while unknown (bad signature)
  exchange_id bigint GENERATED ALWAYS AS IDENTITY,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  interface text NOT NULL,
  logid text,
  order_id text,
  message_id bigint,                     -- outbox message it was an attempt of
  attempt int,
  target text NOT NULL,                  -- path with query
  request bytea,
  reply bytea,
  http_status int,
  code int,                              -- business or gateway code
  latency_us int NOT NULL,
  error text,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, exchange_id)
);
CREATE INDEX exchanges_logid ON gateway.exchanges (logid);
CREATE INDEX exchanges_order ON gateway.exchanges (account_id, order_id, exchange_id);
CREATE INDEX exchanges_at ON gateway.exchanges (account_id, at);

-- One shared token per application: whoever holds the row lock fetches, everybody else reads.
CREATE TABLE gateway.tokens (
  client_key text PRIMARY KEY REFERENCES gateway.applications,
  token bytea,                           -- encrypted with the data key
  fetched_at timestamptz,
  expires_at timestamptz
);

-- The platform's rate limits, shared by all processes: the latest calls (or items) of the window, and a pause the
-- platform asked for. One row per limit that is counted.
CREATE TABLE gateway.call_limits (
  client_key text NOT NULL,
  interface text NOT NULL,
  merchant text NOT NULL,                -- '' when counted for the whole application
  recent bigint[] NOT NULL DEFAULT '{}', -- Unix ms, oldest first, never more than the limit
  blocked_until timestamptz,             -- the platform said "too frequent"
  strikes int NOT NULL DEFAULT 0,        -- how often in a row it said so
  PRIMARY KEY (client_key, interface, merchant)
) WITH (fillfactor = 50);

-- What the platform has yet to be told about goods, vouchers and their shelf. As with nights, a row carries no values:
-- the sender reads the truth when it sends. A change takes a new seq, so a sender of the older truth can not clear it.
CREATE SEQUENCE gateway.publication_seq;
CREATE TABLE gateway.publications (
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('goods', 'voucher', 'shelf')),
  subject_id text NOT NULL,              -- goods: rate plan; voucher, shelf: voucher
  seq bigint NOT NULL DEFAULT nextval('gateway.publication_seq'),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  last_error text,
  next_step text,                        -- error registry code: what a person can do
  since timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, subject_id)
);
CREATE INDEX publications_due ON gateway.publications (next_at) WHERE state = 'waiting';

-- Webhooks as they came, de-duplicated by Msg-Id and by their bytes; worked through after the answer.
CREATE TABLE gateway.webhooks (
  client_key text NOT NULL,
  message_id text NOT NULL,              -- Msg-Id
  event text NOT NULL,
  body bytea NOT NULL,                   -- encrypted with the data key
  body_hash bytea,                       -- SHA-256; null when the body names no log_id, so that equal notices may come again
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  last_error text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (client_key, message_id)
);
CREATE UNIQUE INDEX webhooks_body ON gateway.webhooks (client_key, body_hash);
CREATE INDEX webhooks_due ON gateway.webhooks (next_at) WHERE state = 'waiting';

-- What the platform last acknowledged per night: the base of the drift check and of "did my change arrive".
CREATE TABLE gateway.ari_acknowledged (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL,
  night date NOT NULL,
  price int,                             -- fen; null: never told, -1: told as cleared
  rack_price int,
  inventory int,
  available boolean,
  price_at timestamptz,
  stock_at timestamptz,
  PRIMARY KEY (account_id, rate_plan_id, night)
) WITH (fillfactor = 50);

-- Nights whose push the platform refused: not repeated blindly, shown to a person, cleared by the next success.
CREATE TABLE gateway.ari_refusals (
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock', 'price')),
  rate_plan_id text NOT NULL,
  night date NOT NULL,
  code int,
  message text NOT NULL,
  logid text,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, rate_plan_id, night)
);

-- Pushes of a hotel that have to wait after a failure of the whole call; the nights stay dirty meanwhile.
CREATE TABLE gateway.ari_pauses (
  account_id text NOT NULL,
  hotel_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock', 'price')),
  until timestamptz NOT NULL,
  strikes int NOT NULL,
  code int,
  message text NOT NULL,
  next_step text NOT NULL,               -- error registry code: what a person can do
  logid text,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, hotel_id, kind)
);

-- Bill lines as fetched, keyed by the platform's line id.
CREATE TABLE gateway.bill_lines (
  account_id text NOT NULL,
  ledger_id text NOT NULL,
  bill_date date NOT NULL,               -- day of verification
  order_id text NOT NULL,                -- booking (shop_order_id); '' when the line names none
  certificate_id text,
  settle_type bigint,
  fund_amount bigint,                    -- fen, without sign; null: the line names none
  amounts jsonb NOT NULL,                -- breakdown, fen by name
  line jsonb NOT NULL,                   -- as it came
  fetched_at timestamptz NOT NULL,
  gone_at timestamptz,                   -- a later fetch of the day did not have it any more
  PRIMARY KEY (account_id, ledger_id)
);
CREATE INDEX bill_lines_order ON gateway.bill_lines (account_id, order_id);
CREATE INDEX bill_lines_date ON gateway.bill_lines (account_id, bill_date);

-- Days of the bill and how their last fetch went.
CREATE TABLE gateway.bill_days (
  account_id text NOT NULL,
  bill_date date NOT NULL,
  lines int NOT NULL DEFAULT 0,
  fetched_at timestamptz,                -- last complete fetch
  to_match text[] NOT NULL DEFAULT '{}', -- orders whose match has yet to be looked at again
  attempts int NOT NULL DEFAULT 0,       -- failed ones since
  next_at timestamptz,                   -- when to try again after a failure
  last_error text,
  next_step text,
  PRIMARY KEY (account_id, bill_date)
);

-- Outcome of matching a booking with all its bill lines. order_id '' gathers the lines that name no order.
CREATE TABLE gateway.bill_matches (
  account_id text NOT NULL,
  order_id text NOT NULL,
  bill_date date NOT NULL,               -- latest day with a line of it, or the day a line was due
  state text NOT NULL CHECK (state IN ('matched', 'difference', 'missing_bill', 'unknown_booking', 'unknown_type')),
  reasons text[] NOT NULL DEFAULT '{}',  -- codes, see bills/match.ts
  billed bigint NOT NULL,                -- fen, sum of fund_amount with the sign of settle_type; unknown types left out
  income bigint,                         -- fen, settled income by the platform's query; null: not available
  gross_billed bigint,                   -- fen, sum of what guests paid by the lines; null: lines do not tell
  gross_own bigint,                      -- fen, what guests paid by our own books; null: unknown booking
  line_count int NOT NULL,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, order_id)
);
CREATE INDEX bill_matches_date ON gateway.bill_matches (account_id, bill_date);

-- Every reading of personal data in the clear: by which key, whose, when.
CREATE TABLE gateway.personal_reads (
  account_id text NOT NULL,
  read_id bigint GENERATED ALWAYS AS IDENTITY,
  key_id text NOT NULL,                  -- key of the hotel API it was read with
  subject text NOT NULL CHECK (subject IN ('booking', 'voucher_order', 'exchange')),
  subject_id text NOT NULL,
  request_id text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, read_id)
);
CREATE INDEX personal_reads_subject ON gateway.personal_reads (account_id, subject, subject_id);
