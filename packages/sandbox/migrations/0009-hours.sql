-- Hourly rooms (钟点房): when the stay begins and ends and for how long, in wire form; null for full-day rooms.
ALTER TABLE bookings ADD COLUMN hours jsonb;
