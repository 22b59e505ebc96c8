import type { Random } from '@yuzhu/runtime';
import type { HotelFacts } from '../matching/hotels.ts';
import type { RoomFacts } from '../matching/rooms.ts';

/** A made-up hotel as one side writes it. `truth`: the same on both sides for the same house. */
export interface MadeUpHotel extends HotelFacts {
  readonly truth: string;
  readonly rooms: readonly MadeUpRoom[];
}

/** A made-up room type as one side writes it. */
export interface MadeUpRoom extends RoomFacts {
  readonly truth: string;
}

const BRANDS = [
  '云栖',
  '澹舟',
  '禾木',
  '星澜',
  '锦里',
  '听松',
  '半山',
  '海棠',
  '望江',
  '青禾',
  '朴宿',
  '拾光',
  '悦庭',
  '泊岸',
  '归野',
];
const KINDS = ['酒店', '大酒店', '国际酒店', '度假酒店', '精品酒店', '宾馆', '民宿', '商务酒店'];
const PLACES: readonly (readonly [
  city: string,
  province: string,
  latitude: number,
  longitude: number,
  ...districts: string[],
])[] = [
  ['杭州', '浙江省', 30.25, 120.16, '西湖', '滨江', '萧山', '余杭', '武林广场', '火车东站'],
  ['成都', '四川省', 30.66, 104.06, '春熙路', '宽窄巷子', '武侯祠', '高新', '青羊', '东站'],
  ['上海', '上海市', 31.23, 121.47, '虹桥', '外滩', '陆家嘴', '浦东机场', '静安寺', '徐家汇'],
  ['三亚', '海南省', 18.25, 109.51, '亚龙湾', '海棠湾', '大东海', '三亚湾', '机场', '解放路'],
  ['西安', '陕西省', 34.26, 108.95, '钟楼', '大雁塔', '高新', '北站', '曲江', '回民街'],
];
const ROADS = ['人民路', '解放路', '中山路', '滨河路', '文化路', '长江路', '建设大道', '朝阳街', '学院路', '湖滨路'];
const GRADES = ['标准', '舒适', '高级', '豪华', '行政', '商务', ''];
const BEDS = ['大床房', '双床房', '家庭房', '三人间', '大床套房', '单人间'];
const VIEWS = ['', '', '', '湖景', '海景', '城景', '山景', '无窗'];

interface House {
  readonly truth: string;
  readonly brand: string;
  readonly kind: string;
  readonly city: string;
  readonly province: string;
  readonly branch: string;
  readonly road: string;
  readonly number: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly rooms: readonly {
    readonly truth: string;
    readonly grade: string;
    readonly bed: string;
    readonly view: string;
    readonly area: number;
    readonly guests: number;
  }[];
}

/** Houses with six room types each; chains with several branches in one town among them. */
function houses(random: Random, count: number): House[] {
  const made = new Map<string, House>();
  while (made.size < count) {
    const brand = random.pick(BRANDS);
    const [city, province, latitude, longitude, ...districts] = random.pick(PLACES);
    const branch = random.pick(districts);
    const truth = `${brand}-${city}-${branch}`;
    if (made.has(truth)) continue;
    const spread = () => (random.next() - 0.5) * 0.2;
    const names = new Map<string, House['rooms'][number]>();
    while (names.size < 6) {
      const [grade, bed, view] = [random.pick(GRADES), random.pick(BEDS), random.pick(VIEWS)];
      const key = `${grade}${view}${bed}`;
      const guests = bed === '家庭房' || bed === '三人间' ? 3 : bed === '单人间' ? 1 : 2;
      names.set(key, { truth: `${truth} ${key}`, grade, bed, view, area: 18 + random.int(42), guests });
    }
    made.set(truth, {
      truth,
      brand,
      kind: random.pick(KINDS),
      city,
      province,
      branch,
      road: random.pick(ROADS),
      number: 1 + random.int(900),
      latitude: latitude + spread(),
      longitude: longitude + spread(),
      rooms: [...names.values()],
    });
  }
  return [...made.values()];
}

