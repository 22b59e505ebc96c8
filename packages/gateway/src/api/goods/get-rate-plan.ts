import { notFound } from '../../errors.ts';
import { findRatePlan } from '../../goods/store.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { ratePlanView, toRatePlan } from './rate-plan.ts';

export default apiRoute({
  operation: 'getRatePlan',
  method: 'GET',
  path: '/rate-plans/{rate_plan_id}',
  group: 'goods',
  title: { zh: '查询预定商品', en: 'Read a rate plan' },
  params: { rate_plan_id: ownId('the hotel’s own id') },
  reply: ratePlanView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const plan = await findRatePlan(db, caller.accountId, params.rate_plan_id);
    if (plan === undefined) throw notFound('rate_plan', params.rate_plan_id);
    return toRatePlan(plan);
  },
});
