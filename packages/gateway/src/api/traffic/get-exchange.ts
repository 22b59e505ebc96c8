import Type from 'typebox';
import { notFound } from '../../errors.ts';
import { maskBody } from '../../exchanges/mask-body.ts';
import { findExchange } from '../../exchanges/read.ts';
import { recordPersonalRead } from '../../guests/personal-reads.ts';
import { flag, nullable, optional } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { exchangeView, toExchange } from './exchange.ts';

export default apiRoute({
  operation: 'getExchange',
  method: 'GET',
  path: '/exchanges/{exchange_id}',
  group: 'traffic',
  stress: true,
  title: { zh: '查询一次交互', en: 'Read an exchange' },
  about: {
    zh: '含请求与应答报文，其中个人信息已遮盖。raw=true 给出原始报文，每次读取都有记录。',
    en: 'With both bodies, personal data masked. raw=true gives the bodies as they were; every such reading is recorded.',
  },
  params: { exchange_id: Type.Integer({ minimum: 1, maximum: 999_999_999_999_999 }) },
  query: { raw: optional(flag('the bodies as they were')) },
  reply: Type.Object({
    exchange: exchangeView,
    request: nullable(Type.String({ description: 'body of the request' })),
    reply: nullable(Type.String({ description: 'body of the answer' })),
  }),
  errors: ['NOT_FOUND'],
  handle: ({ db, keys, clock }, { caller, params, query, requestId }) =>
    db.tx(async (session) => {
      const { accountId, keyId } = caller;
      const { exchange_id } = params;
      const found = await findExchange(session, keys, accountId, exchange_id);
      if (found === undefined) throw notFound('exchange', exchange_id);
      const raw = query.raw === true;
      if (raw) {
        const read = { keyId, subject: 'exchange' as const, subjectId: String(exchange_id), requestId };
        await recordPersonalRead(session, accountId, read, clock.now());
      }
      const body = (part: 'request' | 'reply') => {
        const text = found.bodies[part]?.toString('utf8');
        if (text === undefined) return null;
        return raw ? text : maskBody(found.interface, part, text);
      };
      return { exchange: toExchange(found), request: body('request'), reply: body('reply') };
    }),
});
