-- The platform's catalogue: who may call, what hotels have on the platform, which vouchers are on sale, the platform's
-- own copy of the calendar, and the traffic with partners. Tables of a merchant lead with account_id.
-- Moments are Unix milliseconds of the platform's clock (bigint), because that clock can be stopped and moved.

CREATE TABLE accounts (
  account_id text PRIMARY KEY,
  name text NOT NULL,
  -- What happens to a saved voucher: approved or rejected after the delay, or left to the operator.
  audit_mode text NOT NULL DEFAULT 'approve' CHECK (audit_mode IN ('approve', 'reject', 'manual')),
  audit_message text NOT NULL DEFAULT '',
  audit_delay_ms bigint NOT NULL DEFAULT 60000 CHECK (audit_delay_ms >= 0),
  -- How long after its acceptance a stock or price push is written.
  ari_write_delay_ms bigint NOT NULL DEFAULT 500 CHECK (ari_write_delay_ms >= 0),
  created_ms bigint NOT NULL
);

CREATE TABLE applications (
  client_key text PRIMARY KEY,
  client_secret text NOT NULL,
  name text NOT NULL,
  -- One address for all events (documented); NULL = not subscribed.
  webhook_url text,
  created_ms bigint NOT NULL
);

CREATE TABLE application_scopes (
  client_key text NOT NULL REFERENCES applications ON DELETE CASCADE,
  scope text NOT NULL,
  PRIMARY KEY (client_key, scope)
);

-- Calls allowed per window where they differ from the contract's limit or the default.
CREATE TABLE application_limits (
  client_key text NOT NULL REFERENCES applications ON DELETE CASCADE,
  interface text NOT NULL,
  max_calls integer NOT NULL CHECK (max_calls > 0),
  per_seconds integer NOT NULL CHECK (per_seconds > 0),
  PRIMARY KEY (client_key, interface)
);

-- At most the two newest tokens of an application (documented); older rows are deleted when a new one is given.
CREATE TABLE tokens (
  client_key text NOT NULL REFERENCES applications ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  issued_ms bigint NOT NULL,
  expires_ms bigint NOT NULL,
  superseded_ms bigint,
  PRIMARY KEY (client_key, token)
);

-- The merchant lets the application act for it.
CREATE TABLE authorisations (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  client_key text NOT NULL REFERENCES applications ON DELETE CASCADE,
  granted_ms bigint NOT NULL,
  PRIMARY KEY (account_id, client_key)
);
CREATE INDEX authorisations_by_application ON authorisations (client_key);

CREATE TABLE users (
  user_id text PRIMARY KEY,
  nickname text NOT NULL,
  name text NOT NULL,
  phone text NOT NULL,
  created_ms bigint NOT NULL
);

CREATE TABLE hotels (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hotel_id text NOT NULL UNIQUE,
  name text NOT NULL,
  province text NOT NULL,
  city text NOT NULL,
  district text NOT NULL,
  address text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  category_id bigint NOT NULL,
  created_ms bigint NOT NULL,
  PRIMARY KEY (account_id, hotel_id)
);

CREATE TABLE room_types (
  account_id text NOT NULL,
  room_id text NOT NULL UNIQUE,
  hotel_id text NOT NULL,
  cn_name text NOT NULL,
  en_name text NOT NULL,
  -- Match state; 6 = usable.
  status integer NOT NULL DEFAULT 6,
  rooms integer NOT NULL CHECK (rooms > 0),
  max_occupancy integer NOT NULL CHECK (max_occupancy > 0),
  -- Area, floors, beds, window, smoking, internet, pictures, descriptions in wire form.
  details jsonb NOT NULL,
  created_ms bigint NOT NULL,
  PRIMARY KEY (account_id, room_id),
  FOREIGN KEY (account_id, hotel_id) REFERENCES hotels (account_id, hotel_id) ON DELETE CASCADE
);
CREATE INDEX room_types_by_hotel ON room_types (account_id, hotel_id);

