import { bookingMessage, checkMessage } from '../packages/gateway/src/testing/messages.ts';
import type { Seeded } from '../packages/gateway/src/testing/seed.ts';
import { signedRequest } from '../packages/gateway/src/testing/spi-client.ts';

/** What is sent. */
export type LoadKind =
  /** Bookings of two nights, each with a voucher order `<prefix><number>` of its own. */
  | 'booking'
  /** Bookings with a wrong biz_type: they go all the way to the booking's reading and no further. */
  | 'misread-booking'
  | 'check';

/** A job of the load generator. */
export interface LoadJob {
  readonly url: string;
  readonly kind: LoadKind;
  readonly seeded: Omit<Seeded, 'night'>;
  readonly requests: number;
  readonly atOnce: number;
  /** All on one room type and night, or spread over all. */
  readonly hot: boolean;
  readonly prefix: string;
}

/** What a load came to. Latencies in ms; `codes` counts answers by `error_code`. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly codes: Readonly<Record<string, number>>;
}

/** Order id of a numbered booking: nineteen digits. */
export function bookingId(prefix: string, number: number): string {
  return `12${prefix}${String(number).padStart(17 - prefix.length, '0')}`;
}

/** Order id of a numbered voucher order: nineteen digits. */
export function voucherOrderId(prefix: string, number: number): string {
  return `11${prefix}${String(number).padStart(17 - prefix.length, '0')}`;
}

/** Where the numbered booking goes. Spread by two primes, so that every room type and night gets its share. */
export function placeOf(
  seeded: Pick<Seeded, 'rooms' | 'nights'>,
  number: number,
  hot: boolean,
): { readonly room: number; readonly day: number } {
  return hot
    ? { room: 0, day: 5 }
    : { room: (number * 37) % seeded.rooms.length, day: (number * 53) % (seeded.nights - 2) };
}

/** Builds and signs every request of a job as the bytes that go over the wire. */
export function makeRequests(job: LoadJob): Buffer[] {
  const seeded = withNights(job.seeded);
  return Array.from({ length: job.requests }, (_, number) => {
    const place = placeOf(seeded, number, job.hot);
    const orderId = bookingId(job.prefix, number);
    const sourceOrderId = voucherOrderId(job.prefix, number);
    const message =
      job.kind === 'check' ? checkMessage(seeded, place) : bookingMessage(seeded, { orderId, sourceOrderId, ...place });
    if (job.kind === 'misread-booking') message.biz_type = 2011;
    return httpRequest(seeded, job.kind === 'check' ? 'bookable-check' : 'booking', message);
  });
}

function withNights(seeded: Omit<Seeded, 'night'>): Seeded {
  const first = Date.parse(`${seeded.from}T00:00:00Z`);
  const days = Array.from({ length: seeded.nights + 1 }, (_, day) =>
    new Date(first + day * 86_400_000).toISOString().slice(0, 10),
  );
  return { ...seeded, night: (day) => days[day] ?? '' };
}

function httpRequest(seeded: Seeded, door: string, message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const { target, headers } = signedRequest(seeded, `/spi/${door}`, body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
