import { interfaces, parseJson } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { PlatformCaller, type SignedCall, type SpiAnswer } from '../../actors/platform-caller.ts';
import { equal, holds, type Play } from '../play.ts';

/** Chapter 12: the judge sends recorded bytes again, honestly and tampered with. */
export async function replay(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  stage.chapter('重放与篡改', 'Replayed and tampered with');
  const bookingId = kept.stays.lin?.bookingId ?? '';
  const [recorded] = await stage.operator.exchanges({ interface: interfaces.booking.name, subject: bookingId });
  const bytes = Buffer.from(recorded?.request ?? '');
  const first = (parseJson(recorded?.reply ?? '{}') as { data?: unknown }).data;
  const parts = { partnerUrl: world.gatewayUrl, now: () => stage.now, random: seededRandom('judge') };
  const caller = new PlatformCaller({ ...parts, clientKey: world.clientKey, clientSecret: world.clientSecret });
  const stranger = new PlatformCaller({ ...parts, clientKey: world.clientKey, clientSecret: 'x'.repeat(32) });
  try {
    const before = await countsOf(play);
    const again = await caller.send(caller.prepareBytes(interfaces.booking, bytes));
    const call = caller.prepareBytes(interfaces.booking, bytes);
    const thrice = await Promise.all([caller.send(call), caller.send(call), caller.send(call)]);
    stage.checks(
      {
        zh: '同一创单报文几天后重发：新 logid 一次，同时三次',
        en: 'the same create call days later: once with a new logid, three at once',
      },
      [
        equal('应答与第一次相同', 'answered as the first time', again.data, first),
        equal(
          '三个应答相同',
          'three equal answers',
          thrice.map(({ data }) => data),
          [first, first, first],
        ),
      ],
    );

    const reserialised = Buffer.from(JSON.stringify(parseJson(bytes.toString('utf8')), null, 1));
    const refused: readonly [string, string, SpiAnswer][] = [
      ['重新序列化', 're-serialised', await caller.send({ ...call, body: reserialised })],
      ['改动一个字节', 'one byte changed', await caller.send({ ...call, body: changed(call) })],
      ['换了查询参数', 'query changed', await caller.send({ ...call, target: `${call.target}&extra=1` })],
      ['别人的密钥', 'another secret', await stranger.send(stranger.prepareBytes(interfaces.booking, bytes))],
      [
        '没有签名',
        'no signature',
        await caller.send({
          ...call,
          target: interfaces.booking.path,
          headers: { 'content-type': 'application/json' },
        }),
      ],
    ];
    stage.checks(
      { zh: '签名只认原始字节', en: 'the signature holds for the very bytes only' },
      refused.map(([zh, en, answer]) => equal(`${zh}：401`, `${en}: 401`, answer.status, 401)),
    );
    stage.checks({ zh: '以上都没有改变任何东西', en: 'none of it changed anything' }, [
      equal('订单与预约数不变', 'same orders and bookings', await countsOf(play), before),
      holds('验证地址得到回答', 'the address check is answered', await caller.challenge('/webhooks')),
    ]);
  } finally {
    await caller.close();
    await stranger.close();
  }
}

/** The body with its last digit turned. */
function changed(call: SignedCall): Buffer {
  const body = Buffer.from(call.body);
  const at = body.findLastIndex((byte) => byte >= 48 && byte <= 57);
  body[at] = body[at] === 48 ? 49 : 48;
  return body;
}

async function countsOf({ world }: Play): Promise<readonly number[]> {
  const [bookings, orders] = await Promise.all([world.hotel.bookings(), world.hotel.voucherOrders()]);
  return [bookings.length, orders.length, ...orders.map(({ units_used }) => units_used)];
}
