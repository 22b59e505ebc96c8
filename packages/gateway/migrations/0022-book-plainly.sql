-- Bookings, as in 0017-stock-rules.sql, for less of the processor. When every night is as its guests saw it and all that is
-- asked for is there, nobody has to be refused because of a night, and the nights are not gone through one by one: a step
-- of this language costs near half a microsecond. And the arrays of a statement are unnested each for itself: one unnest()
-- of all of them keeps every array a second time (23 arrays of 32 elements: 193 us that way, 81 us so). Where the order
-- counts it stays unnest() WITH ORDINALITY, which the planner knows to be in order. A batch of 32 takes the database 3.9 ms
-- of the processor instead of 4.1. Tried beside it and left: nights looked for by runs (13.0 us a booking instead of 13.4,
-- and its look for marks read whole room types once the planner had statistics).
DROP FUNCTION gateway.book;
CREATE FUNCTION gateway.book(
  p_account text,
  p_now timestamptz,
  p_prefix text,                  -- of booking numbers, e.g. BK260911-
  p_confirm_at timestamptz,       -- when an order confirm may leave: never before the answer to the create
  p_default_mode text,            -- acceptance where no rule is set
  -- one element per booking, in order of its id
  p_order text[],
  p_voucher int[],                -- number of its voucher order
  p_plan int[],                   -- number of its rate plan
  p_check_in date[],
  p_check_out date[],
  p_rooms int[],
  p_guests int[],
  p_told_amount bigint[],         -- fen, all rooms and nights by the prices as sent
  p_surcharge bigint[],           -- fen, all rooms and nights
  p_paid_at timestamptz[],        -- payment of the surcharge, or null
  p_guest bytea[],
  p_request bytea[],
  p_attention text[],             -- comma-separated
  p_stress boolean[],
  p_starts_at timestamptz[],      -- hourly rooms, or null
  p_ends_at timestamptz[],
  p_currency text[],              -- as named, or null
  p_before_tax bigint[],          -- fen, all rooms and nights, outside the mainland
  p_refused_code int[],           -- refused for what stands beside stock and prices, or null
  p_refused text[],
  p_first int[],                  -- number of its first stay night
  p_arrival int[],                -- the bookings' numbers in order of arrival
  -- stay nights, booking after booking
  p_stay_room_night int[],        -- number of its room-night
  p_stay_priced_night int[],      -- number of its priced night
  p_stay_price int[],             -- fen a room as sent; 0 is not compared
  -- distinct keys
  p_vouchers text[],
  p_plans text[],
  p_plan_room_type text[],
  p_plan_hotel text[],
  p_rn_room_type text[],          -- room-nights, in the order in which everybody locks them
  p_rn_night date[],
  p_rn_asked int[],               -- rooms all bookings ask of it
  p_pn_plan text[],               -- priced nights
  p_pn_night date[],
  p_pn_price int[]                -- fen a room as sent; 0 when not told or told in two ways
) RETURNS TABLE (o_code int, o_reason text, o_number text, o_mode int, o_state text, o_fresh boolean)
LANGUAGE plpgsql
-- The planner guesses the size of an array and, on tables it has no statistics of, may choose to read them whole; a plan
-- made for every call would cost more than the work. Key look-ups in the order of the arrays are right for any size.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_material = off
AS $$
DECLARE
  n int := cardinality(p_order);
  -- what is seen before any lock
  vo_state text[]; vo_left int[]; vo_units text[]; vo_rooms int[]; vo_nights int[];
  plan_active boolean[]; plan_guests int[]; plan_mode text[];
  rn_left int[]; rn_open boolean[]; rn_counters int[];
  pn_price int[]; pn_open boolean[];
  plain boolean;                  -- every night as it was sent, open, and enough of it for all
  fits boolean;
  counted boolean;                -- rate plans count their own sales on some of these nights
  pl_left int[];                  -- of the quota, by priced night; null: not counted there
  -- verdicts
  v_code int[] := array_fill(0, ARRAY[n]);
  v_reason text[] := array_fill(NULL::text, ARRAY[n]);
  v_mode int[] := array_fill(NULL::int, ARRAY[n]);
  v_state text[] := array_fill('refused'::text, ARRAY[n]);
  v_take int[] := array_fill(0, ARRAY[n]);
  v_amount bigint[] := array_fill(0::bigint, ARRAY[n]);
  v_fresh boolean[] := array_fill(true, ARRAY[n]);
  v_number text[];
  -- demand of the bookings to be made
  vo_need int[] := array_fill(0, ARRAY[cardinality(p_vouchers)]);
  rn_need int[] := p_rn_asked;    -- of all; who is refused is taken out
  pl_need int[] := array_fill(0, ARRAY[cardinality(p_pn_night)]);
  short boolean := false;         -- somebody will have to be refused: decide one by one
  late int[] := '{}';             -- bookings refused after they had been written
  seen record;
  rows int;
  i int; k int; last int; vo int; plan int; rn int; pn int; rooms int; verdict int; why text; amount bigint;
