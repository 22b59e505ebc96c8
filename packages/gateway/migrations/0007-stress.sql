-- Load-test traffic lives in a shadow of the account it names: the same tables, the same functions, another account id.
-- Everything of the trade begins with account_id, so nothing of the real account can be read or taken by it.
ALTER TABLE gateway.accounts ADD COLUMN stress_of text REFERENCES gateway.accounts; -- the account this is the shadow of
ALTER TABLE gateway.accounts ADD CONSTRAINT stress_accounts CHECK (
  CASE WHEN stress_of IS NULL THEN NOT starts_with(account_id, 'stress:') ELSE account_id = 'stress:' || stress_of END);

-- A platform id in load-test traffic and the same id in real traffic are two different orders.
DROP INDEX gateway.bookings_order;
CREATE UNIQUE INDEX bookings_order ON gateway.bookings (order_id, starts_with(account_id, 'stress:'));
DROP INDEX gateway.voucher_orders_order;
CREATE UNIQUE INDEX voucher_orders_order ON gateway.voucher_orders (order_id, starts_with(account_id, 'stress:'));

-- Makes or refreshes the shadow of an account, without anything to sell.
CREATE FUNCTION gateway.stress_account(p_account text, p_now timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO gateway.accounts (account_id, client_key, name, created_at, stress_of)
  SELECT 'stress:' || account_id, client_key, name, p_now, account_id FROM gateway.accounts WHERE account_id = p_account
  ON CONFLICT DO NOTHING;
  UPDATE gateway.accounts s SET client_key = r.client_key FROM gateway.accounts r
   WHERE s.account_id = 'stress:' || p_account AND r.account_id = p_account AND s.client_key <> r.client_key;
$$;

-- Makes or refreshes what a rate plan needs in the shadow. Prices, room status and acceptance follow the real ones;
-- the counter of a room-night is copied once, with at least p_rooms rooms left, and counts on by itself. What is there
-- already is only touched where it differs: ON CONFLICT DO UPDATE would lock every row, in the middle of the test.
CREATE FUNCTION gateway.stress_plan(p_account text, p_plan text, p_rooms int, p_from date, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  shadow text := 'stress:' || p_account;
  room_type text;
  hotel text;
BEGIN
  SELECT p.room_type_id, t.hotel_id INTO STRICT room_type, hotel
    FROM gateway.rate_plans p JOIN gateway.room_types t USING (account_id, room_type_id)
   WHERE p.account_id = p_account AND p.rate_plan_id = p_plan;
  -- One at a time: two processes that meet a new rate plan at once would else wait for each other's rows.
  PERFORM pg_advisory_xact_lock(hashtextextended(shadow, 0));
  PERFORM gateway.stress_account(p_account, p_now);
  INSERT INTO gateway.hotels (account_id, hotel_id, name, created_at)
  SELECT shadow, hotel_id, name, p_now FROM gateway.hotels WHERE account_id = p_account AND hotel_id = hotel
  ON CONFLICT DO NOTHING;
  INSERT INTO gateway.room_types (account_id, room_type_id, hotel_id, name, max_guests, created_at)
  SELECT shadow, room_type_id, hotel_id, name, max_guests, p_now
    FROM gateway.room_types WHERE account_id = p_account AND room_type_id = room_type
  ON CONFLICT DO NOTHING;
  UPDATE gateway.room_types s SET max_guests = r.max_guests FROM gateway.room_types r
   WHERE s.account_id = shadow AND s.room_type_id = room_type AND r.account_id = p_account
     AND r.room_type_id = room_type AND s.max_guests <> r.max_guests;
  -- No platform ids: the platform's calls find the real goods, and nothing of the shadow can be published or pushed.
  INSERT INTO gateway.rate_plans (account_id, rate_plan_id, room_type_id, name, active, created_at)
  SELECT shadow, rate_plan_id, room_type_id, name, active, p_now
    FROM gateway.rate_plans WHERE account_id = p_account AND rate_plan_id = p_plan
  ON CONFLICT DO NOTHING;
  UPDATE gateway.rate_plans s SET active = r.active FROM gateway.rate_plans r
   WHERE s.account_id = shadow AND s.rate_plan_id = p_plan AND r.account_id = p_account AND r.rate_plan_id = p_plan
     AND s.active <> r.active;
  DELETE FROM gateway.acceptance_rules s
   WHERE s.account_id = shadow AND NOT EXISTS (
     SELECT 1 FROM gateway.acceptance_rules r
      WHERE r.account_id = p_account AND r.level = s.level AND r.subject_id = s.subject_id);
  INSERT INTO gateway.acceptance_rules (account_id, level, subject_id, mode)
  SELECT shadow, level, subject_id, mode FROM gateway.acceptance_rules
   WHERE account_id = p_account AND (level, subject_id) IN (('account', ''), ('hotel', hotel), ('rate_plan', p_plan))
  ON CONFLICT DO NOTHING;
  UPDATE gateway.acceptance_rules s SET mode = r.mode FROM gateway.acceptance_rules r
   WHERE s.account_id = shadow AND r.account_id = p_account AND r.level = s.level AND r.subject_id = s.subject_id
     AND s.mode <> r.mode;
  INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock, sold, open)
  SELECT shadow, room_type_id, night, greatest(stock, sold + p_rooms), sold, open
    FROM gateway.room_nights WHERE account_id = p_account AND room_type_id = room_type AND night >= p_from
   ORDER BY night
  ON CONFLICT DO NOTHING;
  UPDATE gateway.room_nights s SET open = r.open FROM gateway.room_nights r
   WHERE s.account_id = shadow AND s.room_type_id = room_type AND r.account_id = p_account
     AND r.room_type_id = room_type AND r.night = s.night AND s.open <> r.open;
  DELETE FROM gateway.rate_nights s
   WHERE s.account_id = shadow AND s.rate_plan_id = p_plan AND NOT EXISTS (
     SELECT 1 FROM gateway.rate_nights r
      WHERE r.account_id = p_account AND r.rate_plan_id = p_plan AND r.night = s.night);
  INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price, rack_price, open)
  SELECT shadow, rate_plan_id, night, price, rack_price, open
    FROM gateway.rate_nights WHERE account_id = p_account AND rate_plan_id = p_plan AND night >= p_from
  ON CONFLICT DO NOTHING;
  UPDATE gateway.rate_nights s SET price = r.price, rack_price = r.rack_price, open = r.open FROM gateway.rate_nights r
   WHERE s.account_id = shadow AND s.rate_plan_id = p_plan AND r.account_id = p_account AND r.rate_plan_id = p_plan
     AND r.night = s.night AND (s.price, s.rack_price, s.open) IS DISTINCT FROM (r.price, r.rack_price, r.open);
END
$$;

-- Forgets all orders of a shadow and gives its counters the real numbers again. The counters are locked first: a booking
-- that is being made meanwhile comes before or after all of it.
CREATE FUNCTION gateway.stress_reset(p_shadow text, p_account text, p_rooms int) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_shadow, 0));
  PERFORM 1 FROM gateway.room_nights WHERE account_id = p_shadow ORDER BY room_type_id, night FOR UPDATE;
  DELETE FROM gateway.outbox WHERE account_id = p_shadow;
  DELETE FROM gateway.bookings WHERE account_id = p_shadow;
  DELETE FROM gateway.voucher_orders WHERE account_id = p_shadow;
  DELETE FROM gateway.ari_dirty WHERE account_id = p_shadow;
  DELETE FROM gateway.personal_reads WHERE account_id = p_shadow;
  UPDATE gateway.room_nights s
     SET stock = greatest(r.stock, r.sold + p_rooms), sold = r.sold, open = r.open
    FROM gateway.room_nights r
   WHERE s.account_id = p_shadow AND r.account_id = p_account AND r.room_type_id = s.room_type_id AND r.night = s.night;
END
$$;
