-- What the hotel wants stands apart from whether the plan can be sold: `active` is both, and everything that sells or
-- tells asks it alone.
ALTER TABLE gateway.rate_plans ADD COLUMN wanted_active boolean NOT NULL DEFAULT true;
UPDATE gateway.rate_plans SET wanted_active = active;

-- Rate plans that are switched off because the platform does not match them any more: theirs, or their room type's match
-- is broken. A row until the match is confirmed again.
CREATE TABLE gateway.broken_matches (
  account_id text NOT NULL,
  rate_plan_id text NOT NULL,
  level text NOT NULL CHECK (level IN ('rate_plan', 'room_type')),
  side text NOT NULL CHECK (side IN ('hotel_system', 'back_office')),
  code int,
  reason text NOT NULL,                  -- the platform's words
  logid text,
  since timestamptz NOT NULL,
  PRIMARY KEY (account_id, rate_plan_id),
  FOREIGN KEY (account_id, rate_plan_id) REFERENCES gateway.rate_plans
);
