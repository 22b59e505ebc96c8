import { interfaces } from '@yuzhu/contract';
import { type Bookings, createBookings } from '../bookings/bookings.ts';
import type { BookingCommands } from '../bookings/commands.ts';
import type { SandboxContext } from '../context.ts';
import { createOrders, type Orders } from '../orders/orders.ts';
import { createPulls, type Pulls } from '../pulls/pulls.ts';

/** The trade: what guests buy and book, and what the platform asks the hotel about it. */
export interface Trade {
  readonly orders: Orders;
  readonly bookings: Bookings;
  readonly commands: BookingCommands;
  readonly pulls: Pulls;
}

/** Sets the trade up: every timer and every end of a call gets its handler. */
export function createTrade(ctx: SandboxContext, movingTo: () => number | undefined): Trade {
  const pulls = createPulls(ctx, movingTo);
  const orders = createOrders(ctx);
  const bookings = createBookings(ctx, pulls);
  // One interface tells about both kinds of orders; each of them looks only at its own.
  ctx.spi.onEnd(interfaces.payment, async (session, call) => {
    await orders.noticeEnded(session, call);
    await bookings.noticeEnded(session, call);
  });
  return { orders, bookings, commands: bookings, pulls };
}
