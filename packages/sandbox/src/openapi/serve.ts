import { conforms, gatewayCode, logid, openApiFailure, openApiList, openApiSuccess, PLATFORM } from '@yuzhu/contract';
import { type Random, RUNTIME_ERRORS } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import type { Fault } from '../faults/fault.ts';
import { accountOf, admit, admitItems, requireAuthorised } from './admission.ts';
import { keepExchange } from './exchanges.ts';
import { Refusal, type RegisteredOpenApi } from './handler.ts';
import { parseBody, queryMembers, readRequest } from './read-request.ts';
import type { Windows } from './windows.ts';

/** A call as it came in. */
export interface IncomingCall {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer | undefined;
  readonly query: unknown;
  /** Path with query. */
  readonly target: string;
}

/** What the door of the OpenAPIs needs beside the context. */
export interface Door {
  readonly ctx: SandboxContext;
  readonly windows: Windows;
  /** For request ids. */
  readonly secrets: Random;
}

/**
 * Takes one call through token, scope, authorisation, limits, strict reading and its handler, keeps the exchange and
 * returns the answer as JSON text. Never rejects: what goes wrong inside is answered with 2100001.
 */
export async function serveOpenApi(
  door: Door,
  registered: RegisteredOpenApi,
  incoming: IncomingCall,
  fault: Fault | undefined,
): Promise<string> {
  const { ctx } = door;
  const one = registered.interface;
  const begun = performance.now();
  const now = ctx.clock.now();
  const arrivedAt = door.windows.arrival();
  const id = logid(now, Buffer.from(door.secrets.hex(20), 'hex'));
  const who = { clientKey: '', accountId: '' };
  let code: number = PLATFORM.ok;
  let reply: object;
  try {
    const data = await handle(door, registered, incoming, { fault, logid: id, now, arrivedAt, who });
    reply = one.envelope === 'list' ? openApiList(data as readonly unknown[], id, now) : openApiSuccess(data, id, now);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : internal(ctx, one.name, id, error);
    code = refusal.code;
    const shape = one.envelope === 'list' ? 'list' : 'standard';
    reply = openApiFailure(code, refusal.description, refusal.detail, id, now, shape);
  }
  const response = JSON.stringify(reply);
  await keepExchange(ctx.db, {
    ...who,
    interface: one.name,
    logid: id,
    atMs: now,
    target: incoming.target.replaceAll('\0', ''),
    request: incoming.body ?? null,
    code,
    response: Buffer.from(response),
    fault: fault?.kind ?? null,
    durationUs: Math.round((performance.now() - begun) * 1000),
  }).catch((error: unknown) => ctx.log.error({ err: error, logid: id }, 'an OpenAPI exchange could not be kept'));
  return response;
}

interface Doing {
  readonly fault: Fault | undefined;
  readonly logid: string;
  readonly now: number;
  /** As the limits count it. */
  readonly arrivedAt: number;
  /** Filled in as it becomes known, for the record of refused calls. */
  readonly who: { clientKey: string; accountId: string };
}

async function handle(
  door: Door,
  { interface: one, handler }: RegisteredOpenApi,
  incoming: IncomingCall,
  { fault, logid: id, now, arrivedAt, who }: Doing,
): Promise<object> {
  const { ctx, windows } = door;
  // A body that can not be read is refused only after the token was looked at, as at the real door.
  const members = attempt(() =>
    one.method === 'GET'
      ? queryMembers(one, incoming.query)
      : parseBody(incoming.body, incoming.headers['content-type'] as string | undefined),
  );
  const account = attempt(() => accountOf(one, incoming.headers, members.value ?? {}));
  const admission = await admit(ctx.db, windows, one, incoming.headers, account.value ?? '', now, arrivedAt);
  who.clientKey = admission.clientKey;
  if (members.value === undefined) throw members.error;
  if (account.value === undefined) throw account.error;
  who.accountId = account.value;
  requireAuthorised(admission.authorised, account.value);
  const request = readRequest(one, members.value);
  admitItems(one, windows, account.value, request, arrivedAt);
  return ctx.db.tx(async (session) => {
    const call = { request, clientKey: who.clientKey, accountId: who.accountId, fault, logid: id, now, session };
    const data = await handler(ctx, call as Parameters<typeof handler>[1]);
    if (!conforms(one.reply, data)) throw new Error(`the answer of ${one.name} is not as the contract says`);
    return data as object;
  });
}

function attempt<T>(
  work: () => T,
): { readonly value: T; readonly error?: never } | { readonly value?: never; readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function internal(ctx: SandboxContext, name: string, id: string, error: unknown): Refusal {
  ctx.log.error({ err: error, interface: name, logid: id }, 'an OpenAPI call failed inside the sandbox');
  const code = RUNTIME_ERRORS.is(error, 'DATABASE_UNREACHABLE') ? PLATFORM.busy : PLATFORM.unknown;
  return new Refusal(code, gatewayCode(code).meaning.zh, 'see the log of the sandbox');
}
