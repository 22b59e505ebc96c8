import { numberAt, textAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { equal, type Play, type StayKept } from '../play.ts';
import type { Expected } from '../stage.ts';

/** Chapter 10: guests arrive, leave, or do not come; the platform hears of each. */
export async function stays(play: Play): Promise<void> {
  const { stage, kept } = play;
  stage.chapter(
    '入住、离店、未到店，次日自动核销与结算',
    'Check-in, check-out, no-show; verified and settled on the next day',
  );
  const { lin, lu, su, gu, linAgain, xu, song } = kept.stays as Record<Name, StayKept>;

  await moveTo(play, DAY.fri, '15:00', '周五下午', 'Friday afternoon');
  await report(play, 'checkIn', [lu], '前台为两晚客人办理入住', 'the two-night guest checks in');
  await moveTo(play, DAY.sat, '15:00', '周六下午', 'Saturday afternoon');
  await report(play, 'checkIn', [su], '两间大床房的客人入住', 'the guests of the two king rooms check in');
  await moveTo(play, DAY.sun, '11:30', '周日上午', 'Sunday morning');
  await report(play, 'checkOut', [lu, su], '两单离店', 'both check out');

  await moveTo(
    play,
    DAY.mon,
    '15:00',
    '周一下午；凌晨 3 点平台核销并结算了周日离店的两单',
    'Monday afternoon; at 3 in the morning the platform verified and settled Sunday’s departures',
  );
  stage.checks({ zh: '离店次日', en: 'the day after departure' }, [
    await stateOf('两晚', 'two nights', lu, 'settled'),
    await stateOf('两间', 'two rooms', su, 'settled'),
    equal('核销日为周一', 'verified on Monday', (await read(lu)).verified_on, DAY.mon),
  ]);
  await report(play, 'checkIn', [lin, gu], '大床房与套房的客人入住', 'the guests of king room and suite check in');
  await report(play, 'checkIn', [song], '钟点房的客人入住', 'the guest of the room by the hour checks in');
  await moveTo(play, DAY.mon, '19:30', '四小时之后', 'four hours later');
  await report(play, 'checkOut', [song], '钟点房离店', 'and leaves');
  await moveTo(play, DAY.tue, '09:00', '周二上午', 'Tuesday morning');
  await report(play, 'noShow', [xu], '双床房的客人没有来', 'the guest of the twin room did not come');
  await report(play, 'checkOut', [lin, gu], '大床房与套房离店', 'king room and suite check out');
  await moveTo(play, DAY.tue, '15:00', '周二下午', 'Tuesday afternoon');
  await report(play, 'checkIn', [linAgain], '变价后预约的客人入住', 'the guest of the changed price checks in');
  await moveTo(play, DAY.wed, '11:00', '周三上午', 'Wednesday morning');
  await report(play, 'checkOut', [linAgain], '离店', 'and checks out');
  await moveTo(
    play,
    DAY.fri2,
    '07:00',
    '周五早晨：全部结算完毕，账单已自动取回',
    'Friday morning: all settled, bills fetched by themselves',
  );
  stage.checks({ zh: '全部结算', en: 'all settled' }, [
    await stateOf('大床房', 'king room', lin, 'settled'),
    await stateOf('套房', 'suite', gu, 'settled'),
    await stateOf('钟点房', 'room by the hour', song, 'settled'),
    equal('次日核销', 'verified on the next day', (await read(song)).verified_on, DAY.tue),
    await stateOf('未到店', 'no-show', xu, 'settled'),
    await stateOf('变价后', 'changed price', linAgain, 'settled'),
  ]);
}

type Name = 'lin' | 'lu' | 'su' | 'gu' | 'linAgain' | 'xu' | 'song';

const moveTo = (play: Play, day: string, time: string, zh: string, en: string) =>
  play.stage.moveClock({ to: `${day} ${time}` }, { zh, en });

const read = (one: StayKept) => one.guest.readBooking(one.bookingId);

async function stateOf(zh: string, en: string, one: StayKept, wanted: string) {
  return equal(`${zh}：已结算`, `${en}: settled`, (await read(one)).state, wanted);
}

const STATUS = { checkIn: 1, noShow: 2, checkOut: 3 } as const;
const OUTCOME = {
  checkIn: { hotel: 'checked_in', platform: 'checked-in' },
  noShow: { hotel: 'no_show', platform: 'no-show' },
  checkOut: { hotel: 'checked_out', platform: 'checked-out' },
} as const;

/** The hotel reports something about some bookings; both sides must agree afterwards. */
async function report(
  play: Play,
  what: keyof typeof STATUS,
  who: readonly StayKept[],
  zh: string,
  en: string,
): Promise<void> {
  const { stage, world } = play;
  await stage.step({
    actor: 'hotel',
    text: { zh, en },
    run: async () => {
      for (const { bookingId } of who) await world.hotel[what](bookingId);
    },
    expect: who.map(
      ({ bookingId }): Expected => ({
        interface: 'stay-status',
        which: ({ request }) => textAt(request, 'order_id') === bookingId,
        holds: [
          [
            `状态 ${STATUS[what]}`,
            `status ${STATUS[what]}`,
            ({ request }) => numberAt(request, 'accommodation_status') === STATUS[what],
          ],
        ],
      }),
    ),
  });
  for (const one of who) {
    const { booking } = await world.hotel.booking(one.bookingId);
    stage.checks({ zh: `${one.guest.name} 两侧状态`, en: `${one.guest.name} on both sides` }, [
      equal('平台', 'platform', (await read(one)).state, OUTCOME[what].platform),
      equal('网关', 'gateway', booking.state, OUTCOME[what].hotel),
    ]);
  }
}
