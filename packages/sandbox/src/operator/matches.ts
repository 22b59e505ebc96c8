import Type from 'typebox';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { setMatch } from '../matches/set-match.ts';
import { listMatches } from '../matches/store.ts';

const TAG = 'operator: hotels and room types';
const text = Type.String();
const KIND = Type.Union([Type.Literal('hotel'), Type.Literal('room'), Type.Literal('good')]);
const STATE = Type.Union([
  Type.Literal('bound'),
  Type.Literal('unbound'),
  Type.Literal('off-shelf'),
  Type.Literal('abnormal'),
]);
const id = (description: string) => Type.String({ description, minLength: 1, maxLength: 64 });

const reply = Type.Object({
  matches: Type.Array(
    Type.Object({
      account_id: text,
      kind: KIND,
      subject: Type.String({ description: 'the platform’s id of the hotel, room type or good' }),
      name: text,
      state: STATE,
      since: Type.Union([Type.Integer(), Type.Null()]),
    }),
  ),
});

/** Matches of hotels, room types and goods: how they stand, and how they break. */
export function matchRoutes(ctx: SandboxContext, prefix: string): readonly JsonRoute[] {
  const list = async () => ({ matches: await listMatches(ctx.db) });
  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/matches`,
      summary: { zh: '酒店、房型与商品的匹配状态', en: 'Matches of hotels, room types and goods, broken ones first' },
      tag: TAG,
      reply,
      handle: list,
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/matches/:account_id/:kind/:subject`,
      summary: {
        zh: '解除、下架或管控一个匹配，或恢复；notice 为 false 时不通知合作方',
        en: 'Unbind a match, take it off the shelf, control it, or mend it; notice: false tells the partner nothing',
      },
      tag: TAG,
      params: Type.Object({ account_id: id('merchant'), kind: KIND, subject: id('as in the list') }),
      body: Type.Object({ state: STATE, notice: Type.Optional(Type.Boolean({ description: 'default true' })) }),
      reply,
      handle: async ({ params, body }) => {
        const { account_id: accountId, kind, subject } = params;
        if (!(await setMatch(ctx, { accountId, kind, subject, state: body.state, notice: body.notice ?? true })))
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: kind, value: subject });
        return list();
      },
    }),
  ];
}
