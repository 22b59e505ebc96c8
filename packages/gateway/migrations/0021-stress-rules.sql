-- The shadows of 0007-stress.sql, with what came after them: quotas of rate plans, overbooking, prices before tax.

-- Makes or refreshes what a rate plan needs in the shadow. Prices, room status and acceptance follow the real ones;
-- the counters of a room-night, and of a rate plan with a quota, are copied once, with at least p_rooms rooms left, and count
-- on by themselves. What is there
-- already is only touched where it differs: ON CONFLICT DO UPDATE would lock every row, in the middle of the test.
CREATE OR REPLACE FUNCTION gateway.stress_plan(p_account text, p_plan text, p_rooms int, p_from date, p_now timestamptz) RETURNS void
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
  INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock, overbooking, sold, open)
  SELECT shadow, room_type_id, night, greatest(stock, sold + p_rooms - overbooking), overbooking, sold, open
    FROM gateway.room_nights WHERE account_id = p_account AND room_type_id = room_type AND night >= p_from
   ORDER BY night
  ON CONFLICT DO NOTHING;
  UPDATE gateway.room_nights s SET open = r.open FROM gateway.room_nights r
   WHERE s.account_id = shadow AND s.room_type_id = room_type AND r.account_id = p_account
     AND r.room_type_id = room_type AND r.night = s.night AND s.open <> r.open;
  -- A counter begins under its room-nights, so that no booking of the shadow is being added; what it has sold already counts.
  PERFORM 1 FROM gateway.room_nights s
    JOIN gateway.plan_nights q ON q.account_id = p_account AND q.rate_plan_id = p_plan AND q.night = s.night
   WHERE s.account_id = shadow AND s.room_type_id = room_type AND s.night >= p_from AND NOT EXISTS (
     SELECT 1 FROM gateway.plan_nights m
      WHERE m.account_id = shadow AND m.rate_plan_id = p_plan AND m.night = s.night)
   ORDER BY s.night FOR UPDATE OF s;
  WITH begun AS (
    INSERT INTO gateway.plan_nights (account_id, rate_plan_id, night, quota, sold)
    SELECT shadow, p_plan, q.night, CASE WHEN q.quota IS NOT NULL THEN greatest(q.quota, held.sold + p_rooms) END, held.sold
      FROM gateway.plan_nights q
      JOIN gateway.room_nights s ON s.account_id = shadow AND s.room_type_id = room_type AND s.night = q.night
     CROSS JOIN LATERAL (
       SELECT q.sold + coalesce(sum(b.rooms), 0)::int AS sold FROM gateway.bookings b
        WHERE b.account_id = shadow AND b.rate_plan_id = p_plan AND b.check_in <= q.night AND b.check_out > q.night
          AND b.state IN ('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show')) held
     WHERE q.account_id = p_account AND q.rate_plan_id = p_plan AND q.night >= p_from
    ON CONFLICT DO NOTHING
    RETURNING night)
  UPDATE gateway.room_nights s SET plan_counters = s.plan_counters + 1 FROM begun
   WHERE s.account_id = shadow AND s.room_type_id = room_type AND s.night = begun.night;
  DELETE FROM gateway.rate_nights s
   WHERE s.account_id = shadow AND s.rate_plan_id = p_plan AND NOT EXISTS (
     SELECT 1 FROM gateway.rate_nights r
      WHERE r.account_id = p_account AND r.rate_plan_id = p_plan AND r.night = s.night);
  INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price, rack_price, price_before_tax, open)
  SELECT shadow, rate_plan_id, night, price, rack_price, price_before_tax, open
    FROM gateway.rate_nights WHERE account_id = p_account AND rate_plan_id = p_plan AND night >= p_from
  ON CONFLICT DO NOTHING;
  UPDATE gateway.rate_nights s
     SET price = r.price, rack_price = r.rack_price, price_before_tax = r.price_before_tax, open = r.open
    FROM gateway.rate_nights r
   WHERE s.account_id = shadow AND s.rate_plan_id = p_plan AND r.account_id = p_account AND r.rate_plan_id = p_plan
     AND r.night = s.night AND (s.price, s.rack_price, s.price_before_tax, s.open)
       IS DISTINCT FROM (r.price, r.rack_price, r.price_before_tax, r.open);
END
$$;

-- Forgets all orders of a shadow and gives its counters the real numbers again. The counters are locked first: a booking
-- that is being made meanwhile comes before or after all of it.
CREATE OR REPLACE FUNCTION gateway.stress_reset(p_shadow text, p_account text, p_rooms int) RETURNS void
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
     SET stock = greatest(r.stock, r.sold + p_rooms - r.overbooking), overbooking = r.overbooking, sold = r.sold, open = r.open
    FROM gateway.room_nights r
   WHERE s.account_id = p_shadow AND r.account_id = p_account AND r.room_type_id = s.room_type_id AND r.night = s.night;
  UPDATE gateway.plan_nights s
     SET quota = CASE WHEN r.quota IS NOT NULL THEN greatest(r.quota, r.sold + p_rooms) END, sold = r.sold
    FROM gateway.plan_nights r
   WHERE s.account_id = p_shadow AND r.account_id = p_account AND r.rate_plan_id = s.rate_plan_id AND r.night = s.night;
END
$$;
