import { id, int, list, map, object, optional, text } from '../field.ts';

/** One value or a range, e.g. an area or floors; the numbers of `value_type` were not found. */
const ranged = object(
  {
    value_type: optional(int('kind of value', 'sdk')),
    value_list: optional(list(int('value', 'sdk'), 'values', 'sdk')),
  },
  'one value or a range',
  'sdk',
);

/** A picture of a room type. */
export const roomImage = object({
  image_url: text('address', 'sdk'),
  image_uri: optional(text('platform storage id', 'sdk')),
});

/** What a room type looks like: the same members when it is saved and when it is looked up. */
export const roomLook = {
  area: optional(ranged),
  floor: optional(list(ranged, 'floors', 'sdk')),
  bed_groups: optional(
    list(
      object({
        bed_items: list(
          object({
            bed_type: optional(int('kind of bed', 'sdk')),
            bed_num: optional(int('beds', 'sdk')),
            bed_size: optional(int('width, cm', 'inferred')),
          }),
          'beds of the group',
          'sdk',
        ),
      }),
      'alternatives of beds',
      'sdk',
    ),
  ),
  window: optional(int('window', 'sdk')),
  smoking: optional(int('smoking', 'sdk')),
  internets: optional(list(int('kind', 'sdk'), 'internet', 'sdk')),
  facility_map: optional(
    map(
      object({ facility_ids: list(int('facility', 'sdk'), 'facilities', 'sdk') }, 'facilities of the kind', 'sdk'),
      'kind of facility -> facilities; numbers not found',
      'sdk',
    ),
  ),
};

/** State of a hotel or room type at the platform (documented for hotels, inferred for room types). */
export const MATCH_STATE = {
  matching: 1,
  creating: 2,
  auditing: 3,
  matchFailed: 4,
  rejected: 5,
  usable: 6,
  disabled: 7,
  claimPending: 8,
  abnormal: 99,
} as const;

/** What room operate does: numbers not found, by analogy with the generic goods interface (inferred). */
export const ROOM_OPERATION = { online: 1, offline: 2, delete: 3 } as const;

/** The merchant a hotel interface is about. */
export const merchant = id('merchant account', 'sdk');
