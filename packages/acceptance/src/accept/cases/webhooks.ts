import { interfaces, VERIFY_WEBHOOK, type Webhook } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import type { Play } from '../run/play.ts';
import { type AcceptCase, simpleCase } from './case.ts';

const WEBHOOK_MS = 5000;
const about = { ability: 'webhooks', interfaces: [], needs: ['webhook'] } as const;

function expectTaken(play: Play, one: Recorded): void {
  play.expect(one, '$.http.status', 'eq', 200, 'webhookRepeat');
  play.expect(one, '$.http.ms', 'atMost', WEBHOOK_MS, 'slow');
}

/** A notice with content that names nothing the partner has: it must be taken all the same. */
const CONTENTS: Readonly<Record<string, object>> = {
  [interfaces.voucherAuditResult.name]: {
    id: '1888888888888881',
    out_id: 'accept-test',
    audit_result: 1,
    audit_message: '',
  },
  [interfaces.hotelAuditResult.name]: { out_hotel_id: 'accept-test', status: 6 },
  [interfaces.roomAuditResult.name]: { room_id: '7688888888888888881', out_room_id: 'accept-test', status: 6 },
};

/** Address checks and notices. @param notices Every webhook of the contract. */
export function webhookCases(notices: readonly Webhook[]): readonly AcceptCase[] {
  return [
    ...(
      [
        ['object', '对象', 'an object', (challenge: number) => ({ challenge })],
        ['text', 'JSON 文本', 'JSON text', (challenge: number) => JSON.stringify({ challenge })],
      ] as const
    ).map(([form, zh, en, content]) =>
      simpleCase(
        {
          ...about,
          id: `webhook.challenge-${form}`,
          title: {
            zh: `地址校验：challenge 原样返回（content 为${zh}）`,
            en: `Address check: the challenge comes back (content is ${en})`,
          },
          mandatory: true,
          source: 'documented',
        },
        async (play) => {
          const challenge = 10_000 + play.world.random.int(80_000);
          // The client key is empty in all documented examples.
          const body = JSON.stringify({ event: VERIFY_WEBHOOK, client_key: '', content: content(challenge) });
          const one = play.saw(await play.world.direct.webhook('webhook', body, `verify-${play.newId()}`));
          if (!play.expect(one, '$.http.status', 'eq', 200, 'challengeText')) return;
          if (play.expect(one, '$.resp.challenge', 'type', 'integer', 'challengeText')) {
            play.expect(one, '$.resp.challenge', 'eq', challenge, 'challengeText');
          }
        },
      ),
    ),
    ...notices.flatMap((notice) => noticeCases(notice)),
    simpleCase(
      {
        ...about,
        id: 'webhook.unknown-event',
        title: { zh: '未知事件也答 200', en: 'An unknown event gets 200 too' },
        mandatory: true,
        source: 'documented',
      },
      async (play) => {
        const one = await play.world.direct.notice('webhook', 'life_some_new_event', { a: 1 }, `new-${play.newId()}`);
        expectTaken(play, play.saw(one));
      },
    ),
  ];
}

function noticeCases(notice: Webhook): AcceptCase[] {
  const common = { ...about, interfaces: [notice.name], blanket: true } as const;
  const content = (play: Play) => ({ ...CONTENTS[notice.name], order_id: play.newId() });
  return [
    simpleCase(
      {
        ...common,
        id: `${notice.name}.repeat`,
        title: {
          zh: `${notice.title.zh}：重复、并发均答 200`,
          en: `${notice.title.en}: repeats and copies at once get 200`,
        },
        mandatory: true,
        source: 'documented',
      },
      async (play) => {
        const id = `msg-${play.newId()}`;
        const send = () => play.world.direct.notice(notice.name, notice.event, content(play), id);
        expectTaken(play, play.saw(await send()));
        const copies = await Promise.all([send(), send(), send()]);
        for (const one of copies) expectTaken(play, play.saw(one));
      },
    ),
    simpleCase(
      {
        ...common,
        id: `${notice.name}.wrong-signature`,
        title: { zh: `${notice.title.zh}：签名错误被拒`, en: `${notice.title.en}: a wrong signature is refused` },
        mandatory: true,
        source: 'documented',
      },
      async (play) => {
        const one = play.saw(
          await play.world.direct.notice(
            notice.name,
            notice.event,
            content(play),
            `msg-${play.newId()}`,
            'another-secret',
          ),
        );
        play.expect(one, '$.http.status', 'atLeast', 400, 'signatureUnchecked');
        play.expect(one, '$.http.status', 'atMost', 499, 'signatureUnchecked');
      },
    ),
  ];
}
