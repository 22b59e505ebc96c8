import Type from 'typebox';
import { askAgain } from '../../broken-matches/ask-again.ts';
import { input } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'checkBrokenMatches',
  method: 'POST',
  path: '/broken-matches/check',
  group: 'goods',
  title: { zh: '立即复查失效的匹配', en: 'Ask about broken matches now' },
  about: {
    zh: '向平台查询相关房型的状态，并再次推送单个停售的商品；已恢复的自动恢复销售。不调用时每小时自动复查房型。',
    en: 'Asks the platform about the room types and tells single rate plans again; what holds comes back by itself. Room types are asked about every hour anyway.',
  },
  body: input({}),
  status: 202,
  reply: Type.Object({ rate_plans: Type.Integer({ description: 'rate plans it is about' }) }),
  handle: async (ctx, { caller }) => ({ rate_plans: await askAgain(ctx, caller.accountId) }),
});
