-- How far bookings were examined for answers that the platform may never have got (bookings/unheard.ts). One row.
CREATE TABLE gateway.unheard_mark (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  examined_until timestamptz NOT NULL
);
-- Bookings are written in the order of their creation: a few pages of index find those of the last minutes.
CREATE INDEX bookings_created ON gateway.bookings USING brin (created_at) WITH (pages_per_range = 16);
