/**
 * What must hold after every commit. The judge puts triggers into the database of a run (never into one of a program):
 * they look at exactly the rows a transaction touched, at its end, and only report. So every statement of a run is examined
 * for the price of the rows it wrote; reading the tables from outside after every step took ten times as long.
 */
export const JUDGE_SQL = `
CREATE SCHEMA judge;
-- Sequences do not roll back, so a check is counted also when its transaction does not last.
CREATE SEQUENCE judge.checks CACHE 1;

CREATE FUNCTION judge.fail(what text, detail text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE WARNING 'judge: %: %', what, detail;
END $$;

-- Room-nights: sold within stock and overbooking, and sold is what the bookings hold.
CREATE FUNCTION judge.room_night(p_account text, p_room text, p_night date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE counter record; held bigint;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT stock, sold, overbooking INTO counter FROM gateway.room_nights
   WHERE account_id = p_account AND room_type_id = p_room AND night = p_night;
  SELECT coalesce(sum(rooms), 0) INTO held FROM gateway.bookings
   WHERE account_id = p_account AND room_type_id = p_room AND check_in <= p_night AND check_out > p_night
     AND state IN ('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show');
  IF coalesce(counter.sold, 0) <> held THEN
    PERFORM judge.fail('sold is what bookings hold', format('%s %s: sold %s, held %s', p_room, p_night, counter.sold, held));
  END IF;
  IF counter.sold > counter.stock + counter.overbooking THEN
    PERFORM judge.fail('sold within stock', format('%s %s: %s of %s + %s', p_room, p_night, counter.sold, counter.stock, counter.overbooking));
  END IF;
END $$;

CREATE FUNCTION judge.on_room_night() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM judge.room_night(NEW.account_id, NEW.room_type_id, NEW.night);
  -- Nothing is sold beyond the stock that nobody chose to.
  IF NEW.overbooking <> (CASE TG_OP WHEN 'UPDATE' THEN OLD.overbooking ELSE 0 END)
     AND NOT EXISTS (SELECT 1 FROM gateway.overbooking_changes WHERE account_id = NEW.account_id
                     AND room_type_id = NEW.room_type_id AND NEW.night = ANY (nights) AND rooms = NEW.overbooking) THEN
    PERFORM judge.fail('overbooking somebody set', format('%s %s: %s', NEW.room_type_id, NEW.night, NEW.overbooking));
  END IF;
  -- A change of what the platform knows leaves a mark in the same commit.
  PERFORM nextval('judge.checks');
  IF (TG_OP = 'INSERT' OR (OLD.stock + OLD.overbooking - OLD.sold, OLD.open) IS DISTINCT FROM (NEW.stock + NEW.overbooking - NEW.sold, NEW.open))
     AND NOT (TG_OP = 'INSERT' AND NEW.stock + NEW.overbooking = 0 AND NEW.sold = 0)
     AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty WHERE account_id = NEW.account_id AND kind = 'stock'
                     AND subject_id = NEW.room_type_id AND night = NEW.night)
     -- Changed and changed back in one transaction: nothing to tell.
     AND (TG_OP = 'INSERT' OR (OLD.stock + OLD.overbooking - OLD.sold, OLD.open) IS DISTINCT FROM (
            SELECT (stock + overbooking - sold, open) FROM gateway.room_nights
             WHERE account_id = NEW.account_id AND room_type_id = NEW.room_type_id AND night = NEW.night)) THEN
    PERFORM judge.fail('a changed night is marked', format('stock %s %s', NEW.room_type_id, NEW.night));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON gateway.room_nights
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_room_night();

-- Quotas: the same of one rate plan, where it counts its own sales.
CREATE FUNCTION judge.plan_night(p_account text, p_plan text, p_night date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE counter record; held bigint;
BEGIN
  SELECT quota, sold INTO counter FROM gateway.plan_nights
   WHERE account_id = p_account AND rate_plan_id = p_plan AND night = p_night;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM nextval('judge.checks');
  SELECT coalesce(sum(rooms), 0) INTO held FROM gateway.bookings
   WHERE account_id = p_account AND rate_plan_id = p_plan AND check_in <= p_night AND check_out > p_night
     AND state IN ('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show');
  IF counter.sold <> held OR counter.sold > counter.quota THEN
    PERFORM judge.fail('quota of a rate plan',
      format('%s %s: sold %s of %s, held %s', p_plan, p_night, counter.sold, counter.quota, held));
  END IF;
END $$;
CREATE FUNCTION judge.on_plan_night() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE room text;
BEGIN
  PERFORM judge.plan_night(NEW.account_id, NEW.rate_plan_id, NEW.night);
  PERFORM nextval('judge.checks');
  SELECT room_type_id INTO room FROM gateway.rate_plans WHERE account_id = NEW.account_id AND rate_plan_id = NEW.rate_plan_id;
  IF TG_OP = 'UPDATE' AND (OLD.quota, OLD.sold) IS DISTINCT FROM (NEW.quota, NEW.sold)
     AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty WHERE account_id = NEW.account_id AND kind = 'stock'
                     AND subject_id = room AND night = NEW.night) THEN
    PERFORM judge.fail('a changed night is marked', format('quota %s %s', NEW.rate_plan_id, NEW.night));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON gateway.plan_nights
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_plan_night();

CREATE FUNCTION judge.on_rate_night() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record := coalesce(NEW, OLD);
BEGIN
  PERFORM nextval('judge.checks');
  IF (TG_OP <> 'UPDATE' OR (OLD.price, OLD.rack_price, OLD.price_before_tax) IS DISTINCT FROM
        (NEW.price, NEW.rack_price, NEW.price_before_tax))
     AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty WHERE account_id = one.account_id AND kind = 'price'
                     AND subject_id = one.rate_plan_id AND night = one.night) THEN
    PERFORM judge.fail('a changed night is marked', format('price %s %s', one.rate_plan_id, one.night));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE OR DELETE ON gateway.rate_nights
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_rate_night();

-- Units of use: what bookings took is what the voucher order counts, and no more than was bought.
CREATE FUNCTION judge.units(p_account text, p_order text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE counter record; taken bigint;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT units_used, units_total INTO counter FROM gateway.voucher_orders WHERE account_id = p_account AND order_id = p_order;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(sum(units_taken), 0) INTO taken FROM gateway.bookings
   WHERE account_id = p_account AND source_order_id = p_order
     AND state IN ('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show');
  IF counter.units_used <> taken OR taken > counter.units_total THEN
    PERFORM judge.fail('units of vouchers', format('%s: counted %s, taken %s of %s', p_order, counter.units_used, taken,
      counter.units_total));
  END IF;
END $$;
CREATE FUNCTION judge.on_gateway_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM judge.units(NEW.account_id, NEW.order_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON gateway.voucher_orders
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_gateway_order();

-- Bookings: counters, the same answer for ever, one decision, no word to the platform forgotten.
CREATE FUNCTION judge.on_booking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE night date; wanted text; told jsonb; one gateway.bookings;
BEGIN
  PERFORM nextval('judge.checks');
  IF TG_OP = 'UPDATE' AND OLD.state IN ('accepted', 'rejected', 'checked_in', 'checked_out', 'no_show')
     AND NEW.state IN ('accepted', 'rejected', 'wait_accept', 'wait_pay') AND NEW.state <> OLD.state THEN
    PERFORM judge.fail('no two decisions', format('%s: %s became %s', NEW.order_id, OLD.state, NEW.state));
  END IF;
  IF TG_OP = 'INSERT' OR OLD.state <> NEW.state THEN
    -- A booking may be refused again in the transaction that wrote it: what counts is how it stands at the end.
    SELECT * INTO one FROM gateway.bookings WHERE account_id = NEW.account_id AND order_id = NEW.order_id;
    FOR night IN SELECT generate_series(one.check_in, one.check_out - 1, '1 day')::date LOOP
      PERFORM judge.room_night(one.account_id, one.room_type_id, night);
      PERFORM judge.plan_night(one.account_id, one.rate_plan_id, night);
    END LOOP;
    PERFORM judge.units(one.account_id, one.source_order_id);
    -- Five minutes, because the clock may be set by some seconds and a booking in hand may not see what was just found out.
    IF TG_OP = 'INSERT' AND one.code = 0 AND EXISTS (SELECT 1 FROM gateway.broken_matches b
         WHERE b.account_id = one.account_id AND b.rate_plan_id = one.rate_plan_id
           AND b.since < one.created_at - interval '5 minutes') THEN
      PERFORM judge.fail('nothing is sold while its match is known to be broken', format('%s of %s', one.order_id, one.rate_plan_id));
    END IF;
    wanted := CASE
      WHEN one.state IN ('accepted', 'rejected') AND one.confirm_mode = 2 THEN 'decision'
      WHEN one.state = 'checked_in' THEN '1' WHEN one.state = 'no_show' THEN '2'
      WHEN one.state = 'checked_out' THEN '3' END;
    IF wanted IS NOT NULL THEN
      PERFORM nextval('judge.checks');
      SELECT body INTO told FROM gateway.outbox WHERE account_id = one.account_id AND subject_id = one.order_id AND once = wanted;
      IF told IS NULL THEN
        PERFORM judge.fail('every change is on its way', format('%s is %s and nothing is to be sent', one.order_id, one.state));
      ELSIF wanted = 'decision' AND (told->'confirm_result'->>'confirm_result' = '1') <> (one.state = 'accepted') THEN
        PERFORM judge.fail('no two decisions', format('%s is %s, sent %s', one.order_id, one.state, told));
      END IF;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON gateway.bookings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_booking();

-- Broken matches: a rate plan is off for one and for nothing else, and only for its own, its room type's or its hotel's.
-- The gateway may find out after the platform has mended it, so what was ever broken in a run is remembered.
CREATE TABLE judge.once_broken (account_id text, kind text, subject text, PRIMARY KEY (account_id, kind, subject));
CREATE FUNCTION judge.on_platform_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO judge.once_broken VALUES (NEW.account_id, NEW.kind, NEW.subject) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER judge AFTER INSERT ON sandbox.broken_matches FOR EACH ROW EXECUTE FUNCTION judge.on_platform_match();

CREATE FUNCTION judge.on_match() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record := coalesce(NEW, OLD); plan record;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT p.active, p.wanted_active AS wanted, b.rate_plan_id IS NOT NULL AS broken,
         g.rate_plan_id IS NULL OR EXISTS (SELECT 1 FROM judge.once_broken o WHERE o.account_id = p.account_id
           AND (o.kind, o.subject) IN (('good', g.rate_plan_id), ('room', g.room_id), ('hotel', g.hotel_id))) AS justly
    INTO plan
    FROM gateway.rate_plans p
    LEFT JOIN gateway.broken_matches b ON b.account_id = p.account_id AND b.rate_plan_id = p.rate_plan_id
    LEFT JOIN sandbox.goods g ON g.account_id = p.account_id AND g.rate_plan_id = p.platform_rate_plan_id
   WHERE p.account_id = one.account_id AND p.rate_plan_id = one.rate_plan_id;
  IF plan.active <> (plan.wanted AND NOT plan.broken) THEN
    PERFORM judge.fail('a rate plan is off while its match is broken, and only then', format('%s: %s', one.rate_plan_id, plan));
  END IF;
  IF plan.broken AND NOT plan.justly THEN
    PERFORM judge.fail('a broken match switches off its own rate plans alone', one.rate_plan_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON gateway.rate_plans
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_match();
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR DELETE ON gateway.broken_matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_match();

CREATE FUNCTION judge.on_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nextval('judge.checks');
  IF NEW.body IS DISTINCT FROM OLD.body THEN
    PERFORM judge.fail('no two decisions', format('message %s was rewritten', NEW.message_id));
  END IF;
  IF NEW.state = 'failed' AND coalesce(NEW.next_step, '') = '' THEN
    PERFORM judge.fail('a failure names the next step', format('message %s', NEW.message_id));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER UPDATE ON gateway.outbox
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_outbox();

-- The platform's side: coupons are what their uses say.
CREATE FUNCTION judge.coupon(p_account text, p_coupon text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; uses record;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT held, booked, verified, settled, free, total INTO one FROM sandbox.coupons
   WHERE account_id = p_account AND coupon_id = p_coupon;
  SELECT coalesce(sum(nights) FILTER (WHERE state = 'held'), 0) AS held,
         coalesce(sum(nights) FILTER (WHERE state = 'booked'), 0) AS booked,
         coalesce(sum(nights) FILTER (WHERE state = 'verified'), 0) AS verified,
         coalesce(sum(nights) FILTER (WHERE state = 'settled'), 0) AS settled
    INTO uses FROM sandbox.coupon_uses WHERE account_id = p_account AND coupon_id = p_coupon;
  IF (one.held, one.booked, one.verified, one.settled) IS DISTINCT FROM (uses.held, uses.booked, uses.verified, uses.settled) THEN
    PERFORM judge.fail('nights of coupons', format('%s: coupon %s, uses %s', p_coupon, one, uses));
  END IF;
END $$;
CREATE FUNCTION judge.on_coupon() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM judge.coupon(NEW.account_id, NEW.coupon_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON sandbox.coupons
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_coupon();
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON sandbox.coupon_uses
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_coupon();

-- Bookings of the platform: ended ones hold nothing, none was accepted after its deadline, a charge comes back with its end.
CREATE FUNCTION judge.on_platform_booking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE left_over bigint;
BEGIN
  PERFORM nextval('judge.checks');
  IF TG_OP = 'UPDATE' AND OLD.state = 'waiting-accept' AND NEW.state = 'accepted'
     AND NEW.accept_deadline_ms IS NOT NULL AND NEW.accepted_ms >= NEW.accept_deadline_ms THEN
    PERFORM judge.fail('accepted before the deadline', format('%s: %s', NEW.booking_id, NEW.accepted_ms - NEW.accept_deadline_ms));
  END IF;
  -- Counted from what can not be moved: creation or payment, and a quarter of an hour in which the creation was repeated.
  IF TG_OP = 'UPDATE' AND OLD.state = 'waiting-accept' AND NEW.state = 'accepted' AND
     NEW.accepted_ms > greatest(NEW.created_ms, coalesce(NEW.paid_ms, 0)) + (NEW.accept_minutes + 15) * 60000 THEN
    PERFORM judge.fail('accepted before the deadline', NEW.booking_id);
  END IF;
  IF NEW.state IN ('rejected', 'cancelled') THEN
    SELECT coalesce(sum(nights), 0) INTO left_over FROM sandbox.coupon_uses
     WHERE account_id = NEW.account_id AND booking_id = NEW.booking_id AND state <> 'released';
    IF left_over > 0 THEN
      PERFORM judge.fail('an ended booking holds nothing', format('%s is %s and holds %s nights', NEW.booking_id, NEW.state, left_over));
    END IF;
    IF NEW.surcharge_state = 'paid' THEN
      PERFORM judge.fail('an ended booking is refunded', NEW.booking_id);
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state IN ('rejected', 'cancelled') AND NEW.state <> OLD.state THEN
    PERFORM judge.fail('no two decisions', format('%s: %s became %s', NEW.booking_id, OLD.state, NEW.state));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT OR UPDATE ON sandbox.bookings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_platform_booking();

-- Tokens: only the two newest of an application live; no third one opens the door.
CREATE FUNCTION judge.on_token() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE live bigint;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT count(*) INTO live FROM sandbox.tokens
   WHERE client_key = NEW.client_key AND expires_ms > NEW.issued_ms
     AND (superseded_ms IS NULL OR superseded_ms + 300000 > NEW.issued_ms);
  IF live > 2 THEN
    PERFORM judge.fail('two tokens live', format('%s has %s', NEW.client_key, live));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT ON sandbox.tokens
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_token();

-- The ledger: every posting balances, and there is one of each kind for a subject.
CREATE FUNCTION judge.on_posting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE left_over bigint; same bigint;
BEGIN
  PERFORM nextval('judge.checks');
  SELECT coalesce(sum(amount), 0) INTO left_over FROM sandbox.entries
   WHERE account_id = NEW.account_id AND posting_id = NEW.posting_id;
  IF left_over <> 0 THEN
    PERFORM judge.fail('the ledger balances', format('posting %s: %s fen', NEW.posting_id, left_over));
  END IF;
  -- A settlement has one posting for each line of the bill.
  IF NEW.kind = 'settlement' THEN
    SELECT count(*) - count(DISTINCT (kind, coupon_id)) INTO same FROM sandbox.bill_lines
     WHERE account_id = NEW.account_id AND booking_id = NEW.subject;
    SELECT same + abs(count(*) - (SELECT count(*) FROM sandbox.bill_lines
                               WHERE account_id = NEW.account_id AND booking_id = NEW.subject)) + 1 INTO same
      FROM sandbox.postings WHERE account_id = NEW.account_id AND subject = NEW.subject AND kind = 'settlement';
  ELSE
    SELECT count(*) INTO same FROM sandbox.postings
     WHERE account_id = NEW.account_id AND subject = NEW.subject AND kind = NEW.kind;
  END IF;
  IF same > 1 THEN
    PERFORM judge.fail('posted once', format('%s of %s', NEW.kind, NEW.subject));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge AFTER INSERT ON sandbox.postings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge.on_posting();
`;
