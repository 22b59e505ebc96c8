import Type from 'typebox';
import type { SandboxContext } from '../context.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { addUsers } from '../users/store.ts';

const MOST = 100_000;

/** Makes guests up, for crowds. */
export function userRoutes({ db, clock }: SandboxContext, prefix: string): readonly JsonRoute[] {
  return [
    jsonRoute({
      method: 'POST',
      path: `${prefix}/users`,
      summary: { zh: '批量添加虚构用户', en: 'Make guests up: `prefix-1` to `prefix-N`; those that exist stay' },
      tag: 'operator: merchants',
      body: Type.Object({
        prefix: Type.String({ pattern: '^[a-z]{1,16}$', description: 'small letters' }),
        count: Type.Integer({ minimum: 1, maximum: MOST }),
      }),
      reply: Type.Object({ user_ids: Type.Array(Type.String()) }),
      status: 201,
      handle: async ({ body }) => {
        const users = Array.from({ length: body.count }, (_, at) => {
          const userId = `${body.prefix}-${at + 1}`;
          return { userId, nickname: userId, name: userId, phone: `199${String(at + 1).padStart(8, '0')}` };
        });
        await addUsers(db, users, clock.now());
        return { user_ids: users.map(({ userId }) => userId) };
      },
    }),
  ];
}
