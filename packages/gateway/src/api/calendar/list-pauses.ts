import Type from 'typebox';
import { ariPauses } from '../../ari/watching/view.ts';
import { list, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listPauses',
  method: 'GET',
  path: '/calendar/pauses',
  group: 'calendar',
  title: { zh: '暂停中的推送', en: 'Pushes that rest' },
  about: {
    zh: '整次推送失败后，该酒店的推送（采用变更通知时为整个账户的通知）暂停片刻再自动重试；这里给出原因和下一步。',
    en: 'After a push failed as a whole the hotel’s pushes rest for a while and go on by themselves; so do the change notices of an account that sends those. Here is why, and what to do.',
  },
  reply: Type.Object({
    items: list(
      output('Pause', {
        hotel_id: nullable(Type.String({ description: 'null: the notices of the account' })),
        kind: oneOf(['stock', 'price', 'notice'], 'stock and room status, price, or change notices'),
        until: momentText('when it goes on'),
        failures: Type.Integer({ description: 'in a row' }),
        code: nullable(Type.Integer()),
        message: Type.String({ description: 'the platform’s words, or what was wrong' }),
        next_step: Type.String({ description: 'code of docs/errors.md that tells what to do' }),
        logid: nullable(Type.String()),
        at: momentText('last failure'),
      }),
      'pauses',
    ),
  }),
  handle: async (ctx, { caller }) => ({
    items: (await ariPauses(ctx, caller.accountId)).map((one) => ({
      hotel_id: one.hotelId === '' ? null : one.hotelId,
      kind: one.kind,
      until: toMoment(one.until),
      failures: one.strikes,
      code: one.code ?? null,
      message: one.message,
      next_step: one.nextStep,
      logid: one.logid ?? null,
      at: toMoment(one.at),
    })),
  }),
});
