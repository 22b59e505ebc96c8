-- What partners publish themselves of hotels and room types. Every save is a version with an audit of its own, as with
-- vouchers; the static structure is large and only ever read as a whole, so it is kept as the contract's own JSON.
CREATE TABLE static_versions (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('hotel', 'room')),
  -- hotel: the partner's id of it; room: the platform's id.
  subject text NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('auditing', 'approved', 'rejected', 'superseded')),
  message text NOT NULL DEFAULT '',
  client_key text NOT NULL,
  logid text NOT NULL,
  submitted_ms bigint NOT NULL,
  decided_ms bigint,
  PRIMARY KEY (account_id, kind, subject, version)
);
CREATE INDEX static_versions_in_audit ON static_versions (submitted_ms) WHERE state = 'auditing';

-- Room types that partners made carry the partner's id; the platform's own have none until a partner binds one.
ALTER TABLE room_types
  ADD COLUMN out_room_id text,
  -- A version was approved once: it stays usable while a newer one is audited (inferred, as with vouchers).
  ADD COLUMN approved boolean NOT NULL DEFAULT true,
  ADD COLUMN active boolean NOT NULL DEFAULT true,
  -- Deleted ones disappear from every interface, their rows stay: sold vouchers may name goods of them.
  ADD COLUMN deleted boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX room_types_by_partner_id ON room_types (account_id, hotel_id, out_room_id) WHERE NOT deleted;