BEGIN
  -- 1. Look, without locks.
  SELECT array_agg(o.state ORDER BY k.at), array_agg(o.units_total - o.units_used ORDER BY k.at),
         array_agg(CASE WHEN o.voucher_id IS NULL THEN 'unknown' ELSE o.unit END ORDER BY k.at),
         array_agg(o.rooms_per_voucher ORDER BY k.at), array_agg(o.nights_per_voucher ORDER BY k.at)
    INTO vo_state, vo_left, vo_units, vo_rooms, vo_nights
    FROM unnest(p_vouchers) WITH ORDINALITY AS k(order_id, at)
    LEFT JOIN gateway.voucher_orders o ON o.account_id = p_account AND o.order_id = k.order_id;
  -- Rules of rate plans and hotels are few or none: whether there are any is asked once, not looked for plan by plan.
  SELECT array_agg(r.active ORDER BY k.at), array_agg(t.max_guests ORDER BY k.at),
         array_agg(coalesce(
           CASE WHEN (SELECT EXISTS (SELECT FROM gateway.acceptance_rules WHERE account_id = p_account AND level = 'rate_plan'))
             THEN (SELECT mode FROM gateway.acceptance_rules
                    WHERE account_id = p_account AND level = 'rate_plan' AND subject_id = k.rate_plan_id) END,
           CASE WHEN (SELECT EXISTS (SELECT FROM gateway.acceptance_rules WHERE account_id = p_account AND level = 'hotel'))
             THEN (SELECT mode FROM gateway.acceptance_rules
                    WHERE account_id = p_account AND level = 'hotel' AND subject_id = k.hotel_id) END,
           (SELECT mode FROM gateway.acceptance_rules WHERE account_id = p_account AND level = 'account' AND subject_id = ''),
           p_default_mode) ORDER BY k.at)
    INTO plan_active, plan_guests, plan_mode
    FROM unnest(p_plans, p_plan_room_type, p_plan_hotel) WITH ORDINALITY AS k(rate_plan_id, room_type_id, hotel_id, at)
    LEFT JOIN gateway.rate_plans r ON r.account_id = p_account AND r.rate_plan_id = k.rate_plan_id
    LEFT JOIN gateway.room_types t ON t.account_id = p_account AND t.room_type_id = k.room_type_id;
  SELECT array_agg(r.price ORDER BY k.at), array_agg(r.open ORDER BY k.at), bool_and((r.open AND r.price = k.price) IS TRUE)
    INTO pn_price, pn_open, plain
    FROM unnest(p_pn_plan, p_pn_night, p_pn_price) WITH ORDINALITY AS k(rate_plan_id, night, price, at)
    LEFT JOIN gateway.rate_nights r
      ON r.account_id = p_account AND r.rate_plan_id = k.rate_plan_id AND r.night = k.night;
  SELECT array_agg(coalesce(r.stock + r.overbooking - r.sold, 0) ORDER BY k.at),
         array_agg(coalesce(r.open, true) ORDER BY k.at), array_agg(coalesce(r.plan_counters, 0) ORDER BY k.at),
         bool_and((r.open AND r.stock + r.overbooking - r.sold >= k.asked AND r.plan_counters = 0) IS TRUE)
    INTO rn_left, rn_open, rn_counters, fits
    FROM unnest(p_rn_room_type, p_rn_night, p_rn_asked) WITH ORDINALITY AS k(room_type_id, night, asked, at)
    LEFT JOIN gateway.room_nights r
      ON r.account_id = p_account AND r.room_type_id = k.room_type_id AND r.night = k.night;
  plain := plain AND fits;
  counted := 0 < ANY (rn_counters);
  IF counted THEN
    pl_left := gateway.quota_left(p_account, p_pn_plan, p_pn_night);
  END IF;
  SELECT array_agg(p_prefix || lpad(s.at, greatest(6, length(s.at)), '0'))
    INTO v_number
    FROM (SELECT nextval('gateway.booking_number')::text AS at FROM generate_series(1, n)) s;

  -- 2. Refuse whom the others of the batch have nothing to do with, and add up what the rest needs of each key. A night
  --    seen as sold out is sold out: stock that is being given back but not committed yet does not count, and nobody is
  --    refused for what another booking of this batch might take.
  FOR i IN 1..n LOOP
    vo := p_voucher[i];
    plan := p_plan[i];
    rooms := p_rooms[i];
    verdict := 0;
    IF vo_state[vo] = 'paid' THEN
      v_take[i] := CASE vo_units[vo]
        WHEN 'unknown' THEN 1
        WHEN 'room_night' THEN rooms * (p_check_out[i] - p_check_in[i])
        ELSE ((rooms + vo_rooms[vo] - 1) / vo_rooms[vo])
           * ((p_check_out[i] - p_check_in[i] + vo_nights[vo] - 1) / vo_nights[vo]) END;
      IF plan_active[plan] IS NOT TRUE THEN
        verdict := 1; why := 'rate plan is not on sale';
      ELSIF p_refused_code[i] IS NOT NULL THEN
        verdict := p_refused_code[i]; why := p_refused[i];
      ELSIF p_guests[i] > plan_guests[plan] * rooms THEN
        verdict := 2; why := 'at most ' || plan_guests[plan] || ' guests a room';
      ELSE
        IF plain THEN
          amount := p_told_amount[i];
        ELSE
          amount := 0;
          FOR k IN p_first[i] .. p_first[i] + (p_check_out[i] - p_check_in[i]) - 1 LOOP
            pn := p_stay_priced_night[k];
            rn := p_stay_room_night[k];
            IF p_stay_price[k] > 0 AND p_stay_price[k] IS DISTINCT FROM pn_price[pn] THEN
              verdict := 8; why := 'price differs on ' || p_pn_night[pn];
              EXIT;
            ELSIF pn_open[pn] IS NOT TRUE OR NOT rn_open[rn] THEN
              verdict := 18; why := 'closed on ' || p_pn_night[pn];
              EXIT;
            ELSIF rn_left[rn] < rooms THEN
              verdict := 4; why := 'no room left on ' || p_pn_night[pn];
              EXIT;
            ELSIF counted AND pl_left[pn] < rooms THEN
              verdict := 4; why := 'quota of the rate plan used up on ' || p_pn_night[pn];
              EXIT;
            END IF;
            amount := amount + pn_price[pn] * rooms;
          END LOOP;
        END IF;
        IF verdict = 0 AND vo_left[vo] < v_take[i] THEN
          verdict := 9; why := 'vouchers of this order are used up';
        END IF;
        v_amount[i] := amount;
      END IF;
    ELSIF vo_state[vo] IS NULL THEN
      verdict := 100; why := 'voucher order not known yet';
    ELSIF vo_state[vo] = 'unpaid' THEN
      verdict := 100; why := 'voucher order not paid yet';
    ELSE
      verdict := 9; why := 'voucher order is ' || vo_state[vo];
    END IF;
    IF verdict <> 0 THEN
      v_code[i] := verdict; v_reason[i] := why; v_take[i] := 0;
      IF verdict = 100 THEN v_number[i] := NULL; END IF;
      FOR k IN p_first[i] .. p_first[i] + (p_check_out[i] - p_check_in[i]) - 1 LOOP
        rn := p_stay_room_night[k];
        rn_need[rn] := rn_need[rn] - rooms;
      END LOOP;
      CONTINUE;
    END IF;
    vo_need[vo] := vo_need[vo] + v_take[i];
    short := short OR vo_need[vo] > vo_left[vo];
    IF counted THEN
      FOR k IN p_first[i] .. p_first[i] + (p_check_out[i] - p_check_in[i]) - 1 LOOP
        pn := p_stay_priced_night[k];
        CONTINUE WHEN pl_left[pn] IS NULL;
        pl_need[pn] := pl_need[pn] + rooms;
        short := short OR pl_need[pn] > pl_left[pn];
      END LOOP;
    END IF;
    IF p_surcharge[i] > 0 AND p_paid_at[i] IS NULL THEN
      v_state[i] := 'wait_pay'; v_mode[i] := 2;
    ELSIF plan_mode[plan] = 'manual' THEN
      v_state[i] := 'wait_accept'; v_mode[i] := 2;
    ELSE
      v_state[i] := 'accepted';
      v_mode[i] := CASE plan_mode[plan] WHEN 'sync' THEN 1 ELSE 2 END;
    END IF;
  END LOOP;
  IF NOT plain THEN
    short := short OR (SELECT bool_or(k.need > k.rooms_left) FROM unnest(rn_need, rn_left) AS k(need, rooms_left));
  END IF;

  -- 3. Write the bookings as they will most likely stand. An id that another lane or process is writing waits here,
  --    before anything else is locked; in order of id, so that two of us can not wait for each other.
  INSERT INTO gateway.bookings (
    account_id, order_id, code, reason, order_out_id, confirm_mode, state, source_order_id, units_taken, hotel_id,
    room_type_id, rate_plan_id, check_in, check_out, rooms, guests, room_amount, surcharge, paid_at, decided_at,
    guest, request, attention, starts_at, ends_at, currency, room_amount_before_tax, created_at,
    updated_at)
  SELECT p_account, b.order_id, b.code, b.reason, b.number, b.mode, b.state, p_vouchers[b.voucher], b.take,
         p_plan_hotel[b.plan], p_plan_room_type[b.plan], p_plans[b.plan], b.check_in, b.check_out, b.rooms, b.guests,
         b.amount, b.surcharge, b.paid_at, CASE b.state WHEN 'accepted' THEN p_now END, b.guest, b.request,
         string_to_array(b.attention, ','), b.starts_at, b.ends_at, b.currency, b.before_tax, p_now, p_now
    FROM (SELECT unnest(p_order) AS order_id, unnest(v_code) AS code, unnest(v_reason) AS reason,
                 unnest(v_number) AS number, unnest(v_mode) AS mode, unnest(v_state) AS state,
                 unnest(p_voucher) AS voucher, unnest(v_take) AS take, unnest(p_plan) AS plan,
                 unnest(p_check_in) AS check_in, unnest(p_check_out) AS check_out, unnest(p_rooms) AS rooms,
                 unnest(p_guests) AS guests, unnest(v_amount) AS amount, unnest(p_surcharge) AS surcharge,
                 unnest(p_paid_at) AS paid_at, unnest(p_guest) AS guest, unnest(p_request) AS request,
                 unnest(p_attention) AS attention, unnest(p_starts_at) AS starts_at, unnest(p_ends_at) AS ends_at,
                 unnest(p_currency) AS currency, unnest(p_before_tax) AS before_tax) b
   WHERE b.code <> 100
  ON CONFLICT (account_id, order_id) DO NOTHING;
  GET DIAGNOSTICS rows = ROW_COUNT;

  -- 4. Ids that exist already get their stored answer and need nothing.
  IF rows < n THEN
    FOR seen IN
      SELECT k.at, b.code, b.reason, b.order_out_id, b.confirm_mode, b.state
        FROM unnest(p_order) WITH ORDINALITY AS k(order_id, at)
        JOIN gateway.bookings b ON b.account_id = p_account AND b.order_id = k.order_id
    LOOP
      i := seen.at;
      CONTINUE WHEN seen.order_out_id = v_number[i];
      IF v_code[i] = 0 THEN
        vo_need[p_voucher[i]] := vo_need[p_voucher[i]] - v_take[i];
        FOR k IN p_first[i] .. p_first[i] + (p_check_out[i] - p_check_in[i]) - 1 LOOP
          rn_need[p_stay_room_night[k]] := rn_need[p_stay_room_night[k]] - p_rooms[i];
          pn := p_stay_priced_night[k];
          IF counted AND pl_left[pn] IS NOT NULL THEN
            pl_need[pn] := pl_need[pn] - p_rooms[i];
          END IF;
        END LOOP;
      END IF;
      v_fresh[i] := false;
      v_code[i] := seen.code; v_reason[i] := seen.reason; v_number[i] := seen.order_out_id;
      v_mode[i] := seen.confirm_mode; v_state[i] := seen.state;
    END LOOP;
  END IF;

  LOOP
    BEGIN
      -- 5. Somebody will have to be refused: lock in key order, then decide one by one in order of arrival with what is
      --    really left. A booking takes all its nights or none, so nobody is refused because of one who got nothing.
      IF short THEN
        FOR seen IN
          SELECT k.at, o.state, o.units_total - o.units_used AS units_left
            FROM unnest(p_vouchers, vo_need) WITH ORDINALITY AS k(order_id, need, at)
            JOIN gateway.voucher_orders o ON o.account_id = p_account AND o.order_id = k.order_id
           WHERE k.need > 0
           ORDER BY k.at
             FOR UPDATE OF o
        LOOP
          vo_state[seen.at] := seen.state;
          vo_left[seen.at] := seen.units_left;
        END LOOP;
        FOR seen IN
          SELECT k.at, r.stock + r.overbooking - r.sold AS rooms_left, r.plan_counters
            FROM unnest(p_rn_room_type, p_rn_night, rn_need) WITH ORDINALITY AS k(room_type_id, night, need, at)
            JOIN gateway.room_nights r
              ON r.account_id = p_account AND r.room_type_id = k.room_type_id AND r.night = k.night
           WHERE k.need > 0
           ORDER BY k.at
             FOR UPDATE OF r
        LOOP
          rn_left[seen.at] := seen.rooms_left;
          rn_counters[seen.at] := seen.plan_counters;
        END LOOP;
        -- Who counts the sales of a rate plan holds its room-night, so these numbers stand still too.
        counted := 0 < ANY (rn_counters);
        IF counted THEN
          pl_left := gateway.quota_left(p_account, p_pn_plan, p_pn_night);
          pl_need := array_fill(0, ARRAY[cardinality(p_pn_night)]);
        END IF;
        FOREACH i IN ARRAY p_arrival LOOP
          CONTINUE WHEN v_code[i] <> 0 OR NOT v_fresh[i];
          vo := p_voucher[i];
          rooms := p_rooms[i];
          last := p_first[i] + (p_check_out[i] - p_check_in[i]) - 1;
          verdict := 0;
          IF vo_state[vo] <> 'paid' THEN
            verdict := 9; why := 'voucher order is ' || vo_state[vo];
          ELSIF vo_left[vo] < v_take[i] THEN
            verdict := 9; why := 'vouchers of this order are used up';
          ELSE
            FOR k IN p_first[i] .. last LOOP
              rn := p_stay_room_night[k];
              pn := p_stay_priced_night[k];
              IF rn_left[rn] < rooms THEN
                verdict := 4; why := 'no room left on ' || p_rn_night[rn];
                EXIT;
              ELSIF counted AND pl_left[pn] < rooms THEN
                verdict := 4; why := 'quota of the rate plan used up on ' || p_pn_night[pn];
                EXIT;
              END IF;
            END LOOP;
          END IF;
          IF verdict = 0 THEN
            vo_left[vo] := vo_left[vo] - v_take[i];
            FOR k IN p_first[i] .. last LOOP
              rn := p_stay_room_night[k];
              rn_left[rn] := rn_left[rn] - rooms;
              pn := p_stay_priced_night[k];
              IF counted AND pl_left[pn] IS NOT NULL THEN
                pl_left[pn] := pl_left[pn] - rooms;
                pl_need[pn] := pl_need[pn] + rooms;
              END IF;
            END LOOP;
          ELSE
            vo_need[vo] := vo_need[vo] - v_take[i];
            FOR k IN p_first[i] .. last LOOP
              rn := p_stay_room_night[k];
              rn_need[rn] := rn_need[rn] - rooms;
            END LOOP;
            v_code[i] := verdict; v_reason[i] := why; v_mode[i] := NULL; v_state[i] := 'refused';
            late := late || i;
          END IF;
        END LOOP;
        UPDATE gateway.bookings b
           SET code = v_code[k.i], reason = v_reason[k.i], state = 'refused', confirm_mode = NULL, units_taken = 0,
               decided_at = NULL
          FROM unnest(late) AS k(i)
         WHERE b.account_id = p_account AND b.order_id = p_order[k.i];
      END IF;

      -- 6. The platform must hear of what is accepted without saying so in the answer.
      INSERT INTO gateway.outbox (account_id, kind, subject_id, once, body, next_at, created_at, stress)
      SELECT p_account, 'order-confirm', b.order_id, 'decision',
             jsonb_build_object('order_id', b.order_id,
               'confirm_result', jsonb_build_object('confirm_result', 1, 'confirm_number', b.number)),
             p_confirm_at, p_now, b.stress
        FROM (SELECT unnest(p_order) AS order_id, unnest(v_code) AS code, unnest(v_state) AS state,
                     unnest(v_mode) AS mode, unnest(v_fresh) AS fresh, unnest(v_number) AS number,
                     unnest(p_stress) AS stress) b
       WHERE b.code = 0 AND b.fresh AND b.state = 'accepted' AND b.mode = 2;

      -- 7. Take, each in key order, the rooms last: a hot room-night is held from here to the commit, no longer. When
      --    another lane was faster and something does not fit, undo and go through step 5. The same when a rate plan began
      --    to count its own sales since we looked: it counted those that were committed, and we would be missing. Its
      --    counters come after their room-nights and only under them, so they need no order of their own.
      UPDATE gateway.voucher_orders o
         SET units_used = o.units_used + k.need
        FROM (SELECT unnest(p_vouchers) AS order_id, unnest(vo_need) AS need) k
       WHERE k.need > 0 AND o.account_id = p_account AND o.order_id = k.order_id
         AND o.state = 'paid' AND o.units_used + k.need <= o.units_total;
      GET DIAGNOSTICS rows = ROW_COUNT;
      IF rows < cardinality(array_remove(vo_need, 0)) THEN RAISE SQLSTATE 'YZ001'; END IF;
      UPDATE gateway.room_nights r
         SET sold = r.sold + k.need
        FROM (SELECT unnest(p_rn_room_type) AS room_type_id, unnest(p_rn_night) AS night, unnest(rn_need) AS need,
                     unnest(rn_counters) AS counters) k
       WHERE k.need > 0 AND r.account_id = p_account AND r.room_type_id = k.room_type_id AND r.night = k.night
         AND r.sold + k.need <= r.stock + r.overbooking AND r.plan_counters <= k.counters;
      GET DIAGNOSTICS rows = ROW_COUNT;
      IF rows < cardinality(array_remove(rn_need, 0)) THEN RAISE SQLSTATE 'YZ001'; END IF;
      IF counted THEN
        UPDATE gateway.plan_nights q
           SET sold = q.sold + k.need
          FROM unnest(p_pn_plan, p_pn_night, pl_need) AS k(rate_plan_id, night, need)
         WHERE k.need > 0 AND q.account_id = p_account AND q.rate_plan_id = k.rate_plan_id AND q.night = k.night
           AND (q.quota IS NULL OR q.sold + k.need <= q.quota);
        GET DIAGNOSTICS rows = ROW_COUNT;
        IF rows < cardinality(array_remove(pl_need, 0)) THEN RAISE SQLSTATE 'YZ001'; END IF;
      END IF;
      EXIT;
    EXCEPTION WHEN SQLSTATE 'YZ001' THEN
      IF short THEN
        RAISE EXCEPTION 'counters changed while they were locked';
      END IF;
      short := true;
    END;
  END LOOP;

  -- 8. The platform must hear of the new stock. A mark that is there already stays as it is: a sender that has read the
  --    older truth locks the room-night before it clears the mark, so it comes after us and finds another `sold`. Looked
  --    for first, because making a row that is not needed costs more; and by a subquery of its own: as NOT EXISTS some
  --    calls took 100 ms. The same happened to all of this function's statements with generate_series(1, n) and
  --    array[i] in place of unnest(), which gained nothing (122 us a booking both ways).
  INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
  SELECT p_account, 'stock', k.room_type_id, k.night, p_now
    FROM (SELECT unnest(p_rn_room_type) AS room_type_id, unnest(p_rn_night) AS night, unnest(rn_need) AS need) k
   WHERE k.need > 0
     AND (SELECT d.seq FROM gateway.ari_dirty d
           WHERE d.account_id = p_account AND d.kind = 'stock' AND d.subject_id = k.room_type_id
             AND d.night = k.night) IS NULL
  ON CONFLICT (account_id, kind, subject_id, night) DO NOTHING;

  RETURN QUERY SELECT unnest(v_code), unnest(v_reason), unnest(v_number), unnest(v_mode), unnest(v_state), unnest(v_fresh);
END
$$;
