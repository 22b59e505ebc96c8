import { interfaces, logid, type RequestOf, readMessage } from '@yuzhu/contract';
import { type Random, type Scope, systemRandom } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import { inboundFaults } from '../faults/inbound.ts';
import { keepExchange } from '../openapi/exchanges.ts';
import { createWindows, type Windows } from '../openapi/windows.ts';
import { findApplication } from './store.ts';
import { issueToken, TOKEN_LIFE_MS } from './tokens.ts';

const PREFIX = '/oauth';
const BODY_LIMIT = 16 * 1024;

/** Codes of the credential call (documented); the texts are ours. */
const REFUSALS = {
  badParameter: { code: 10002, text: '参数错误' },
  unknownKey: { code: 10003, text: 'client_key不存在' },
  wrongSecret: { code: 10013, text: 'client_key或client_secret错误' },
  tooOften: { code: 10020, text: '获取token过于频繁' },
  internal: { code: 2100001, text: '未知错误' },
} as const;

type Outcome = { readonly clientKey: string } & (
  | { readonly token: string }
  | { readonly refused: keyof typeof REFUSALS }
);

/** What tests replace. */
export interface TokenScopeOptions {
  /** Real time for the frequency limit, milliseconds. */
  readonly realMs?: () => number;
  /** Randomness of tokens and request ids; must not repeat over restarts. */
  readonly secrets?: Random;
}

/** The door under `/oauth`: gives tokens to applications. HTTP 200 for every outcome, `data` and `message` (documented). */
export function tokenScope(ctx: SandboxContext, options: TokenScopeOptions = {}): Scope {
  const secrets = options.secrets ?? systemRandom();
  const windows = createWindows(ctx.clock, options.realMs);
  return {
    name: 'oauth',
    prefix: PREFIX,
    bodyLimit: BODY_LIMIT,
    body: 'raw',
    errorReply: (error) => ({ status: 200, body: refusal(error.status >= 500 ? 'internal' : 'badParameter') }),
    register: (app) => {
      const faults = inboundFaults(app);
      app.post(interfaces.token.path.slice(PREFIX.length), async (request, reply) => {
        const fault = await ctx.faults.decide(interfaces.token.name, 'in');
        const serve = async () => {
          const begun = performance.now();
          const now = ctx.clock.now();
          const outcome = await giveToken(ctx, windows, secrets, request.rawBody, now);
          const refused = 'refused' in outcome ? outcome.refused : undefined;
          const answer = JSON.stringify('token' in outcome ? success(outcome.token) : refusal(outcome.refused));
          await keepExchange(ctx.db, {
            accountId: '',
            clientKey: outcome.clientKey,
            interface: interfaces.token.name,
            logid: logid(now, Buffer.from(secrets.hex(20), 'hex')),
            atMs: now,
            target: interfaces.token.path,
            request: null,
            code: refused === undefined ? 0 : REFUSALS[refused].code,
            // The token opens doors: it is not kept with the exchange.
            response: Buffer.from(refused === undefined ? '' : answer),
            fault: fault?.kind ?? null,
            durationUs: Math.round((performance.now() - begun) * 1000),
          });
          return answer;
        };
        return faults.send(fault, request, reply, serve);
      });
    },
  };
}

async function giveToken(
  ctx: SandboxContext,
  windows: Windows,
  secrets: Random,
  body: Buffer | undefined,
  now: number,
): Promise<Outcome> {
  const request = readTokenRequest(body);
  if (request === undefined) return { clientKey: '', refused: 'badParameter' };
  const clientKey = request.client_key;
  const application = await findApplication(ctx.db, clientKey);
  if (application === undefined) return { clientKey: '', refused: 'unknownKey' };
  const [limit] = interfaces.token.limits;
  const fits =
    limit?.perSeconds === undefined || windows.take(clientKey, 1, { ...limit, perSeconds: limit.perSeconds });
  if (!fits) return { clientKey, refused: 'tooOften' };
  if (application.secret !== request.client_secret) return { clientKey, refused: 'wrongSecret' };
  return { clientKey, token: await ctx.db.tx((session) => issueToken(session, clientKey, now, secrets)) };
}

function readTokenRequest(body: Buffer | undefined): RequestOf<typeof interfaces.token> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse((body ?? '').toString());
  } catch {
    return undefined;
  }
  const { value } = readMessage(interfaces.token.request, parsed, 'strict');
  if (value === undefined || value.grant_type !== 'client_credential' || value.client_secret === '') return undefined;
  return value.client_key.includes('\0') ? undefined : value;
}

function success(token: string): object {
  const data = { access_token: token, description: '', error_code: 0, expires_in: TOKEN_LIFE_MS / 1000 };
  return { data, message: 'success' };
}

function refusal(which: keyof typeof REFUSALS): object {
  const { code, text } = REFUSALS[which];
  return { data: { description: text, error_code: code }, message: 'error' };
}
