import type { Bilingual } from '@yuzhu/contract';
import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import type { GatewayContext } from '../context.ts';
import type { GatewayErrorCode } from '../errors.ts';
import type { NextStep } from '../platform/next-steps.ts';
import { shadowOf } from '../stress/shadow.ts';

/** Groups of the reference page, in the order a hotel meets them. */
export const GROUPS = {
  account: { zh: '账户与设置', en: 'Account and settings' },
  hotels: { zh: '酒店', en: 'Hotels' },
  rooms: { zh: '物理房型', en: 'Room types' },
  goods: { zh: '预定商品', en: 'Rate plans' },
  vouchers: { zh: '预售券', en: 'Vouchers' },
  calendar: { zh: '价量态', en: 'Calendar' },
  orders: { zh: '预售订单', en: 'Voucher orders' },
  bookings: { zh: '预约单', en: 'Bookings' },
  bills: { zh: '账单', en: 'Bills' },
  traffic: { zh: '收发记录', en: 'Traffic' },
  operator: { zh: '运营', en: 'Operator' },
} as const satisfies Record<string, Bilingual>;

/** A code a route may answer: the gateway’s own, or why something stands on the to-do list. */
export type ApiErrorCode = GatewayErrorCode | NextStep;

/** Who asks, once his key was found. */
export interface ApiCaller {
  /** The account the key opens: the only one the request can see. */
  readonly accountId: string;
  readonly keyId: string;
}

/** The operator of the gateway has no further name. */
export type AdminCaller = Readonly<Record<never, never>>;

/** A request whose every part was found valid. */
export interface RouteRequest<Caller, Params, Query, Body> {
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly requestId: string;
}

type MaybeStatic<Schema> = Schema extends TSchema ? Static<Schema> : undefined;

/** One route, written down once: validation, OpenAPI and the reference page come from it. */
export interface RouteDefinition<
  Caller,
  Params extends TProperties,
  Query extends TProperties,
  Body extends TSchema | undefined,
  Reply extends TSchema,
> {
  /** Name of the operation, unique, camelCase. */
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path behind the scope's prefix, parameters as `{name}`. */
  readonly path: `/${string}`;
  readonly group: keyof typeof GROUPS;
  readonly title: Bilingual;
  /** What a reader must not miss. */
  readonly about?: Bilingual;
  readonly params?: Params;
  /** Every member arrives as text; integers, booleans and lists (`a,b`) are read from it. */
  readonly query?: Query;
  readonly body?: Body;
  /** Status of success, default 200. */
  readonly status?: 200 | 201 | 202;
  readonly reply: Reply;
  /** Codes this route may answer beside those every route may. */
  readonly errors?: readonly ApiErrorCode[];
  handle(
    ctx: GatewayContext,
    request: RouteRequest<Caller, Static<TObject<Params>>, Static<TObject<Query>>, MaybeStatic<Body>>,
  ): Promise<Static<Reply>>;
}

/** A route as the mechanism sees it: schemas complete, the types of its parts forgotten. */
export interface Route<Caller> {
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly group: keyof typeof GROUPS;
  readonly title: Bilingual;
  readonly about: Bilingual | undefined;
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TSchema | undefined;
  readonly status: number;
  readonly reply: TSchema;
  readonly errors: readonly ApiErrorCode[];
  handle(ctx: GatewayContext, request: RouteRequest<Caller, unknown, unknown, unknown>): Promise<unknown>;
}

/** A route of the hotel API: the caller's key opens exactly one account. */
export function apiRoute<
  Reply extends TSchema,
  // biome-ignore lint/complexity/noBannedTypes: no members, not "any object"
  Params extends TProperties = {},
  // biome-ignore lint/complexity/noBannedTypes: no members, not "any object"
  Query extends TProperties = {},
  Body extends TSchema | undefined = undefined,
>(
  definition: RouteDefinition<ApiCaller, Params, Query, Body, Reply> & {
    /** `?stress=true` asks for what load tests left instead of the real thing. */
    readonly stress?: true;
  },
): Route<ApiCaller> {
  const route = complete(definition);
  return definition.stress === true ? withStress(route) : route;
}

/** The same route on the shadow of the caller's account: the two are never mixed in one answer. */
function withStress(route: Route<ApiCaller>): Route<ApiCaller> {
  const stress = Type.Optional(Type.Boolean({ description: 'true: load-test traffic instead of real traffic' }));
  return {
    ...route,
    query: Type.Object({ ...route.query.properties, stress }, { additionalProperties: false }),
    handle: (ctx, request) => {
      const asked = (request.query as { readonly stress?: boolean }).stress === true;
      const accountId = asked ? shadowOf(request.caller.accountId) : request.caller.accountId;
      return route.handle(ctx, { ...request, caller: { ...request.caller, accountId } });
    },
  };
}

/** A route of the operator's interface. */
export function adminRoute<
  Reply extends TSchema,
  // biome-ignore lint/complexity/noBannedTypes: no members, not "any object"
  Params extends TProperties = {},
  // biome-ignore lint/complexity/noBannedTypes: no members, not "any object"
  Query extends TProperties = {},
  Body extends TSchema | undefined = undefined,
>(definition: RouteDefinition<AdminCaller, Params, Query, Body, Reply>): Route<AdminCaller> {
  return complete(definition);
}

function complete<
  Caller,
  Params extends TProperties,
  Query extends TProperties,
  Body extends TSchema | undefined,
  Reply extends TSchema,
>(definition: RouteDefinition<Caller, Params, Query, Body, Reply>): Route<Caller> {
  return {
    ...definition,
    about: definition.about,
    params: Type.Object(definition.params ?? {}, { additionalProperties: false }),
    query: Type.Object(definition.query ?? {}, { additionalProperties: false }),
    body: definition.body,
    status: definition.status ?? 200,
    errors: definition.errors ?? [],
    handle: (ctx, request) => definition.handle(ctx, request as Parameters<typeof definition.handle>[1]),
  };
}
