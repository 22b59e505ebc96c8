-- How the platform's copy of an account's calendar is kept true: values are pushed, or changes are noticed and pulled.
ALTER TABLE gateway.accounts ADD COLUMN ari_by text NOT NULL DEFAULT 'push' CHECK (ari_by IN ('push', 'notice'));

-- Only for accounts of change notices: when the platform was last told that the night changed, and how often in a row
-- without a pull. Written before the notice leaves.
ALTER TABLE gateway.ari_dirty
  ADD COLUMN noticed_at timestamptz,
  ADD COLUMN notices smallint NOT NULL DEFAULT 0;
-- Notices of an account rest as pushes of a hotel do; their hotel is ''.
ALTER TABLE gateway.ari_pauses
  DROP CONSTRAINT ari_pauses_kind_check,
  ADD CONSTRAINT ari_pauses_kind_check CHECK (kind IN ('stock', 'price', 'notice'));

-- What a pull was answered, beside what pushes had acknowledged.
ALTER TABLE gateway.ari_acknowledged
  ADD COLUMN pulled_price int,           -- fen; -1: answered as cleared
  ADD COLUMN pulled_rack_price int,
  ADD COLUMN pulled_inventory int,
  ADD COLUMN pulled_available boolean,
  ADD COLUMN pulled_at timestamptz,      -- when the answer had left
  ADD COLUMN pulled_price_seq bigint,    -- the marks it answered, and the rooms sold when it was read
  ADD COLUMN pulled_stock_seq bigint,
  ADD COLUMN pulled_sold int;

-- The last word the platform was given of each night, whichever way it went.
CREATE VIEW gateway.ari_last_words AS
SELECT account_id, rate_plan_id, night,
       CASE WHEN price_pulled THEN pulled_price ELSE price END AS price,
       CASE WHEN price_pulled THEN pulled_rack_price ELSE rack_price END AS rack_price,
       CASE WHEN price_pulled THEN 'pull' WHEN price_at IS NOT NULL THEN 'push' END AS price_by,
       CASE WHEN stock_pulled THEN pulled_inventory ELSE inventory END AS inventory,
       CASE WHEN stock_pulled THEN pulled_available ELSE available END AS available,
       CASE WHEN stock_pulled THEN 'pull' WHEN stock_at IS NOT NULL THEN 'push' END AS stock_by
FROM (SELECT *, coalesce(pulled_at > coalesce(price_at, '-infinity'), false) AS price_pulled,
             coalesce(pulled_at > coalesce(stock_at, '-infinity'), false) AS stock_pulled
      FROM gateway.ari_acknowledged) a;
