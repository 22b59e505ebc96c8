-- How a voucher's orders reach the hotel: by the partner's interfaces, or by hand in the merchant's back office (非直连).
ALTER TABLE sandbox.terms ADD COLUMN docking text CHECK (docking IN ('direct', 'manual'));

-- Marketing: what guests pay less for a while, or where a voucher is shown, and who bears it. Set up by the operator
-- (subsidies) or the merchant (flash sales, boosted listings).
CREATE TABLE sandbox.promotions (
  account_id text NOT NULL,
  promotion_id text NOT NULL,
  voucher_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('flash-sale', 'boost', 'subsidy')),
  name text NOT NULL,
  state text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'ended')),
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL CHECK (to_ms > from_ms),
  -- Off the price of one voucher, fen. A flash sale names its price instead.
  discount bigint NOT NULL DEFAULT 0 CHECK (discount >= 0),
  flash_price bigint CHECK (flash_price > 0),
  -- Vouchers of their own; null = as many as the voucher has.
  stock integer CHECK (stock >= 0),
  per_person integer CHECK (per_person > 0),
  sold integer NOT NULL DEFAULT 0 CHECK (sold >= 0),
  -- Fee on top of the service fee, for the boosted place.
  fee_bp integer NOT NULL DEFAULT 0 CHECK (fee_bp BETWEEN 0 AND 10000),
  created_ms bigint NOT NULL,
  PRIMARY KEY (account_id, promotion_id),
  FOREIGN KEY (account_id, voucher_id) REFERENCES sandbox.vouchers (account_id, voucher_id) ON DELETE CASCADE,
  CONSTRAINT sold_within_promotion CHECK (stock IS NULL OR sold <= stock),
  CHECK ((kind = 'flash-sale') = (flash_price IS NOT NULL))
);
CREATE UNIQUE INDEX promotions_id ON sandbox.promotions (promotion_id);
CREATE INDEX promotions_voucher ON sandbox.promotions (account_id, voucher_id) WHERE state = 'on';

-- Which promotion an order was bought under, as it was then: kind, id, discount and who bears it.
ALTER TABLE sandbox.voucher_orders ADD COLUMN promotion_id text, ADD COLUMN promotion jsonb;
CREATE INDEX voucher_orders_promotion ON sandbox.voucher_orders (account_id, promotion_id, user_id)
  WHERE promotion_id IS NOT NULL;

-- What the platform adds to a coupon's price, and what the merchant gave up of it.
ALTER TABLE sandbox.coupons
  ADD COLUMN platform_part bigint NOT NULL DEFAULT 0 CHECK (platform_part >= 0),
  ADD COLUMN merchant_part bigint NOT NULL DEFAULT 0 CHECK (merchant_part >= 0);
ALTER TABLE sandbox.coupon_uses
  ADD COLUMN platform_part bigint NOT NULL DEFAULT 0,
  ADD COLUMN merchant_part bigint NOT NULL DEFAULT 0;
ALTER TABLE sandbox.bill_lines ADD COLUMN merchant_part bigint NOT NULL DEFAULT 0;
