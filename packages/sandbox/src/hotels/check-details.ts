import type { interfaces, RequestOf } from '@yuzhu/contract';

/** A hotel as a partner describes it, without the ids. */
export type HotelDetails = Omit<RequestOf<typeof interfaces.hotelSave>, 'account_id' | 'out_hotel_id' | 'hotel_id'>;

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST = { name: 100, pictures: 100, rooms: 100_000 } as const;

/**
 * What the platform finds wrong with a hotel's static information (all of it inferred): the path of the first member
 * that is out of its range, with what is wanted. Unknown enum values are taken.
 */
export function detailsProblem(details: HotelDetails): string | undefined {
  return (
    baseProblem(details.hotel_base_info) ??
    pictureProblem(details.hotel_images ?? []) ??
    policyProblem(details.hotel_policy) ??
    negativeProblem(details, '')
  );
}

function baseProblem(info: HotelDetails['hotel_base_info']): string | undefined {
  if (info === undefined) return undefined;
  const at = 'hotel_base_info';
  const { hotel_name: name, latitude, longitude, total_room_quantity: rooms } = info;
  if (name !== undefined && (name.trim() === '' || name.length > MOST.name))
    return `${at}.hotel_name needs 1 to ${MOST.name} characters`;
  if ((latitude === undefined) !== (longitude === undefined)) return `${at}.latitude and longitude belong together`;
  if (latitude !== undefined && Math.abs(latitude) > 90) return `${at}.latitude is -90 to 90`;
  if (longitude !== undefined && Math.abs(longitude) > 180) return `${at}.longitude is -180 to 180`;
  if (rooms !== undefined && (rooms < 1 || rooms > MOST.rooms))
    return `${at}.total_room_quantity is 1 to ${MOST.rooms}`;
  return undefined;
}

function pictureProblem(images: NonNullable<HotelDetails['hotel_images']>): string | undefined {
  if (images.length > MOST.pictures) return `hotel_images holds at most ${MOST.pictures} pictures`;
  const wrong = images.findIndex(
    ({ image_url: url = '' }) => !(URL.canParse(url) && new URL(url).protocol === 'https:'),
  );
  return wrong < 0 ? undefined : `hotel_images[${wrong}].image_url must be an https address`;
}

type Policy = NonNullable<HotelDetails['hotel_policy']>;
type Charge = NonNullable<NonNullable<Policy['child_use_exist_bed_policy']>['charges']>[number];

function policyProblem(policy: HotelDetails['hotel_policy']): string | undefined {
  if (policy === undefined) return undefined;
  const at = 'hotel_policy';
  const times = policy.check_in_policy ?? {};
  for (const key of ['check_in_from', 'check_in_to', 'check_out_from', 'check_out_to'] as const) {
    const time = times[key];
    if (time !== undefined && !TIME.test(time)) return `${at}.check_in_policy.${key} is written HH:mm`;
  }
  const { min_children_age: youngest, max_children_age: oldest } = policy.children_policy ?? {};
  if (youngest !== undefined && oldest !== undefined && youngest > oldest)
    return `${at}.children_policy.max_children_age is below min_children_age`;
  const wrong = chargesOf(policy).find(([, charge]) => !bandFits(charge));
  if (wrong !== undefined) return `${at}.${wrong[0]}: end must not be below start, a percentage is 0 to 100`;
  const { week_days: days = [] } = policy.breakfast_policy?.open_time?.week_day_times ?? {};
  if (days.some((day) => day < 1 || day > 7)) return `${at}.breakfast_policy: weekdays are 1 (Monday) to 7`;
  return clockProblem(policy, at);
}

function chargesOf(policy: Policy): (readonly [path: string, charge: Charge])[] {
  const lists = {
    'child_use_exist_bed_policy.charges': policy.child_use_exist_bed_policy?.charges,
    'extra_bed_policy.extra_child_bed_charges': policy.extra_bed_policy?.extra_child_bed_charges,
    'extra_bed_policy.extra_baby_bed_charges': policy.extra_bed_policy?.extra_baby_bed_charges,
    'child_breakfast_policy.child_breakfast_age': policy.child_breakfast_policy?.child_breakfast_age,
    'child_breakfast_policy.child_breakfast_height': policy.child_breakfast_policy?.child_breakfast_height,
  };
  return Object.entries(lists).flatMap(([path, list = []]) => list.map((charge) => [path, charge] as const));
}

function bandFits({ start, end, charge_percent: percent }: Charge): boolean {
  return (start === undefined || end === undefined || start <= end) && (percent === undefined || percent <= 100);
}

const CLOCK_LIMITS: Readonly<Record<string, number>> = { hour: 23, mintue: 59, second: 59 };

/** Looks for times of day anywhere in a structure. */
function clockProblem(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const most = CLOCK_LIMITS[key];
    if (most !== undefined && typeof member === 'number' && member > most) return `${path}.${key} is 0 to ${most}`;
    const inner = clockProblem(member, `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Coordinates are the only numbers that may be negative. */
function negativeProblem(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return value < 0 ? `${path} must not be negative` : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'latitude' || key === 'longitude') continue;
    const inner = negativeProblem(member, path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
