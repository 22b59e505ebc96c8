import { addDays } from '@yuzhu/contract';
import { beforeTax as untaxed } from '../../provision/plan.ts';
import { type Provisioned, provisioning } from '../../provision/provision.ts';
import { listAt, numberAt, textAt } from '../../wire-log/exchange.ts';
import { ABROAD, DAY } from '../plan.ts';
import { equal, guest, holds, type Play } from '../play.ts';

const [PLAN] = ABROAD.ratePlans;
const [VOUCHER] = ABROAD.vouchers;
/** What the hotel raises one night to. */
const RAISED = 92_000;

/** Chapter 15: a merchant outside the mainland tells each price with its amount before tax and is booked in its currency. */
export async function beforeTax(play: Play): Promise<void> {
  const { stage, stand } = play;
  stage.chapter('内地以外：币种与税前价', 'Outside the mainland: currency and prices before tax');
  const setUp = provisioning({ ...stand, operator: stage.operator, plan: ABROAD, keyLabel: 'story', application: 1 });
  play.enter(setUp.soFar);
  for (const { name, text, run } of setUp.steps) {
    await stage.step({
      actor: 'hotel',
      text,
      run,
      expect:
        name === 'calendar'
          ? [
              {
                interface: 'price-save',
                holds: [['税前价与港币', 'before tax, in HKD', ({ request }) => taxed(request)]],
              },
            ]
          : [],
    });
  }
  const world = setUp.result();
  await raise(play, world);
  await book(play, world);
}

async function raise({ stage }: Play, { hotel }: Provisioned): Promise<void> {
  const night = DAY.thu3;
  const range = { rate_plan_id: PLAN.ratePlanId, from: night, to: night };
  const wrong = await hotel
    .putCalendar({ prices: [{ ...range, price: 70_000 }] })
    .then(() => 'taken')
    .catch(() => 'refused');
  stage.checks({ zh: '只报税后价，低于现有税前价', en: 'a price alone, below the amount before tax that stands' }, [
    equal('网关拒绝，什么也没改', 'refused by the gateway, nothing changed', wrong, 'refused'),
  ]);
  await stage.step({
    actor: 'hotel',
    text: { zh: '周四涨到 920.00，税前 828.00', en: 'Thursday goes up to 920.00, 828.00 before tax' },
    run: () => hotel.putCalendar({ prices: [{ ...range, price: RAISED, price_before_tax: untaxed(RAISED) }] }),
    expect: [
      {
        interface: 'price-save',
        holds: [
          [
            '税前 828.00',
            '828.00 before tax',
            ({ request }) => numberAt(listAt(request, 'aris')[0], 'amount_before_tax') === 82_800,
          ],
        ],
      },
    ],
  });
}

async function book(play: Play, world: Provisioned): Promise<void> {
  const { stage } = play;
  const su = guest(play, 2);
  const platformVoucher = world.vouchers.get(VOUCHER.voucherId) ?? '';
  const order = await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 买 1 张券，799.00 港币`, en: `${su.name} buys a voucher for 799.00 HKD` },
    run: async () => su.payOrder((await su.order(platformVoucher, 1)).order_id),
    expect: [
      {
        interface: 'voucher-order',
        holds: [['港币', 'in HKD', ({ requestText }) => requestText.includes('"currency":"HKD"')]],
      },
    ],
  });
  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 预约周四一晚`, en: `${su.name} books Thursday night` },
    run: () =>
      su.book({
        order_id: order.order_id,
        rate_plan_id: world.ratePlans.get(PLAN.ratePlanId) ?? '',
        check_in: DAY.thu3,
        check_out: addDays(DAY.thu3, 1),
        rooms: 1,
        guests: 2,
      }),
    expect: [
      {
        interface: 'bookable-check',
        holds: [
          [
            '询问带税前价',
            'asked with the amount before tax',
            ({ request }) => numberAt(listAt(request, 'daily_rates')[0], 'amount_before_tax') === 82_800,
          ],
        ],
      },
      {
        interface: 'booking',
        holds: [
          ['税后 920.00', '920.00 after tax', ({ request }) => numberAt(request, 'total_amount') === RAISED],
          ['税前 828.00', '828.00 before tax', ({ request }) => numberAt(request, 'amount_before_tax') === 82_800],
        ],
      },
    ],
  });
  const own = await world.hotel.booking(booking.booking_id);
  stage.checks({ zh: '两侧的币种与金额', en: 'currency and amounts on both sides' }, [
    equal('平台：已接单', 'platform: accepted', booking.state, 'accepted'),
    equal('网关：房费 920.00', 'gateway: 920.00', own.booking.room_amount, RAISED),
    holds('网关：港币', 'gateway: in HKD', own.booking.currency === ABROAD.currency, own.booking),
    equal('没有待推送的晚次', 'no night left to push', (await world.hotel.pendingNights()).length, 0),
  ]);
}

function taxed(request: unknown): boolean {
  const groups = listAt(request, 'aris');
  return (
    groups.length > 0 &&
    groups.every(
      (group) =>
        textAt(group, 'currency') === ABROAD.currency &&
        numberAt(group, 'amount_before_tax') > 0 &&
        numberAt(group, 'amount_before_tax') < numberAt(group, 'original_amount'),
    )
  );
}
