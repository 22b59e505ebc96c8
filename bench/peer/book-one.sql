-- The peer of the group commit: one function call, one commit per booking, written as well as that design allows:
-- the order first (an id in flight waits there), reads without locks, stock last and in key order, so that the hot row
-- is held for as short as can be. Same checks, same rows, same durability as gateway.book.
CREATE SCHEMA IF NOT EXISTS bench;
CREATE OR REPLACE FUNCTION bench.book_one(
  p_account text, p_now timestamptz, p_prefix text, p_confirm_at timestamptz, p_default_mode text,
  p_order text, p_source text, p_plan text, p_room_type text, p_hotel text,
  p_check_in date, p_check_out date, p_rooms int, p_guests int, p_surcharge bigint, p_paid_at timestamptz,
  p_guest bytea, p_request bytea, p_attention text, p_stress boolean, p_nights date[], p_prices int[]
) RETURNS TABLE (o_code int, o_reason text, o_number text, o_mode int, o_state text, o_fresh boolean)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  vo record; plan record; nt record; old record;
  nights int := p_check_out - p_check_in;
  take int := 0; amount bigint := 0; verdict int := 0; why text; v_state text := 'refused'; v_mode int; v_number text;
  rows int;
BEGIN
  SELECT o.state, o.units_total - o.units_used AS units_left, o.voucher_id, o.unit, o.rooms_per_voucher, o.nights_per_voucher
    INTO vo FROM gateway.voucher_orders o WHERE o.account_id = p_account AND o.order_id = p_source;
  IF NOT FOUND OR vo.state = 'unpaid' THEN
    verdict := 100; why := 'voucher order not known or not paid yet';
  ELSE
    take := CASE WHEN vo.voucher_id IS NULL THEN 1 WHEN vo.unit = 'room_night' THEN p_rooms * nights
      ELSE ((p_rooms + vo.rooms_per_voucher - 1) / vo.rooms_per_voucher)
         * ((nights + vo.nights_per_voucher - 1) / vo.nights_per_voucher) END;
    SELECT r.active, t.max_guests, coalesce(a.mode, b.mode, c.mode, p_default_mode) AS mode
      INTO plan
      FROM gateway.rate_plans r
      JOIN gateway.room_types t ON t.account_id = r.account_id AND t.room_type_id = r.room_type_id
      LEFT JOIN gateway.acceptance_rules a ON a.account_id = p_account AND a.level = 'rate_plan' AND a.subject_id = p_plan
      LEFT JOIN gateway.acceptance_rules b ON b.account_id = p_account AND b.level = 'hotel' AND b.subject_id = p_hotel
      LEFT JOIN gateway.acceptance_rules c ON c.account_id = p_account AND c.level = 'account' AND c.subject_id = ''
     WHERE r.account_id = p_account AND r.rate_plan_id = p_plan;
    IF vo.state <> 'paid' THEN
      verdict := 9; why := 'voucher order is ' || vo.state;
    ELSIF plan.active IS NOT TRUE THEN
      verdict := 1; why := 'rate plan is not on sale';
    ELSIF p_guests > plan.max_guests * p_rooms THEN
      verdict := 2; why := 'too many guests';
    ELSE
      FOR nt IN
        SELECT k.night, k.price, n.price AS ours, n.open, r.open AS room_open, coalesce(r.stock - r.sold, 0) AS rooms_left
          FROM unnest(p_nights, p_prices) AS k(night, price)
          LEFT JOIN gateway.rate_nights n ON n.account_id = p_account AND n.rate_plan_id = p_plan AND n.night = k.night
          LEFT JOIN gateway.room_nights r ON r.account_id = p_account AND r.room_type_id = p_room_type AND r.night = k.night
      LOOP
        IF nt.price > 0 AND nt.price IS DISTINCT FROM nt.ours THEN
          verdict := 8; why := 'price differs on ' || nt.night; EXIT;
        ELSIF nt.open IS NOT TRUE OR nt.room_open IS FALSE THEN
          verdict := 18; why := 'closed on ' || nt.night; EXIT;
        ELSIF nt.rooms_left < p_rooms THEN
          verdict := 4; why := 'no room left on ' || nt.night; EXIT;
        END IF;
        amount := amount + nt.ours * p_rooms;
      END LOOP;
      IF verdict = 0 AND vo.units_left < take THEN
        verdict := 9; why := 'vouchers of this order are used up';
      END IF;
    END IF;
  END IF;
  IF verdict = 0 THEN
    v_state := CASE WHEN p_surcharge > 0 AND p_paid_at IS NULL THEN 'wait_pay' WHEN plan.mode = 'manual' THEN 'wait_accept' ELSE 'accepted' END;
    v_mode := CASE WHEN v_state = 'accepted' AND plan.mode = 'sync' THEN 1 ELSE 2 END;
  ELSE
    take := 0;
  END IF;
  IF verdict <> 100 THEN
    v_number := p_prefix || lpad(nextval('gateway.booking_number')::text, 6, '0');
    INSERT INTO gateway.bookings (
      account_id, order_id, code, reason, order_out_id, confirm_mode, state, source_order_id, units_taken, hotel_id,
      room_type_id, rate_plan_id, check_in, check_out, rooms, guests, room_amount, surcharge, paid_at, decided_at,
      guest, request, attention, created_at, updated_at)
    VALUES (p_account, p_order, verdict, why, v_number, v_mode, v_state, p_source, take, p_hotel, p_room_type, p_plan,
      p_check_in, p_check_out, p_rooms, p_guests, amount, p_surcharge, p_paid_at,
      CASE v_state WHEN 'accepted' THEN p_now END, p_guest, p_request, string_to_array(p_attention, ','), p_now, p_now)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS rows = ROW_COUNT;
  ELSE
    rows := 0;
  END IF;
  IF rows = 0 THEN
    SELECT b.code, b.reason, b.order_out_id, b.confirm_mode, b.state INTO old
      FROM gateway.bookings b WHERE b.account_id = p_account AND b.order_id = p_order;
    IF FOUND THEN
      RETURN QUERY SELECT old.code::int, old.reason, old.order_out_id, old.confirm_mode::int, old.state, false;
    ELSE
      RETURN QUERY SELECT verdict, why, NULL::text, NULL::int, 'refused'::text, false;
    END IF;
    RETURN;
  END IF;
  IF verdict = 0 THEN
    UPDATE gateway.voucher_orders o SET units_used = o.units_used + take
     WHERE o.account_id = p_account AND o.order_id = p_source AND o.state = 'paid' AND o.units_used + take <= o.units_total;
    IF NOT FOUND THEN
      verdict := 9; why := 'vouchers of this order are used up'; take := 0;
    ELSE
      IF v_state = 'accepted' AND v_mode = 2 THEN
        INSERT INTO gateway.outbox (account_id, kind, subject_id, once, body, next_at, created_at, stress)
        VALUES (p_account, 'order-confirm', p_order, 'decision', jsonb_build_object('order_id', p_order,
          'confirm_result', jsonb_build_object('confirm_result', 1, 'confirm_number', v_number)), p_confirm_at, p_now, p_stress);
      END IF;
      UPDATE gateway.room_nights r SET sold = r.sold + p_rooms
        FROM unnest(p_nights) AS k(night)
       WHERE r.account_id = p_account AND r.room_type_id = p_room_type AND r.night = k.night AND r.sold + p_rooms <= r.stock;
      GET DIAGNOSTICS rows = ROW_COUNT;
      IF rows < nights THEN
        -- Another was faster on some night: undo all of it.
        RAISE SQLSTATE 'YZ001';
      END IF;
    END IF;
    IF verdict <> 0 THEN
      UPDATE gateway.bookings b SET code = verdict, reason = why, state = 'refused', confirm_mode = NULL, units_taken = 0, decided_at = NULL
       WHERE b.account_id = p_account AND b.order_id = p_order;
      v_state := 'refused'; v_mode := NULL;
    ELSE
      INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
      SELECT p_account, 'stock', p_room_type, k.night, p_now FROM unnest(p_nights) AS k(night)
      ON CONFLICT (account_id, kind, subject_id, night) DO UPDATE SET seq = nextval('gateway.ari_seq');
    END IF;
  END IF;
  RETURN QUERY SELECT verdict, why, v_number, v_mode, v_state, true;
END
$$;
