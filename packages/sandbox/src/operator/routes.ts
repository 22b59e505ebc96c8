import type { Dispatcher } from 'undici';
import type { BookingCommands } from '../bookings/commands.ts';
import type { ClockKeeper } from '../clock/keeper.ts';
import type { SandboxContext } from '../context.ts';
import type { JsonRoute } from '../http/json-api.ts';
import { backOfficeRoutes } from './back-office.ts';
import { clockRoutes } from './clock.ts';
import { matchRoutes } from './matches.ts';
import { merchantRoutes } from './merchants.ts';
import { productRoutes } from './products.ts';
import { promotionRoutes } from './promotions.ts';
import { staticAuditRoutes } from './static-audits.ts';
import { trafficRoutes } from './traffic.ts';
import { userRoutes } from './users.ts';

/** The front door for the one who runs the sandbox. It has no login: the sandbox belongs on loopback. */
export const OPERATOR_PREFIX = '/operator/v1';

/** The routes of the operator interface. */
export function operatorRoutes(parts: {
  readonly ctx: SandboxContext;
  readonly keeper: ClockKeeper;
  readonly dispatcher: Dispatcher;
  readonly commands: BookingCommands;
}): readonly JsonRoute[] {
  const { ctx, keeper, dispatcher, commands } = parts;
  return [
    ...clockRoutes(ctx, keeper, OPERATOR_PREFIX),
    ...trafficRoutes(ctx, OPERATOR_PREFIX),
    ...merchantRoutes(ctx, dispatcher, OPERATOR_PREFIX),
    ...productRoutes(ctx, OPERATOR_PREFIX),
    ...promotionRoutes(ctx, OPERATOR_PREFIX),
    ...userRoutes(ctx, OPERATOR_PREFIX),
    ...backOfficeRoutes(ctx, commands, OPERATOR_PREFIX),
    ...staticAuditRoutes(ctx, OPERATOR_PREFIX),
    ...matchRoutes(ctx, OPERATOR_PREFIX),
  ];
}
