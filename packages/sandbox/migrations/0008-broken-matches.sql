-- Matches that the operator broke: of a hotel, of a room type, or of one bookable good. A row until it is mended.
CREATE TABLE sandbox.broken_matches (
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('hotel', 'room', 'good')),
  subject text NOT NULL,                 -- the platform's id
  state text NOT NULL CHECK (state IN ('unbound', 'off-shelf', 'abnormal')),
  since_ms bigint NOT NULL,
  PRIMARY KEY (account_id, kind, subject)
);
