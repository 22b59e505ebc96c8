import { MATCH_STATE } from '@yuzhu/contract';
import type { Hotel } from '../hotels/store.ts';
import { formatId } from '../ids.ts';
import type { RoomType } from '../rooms/store.ts';

/** A made-up hotel with its room types. */
export interface SeedHotel {
  readonly hotel: Hotel;
  readonly rooms: readonly RoomType[];
}

/** Leaf categories; 8001001 is the platform's economy hotel, the other numbers are placeholders (inferred). */
const CATEGORY = { economy: 8001001, comfort: 8001002, upscale: 8001003, luxury: 8001004 } as const;

const KING = [{ bed_type: 1, bed_num: 1, bed_size: 180 }];
const TWIN = [{ bed_type: 2, bed_num: 2, bed_size: 120 }];
const FAMILY = [
  { bed_type: 1, bed_num: 1, bed_size: 180 },
  { bed_type: 2, bed_num: 1, bed_size: 120 },
];

type Beds = typeof KING;
/** Chinese name, English name, rooms, guests, square metres, beds, remark. */
type Room = readonly [string, string, number, number, number, Beds, string];

interface Draft {
  readonly name: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
  readonly at: readonly [latitude: number, longitude: number];
  readonly category: number;
  readonly floors: readonly [number, number];
  readonly rooms: readonly Room[];
}

const DANZHOU: readonly Draft[] = [
  {
    name: '澹舟酒店（上海北外滩）',
    province: '上海市',
    city: '上海市',
    district: '虹口区',
    address: '东大名路示例段918号',
    at: [31.2524, 121.4997],
    category: CATEGORY.upscale,
    floors: [6, 21],
    rooms: [
      ['高级大床房', 'Superior King', 42, 2, 30, KING, '城景'],
      ['高级双床房', 'Superior Twin', 36, 2, 32, TWIN, '城景'],
      ['江景大床房', 'River View King', 24, 2, 35, KING, '面向黄浦江'],
      ['行政江景套房', 'Executive River Suite', 8, 3, 58, KING, '含行政酒廊'],
      ['家庭房', 'Family Room', 12, 4, 46, FAMILY, '大床加单人床'],
    ],
  },
  {
    name: '澹舟酒店（杭州西溪）',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    address: '天目山路示例段588号',
    at: [30.2673, 120.0664],
    category: CATEGORY.upscale,
    floors: [1, 5],
    rooms: [
      ['庭院大床房', 'Garden King', 30, 2, 36, KING, '一层带小院'],
      ['庭院双床房', 'Garden Twin', 28, 2, 36, TWIN, '一层带小院'],
      ['湿地景观套房', 'Wetland View Suite', 6, 3, 65, KING, '面向湿地'],
      ['亲子主题房', 'Kids Theme Room', 10, 4, 45, FAMILY, '儿童帐篷与绘本'],
    ],
  },
  {
    name: '澹舟酒店（成都宽窄巷子）',
    province: '四川省',
    city: '成都市',
    district: '青羊区',
    address: '长顺上街示例段126号',
    at: [30.6699, 104.0566],
    category: CATEGORY.comfort,
    floors: [2, 9],
    rooms: [
      ['舒适大床房', 'Comfort King', 48, 2, 25, KING, '安静朝内院'],
      ['舒适双床房', 'Comfort Twin', 40, 2, 26, TWIN, '安静朝内院'],
      ['川西院景大床房', 'Courtyard View King', 16, 2, 30, KING, '院景'],
    ],
  },
  {
    name: '澹舟酒店（西安大唐不夜城）',
    province: '陕西省',
    city: '西安市',
    district: '雁塔区',
    address: '雁塔南路示例段300号',
    at: [34.2117, 108.9642],
    category: CATEGORY.comfort,
    floors: [3, 15],
    rooms: [
      ['唐风大床房', 'Tang Style King', 38, 2, 28, KING, '城墙灰主题'],
      ['唐风双床房', 'Tang Style Twin', 34, 2, 30, TWIN, '城墙灰主题'],
      ['夜景大床房', 'Night View King', 20, 2, 32, KING, '面向不夜城'],
      ['夜景家庭房', 'Night View Family', 10, 4, 44, FAMILY, '面向不夜城'],
    ],
  },
  {
    name: '澹舟度假酒店（三亚海棠湾）',
    province: '海南省',
    city: '三亚市',
    district: '海棠区',
    address: '海棠北路示例段66号',
    at: [18.3402, 109.7331],
    category: CATEGORY.luxury,
    floors: [1, 8],
    rooms: [
      ['园景大床房', 'Garden View King', 60, 2, 48, KING, '阳台'],
      ['园景双床房', 'Garden View Twin', 50, 2, 48, TWIN, '阳台'],
      ['海景大床房', 'Ocean View King', 40, 2, 50, KING, '正面海景'],
      ['海景双床房', 'Ocean View Twin', 32, 2, 50, TWIN, '正面海景'],
      ['海景亲子套房', 'Ocean Kids Suite', 12, 5, 88, FAMILY, '上下铺与滑梯'],
      ['泳池别墅', 'Pool Villa', 4, 4, 180, KING, '私家泳池'],
    ],
  },
  {
    name: '澹舟酒店（哈尔滨中央大街）',
    province: '黑龙江省',
    city: '哈尔滨市',
    district: '道里区',
    address: '西八道街示例段19号',
    at: [45.7756, 126.6167],
    category: CATEGORY.economy,
    floors: [2, 7],
    rooms: [
      ['标准大床房', 'Standard King', 36, 2, 22, KING, '地暖'],
      ['标准双床房', 'Standard Twin', 44, 2, 23, TWIN, '地暖'],
      ['欧式街景房', 'Street View King', 14, 2, 26, KING, '面向中央大街'],
    ],
  },
];

