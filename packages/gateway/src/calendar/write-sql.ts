/**
 * The statements of a calendar write, in the order they run. Lock order: versions (version.ts), room types, rate plans, room-nights,
 * rate-nights, dirty marks, each sorted by key. FOR NO KEY UPDATE keeps out other writers of the same calendar and
 * nobody else: neither bookings nor foreign keys wait for it.
 */

/** $1 account, $2 room types. */
export const lockRoomTypes = `
  SELECT room_type_id AS id, room_type_id FROM gateway.room_types
  WHERE account_id = $1 AND room_type_id = ANY ($2::text[])
  ORDER BY room_type_id FOR NO KEY UPDATE`;

/** $1 account, $2 rate plans. */
export const lockRatePlans = `
  SELECT rate_plan_id AS id, room_type_id FROM gateway.rate_plans
  WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[])
  ORDER BY rate_plan_id FOR NO KEY UPDATE`;

/** Makes rows of nights nobody stocked before, so that the next statement can lock every night. */
export const insertRoomNights = `
  INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
  SELECT $1, subject, night, 0 FROM unnest($2::text[], $3::date[]) AS wish (subject, night)
  ORDER BY subject, night
  ON CONFLICT DO NOTHING`;

/** Waits for bookings that are being written: what is sold is certain afterwards. */
export const lockRoomNights = `
  SELECT n.room_type_id AS subject, n.night, n.stock, n.sold, n.overbooking, n.open
  FROM gateway.room_nights n
  JOIN unnest($2::text[], $3::date[]) AS wish (subject, night) ON n.room_type_id = wish.subject AND n.night = wish.night
  WHERE n.account_id = $1
  ORDER BY n.room_type_id, n.night
  FOR UPDATE OF n`;

export const lockRateNights = `
  SELECT n.rate_plan_id AS subject, n.night, n.price, n.rack_price, n.price_before_tax, n.open
  FROM gateway.rate_nights n
  JOIN unnest($2::text[], $3::date[]) AS wish (subject, night) ON n.rate_plan_id = wish.subject AND n.night = wish.night
  WHERE n.account_id = $1
  ORDER BY n.rate_plan_id, n.night
  FOR UPDATE OF n`;

/** $4 stock, $5 overbooking, $6 open. */
export const updateRoomNights = `
  UPDATE gateway.room_nights n SET stock = wish.stock, overbooking = wish.overbooking, open = wish.open
  FROM unnest($2::text[], $3::date[], $4::int[], $5::int[], $6::boolean[])
    AS wish (subject, night, stock, overbooking, open)
  WHERE n.account_id = $1 AND n.room_type_id = wish.subject AND n.night = wish.night`;

/** $4 price, $5 rack price or null, $6 before tax or null, $7 open. */
export const upsertRateNights = `
  INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price, rack_price, price_before_tax, open)
  SELECT $1, subject, night, price, rack_price, before_tax, open
  FROM unnest($2::text[], $3::date[], $4::int[], $5::int[], $6::int[], $7::boolean[])
    AS wish (subject, night, price, rack_price, before_tax, open)
  ORDER BY subject, night
  ON CONFLICT (account_id, rate_plan_id, night)
  DO UPDATE SET price = excluded.price, rack_price = excluded.rack_price,
    price_before_tax = excluded.price_before_tax, open = excluded.open`;

export const deleteRateNights = `
  DELETE FROM gateway.rate_nights n
  USING unnest($2::text[], $3::date[]) AS wish (subject, night)
  WHERE n.account_id = $1 AND n.rate_plan_id = wish.subject AND n.night = wish.night`;
