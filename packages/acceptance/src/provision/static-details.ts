import type { RoomDetails } from '../actors/hotel.ts';

/** A room type as a hotel describes it: every kind of member once. */
export function roomDetails(): RoomDetails {
  return {
    en_name: 'Cloud View Room',
    room_num: 6,
    images: [{ image_url: 'https://img.example.com/rooms/cloud-view.jpg' }],
    area: { value_type: 1, value_list: [34] },
    floor: [{ value_type: 2, value_list: [8, 16] }],
    bed_groups: [
      { bed_items: [{ bed_type: 1, bed_num: 1, bed_size: 180 }] },
      { bed_items: [{ bed_type: 2, bed_num: 2, bed_size: 120 }] },
    ],
    window: 1,
    smoking: 1,
    internets: [1],
    facility_map: { '3': { facility_ids: [30001, 30007] } },
    descriptions: ['高层云景'],
  };
}