const ZHIYU: readonly Draft[] = [
  {
    name: '栀屿山居（大理双廊）',
    province: '云南省',
    city: '大理白族自治州',
    district: '大理市',
    address: '双廊镇示例村12号',
    at: [25.9101, 100.1934],
    category: CATEGORY.comfort,
    floors: [1, 3],
    rooms: [
      ['洱海全景大床房', 'Erhai Panorama King', 6, 2, 38, KING, '落地窗'],
      ['庭院双床房', 'Courtyard Twin', 5, 2, 30, TWIN, '一层'],
      ['露台亲子房', 'Terrace Family Room', 3, 4, 48, FAMILY, '独立露台'],
    ],
  },
  {
    name: '栀屿小筑（厦门鼓浪屿）',
    province: '福建省',
    city: '厦门市',
    district: '思明区',
    address: '鼓浪屿示例路7号',
    at: [24.4478, 118.0626],
    category: CATEGORY.comfort,
    floors: [1, 3],
    rooms: [
      ['老别墅大床房', 'Heritage King', 8, 2, 28, KING, '百年老别墅'],
      ['老别墅双床房', 'Heritage Twin', 6, 2, 30, TWIN, '百年老别墅'],
      ['海风套房', 'Sea Breeze Suite', 2, 3, 52, KING, '海景阳台'],
    ],
  },
];

function build(drafts: readonly Draft[], first: number): SeedHotel[] {
  return drafts.map((draft, at) => {
    const number = first + at;
    const hotelId = formatId('hotel', number, 101);
    const { name, province, city, district, address, category: categoryId } = draft;
    const [latitude, longitude] = draft.at;
    return {
      hotel: { hotelId, name, province, city, district, address, latitude, longitude, categoryId },
      rooms: draft.rooms.map((room, index) => buildRoom(room, hotelId, number * 100 + index + 1, draft.floors)),
    };
  });
}

function buildRoom(room: Room, hotelId: string, number: number, floors: readonly [number, number]): RoomType {
  const [cnName, enName, rooms, maxOccupancy, area, beds, remark] = room;
  const roomId = formatId('room', number, 101);
  return {
    roomId,
    hotelId,
    outRoomId: null,
    cnName,
    enName,
    status: MATCH_STATE.usable,
    approved: true,
    active: true,
    rooms,
    maxOccupancy,
    details: {
      area: { value_type: 1, value_list: [area] },
      floor: [{ value_type: 2, value_list: [...floors] }],
      bed_groups: [{ bed_items: beds }],
      window: 1,
      smoking: 1,
      internets: [1],
      images: [{ image_url: `https://img.example.com/rooms/${roomId}.jpg`, image_uri: `tos-example/${roomId}` }],
      descriptions: [remark],
    },
  };
}

/** Six hotels of the demo merchant, in six cities. */
export const DANZHOU_HOTELS: readonly SeedHotel[] = build(DANZHOU, 1);
/** Two hotels of the second merchant. */
export const ZHIYU_HOTELS: readonly SeedHotel[] = build(ZHIYU, 51);
