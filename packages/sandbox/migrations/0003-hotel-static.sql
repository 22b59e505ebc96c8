-- The number is reserved for the static data of hotels.
SELECT 1;
