import { hotelDetails, roomDetails } from '../../provision/static-details.ts';
import { equal, type Play } from '../play.ts';

const HOTEL = 'WH-YQ';
const ROOM = 'WH-YQ-CLOUD';
/** Time for the platform's audit. */
const HOUR_MS = 3_600_000;

/** Chapter 14: a hotel the platform does not know yet is described, with a room type that comes and goes. */
export async function staticInformation(play: Play): Promise<void> {
  const { stage, world } = play;
  stage.chapter('新酒店与新房型', 'A new hotel and a new room type');
  await stage.step({
    actor: 'hotel',
    text: {
      zh: '代理商没有酒店自助查询能力：改用滚动列表',
      en: 'an agent may not ask for the paged list of hotels: the scrolling one is read',
    },
    run: () => stage.operator.asAgent(world.clientKey, () => world.hotel.platformHotels()),
    expect: [{ interface: 'hotel-query', code: 2190004 }, { interface: 'hotel-scroll' }],
  });
  await stage.step({
    actor: 'hotel',
    text: {
      zh: '发送一家平台还没有的酒店，带全部静态信息；平台新建并通知，网关随后查询',
      en: 'a hotel the platform does not know is sent with all it is; the platform makes it and says so; the gateway asks',
    },
    run: async () => {
      await world.hotel.saveHotel(HOTEL, { name: '云起酒店（武汉江滩）' });
      await world.hotel.saveHotelDetails(HOTEL, hotelDetails());
    },
    passes: HOUR_MS,
    expect: [{ interface: 'hotel-save' }, { interface: 'hotel-audit-result' }, { interface: 'hotel-status' }],
  });
  await stage.step({
    actor: 'hotel',
    text: {
      zh: '为它发布一个物理房型，平台审核通过',
      en: 'a room type of it is published, and the platform approves it',
    },
    run: async () => {
      await world.hotel.saveRoomType(ROOM, { hotel_id: HOTEL, name: '云景大床房', max_guests: 2 });
      await world.hotel.saveRoomDetails(ROOM, roomDetails());
    },
    passes: HOUR_MS,
    expect: [{ interface: 'room-save' }, { interface: 'room-audit-result' }, { interface: 'room-status' }],
  });
  const { publish_state: published } = await world.hotel.roomType(ROOM);
  await stage.step({
    actor: 'hotel',
    text: { zh: '房型下架', en: 'the room type goes offline' },
    run: () => world.hotel.setRoomShelf([ROOM], 'off'),
    expect: [{ interface: 'room-operate' }],
  });
  const { publish_state: offline } = await world.hotel.roomType(ROOM);
  stage.checks({ zh: '网关知道房型的状态', en: 'the gateway knows how the room type stands' }, [
    equal('审核后可用', 'usable after the audit', published, 'usable'),
    equal('下架后为下架', 'offline after that', offline, 'offline'),
  ]);
}
