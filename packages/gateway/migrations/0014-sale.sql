-- Hourly rooms (钟点房): a rate plan is full-day (1) or hourly (2) for good. Hours as the wire has them.
ALTER TABLE gateway.rate_plans
  ADD COLUMN sales_type smallint NOT NULL DEFAULT 1 CHECK (sales_type IN (1, 2)),
  ADD COLUMN hourly jsonb,
  ADD CONSTRAINT hourly_has_hours CHECK ((sales_type = 2) = (hourly IS NOT NULL));

-- Vouchers the merchant made by hand in the platform's back office: known here by what orders need of them; they have no
-- document, because nothing of them is ever sent.
ALTER TABLE gateway.vouchers
  ADD COLUMN made_by text NOT NULL DEFAULT 'hotel' CHECK (made_by IN ('hotel', 'merchant')),
  ALTER COLUMN document DROP NOT NULL,
  ADD CONSTRAINT document_when_ours CHECK ((made_by = 'hotel') = (document IS NOT NULL));
-- Orders of vouchers nobody entered here yet.
CREATE INDEX voucher_orders_unknown ON gateway.voucher_orders (account_id, platform_voucher_id) WHERE voucher_id IS NULL;

-- Marketing the platform names with an order; its kinds are not published, so they are kept as they came.
ALTER TABLE gateway.voucher_orders
  ADD COLUMN promotion_id text,
  ADD COLUMN promotion_type text,
  ADD COLUMN promotion_discount bigint;
