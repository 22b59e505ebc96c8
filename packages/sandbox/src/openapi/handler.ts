import { gatewayCode, type OpenApi, type ReplyOf, type RequestOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import type { Fault } from '../faults/fault.ts';

/** One OpenAPI call that passed token, scope, authorisation, rate limit and strict reading. */
export interface OpenApiCall<I extends OpenApi> {
  readonly request: RequestOf<I>;
  /** Application that calls. */
  readonly clientKey: string;
  /**
   * The merchant the call is about: `account_id` of the request, else the header. It has authorised the application.
   * Empty when neither was given (order confirm, stay status): then find the owner of the order and call
   * `assertAuthorised(call, accountId)` before anything else.
   */
  readonly accountId: string;
  /** The fault drawn for this exchange. Only `write-fails` and `items-busy` are the handler's business. */
  readonly fault: Fault | undefined;
  readonly logid: string;
  /** The platform's clock, Unix milliseconds. */
  readonly now: number;
  /** One transaction per call: committed when the handler resolves, rolled back when it throws. */
  readonly session: Session;
}

/**
 * Answers one interface: resolves to the members of `data`, or throws `refuse(...)`. May run again from its start after
 * a deadlock, so it touches nothing but `call.session`; what must happen later goes through `ctx.timers` and
 * `ctx.webhooks` in the same session.
 */
export type OpenApiHandler<I extends OpenApi> = (ctx: SandboxContext, call: OpenApiCall<I>) => Promise<ReplyOf<I>>;

/** An interface with the handler that answers it. */
export interface RegisteredOpenApi {
  readonly interface: OpenApi;
  readonly handler: OpenApiHandler<OpenApi>;
}

/**
 * Binds a handler to its interface, e.g. `registerOpenApi(interfaces.orderConfirm, confirmOrder)`. Nothing global
 * happens: the scope serves exactly the list it is given.
 */
export function registerOpenApi<I extends OpenApi>(one: I, handler: OpenApiHandler<I>): RegisteredOpenApi {
  // The scope reads every request against `one.request` before it calls, so the handler gets what it was written for.
  return { interface: one, handler: handler as unknown as OpenApiHandler<OpenApi> };
}

/** A call the platform refuses: nothing is changed, the codes go into both places of the envelope. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly description: string;
  readonly detail: string;

  constructor(code: number, description: string, detail: string) {
    super(`${code} ${description}${detail === '' ? '' : `: ${detail}`}`);
    this.code = code;
    this.description = description;
    this.detail = detail;
  }
}

/**
 * Refuses a call. `code` from `PLATFORM`; `description` is the Chinese text of the answer, `detail` stands in
 * `extra.sub_description` (path of the field, what is wanted).
 */
export function refuse(code: number, description: string, detail = ''): never {
  throw new Refusal(code, description, detail);
}

/** Refuses with the platform's own text for a code. */
export function refuseWith(code: number, detail: string): never {
  return refuse(code, gatewayCode(code).meaning.zh, detail);
}