/** As the platform writes them: whole names, brackets of full width, every fact there. */
function platformHotel(house: House): MadeUpHotel {
  return {
    truth: house.truth,
    name: `${house.brand}${house.kind}（${house.city}${house.branch}店）`,
    address: `${house.province} ${house.city}市 ${house.road}${house.number}号`,
    latitude: house.latitude,
    longitude: house.longitude,
    rooms: house.rooms.map(({ truth, grade, bed, view, area, guests }) => ({
      truth,
      name: `${grade}${view}${bed}`,
      area,
      guests,
    })),
  };
}

/** As hotel systems write them: each in its own way, with what people type. */
function systemHotel(house: House, random: Random): MadeUpHotel {
  const { brand, kind, city, branch } = house;
  const name = random.pick([
    `${brand}${kind}(${city}${branch}店)`,
    `${city}${branch}${brand}${kind}`,
    `${brand}${kind}-${branch}`,
    `${brand}${random.pick(KINDS)}（${branch}店）`,
    `${brand}酒店·${city}${branch}`,
    `${brand} ${kind} ${branch}`,
    `【直连】${brand}${kind}(${branch})`,
  ]);
  const off = () => (random.next() - 0.5) * 0.002;
  const placed = random.next() < 0.7;
  return {
    truth: house.truth,
    name: mistyped(name, random, 0.05),
    address: random.next() < 0.8 ? systemAddress(house, random) : undefined,
    latitude: placed ? house.latitude + off() : undefined,
    longitude: placed ? house.longitude + off() : undefined,
    rooms: house.rooms.map((room) => ({
      truth: room.truth,
      name: mistyped(systemRoom(room, random), random, 0.03),
      area: random.next() < 0.6 ? room.area + random.pick([0, 0, 0, 1, -1]) : undefined,
      guests: random.next() < 0.8 ? room.guests : undefined,
    })),
  };
}

function systemAddress(house: House, random: Random): string {
  const street = `${house.road}${house.number}${random.pick(['号', '号附1号', ''])}`;
  return random.pick([`${house.city}市${street}`, `${house.province}${house.city}${street}`, street]);
}

const BEDS_TYPED: Readonly<Record<string, readonly string[]>> = {
  大床房: ['大床房', '大床间', '大床', '单大床房', 'King房'],
  双床房: ['双床房', '双床间', '双标间', '两床房', 'Twin房'],
  家庭房: ['家庭房', '家庭间', '亲子房', '一大一小房'],
  三人间: ['三人间', '三床房', '3人间'],
  大床套房: ['大床套房', '套房(大床)', '大床套间'],
  单人间: ['单人间', '单人房', '单床房'],
};

function systemRoom({ grade, bed, view }: House['rooms'][number], random: Random): string {
  const typed = random.pick(BEDS_TYPED[bed] ?? [bed]);
  const shown =
    grade === '高级' ? random.pick(['高级', 'Superior']) : grade === '豪华' ? random.pick(['豪华', '奢华']) : grade;
  return random.pick([
    `${shown}${view}${typed}`,
    `${view}${shown}${typed}`,
    `${shown}${typed}（${view || '标准价'}）`,
    `${shown}${view}${typed} 含早`,
  ]);
}

/** Leaves a letter out, now and then. */
function mistyped(name: string, random: Random, share: number): string {
  if (random.next() >= share) return name;
  const letters = [...name];
  letters.splice(random.int(letters.length), 1);
  return letters.join('');
}

/** Both sides of `count` houses with six room types each; one in ten houses is missing on either side. */
export function madeUpHotels(
  random: Random,
  count: number,
): { readonly own: readonly MadeUpHotel[]; readonly found: readonly MadeUpHotel[] } {
  const all = houses(random, count);
  return {
    own: all.filter((_, at) => at % 10 !== 0).map((house) => systemHotel(house, random)),
    found: all.filter((_, at) => at % 10 !== 5).map(platformHotel),
  };
}
