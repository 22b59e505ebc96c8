import { decimal, fen, flag, int, list, object, optional, text } from '../field.ts';

/** An address as the hotel interfaces carry it. */
const hotelAddress = object(
  {
    country: optional(text('country', 'sdk')),
    province: optional(text('province', 'sdk')),
    city: optional(text('city', 'sdk')),
    district: optional(text('district', 'sdk')),
    detail_address: optional(text('street and number', 'sdk')),
  },
  'address',
  'sdk',
);

/** A hotel in the self-service lists. */
export const listedHotel = object({
  hotel_id: text('hotel (POI) id', 'sdk', { minLength: 1, maxLength: 128 }),
  hotel_name: text('name', 'sdk'),
  latitude: decimal('latitude', 'sdk'),
  longitude: decimal('longitude', 'sdk'),
  address: hotelAddress,
  account_id: optional(text('account that owns the store', 'sdk')),
  category_id: optional(int('hotel category', 'sdk')),
});

/** Basic data of a hotel. */
export const hotelBaseInfo = object(
  {
    hotel_name: optional(text('Chinese name', 'sdk')),
    hotel_en_name: optional(text('English name', 'sdk')),
    hotel_brief: optional(text('introduction', 'sdk')),
    hotel_en_brief: optional(text('English introduction', 'sdk')),
    star_rating: optional(int('stars; numbers not found', 'sdk')),
    latitude: optional(decimal('latitude; matching suffers without it (documented); GCJ-02 (inferred)', 'sdk')),
    longitude: optional(decimal('longitude', 'sdk')),
    address: optional(hotelAddress),
    phone: optional(
      object(
        {
          phone_type: optional(int('kind; numbers not found', 'sdk')),
          country_code: optional(text('such as 86', 'sdk')),
          area_code: optional(text('such as 021', 'sdk')),
          main_code: optional(text('number', 'sdk')),
          ext_code: optional(text('extension', 'sdk')),
        },
        'phone of the hotel, one only',
        'sdk',
      ),
    ),
    total_room_quantity: optional(int('rooms of the hotel', 'sdk')),
    hotel_building_area: optional(decimal('building area', 'sdk', 'm² (inferred)')),
    build_time: optional(text('opened on; yyyy-MM-dd (inferred)', 'sdk')),
    last_renovation: optional(text('renovated on; yyyy-MM-dd (inferred)', 'sdk')),
    currency: optional(text('ISO code', 'sdk')),
    recieve_foreign_guest: optional(int('foreign guests; misspelled by the platform; numbers not found', 'sdk')),
    important_information: optional(
      list(
        object({
          content: optional(text('text', 'sdk')),
          effect_start_time: optional(text('from; form not found', 'sdk')),
          effect_end_time: optional(text('until; form not found', 'sdk')),
        }),
        'notices',
        'sdk',
      ),
    ),
  },
  'basic data',
  'documented',
);

/** A charge for a band of ages or heights. */
const charge = object({
  start: optional(int('lower bound, years or cm')),
  end: optional(int('upper bound; whether included is unknown')),
  chargeable: optional(flag('this band pays')),
  charge_price: optional(fen('price', 'inferred')),
  charge_percent: optional(int('percentage instead of a price', 'inferred')),
  charge_frequency: optional(text('how often; words not found')),
  currency: optional(text('ISO code')),
});
const charges = (description: string) => list(charge, description, 'sdk');

const clockTime = (description: string) =>
  object(
    {
      hour: optional(int('0 to 23')),
      mintue: optional(int('0 to 59; misspelled by the platform')),
      second: optional(int('0 to 59')),
      time_limited: optional(flag('this end is limited at all', 'inferred')),
    },
    description,
  );
const period = { start_time: optional(clockTime('begin')), end_time: optional(clockTime('end')) };
const numbers = (description: string) => list(int('number; meaning not found', 'sdk'), description, 'sdk');

