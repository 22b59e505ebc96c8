-- When the partner read what a pull was answered, by its own word, and when that was written here, by the platform's clock: an
-- answer that was overtaken by a newer one is old news.
ALTER TABLE sandbox.nights ADD COLUMN snapshot_ms bigint, ADD COLUMN pulled_ms bigint;
