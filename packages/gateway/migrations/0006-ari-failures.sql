-- Pushes the platform accepted and could not write afterwards (asynchronous failures): how often in a row, per night, so
-- that a night which fails again and again ends before a person instead of going round for ever.
ALTER TABLE gateway.ari_acknowledged
  ADD COLUMN stock_failures int NOT NULL DEFAULT 0,
  ADD COLUMN price_failures int NOT NULL DEFAULT 0,
  ADD COLUMN failed_at timestamptz;