/** Policies of a hotel. */
export const hotelPolicy = object(
  {
    check_in_policy: optional(
      object(
        {
          check_in_from: optional(text('earliest check-in; HH:mm (inferred)', 'sdk')),
          check_in_to: optional(text('latest check-in', 'sdk')),
          check_out_from: optional(text('earliest check-out', 'sdk')),
          check_out_to: optional(text('latest check-out', 'sdk')),
          is_limit_arrival: optional(flag('arrival is limited', 'sdk')),
        },
        'check-in and check-out',
        'sdk',
      ),
    ),
    children_policy: optional(
      object(
        {
          is_allow_children: optional(flag('children are welcome', 'sdk')),
          is_allow_sharing_bed: optional(flag('may share a bed', 'sdk')),
          min_children_age: optional(int('youngest', 'sdk')),
          max_children_age: optional(int('oldest', 'sdk')),
        },
        'children',
        'sdk',
      ),
    ),
    child_use_exist_bed_policy: optional(
      object(
        { allow_child_num: optional(int('how many children')), charges: optional(charges('by age')) },
        'child in an existing bed',
      ),
    ),
    extra_bed_policy: optional(
      object(
        {
          support_extra_bed: optional(flag('extra beds')),
          adult_extra_bed_price: optional(fen('price for an adult', 'inferred')),
          currency: optional(text('ISO code')),
          extra_child_bed_charges: optional(charges('children, by age')),
          extra_baby_bed_charges: optional(charges('babies, by age')),
        },
        'extra beds',
      ),
    ),
    breakfast_policy: optional(
      object(
        {
          support_breakfast: optional(flag('breakfast', 'sdk')),
          breakfast_category: optional(numbers('categories')),
          breakfast_form: optional(numbers('forms')),
          breakfast_type: optional(numbers('types')),
          open_time: optional(
            object(
              {
                open_time_type: optional(int('chooses between the two below', 'inferred')),
                every_day_time: optional(object(period, 'the same every day')),
                week_day_times: optional(
                  object(
                    {
                      week_days: optional(list(int('1 Monday to 7 Sunday', 'inferred'), 'weekdays', 'sdk')),
                      time_periods: optional(list(object(period), 'periods')),
                    },
                    'by weekday; a single structure in spite of its name',
                  ),
                ),
              },
              'when it is served',
            ),
          ),
        },
        'breakfast',
      ),
    ),
    child_breakfast_policy: optional(
      object(
        {
          age_or_height: optional(int('charged by age or height; numbers not found', 'sdk')),
          child_breakfast_age: optional(charges('by age')),
          child_breakfast_height: optional(charges('by height, cm')),
        },
        'breakfast of children',
        'sdk',
      ),
    ),
    parking_policy: optional(
      object(
        {
          parking_provided: optional(flag('parking', 'sdk')),
          parking_details: optional(
            object(
              {
                type: optional(int('kind; numbers not found', 'sdk')),
                location: optional(int('where; numbers not found', 'sdk')),
                chargeable: optional(flag('costs something', 'sdk')),
                amount: optional(decimal('price, a decimal unlike every other', 'sdk')),
                currency: optional(text('ISO code', 'sdk')),
                reserve_required: optional(flag('to be reserved', 'sdk')),
              },
              'parking in detail',
              'sdk',
            ),
          ),
          charging_point_provided: optional(flag('cars can be charged', 'sdk')),
          charge_point_detail: optional(
            object(
              {
                type: optional(int('kind; numbers not found', 'sdk')),
                location: optional(int('where; numbers not found', 'sdk')),
              },
              'charging in detail',
              'sdk',
            ),
          ),
        },
        'parking',
        'sdk',
      ),
    ),
    pet_policy: optional(object({ is_allow_pet: optional(flag('pets are welcome', 'sdk')) }, 'pets', 'sdk')),
  },
  'policies',
);
