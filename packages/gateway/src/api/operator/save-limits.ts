import { interfaceNamed } from '@yuzhu/contract';
import { sqlState } from '@yuzhu/runtime';
import Type from 'typebox';
import { notFound } from '../../errors.ts';
import { listInterfaceLimits, replaceInterfaceLimits } from '../../platform/configured-limits.ts';
import { count, input, list, platformId } from '../fields.ts';
import { inputInvalid, type Problem } from '../problems.ts';
import { adminRoute } from '../route.ts';

const limit = Type.Object({
  interface: Type.String({
    description: 'name of the interface in the interface reference, e.g. stock-save',
    maxLength: 64,
  }),
  max_calls: count('calls a window', 1, 10_000),
  per_ms: count('length of the window, milliseconds', 100, 3_600_000),
  per: Type.Union([Type.Literal('application'), Type.Literal('merchant')], {
    description: 'who shares the window: all merchants of the application, or each merchant has its own',
  }),
});

export default adminRoute({
  operation: 'saveLimits',
  method: 'PUT',
  path: '/applications/{client_key}/limits',
  group: 'operator',
  title: { zh: '设置接口限流额度', en: 'Set the rate limits of an application' },
  about: {
    zh: '按开放平台控制台（应用 > 开发配置 > 接口限流）所示填写；整体替换。未列出的接口按文档限额，文档没有的按每应用每秒 20 次。立即对所有进程生效。',
    en: 'As the console of the platform shows them; the whole list is replaced. Interfaces that are not listed keep the documented limit, or 20 calls a second and application where there is none. Holds at once in every process.',
  },
  params: { client_key: platformId('client key of the application') },
  body: input({ limits: Type.Array(limit, { maxItems: 100 }) }),
  reply: Type.Object({ items: list(limit, 'limits in order of interface') }),
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { params, body }) => {
    const seen = new Set<string>();
    const problems = body.limits.flatMap((one, at): Problem[] => {
      const known = interfaceNamed(one.interface)?.kind === 'openapi';
      if (known && !seen.has(one.interface)) {
        seen.add(one.interface);
        return [];
      }
      const where = `body.limits[${at}].interface`;
      return [
        known
          ? { where, message_zh: '接口重复', message_en: 'is named twice' }
          : { where, message_zh: '不是本系统调用的接口', message_en: 'is not an interface this gateway calls' },
      ];
    });
    if (problems.length > 0) throw inputInvalid(problems);
    try {
      await db.tx((session) => replaceInterfaceLimits(session, params.client_key, body.limits));
    } catch (error) {
      if (sqlState(error) !== '23503') throw error;
      throw notFound('application', params.client_key, 'client_key');
    }
    return { items: await listInterfaceLimits(db, params.client_key) };
  },
});
