-- Counts the changes of a hotel's calendar, so that a late or doubled change can be told from a present one. Bookings do not
-- count: they take rooms, they do not change what is offered.
CREATE TABLE gateway.calendar_versions (
  account_id text NOT NULL REFERENCES gateway.accounts,
  hotel_id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (account_id, hotel_id)
);
