import type { HotelDetails, RoomDetails } from '../actors/hotel-views.ts';

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

const breakfast = (hour: number, minute: number) => ({ hour, mintue: minute, second: 0, time_limited: true });

/** A hotel as its system describes it: base info, facilities, pictures and every policy once. */
export function hotelDetails(): HotelDetails {
  return {
    active: true,
    hotel_base_info: {
      hotel_en_name: 'Cloud Rise Hotel',
      hotel_brief: '临江而立的云端酒店',
      star_rating: 4,
      latitude: 30.5928,
      longitude: 114.3055,
      address: {
        country: '中国',
        province: '湖北省',
        city: '武汉市',
        district: '江岸区',
        detail_address: '沿江示例路18号',
      },
      phone: { phone_type: 1, country_code: '86', area_code: '027', main_code: '60001234' },
      total_room_quantity: 126,
      hotel_building_area: 12_000.5,
      build_time: '2019-05-01',
      currency: 'CNY',
      recieve_foreign_guest: 1,
      important_information: [{ content: '入住需出示有效证件' }],
    },
    hotel_facilities: [{ facility_category: 1, facility_id: 101 }],
    hotel_images: [{ image_url: 'https://img.example.com/hotels/cloud-rise.jpg', image_type: 1 }],
    hotel_policy: {
      check_in_policy: { check_in_from: '14:00', check_out_to: '12:00', is_limit_arrival: false },
      children_policy: {
        is_allow_children: true,
        is_allow_sharing_bed: true,
        min_children_age: 0,
        max_children_age: 12,
      },
      child_use_exist_bed_policy: { allow_child_num: 1, charges: [{ start: 0, end: 6, chargeable: false }] },
      extra_bed_policy: { support_extra_bed: true, adult_extra_bed_price: 15_000, currency: 'CNY' },
      breakfast_policy: {
        support_breakfast: true,
        breakfast_category: [1],
        open_time: { open_time_type: 1, every_day_time: { start_time: breakfast(7, 0), end_time: breakfast(10, 30) } },
      },
      parking_policy: { parking_provided: true, parking_details: { chargeable: true, amount: 20.5, currency: 'CNY' } },
      pet_policy: { is_allow_pet: false },
    },
  };
}
