-- Hotels as partners sent them, by their own id; hotel_id once the platform has matched or created one.
CREATE TABLE hotel_submissions (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  out_hotel_id text NOT NULL,
  hotel_id text,
  -- Match state.
  status integer NOT NULL,
  message text NOT NULL DEFAULT '',
  updated_ms bigint NOT NULL,
  PRIMARY KEY (account_id, out_hotel_id)
);
CREATE UNIQUE INDEX hotel_submissions_by_hotel ON hotel_submissions (account_id, hotel_id);

-- The static information of the last approved version, in wire form.
ALTER TABLE hotels ADD COLUMN details jsonb;
