-- Hourly rooms (钟点房): when the stay begins and ends and for how long, in wire form; null for full-day rooms.
ALTER TABLE bookings ADD COLUMN hours jsonb;

-- Merchants outside the mainland: their currency; null on the mainland. Their prices are after tax, each with its amount
-- before tax beside it.
ALTER TABLE accounts ADD COLUMN currency text CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE nights ADD COLUMN amount_before_tax bigint CHECK (amount_before_tax > 0);
ALTER TABLE bookings ADD COLUMN currency text NOT NULL DEFAULT 'CNY';
