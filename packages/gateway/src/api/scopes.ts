import type { Scope } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { adminCaller, apiCaller } from './authenticate.ts';
import { apiErrorReply } from './error-reply.ts';
import { mountRoutes } from './mount.ts';
import { openApiOf } from './openapi.ts';
import { ADMIN_ROUTES, API_ROUTES } from './routes.ts';

/** Where the hotel API lives. */
export const API_PREFIX = '/api/v1';
/** Where the operator’s interface lives. */
export const ADMIN_PREFIX = '/admin/v1';

/** The front door of hotel systems: a key opens one account. */
export function apiScope(ctx: GatewayContext): Scope {
  return {
    name: 'api',
    prefix: API_PREFIX,
    bodyLimit: ctx.settings.apiBodyLimit,
    body: 'json',
    errorReply: apiErrorReply,
    register: (app) => mountRoutes(app, ctx, API_ROUTES, apiCaller(ctx)),
  };
}

/** The front door of the gateway’s operator. */
export function adminScope(ctx: GatewayContext): Scope {
  return {
    name: 'admin',
    prefix: ADMIN_PREFIX,
    bodyLimit: 65_536,
    body: 'json',
    errorReply: apiErrorReply,
    register: (app) => mountRoutes(app, ctx, ADMIN_ROUTES, adminCaller(ctx)),
  };
}

/** Both as one OpenAPI 3.1 document. */
export function apiDocument(version: string): object {
  return openApiOf(version, [
    { prefix: API_PREFIX, routes: API_ROUTES, common: ['API_KEY_MISSING', 'API_KEY_INVALID', 'INPUT_TOO_DEEP'] },
    { prefix: ADMIN_PREFIX, routes: ADMIN_ROUTES, common: ['ADMIN_CLOSED', 'ADMIN_KEY_INVALID', 'INPUT_TOO_DEEP'] },
  ]);
}
