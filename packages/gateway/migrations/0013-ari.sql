-- What an application may really call, as the platform's console shows it (应用 > 开发配置 > 接口限流), in place of the
-- contract's limit or the default.
CREATE TABLE gateway.interface_limits (
  client_key text NOT NULL REFERENCES gateway.applications ON DELETE CASCADE,
  interface text NOT NULL,
  max_calls int NOT NULL CHECK (max_calls BETWEEN 1 AND 10000),
  per_ms int NOT NULL CHECK (per_ms BETWEEN 100 AND 3600000),
  per text NOT NULL CHECK (per IN ('application', 'merchant')),
  PRIMARY KEY (client_key, interface)
);

-- The last complete comparison of an account's calendar with what the platform last acknowledged.
CREATE TABLE gateway.drift_checks (
  account_id text PRIMARY KEY REFERENCES gateway.accounts,
  checked_at timestamptz NOT NULL,
  compared int NOT NULL,                 -- nights of rate plans
  different int NOT NULL,
  repaired int NOT NULL                  -- nights marked to be told again
);

-- The last full synchronisation of an account: what it marked has `since` at or before its begin.
CREATE TABLE gateway.ari_syncs (
  account_id text PRIMARY KEY REFERENCES gateway.accounts,
  started_at timestamptz NOT NULL,
  marks int NOT NULL
);

-- When the platform last pulled. Silence means that the link is down: it pulls every few minutes.
CREATE TABLE gateway.ari_pulls (
  account_id text PRIMARY KEY REFERENCES gateway.accounts,
  at timestamptz NOT NULL
);

-- Sales stopped in one call, with the nights it closed: its undo opens these and no others.
CREATE TABLE gateway.stop_sells (
  account_id text NOT NULL REFERENCES gateway.accounts,
  stop_id bigint GENERATED ALWAYS AS IDENTITY,
  level text NOT NULL CHECK (level IN ('account', 'hotel', 'room_type')),
  subject_id text NOT NULL,              -- '' for the account
  reason text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (account_id, stop_id)
);
CREATE UNIQUE INDEX stop_sells_running ON gateway.stop_sells (account_id, level, subject_id) WHERE ended_at IS NULL;
CREATE TABLE gateway.stop_sell_nights (
  account_id text NOT NULL,
  stop_id bigint NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  PRIMARY KEY (account_id, stop_id, room_type_id, night),
  FOREIGN KEY (account_id, stop_id) REFERENCES gateway.stop_sells
);
CREATE INDEX stop_sell_nights_night ON gateway.stop_sell_nights (account_id, room_type_id, night);