-- Bookable goods (rate plans of room types).
CREATE TABLE goods (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL UNIQUE,
  out_rate_plan_id text NOT NULL,
  hotel_id text NOT NULL,
  room_id text NOT NULL,
  name text NOT NULL,
  shelf text NOT NULL CHECK (shelf IN ('on', 'off', 'deleted')),
  sales_type integer NOT NULL CHECK (sales_type IN (1, 2)),
  currency text NOT NULL,
  -- Hourly goods only: earliest_check_in, latest_check_out, usage_duration in wire form.
  hourly jsonb,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  PRIMARY KEY (account_id, rate_plan_id),
  FOREIGN KEY (account_id, room_id) REFERENCES room_types (account_id, room_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX goods_by_partner_id ON goods (account_id, out_rate_plan_id) WHERE shelf <> 'deleted';
CREATE INDEX goods_by_hotel ON goods (account_id, hotel_id);

CREATE TABLE vouchers (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  voucher_id text NOT NULL UNIQUE,
  out_id text NOT NULL,
  shelf text NOT NULL DEFAULT 'off' CHECK (shelf IN ('on', 'off', 'deleted')),
  latest_version integer NOT NULL,
  -- The version on sale. Stays while a newer one is audited (inferred).
  approved_version integer,
  created_ms bigint NOT NULL,
  updated_ms bigint NOT NULL,
  PRIMARY KEY (account_id, voucher_id)
);
CREATE UNIQUE INDEX vouchers_by_partner_id ON vouchers (account_id, out_id) WHERE shelf <> 'deleted';

-- Every save is a version with an audit of its own. What a guest bought keeps the version it was bought under.
CREATE TABLE voucher_versions (
  account_id text NOT NULL,
  voucher_id text NOT NULL,
  version integer NOT NULL,
  -- presale_info as it was read: members the contract does not know are left out.
  document jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('auditing', 'approved', 'rejected', 'superseded')),
  message text NOT NULL DEFAULT '',
  client_key text NOT NULL,
  logid text NOT NULL,
  submitted_ms bigint NOT NULL,
  decided_ms bigint,
  PRIMARY KEY (account_id, voucher_id, version),
  FOREIGN KEY (account_id, voucher_id) REFERENCES vouchers (account_id, voucher_id) ON DELETE CASCADE
);
CREATE INDEX voucher_versions_in_audit ON voucher_versions (submitted_ms) WHERE state = 'auditing';

-- The platform's copy of stock, room status and price. NULL = never told or cleared.
CREATE TABLE nights (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL,
  night date NOT NULL,
  available boolean,
  inventory integer CHECK (inventory >= 0),
  original_amount bigint CHECK (original_amount > 0),
  retail_amount bigint CHECK (retail_amount >= 0),
  updated_ms bigint NOT NULL,
  PRIMARY KEY (account_id, rate_plan_id, night),
  FOREIGN KEY (account_id, rate_plan_id) REFERENCES goods (account_id, rate_plan_id) ON DELETE CASCADE
) WITH (fillfactor = 70);

-- Pushes that were accepted and are written a little later.
CREATE TABLE calendar_writes (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  write_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('stock', 'price')),
  client_key text NOT NULL,
  logid text NOT NULL,
  -- Nights per rate plan, as the accepted groups say.
  changes jsonb NOT NULL,
  -- A fault was drawn for it: the writing will fail.
  spoilt boolean NOT NULL DEFAULT false,
  accepted_ms bigint NOT NULL,
  written_ms bigint,
  PRIMARY KEY (account_id, write_id)
);
CREATE INDEX calendar_writes_pending ON calendar_writes (account_id, write_id) WHERE written_ms IS NULL;

CREATE TABLE fault_rules (
  rule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  interface text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  fault jsonb NOT NULL,
  -- Either a probability for each exchange or a number of exchanges left.
  probability double precision CHECK (probability BETWEEN 0 AND 1),
  next_left integer CHECK (next_left >= 0),
  seen bigint NOT NULL DEFAULT 0,
  spoilt bigint NOT NULL DEFAULT 0,
  CHECK (num_nonnulls(probability, next_left) = 1)
);

CREATE TABLE webhook_messages (
  account_id text NOT NULL,
  client_key text NOT NULL REFERENCES applications ON DELETE CASCADE,
  message_id text NOT NULL,
  event text NOT NULL,
  -- The very bytes of every attempt.
  body bytea NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  created_ms bigint NOT NULL,
  ended_ms bigint,
  PRIMARY KEY (account_id, client_key, message_id)
);

CREATE TABLE webhook_attempts (
  account_id text NOT NULL,
  client_key text NOT NULL,
  message_id text NOT NULL,
  attempt_id bigint GENERATED ALWAYS AS IDENTITY,
  attempt integer NOT NULL,
  at_ms bigint NOT NULL,
  url text NOT NULL,
  -- NULL when there was no answer.
  status integer,
  outcome text NOT NULL,
  fault text,
  duration_ms integer NOT NULL,
  PRIMARY KEY (account_id, client_key, message_id, attempt_id),
  FOREIGN KEY (account_id, client_key, message_id)
    REFERENCES webhook_messages (account_id, client_key, message_id) ON DELETE CASCADE
);

-- Every call of a partner. account_id is '' when the call named none.
CREATE TABLE openapi_exchanges (
  account_id text NOT NULL,
  exchange_id bigint GENERATED ALWAYS AS IDENTITY,
  client_key text NOT NULL,
  interface text NOT NULL,
  logid text NOT NULL,
  at_ms bigint NOT NULL,
  target text NOT NULL,
  -- NULL for the credential call: its body holds the secret.
  request bytea,
  code integer NOT NULL,
  -- What the caller was meant to get; `fault` tells when it did not.
  response bytea NOT NULL,
  fault text,
  duration_us integer NOT NULL,
  PRIMARY KEY (account_id, exchange_id)
);
CREATE INDEX openapi_exchanges_by_logid ON openapi_exchanges (logid);
CREATE INDEX openapi_exchanges_by_time ON openapi_exchanges (at_ms);
