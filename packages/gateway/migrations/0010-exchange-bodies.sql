-- Bodies of exchanges are kept in bundles: what one batch of one account brought, compressed and sealed as one value. A
-- bundle of a hundred checks is a fourth of its bodies (they resemble each other), and one seal and one value instead of
-- two hundred take less of the gateway and of the database. Rows keep what is looked for. Bodies recorded before this are
-- not carried over: they can not be bundled without the data key.
CREATE TABLE gateway.exchange_bodies (
  account_id text NOT NULL,              -- as in exchanges: '' while unknown
  bodies_id bigint GENERATED ALWAYS AS IDENTITY,
  sealed bytea NOT NULL,                 -- exchanges/bodies.ts
  PRIMARY KEY (account_id, bodies_id)
);
-- Compressed and encrypted already.
ALTER TABLE gateway.exchange_bodies ALTER COLUMN sealed SET STORAGE EXTERNAL;

ALTER TABLE gateway.exchanges
  DROP COLUMN request,
  DROP COLUMN reply,
  ADD COLUMN bodies_id bigint,           -- null: recorded before bodies were bundled
  ADD COLUMN place int;                  -- of its bodies within the bundle, from 0
