import Type, { type Static } from 'typebox';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { faultRuleSchema, readFaultRule } from '../faults/rule.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { attemptsOf, latestMessages } from '../webhooks/store.ts';
import { findExchanges } from './exchanges.ts';
import { exchangeShape, noticeShape } from './shapes.ts';

const TAG = 'operator: traffic';

const ruleShape = Type.Object({
  id: Type.String(),
  interfaceName: Type.String(),
  direction: Type.String(),
  fault: Type.Object({ kind: Type.String() }, { additionalProperties: true }),
  pick: Type.Object({}, { additionalProperties: true }),
  seen: Type.Integer(),
  spoilt: Type.Integer(),
});

/** What went over the wire, and the switch that spoils it. */
export function trafficRoutes({ db, faults }: SandboxContext, prefix: string): readonly JsonRoute[] {
  const listRules = async () => ({
    rules: (await faults.list()).map((rule) => ({ ...rule })) as Static<typeof ruleShape>[],
  });
  const rulesReply = Type.Object({ rules: Type.Array(ruleShape) });

  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/exchanges`,
      summary: {
        zh: '调用记录：按 logid、订单号或接口查询，含原始报文与每次重试',
        en: 'Exchanges by logid, order id or interface, with raw bytes and every attempt',
      },
      tag: TAG,
      query: Type.Object({
        logid: Type.Optional(Type.String({ maxLength: 128 })),
        subject: Type.Optional(Type.String({ maxLength: 128, description: 'order, booking, rate plan or hotel id' })),
        interface: Type.Optional(Type.String({ maxLength: 64 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      }),
      reply: Type.Object({ exchanges: Type.Array(exchangeShape) }),
      handle: async ({ query }) => ({ exchanges: await findExchanges(db, { ...query, limit: query.limit ?? 100 }) }),
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/notices`,
      summary: { zh: '消息推送记录', en: 'Webhooks with their attempts, newest first' },
      tag: TAG,
      query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
      reply: Type.Object({ notices: Type.Array(noticeShape) }),
      handle: async ({ query }) => ({
        notices: await Promise.all(
          (await latestMessages(db, query.limit ?? 100)).map(async (message) => ({
            account_id: message.accountId,
            client_key: message.clientKey,
            message_id: message.messageId,
            event: message.event,
            state: message.state,
            created_at: message.createdMs,
            body: message.body.toString('utf8'),
            attempts: (await attemptsOf(db, message)).map(({ atMs, durationMs, ...attempt }) => ({
              ...attempt,
              at: atMs,
              duration_ms: durationMs,
            })),
          })),
        ),
      }),
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/faults`,
      summary: { zh: '故障规则', en: 'Fault rules' },
      tag: TAG,
      reply: rulesReply,
      handle: listRules,
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/faults`,
      summary: { zh: '新增故障规则', en: 'Add a fault rule' },
      tag: TAG,
      body: faultRuleSchema,
      reply: rulesReply,
      status: 201,
      handle: async ({ body }) => {
        await faults.add(readFaultRule(body));
        return listRules();
      },
    }),
    jsonRoute({
      method: 'DELETE',
      path: `${prefix}/faults/:id`,
      summary: { zh: '删除故障规则', en: 'Remove a fault rule' },
      tag: TAG,
      params: Type.Object({ id: Type.String({ maxLength: 20 }) }),
      reply: rulesReply,
      handle: async ({ params }) => {
        if (!(await faults.remove(params.id)))
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'fault rule', value: params.id });
        return listRules();
      },
    }),
    jsonRoute({
      method: 'DELETE',
      path: `${prefix}/faults`,
      summary: { zh: '清除全部故障规则', en: 'Remove all fault rules' },
      tag: TAG,
      reply: rulesReply,
      handle: async () => {
        await faults.clear();
        return listRules();
      },
    }),
  ];
}
