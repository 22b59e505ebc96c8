-- Accounts of the platform's test shops: products made for them carry a header of their own (documented).
ALTER TABLE gateway.accounts ADD COLUMN test_shop boolean NOT NULL DEFAULT false;
