import Type from 'typebox';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { decideHotelAudit } from '../hotels/audit.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { decideRoomAudit } from '../rooms/audit.ts';
import { listStaticVersions, type StaticKey, type StaticKind } from '../static-audits/store.ts';
import type { StaticVerdict } from '../static-audits/verdict.ts';

const TAG = 'operator: hotels and room types';
const text = Type.String();
const KIND = Type.Union([Type.Literal('hotel'), Type.Literal('room')]);
const id = (description: string) => Type.String({ description, minLength: 1, maxLength: 128 });

const auditShape = Type.Object({
  account_id: text,
  kind: KIND,
  subject: Type.String({ description: 'hotel: the partner’s id; room: the platform’s' }),
  version: Type.Integer(),
  name: text,
  state: text,
  message: text,
  submitted_at: Type.Integer(),
  decided_at: Type.Union([Type.Integer(), Type.Null()]),
  logid: text,
});

/** Audits of hotels and room types that partners published. */
export function staticAuditRoutes(ctx: SandboxContext, prefix: string): readonly JsonRoute[] {
  const reply = Type.Object({ now: Type.Integer(), audits: Type.Array(auditShape) });
  const audits = async (waitingOnly: boolean) => ({
    now: ctx.clock.now(),
    audits: (await listStaticVersions(ctx.db, waitingOnly)).map((one) => ({
      account_id: one.accountId,
      kind: one.kind,
      subject: one.subject,
      version: one.version,
      name: one.name,
      state: one.state,
      message: one.message,
      submitted_at: one.submittedMs,
      decided_at: one.decidedMs,
      logid: one.logid,
    })),
  });
  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/static-audits`,
      summary: { zh: '酒店与房型审核', en: 'Audits of hotels and room types, newest first' },
      tag: TAG,
      query: Type.Object({
        waiting: Type.Optional(Type.Boolean({ description: 'only those that wait for a verdict' })),
      }),
      reply,
      handle: ({ query }) => audits(query.waiting ?? false),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/static-audits/:account_id/:kind/:subject/:version`,
      summary: { zh: '审核通过或驳回酒店、房型', en: 'Approve or reject a hotel or room type now' },
      tag: TAG,
      params: Type.Object({
        account_id: id('merchant'),
        kind: KIND,
        subject: id('as in the list'),
        version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      }),
      body: Type.Object({
        approve: Type.Boolean(),
        message: Type.Optional(Type.String({ maxLength: 500 })),
        claim: Type.Optional(
          Type.Boolean({ description: 'hotels: matched, to be claimed by the merchant before the next verdict' }),
        ),
      }),
      reply,
      handle: async ({ params, body }) => {
        const { account_id: accountId, kind, subject, version } = params;
        const { approve, message, claim } = body;
        const verdict = {
          approve,
          ...(message === undefined ? {} : { message }),
          ...(claim === undefined ? {} : { claim }),
        };
        if (!(await DECIDE[kind](ctx, { accountId, kind, subject, version }, verdict)))
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'audit', value: `${subject}/${version}` });
        return audits(false);
      },
    }),
  ];
}

const DECIDE: Readonly<
  Record<StaticKind, (ctx: SandboxContext, key: StaticKey, verdict: StaticVerdict) => Promise<boolean>>
> = {
  hotel: decideHotelAudit,
  room: decideRoomAudit,
};
