import { interfaces, type RequestOf, type Spi } from '@yuzhu/contract';
import { createDirectory, type Directory } from '../accounts/directory.ts';
import { type BookingDesk, createBookingDesk } from '../bookings/create.ts';
import { createBookingDoor } from '../bookings/create-door.ts';
import { checkDoor } from '../calendar/check-door.ts';
import { createCalendarDesk } from '../calendar/look.ts';
import { pullDoor } from '../calendar/pull-door.ts';
import type { GatewayContext } from '../context.ts';
import { createOrderDoor } from '../orders/create-door.ts';
import { paymentDoor } from '../orders/payment-door.ts';
import { accountsOf } from '../stress/accounts.ts';
import { type AfterAnswers, createAfterAnswers } from './after-answers.ts';
import type { Door, SpiAnswer, SpiCall } from './door.ts';
import { readBody } from './read-message.ts';

/** An SPI with what serves it. */
export interface ServedSpi {
  readonly spi: Spi;
  /** Reads the body against the interface and answers it. */
  serve(call: Omit<SpiCall, 'attention'>, body: Record<string, unknown>): Promise<SpiAnswer>;
}

/** What the doors lead to; one of each in a process. */
export interface Desks {
  readonly directory: Directory;
  readonly bookings: BookingDesk;
  /** What is done after answers. */
  readonly after: AfterAnswers;
}

/** Opens the desks of a process. */
export function openDesks(ctx: GatewayContext): Desks {
  return { directory: createDirectory(ctx), bookings: createBookingDesk(ctx), after: createAfterAnswers(ctx) };
}

/** Every SPI the gateway serves. */
export function spiDoors(ctx: GatewayContext, { directory, bookings }: Desks): readonly ServedSpi[] {
  const accounts = accountsOf(ctx, directory);
  return [
    served(interfaces.bookableCheck, checkDoor(ctx, { accounts, calendar: createCalendarDesk(ctx) })),
    served(interfaces.voucherOrder, createOrderDoor(ctx, { accounts })),
    served(interfaces.booking, createBookingDoor(ctx, { accounts, bookings })),
    served(interfaces.payment, paymentDoor(ctx)),
    served(interfaces.ariPull, pullDoor(ctx)),
  ];
}

function served<I extends Spi>(spi: I, door: Door<I>): ServedSpi {
  return {
    spi,
    serve: (call, body) => {
      const read = readBody(spi, body);
      if (!read.ok) return Promise.resolve({ code: read.refusal.code, description: read.refusal.reason });
      const { message, attention } = read.value;
      // Added to the call as it is: a copy of it would lose the one sealed body.
      return door(Object.assign(call, { attention }), message as RequestOf<I>);
    },
  };
}
