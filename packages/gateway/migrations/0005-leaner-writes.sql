-- What the busiest paths cost the database, measured at 64 at once on two cores.

-- A booking changes its voucher order. At 70 % a page of orders has room for one new version only, so of the orders of one
-- rush every second one moved to another page: a new entry in each of three indexes and 1.4 KB of log instead of 70 bytes
-- (53 us a booking, at 50 % 21 us).
ALTER TABLE gateway.voucher_orders SET (fillfactor = 50);

-- A page that is fuller than its fillfactor is tidied by nearly everyone who comes along, at a cost that grows with the
-- rows on it: at 50 % a page held some 70 nights, at 20 % a booking spread over all nights
-- cost 8 us of 135 less. The price is twice the pages.
ALTER TABLE gateway.room_nights SET (fillfactor = 25);

-- An exchange is written once for every message; each index costs 2 us of the 20. Time needs none: exchange_id grows with
-- it. Only exchanges that name an order are looked for by order.
DROP INDEX gateway.exchanges_at;
DROP INDEX gateway.exchanges_order;
CREATE INDEX exchanges_order ON gateway.exchanges (account_id, order_id, exchange_id) WHERE order_id IS NOT NULL;

-- What a bookable check looks at, for any number of nights of one account in one reading. Distinct plans, each with its
-- room type; for every night the number (from 1) of its plan. One row comes back, values in order, separated by commas:
-- a row for each night cost both sides more than finding it. `guests`: the most a room takes, by plan, 0 when the plan is
-- not on sale. By night: `price` and `rooms_left`, empty where nothing was set, and `open` as 0 or 1.
DROP FUNCTION gateway.look(text, text[], text[], date[]);
CREATE FUNCTION gateway.look(p_account text, p_plan text[], p_room_type text[], p_night_plan int[], p_night date[])
RETURNS TABLE (guests text, price text, rooms_left text, open text)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_material = off
AS $$
BEGIN
  SELECT string_agg((CASE WHEN p.active THEN t.max_guests ELSE 0 END)::text, ',' ORDER BY k.at)
    INTO guests
    FROM unnest(p_plan, p_room_type) WITH ORDINALITY AS k(rate_plan_id, room_type_id, at)
    LEFT JOIN gateway.rate_plans p ON p.account_id = p_account AND p.rate_plan_id = k.rate_plan_id
    LEFT JOIN gateway.room_types t ON t.account_id = p_account AND t.room_type_id = k.room_type_id;
  SELECT array_to_string(array_agg(n.price ORDER BY k.at), ',', ''),
         array_to_string(array_agg(r.stock - r.sold ORDER BY k.at), ',', ''),
         string_agg(CASE WHEN n.open AND r.open IS NOT FALSE THEN '1' ELSE '0' END, ',' ORDER BY k.at)
    INTO price, rooms_left, open
    FROM unnest(p_night_plan, p_night) WITH ORDINALITY AS k(plan, night, at)
    LEFT JOIN gateway.rate_nights n
      ON n.account_id = p_account AND n.rate_plan_id = p_plan[k.plan] AND n.night = k.night
    LEFT JOIN gateway.room_nights r
      ON r.account_id = p_account AND r.room_type_id = p_room_type[k.plan] AND r.night = k.night;
  RETURN NEXT;
END
$$;
