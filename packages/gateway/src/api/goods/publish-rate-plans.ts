import Type from 'typebox';
import { publishGoods } from '../../goods/publish.ts';
import { input, list, nullable, oneOf, output, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'publishRatePlans',
  method: 'POST',
  path: '/rate-plans/publish',
  group: 'goods',
  title: { zh: '发布预定商品', en: 'Publish rate plans' },
  about: {
    zh: '立即告诉平台；平台繁忙时停在 queued，由系统继续。酒店与房型须已有平台编号。发布后房量房价自动推送。',
    en: 'Tells the platform at once; when the platform is busy a plan stays `queued` and goes on by itself. Hotel and room type need their platform ids. Stock and prices follow by themselves.',
  },
  body: input({
    rate_plan_ids: list(ownId('rate plan'), 'rate plans to publish', { minItems: 1, maxItems: 200, uniqueItems: true }),
  }),
  reply: Type.Object({
    results: list(
      output('PublishResult', {
        rate_plan_id: Type.String(),
        publish_state: oneOf(['draft', 'queued', 'published', 'failed'], 'see RatePlan'),
        platform_rate_plan_id: nullable(Type.String()),
        publish_error: nullable(Type.String({ description: 'what kept it' })),
      }),
      'one per rate plan',
    ),
  }),
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, body }) => {
    const results = await publishGoods(ctx, caller.accountId, body.rate_plan_ids);
    return {
      results: results.map(({ ratePlanId, state, platformRatePlanId, error }) => ({
        rate_plan_id: ratePlanId,
        publish_state: state,
        platform_rate_plan_id: platformRatePlanId ?? null,
        publish_error: error ?? null,
      })),
    };
  },
});
