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
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  deadline timestamptz,                  -- after it the message is of no use
  claimed_until timestamptz,             -- a sender is at it; free again when its time is over
  last_error text,
  next_step text,                        -- error registry code when failed: what a person can do
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  stress boolean NOT NULL DEFAULT false,
  PRIMARY KEY (account_id, message_id),
  UNIQUE (account_id, kind, subject_id, once)
) WITH (fillfactor = 70);
CREATE INDEX outbox_due ON gateway.outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_subject ON gateway.outbox (account_id, subject_id, message_id) WHERE state = 'waiting';

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

-- Webhooks as they came, de-duplicated by Msg-Id; worked through after the answer.
CREATE TABLE gateway.webhooks (
  client_key text NOT NULL,
  message_id text NOT NULL,              -- Msg-Id
  event text NOT NULL,
  body bytea NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  last_error text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (client_key, message_id)
);
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

-- Subjects whose push the platform refused: not repeated blindly, shown to a person.
CREATE TABLE gateway.ari_refusals (
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock', 'price')),
  rate_plan_id text NOT NULL,
  nights daterange NOT NULL,
  code int,
  message text NOT NULL,
  logid text,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, rate_plan_id, nights)
);

-- Bill lines as fetched, keyed by the platform's line id.
CREATE TABLE gateway.bill_lines (
  account_id text NOT NULL,
  ledger_id text NOT NULL,
  bill_date date NOT NULL,               -- day of verification
  order_id text,                         -- booking (shop_order_id)
  certificate_id text,
  settle_type bigint,
  fund_amount bigint NOT NULL,           -- fen, without sign
  amounts jsonb NOT NULL,                -- breakdown, fen by name
  line jsonb NOT NULL,                   -- as it came
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, ledger_id)
);
CREATE INDEX bill_lines_order ON gateway.bill_lines (account_id, order_id);
CREATE INDEX bill_lines_date ON gateway.bill_lines (account_id, bill_date);

-- Outcome of matching a booking with its bill lines.
CREATE TABLE gateway.bill_matches (
  account_id text NOT NULL,
  order_id text NOT NULL,
  bill_date date NOT NULL,
  expected bigint,                       -- fen the merchant should receive; null: unknown booking
  billed bigint NOT NULL,                -- fen, sum with the sign of settle_type
  state text NOT NULL CHECK (state IN ('matched', 'difference', 'missing_bill', 'unknown_booking', 'unknown_type')),
  note text,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, order_id, bill_date)
);
