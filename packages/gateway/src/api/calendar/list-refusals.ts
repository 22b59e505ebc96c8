import Type from 'typebox';
import { ariRefusals } from '../../ari/watching/view.ts';
import { count, dateText, list, momentText, nullable, oneOf, optional, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listRefusedNights',
  method: 'GET',
  path: '/calendar/refusals',
  group: 'calendar',
  title: { zh: '平台拒绝的晚次', en: 'Nights the platform refused' },
  about: {
    zh: '不会盲目重发；解决原因后用 /calendar/push 再次推送，或改动这些晚次。匹配失效的预定商品不逐晚列出，见 /broken-matches。',
    en: 'They are not repeated blindly: settle the reason, then push them again or change them. Those of rate plans with a broken match stand under /broken-matches instead.',
  },
  query: { limit: optional(count('entries, default 200', 1, 1000)) },
  reply: Type.Object({
    items: list(
      output('RefusedNight', {
        kind: oneOf(['stock', 'price'], 'stock and room status, or price'),
        rate_plan_id: Type.String(),
        night: dateText('night'),
        code: nullable(Type.Integer({ description: 'the platform’s code' })),
        message: Type.String({ description: 'the platform’s words' }),
        logid: nullable(Type.String()),
        at: momentText('when it was refused'),
      }),
      'nights from today on',
    ),
  }),
  handle: async (ctx, { caller, query }) => ({
    items: (await ariRefusals(ctx, caller.accountId, { limit: query.limit ?? 200 })).map((one) => ({
      kind: one.kind,
      rate_plan_id: one.ratePlanId,
      night: one.night,
      code: one.code ?? null,
      message: one.message,
      logid: one.logid ?? null,
      at: toMoment(one.at),
    })),
  }),
});
