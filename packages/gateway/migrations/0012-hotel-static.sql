-- Hotels and room types that the gateway publishes itself. The static structure is large, belongs to the platform and is
-- only ever read and sent as a whole: it is kept as the contract's own JSON, checked when it comes in, instead of in
-- dozens of columns that would have to follow every change of the platform's.
ALTER TABLE gateway.room_types
  ADD COLUMN details jsonb,              -- room_info without the ids, the name and the guests, which stand in columns
  ADD COLUMN publish_state text NOT NULL DEFAULT 'draft' CHECK (
    publish_state IN ('draft', 'saving', 'auditing', 'usable', 'rejected', 'offline', 'failed', 'deleted')),
  ADD COLUMN publish_reason text,        -- the platform's or our words when something keeps it
  ADD COLUMN wanted_shelf text CHECK (wanted_shelf IN ('on', 'off', 'deleted')); -- carried out once the platform allows it

-- room, hotel: save it; room-shelf: carry out wanted_shelf; room-check, hotel-check: ask what the audit came to.
ALTER TABLE gateway.publications DROP CONSTRAINT publications_kind_check;
ALTER TABLE gateway.publications ADD CONSTRAINT publications_kind_check CHECK (
  kind IN ('goods', 'voucher', 'shelf', 'room', 'room-shelf', 'room-check', 'hotel', 'hotel-check'));

ALTER TABLE gateway.hotels
  ADD COLUMN category_id bigint,         -- the platform's category of the hotel; room types must name it
  ADD COLUMN details jsonb,              -- base info, facilities, pictures and policies as the contract has them
  ADD COLUMN publish_state text NOT NULL DEFAULT 'draft' CHECK (
    publish_state IN ('draft', 'saving', 'matching', 'auditing', 'claim_pending', 'matched', 'rejected', 'offline', 'failed')),
  ADD COLUMN publish_reason text;
