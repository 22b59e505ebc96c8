import type { Dispatcher } from 'undici';
import type { ClockKeeper } from '../clock/keeper.ts';
import type { SandboxContext } from '../context.ts';
import type { JsonRoute } from '../http/json-api.ts';
import { clockRoutes } from './clock.ts';
import { merchantRoutes } from './merchants.ts';
import { productRoutes } from './products.ts';
import { staticAuditRoutes } from './static-audits.ts';
import { trafficRoutes } from './traffic.ts';

/** The front door for the one who runs the sandbox. It has no login: the sandbox belongs on loopback. */
export const OPERATOR_PREFIX = '/operator/v1';

/** The routes of the operator interface. */
export function operatorRoutes(parts: {
  readonly ctx: SandboxContext;
  readonly keeper: ClockKeeper;
  readonly dispatcher: Dispatcher;
}): readonly JsonRoute[] {
  const { ctx, keeper, dispatcher } = parts;
  return [
    ...clockRoutes(ctx, keeper, OPERATOR_PREFIX),
    ...trafficRoutes(ctx, OPERATOR_PREFIX),
    ...merchantRoutes(ctx, dispatcher, OPERATOR_PREFIX),
    ...productRoutes(ctx, OPERATOR_PREFIX),
    ...staticAuditRoutes(ctx, OPERATOR_PREFIX),
  ];
}
