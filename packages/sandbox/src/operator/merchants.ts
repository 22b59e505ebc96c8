import { interfaceNamed } from '@yuzhu/contract';
import Type from 'typebox';
import type { Dispatcher } from 'undici';
import { findAccount, listAccounts, setAccountHandling } from '../accounts/store.ts';
import {
  applicationsOf,
  findApplication,
  listApplications,
  listLimits,
  listScopes,
  setLimit,
  setScopes,
  setWebhookUrl,
} from '../applications/store.ts';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { listAddresses, setAddress } from '../spi/addresses.ts';
import { clearTerms, readTerms, type Terms, writeTerms } from '../terms/terms.ts';
import { listUsers } from '../users/store.ts';
import { saveWebhookAddress } from '../webhooks/challenge.ts';
import { termsShape } from './shapes.ts';

const TAG = 'operator: merchants';
const text = Type.String();
const id = (description: string) => Type.String({ description, minLength: 1, maxLength: 64 });

const accountShape = Type.Object({
  account_id: text,
  name: text,
  applications: Type.Array(text),
  audit_mode: text,
  audit_message: text,
  audit_delay_ms: Type.Integer(),
  ari_write_delay_ms: Type.Integer(),
  currency: Type.Union([text, Type.Null()], { description: 'of a merchant outside the mainland; null: mainland' }),
  terms: termsShape,
});

const applicationShape = Type.Object({
  client_key: text,
  client_secret: Type.String({ description: 'made up, for the partner under test' }),
  name: text,
  scopes: Type.Array(text),
  webhook_url: Type.Union([text, Type.Null()]),
  addresses: Type.Array(Type.Object({ interface: text, url: text, own: Type.Boolean() })),
  limits: Type.Array(
    Type.Object({ interface: text, max_calls: Type.Integer(), per_seconds: Type.Integer(), per: text }),
    { description: 'set by an operator; every other interface has the limit of the contract, or the default' },
  ),
});

