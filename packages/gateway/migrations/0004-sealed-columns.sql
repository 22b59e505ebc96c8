-- Sealed columns can not be compressed: do not try, it costs 10 to 20 us a row (measured, bodies of 2 to 3 KB against 20 us
-- for the whole insert). Orders and exchanges are written once and rarely changed, so an ordinary body stays in its row.
ALTER TABLE gateway.bookings ALTER COLUMN guest SET STORAGE EXTERNAL, ALTER COLUMN request SET STORAGE EXTERNAL,
  SET (toast_tuple_target = 4080);
ALTER TABLE gateway.exchanges ALTER COLUMN request SET STORAGE EXTERNAL, ALTER COLUMN reply SET STORAGE EXTERNAL,
  SET (toast_tuple_target = 4080);
ALTER TABLE gateway.voucher_orders ALTER COLUMN guest SET STORAGE EXTERNAL, ALTER COLUMN request SET STORAGE EXTERNAL;
