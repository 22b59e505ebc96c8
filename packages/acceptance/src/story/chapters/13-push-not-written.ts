import { ID } from '../../provision/demo-hotel.ts';
import { FAR_NIGHT, FAR_PRICE } from '../plan.ts';
import { equal, holds, type Play } from '../play.ts';

/** Chapter 13: the platform accepts a push and can not write it; its notice has the nights told again. */
export async function pushNotWritten(play: Play): Promise<void> {
  const { stage, world } = play;
  stage.chapter('推送已受理却未写入', 'A push accepted and not written');
  await stage.step({
    actor: 'hotel',
    text: {
      zh: '酒店调整一晚的价格；平台受理了推送，随后写入失败并通知，网关重新推送',
      en: 'the hotel changes a price; the platform accepts the push, fails to write it and says so; it is pushed again',
    },
    run: async () => {
      await stage.operator.failWrites('price-save', 1);
      await world.hotel.putCalendar({
        prices: [{ rate_plan_id: ID.kingPlan, from: FAR_NIGHT, to: FAR_NIGHT, price: FAR_PRICE }],
      });
    },
    expect: [{ interface: 'price-save' }, { interface: 'ari-failure' }, { interface: 'price-save' }],
  });
  const [night] = await world.hotel.compareCalendar(ID.kingPlan, FAR_NIGHT, FAR_NIGHT);
  stage.checks({ zh: '平台最终写入', en: 'written in the end' }, [
    holds('平台已确认的与本地一致', 'the platform acknowledged what is true here', night?.same === true, night),
    equal('没有待推送的晚次', 'no night left to push', (await world.hotel.pendingNights()).length, 0),
  ]);
  await stage.step({
    actor: 'hotel',
    text: {
      zh: '酒店改为只发变更通知，再调整同一晚的价格：平台收到通知后来拉取',
      en: 'the hotel sends change notices instead and changes that price again: the platform pulls what it was told of',
    },
    run: async () => {
      await world.hotel.setCalendarWay('notice');
      await world.hotel.putCalendar({
        prices: [{ rate_plan_id: ID.kingPlan, from: FAR_NIGHT, to: FAR_NIGHT, price: FAR_PRICE + 1000 }],
      });
    },
    expect: [{ interface: 'ari-notify' }, { interface: 'ari-pull' }],
  });
  const [pulled] = await world.hotel.compareCalendar(ID.kingPlan, FAR_NIGHT, FAR_NIGHT);
  stage.checks({ zh: '通知加拉取', en: 'notice and pull' }, [
    holds('平台拉取到的与本地一致', 'what the platform pulled is true here', pulled?.same === true, pulled),
    equal('没有待通知的晚次', 'no night left to notice', (await world.hotel.pendingNights()).length, 0),
  ]);
  await world.hotel.setCalendarWay('push');
  await brokenMatch(play);
}

/** The platform takes a room type off its shelf: its rate plan is off, the other one goes on; it comes back. */
async function brokenMatch({ stage, world }: Play): Promise<void> {
  const { operator } = stage;
  const twin = (await operator.matches()).find(({ kind, name }) => kind === 'room' && name.includes('双床'));
  if (twin === undefined) throw new Error('the story has no twin room');
  await stage.step({
    actor: 'operator',
    text: {
      zh: '平台下架双床房：网关收到通知后查询状态，只停售双床房的商品',
      en: 'the platform takes the twin room off its shelf: told so, the gateway asks, and only the twin’s rate plan goes off',
    },
    run: () => operator.setMatch(twin, 'off-shelf'),
    expect: [{ interface: 'room-audit-result' }, { interface: 'room-status' }, { interface: 'stock-save' }],
  });
  const broken = await world.hotel.brokenMatches();
  stage.checks({ zh: '匹配失效', en: 'a broken match' }, [
    equal(
      '停售的只有双床房的商品，由商家后台处理',
      'the twin’s rate plan alone is off; the back office has to act',
      broken.map(({ rate_plan_id, level, side }) => `${rate_plan_id} ${level} ${side}`),
      [`${ID.twinPlan} room_type back_office`],
    ),
  ]);
  await stage.step({
    actor: 'operator',
    text: { zh: '平台恢复双床房', en: 'the platform puts the twin room back' },
    run: () => operator.setMatch(twin, 'bound'),
    expect: [{ interface: 'room-audit-result' }, { interface: 'room-status' }, { interface: 'stock-save' }],
  });
  stage.checks({ zh: '匹配恢复', en: 'the match holds again' }, [
    equal('没有停售的商品', 'no rate plan is off', (await world.hotel.brokenMatches()).length, 0),
    equal('没有待推送的晚次', 'no night left to push', (await world.hotel.pendingNights()).length, 0),
  ]);
}
