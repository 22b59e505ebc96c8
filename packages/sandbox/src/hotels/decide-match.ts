import type { HotelDetails } from './check-details.ts';
import type { Hotel } from './store.ts';

/** What a first match comes to (all of it inferred). */
export type MatchOutcome =
  | { readonly do: 'bind'; readonly hotelId: string }
  /** `hotelId` is still to be given. */
  | { readonly do: 'create'; readonly hotel: Omit<Hotel, 'hotelId'> }
  | { readonly do: 'fail'; readonly message: string };

/** Hotels further away than this are not the same one. */
const NEAR_METRES = 3000;
/** The category of a hotel nobody classed: the platform's economy hotel. */
const DEFAULT_CATEGORY = 8001001;

/**
 * Compares a partner's hotel with the merchant's that nobody has bound: the same name, and near where both say where
 * they are. None: a new one is made if its address and place are told. Pure.
 */
export function decideMatch(details: HotelDetails, free: readonly Hotel[]): MatchOutcome {
  const info = details.hotel_base_info ?? {};
  const name = info.hotel_name ?? '';
  const { latitude, longitude } = info;
  const alike = free.filter(
    (hotel) =>
      plain(hotel.name) === plain(name) &&
      (latitude === undefined || longitude === undefined || metres(hotel, { latitude, longitude }) <= NEAR_METRES),
  );
  const [first, second] = alike;
  if (first !== undefined && second !== undefined) return { do: 'fail', message: '匹配到多家酒店，请补充坐标' };
  if (first !== undefined) return { do: 'bind', hotelId: first.hotelId };
  const { province, city, district, detail_address: address } = info.address ?? {};
  if (latitude === undefined || longitude === undefined || !province || !city || !address)
    return { do: 'fail', message: '未找到匹配的酒店；新建需要省、市、详细地址与坐标' };
  const place = { province, city, district: district ?? '', address, latitude, longitude };
  return { do: 'create', hotel: { name, ...place, categoryId: DEFAULT_CATEGORY } };
}

/** A name without what people write differently: width, blanks, brackets, separators. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()[\]·・.,，。、-]/g, '');
}

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Distance on the globe, accurate enough for a few kilometres. */
function metres(one: Point, other: Point): number {
  const degree = 111_195;
  const north = (one.latitude - other.latitude) * degree;
  const east = (one.longitude - other.longitude) * degree * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}