/** Merchants, applications and their addresses, terms, users. */
export function merchantRoutes(ctx: SandboxContext, dispatcher: Dispatcher, prefix: string): readonly JsonRoute[] {
  const { db, settings } = ctx;

  const accountView = async (accountId: string) => {
    const account = await findAccount(db, accountId);
    if (account === undefined) throw SANDBOX_ERRORS.error('ACCOUNT_UNKNOWN', { path: 'account_id', value: accountId });
    return {
      account_id: accountId,
      name: account.name,
      applications: (await applicationsOf(db, accountId)).map(({ clientKey }) => clientKey),
      audit_mode: account.auditMode,
      audit_message: account.auditMessage,
      audit_delay_ms: account.auditDelayMs,
      ari_write_delay_ms: account.ariWriteDelayMs,
      currency: account.currency,
      terms: termsView(await readTerms(db, accountId, '')),
    };
  };
  const applicationView = async (clientKey: string) => {
    const application = await findApplication(db, clientKey);
    if (application === undefined)
      throw SANDBOX_ERRORS.error('APPLICATION_UNKNOWN', { path: 'client_key', value: clientKey });
    return {
      client_key: clientKey,
      client_secret: application.secret,
      name: application.name,
      scopes: await listScopes(db, clientKey),
      webhook_url: application.webhookUrl,
      addresses: await listAddresses(db, clientKey, settings.partnerUrl),
      limits: (await listLimits(db, clientKey)).map(({ maxCalls, perSeconds, ...limit }) => ({
        ...limit,
        max_calls: maxCalls,
        per_seconds: perSeconds,
      })),
    };
  };
  const accountOf = async (accountId: string) => {
    await accountView(accountId);
    return accountId;
  };
  const voucherAccount = async (voucherId: string): Promise<string> => {
    const row = await db.first<{ account_id: string }>(
      'SELECT account_id FROM sandbox.vouchers WHERE voucher_id = $1',
      [voucherId],
    );
    if (row === undefined) throw SANDBOX_ERRORS.error('VOUCHER_UNKNOWN', { path: 'voucher_id', value: voucherId });
    return row.account_id;
  };
  const ACCOUNT = Type.Object({ account_id: id('merchant') });
  const APPLICATION = Type.Object({ client_key: id('application') });
  const VOUCHER = Type.Object({ voucher_id: id('voucher') });

  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/accounts`,
      summary: { zh: '商家账户', en: 'Merchants' },
      tag: TAG,
      reply: Type.Object({ accounts: Type.Array(accountShape) }),
      handle: async () => ({
        accounts: await Promise.all((await listAccounts(db)).map(({ accountId }) => accountView(accountId))),
      }),
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/accounts/:account_id/handling`,
      summary: {
        zh: '平台如何处理该商家：审核方式、延迟、币种',
        en: 'How the platform treats a merchant: audits, delays, currency',
      },
      tag: TAG,
      params: ACCOUNT,
      body: Type.Object({
        audit_mode: Type.Optional(
          Type.Union([Type.Literal('approve'), Type.Literal('reject'), Type.Literal('manual')]),
        ),
        audit_message: Type.Optional(Type.String({ maxLength: 500 })),
        audit_delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800_000 })),
        ari_write_delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800_000 })),
        currency: Type.Optional(Type.Union([Type.String({ pattern: '^[A-Z]{3}$' }), Type.Null()])),
      }),
      reply: accountShape,
      handle: async ({ params, body }) => {
        const account = await accountOf(params.account_id);
        await setAccountHandling(db, account, {
          ...(body.audit_mode === undefined ? {} : { auditMode: body.audit_mode }),
          ...(body.audit_message === undefined ? {} : { auditMessage: body.audit_message }),
          ...(body.audit_delay_ms === undefined ? {} : { auditDelayMs: body.audit_delay_ms }),
          ...(body.ari_write_delay_ms === undefined ? {} : { ariWriteDelayMs: body.ari_write_delay_ms }),
          ...(body.currency === undefined ? {} : { currency: body.currency }),
        });
        return accountView(account);
      },
    }),
    ...(['accounts/:account_id', 'vouchers/:voucher_id'] as const).flatMap((owner) => termsRoutes(owner)),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/applications`,
      summary: { zh: '应用', en: 'Applications' },
      tag: TAG,
      reply: Type.Object({ applications: Type.Array(applicationShape) }),
      handle: async () => ({
        applications: await Promise.all(
          (await listApplications(db)).map(({ clientKey }) => applicationView(clientKey)),
        ),
      }),
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/applications/:client_key/addresses/:interface`,
      summary: {
        zh: '设置某个回调场景的地址（https；本机可用 http）；url 留空恢复默认',
        en: 'Set the address of a scene (https; http on loopback); without url back to the default',
      },
      tag: TAG,
      params: Type.Object({ client_key: id('application'), interface: id('short name of the SPI') }),
      body: Type.Object({ url: Type.Optional(Type.String({ maxLength: 1000 })) }),
      reply: applicationShape,
      handle: async ({ params, body }) => {
        await applicationView(params.client_key);
        await setAddress(db, params.client_key, params.interface, body.url ?? null);
        return applicationView(params.client_key);
      },
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/applications/:client_key/webhook`,
      summary: {
        zh: '设置消息推送地址（先发送校验）；url 留空取消订阅',
        en: 'Set the webhook address (it is asked for the challenge first); without url unsubscribe',
      },
      tag: TAG,
      params: APPLICATION,
      body: Type.Object({ url: Type.Optional(Type.String({ maxLength: 1000 })) }),
      reply: applicationShape,
      handle: async ({ params, body }) => {
        await applicationView(params.client_key);
        if (body.url === undefined) await setWebhookUrl(db, params.client_key, null);
        else await saveWebhookAddress({ db, dispatcher, random: ctx.random }, params.client_key, body.url);
        return applicationView(params.client_key);
      },
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/applications/:client_key/scopes`,
      summary: { zh: '设置应用的能力权限', en: 'Set the scopes of an application' },
      tag: TAG,
      params: APPLICATION,
      body: Type.Object({ scopes: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 100 }) }),
      reply: applicationShape,
      handle: async ({ params, body }) => {
        await applicationView(params.client_key);
        await db.tx((session) => setScopes(session, params.client_key, body.scopes));
        return applicationView(params.client_key);
      },
    }),
    jsonRoute({
      method: 'PUT',
      path: `${prefix}/applications/:client_key/limits/:interface`,
      summary: { zh: '设置接口限流额度；不给则恢复默认', en: 'Set the rate limit of an interface; none: the default' },
      tag: TAG,
      params: Type.Object({ client_key: id('application'), interface: id('short name of an OpenAPI') }),
      body: Type.Object({
        limit: Type.Union([
          Type.Null(),
          Type.Object({
            max_calls: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
            per_seconds: Type.Integer({ minimum: 1, maximum: 3600 }),
            per: Type.Union([Type.Literal('application'), Type.Literal('merchant')]),
          }),
        ]),
      }),
      reply: applicationShape,
      handle: async ({ params, body }) => {
        await applicationView(params.client_key);
        if (interfaceNamed(params.interface)?.kind !== 'openapi')
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'OpenAPI', value: params.interface });
        const { limit } = body;
        const set =
          limit === null ? null : { maxCalls: limit.max_calls, perSeconds: limit.per_seconds, per: limit.per };
        await db.tx((session) => setLimit(session, params.client_key, params.interface, set));
        return applicationView(params.client_key);
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/users`,
      summary: { zh: '用户', en: 'Users' },
      tag: TAG,
      reply: Type.Object({
        users: Type.Array(Type.Object({ user_id: text, nickname: text, name: text, phone: text })),
      }),
      handle: async () => ({
        users: (await listUsers(db)).map(({ userId, nickname, name, phone }) => ({
          user_id: userId,
          nickname,
          name,
          phone,
        })),
      }),
    }),
  ];

  /** Terms of a merchant or of one voucher: read, set some, go back. */
  function termsRoutes(owner: 'accounts/:account_id' | 'vouchers/:voucher_id'): JsonRoute[] {
    const path = `${prefix}/${owner}/terms`;
    const ofVoucher = owner === 'vouchers/:voucher_id';
    const params = ofVoucher ? VOUCHER : ACCOUNT;
    const keyOf = async (given: { account_id?: string; voucher_id?: string }): Promise<[string, string]> =>
      ofVoucher
        ? [await voucherAccount(given.voucher_id ?? ''), given.voucher_id ?? '']
        : [await accountOf(given.account_id ?? ''), ''];
    const whose = ofVoucher ? { zh: '预售券', en: 'a voucher' } : { zh: '商家', en: 'a merchant' };
    return [
      jsonRoute({
        method: 'GET',
        path,
        summary: { zh: `${whose.zh}的交易条款`, en: `Commercial terms of ${whose.en}` },
        tag: TAG,
        params,
        reply: termsShape,
        handle: async (input) => termsView(await readTerms(db, ...(await keyOf(input.params)))),
      }),
      jsonRoute({
        method: 'PUT',
        path,
        summary: { zh: `设置${whose.zh}的交易条款`, en: `Set commercial terms of ${whose.en}; for orders from now on` },
        tag: TAG,
        params,
        body: Type.Partial(
          Type.Object({
            creation_mode: termsShape.properties.creation_mode,
            docking: termsShape.properties.docking,
            accept_minutes: termsShape.properties.accept_minutes,
            service_fee_bp: termsShape.properties.service_fee_bp,
            commission_bp: termsShape.properties.commission_bp,
            creator_id: Type.String({ minLength: 1, maxLength: 64 }),
          }),
        ),
        reply: termsShape,
        handle: async ({ params: given, body }) => {
          const key = await keyOf(given);
          await writeTerms(db, ...key, {
            creationMode: body.creation_mode,
            docking: body.docking,
            acceptMinutes: body.accept_minutes,
            serviceFeeBp: body.service_fee_bp,
            commissionBp: body.commission_bp,
            creatorId: body.creator_id,
          });
          return termsView(await readTerms(db, ...key));
        },
      }),
      jsonRoute({
        method: 'DELETE',
        path,
        summary: { zh: `恢复${whose.zh}的默认条款`, en: `Take the own terms of ${whose.en} back` },
        tag: TAG,
        params,
        reply: termsShape,
        handle: async (input) => {
          const key = await keyOf(input.params);
          await clearTerms(db, ...key);
          return termsView(await readTerms(db, ...key));
        },
      }),
    ];
  }
}

function termsView(terms: Terms) {
  return {
    creation_mode: terms.creationMode,
    docking: terms.docking,
    accept_minutes: terms.acceptMinutes,
    service_fee_bp: terms.serviceFeeBp,
    commission_bp: terms.commissionBp,
    creator_id: terms.creatorId,
  };
}
