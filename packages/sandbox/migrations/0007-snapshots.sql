-- When the partner read what a pull was answered, by its own word: an answer that is overtaken by a newer one is old news.
ALTER TABLE sandbox.nights ADD COLUMN snapshot_ms bigint;
