import { type Session, statement } from '@yuzhu/runtime';
import { bigintArray, bytesArray, intArray, textArray, timestampArray } from '../batch/binary-arrays.ts';
import type { DataKeys } from '../keys/data-keys.ts';
import { storableText } from '../storable-text.ts';
import { type Bodies, BUNDLE_BYTES, sealBodies } from './bodies.ts';
import type { Exchange } from './exchange.ts';

/**
 * One statement, so that no exchange is without its bodies. Bundles are numbered in the order of their arrays. Each array
 * is unnested for itself: one unnest() of all of them keeps every array a second time (23 arrays of 32 elements: 193 us
 * that way, 81 us so).
 */
const KEEP = statement(
  'exchanges_keep',
  `WITH bundle AS (
     INSERT INTO gateway.exchange_bodies (account_id, sealed) SELECT * FROM unnest($1::text[], $2::bytea[])
     RETURNING bodies_id)
   INSERT INTO gateway.exchanges (bodies_id, place, account_id, direction, interface, logid, order_id, message_id,
     attempt, target, http_status, code, latency_us, error, at)
   SELECT (SELECT array_agg(bodies_id ORDER BY bodies_id) FROM bundle)[e.bundle], e.place, e.account_id, e.direction,
     e.interface, e.logid, e.order_id, e.message_id, e.attempt, e.target, e.http_status, e.code, e.latency_us, e.error,
     e.at
   FROM (SELECT unnest($3::int[]) AS bundle, unnest($4::int[]) AS place, unnest($5::text[]) AS account_id,
       unnest($6::text[]) AS direction, unnest($7::text[]) AS interface, unnest($8::text[]) AS logid,
       unnest($9::text[]) AS order_id, unnest($10::bigint[]) AS message_id, unnest($11::int[]) AS attempt,
       unnest($12::text[]) AS target, unnest($13::int[]) AS http_status, unnest($14::int[]) AS code,
       unnest($15::int[]) AS latency_us, unnest($16::text[]) AS error, unnest($17::timestamptz[]) AS at) e`,
);

const MOST_INT = 2_147_483_647;

/** Writes exchanges, their bodies bundled and sealed. */
export async function keepExchanges(session: Session, keys: DataKeys, exchanges: readonly Exchange[]): Promise<void> {
  const { bundles, places } = bundle(exchanges);
  const texts = (read: (exchange: Exchange) => string | undefined) =>
    textArray(exchanges.map((exchange) => storable(read(exchange))));
  const ints = (read: (exchange: Exchange) => number | undefined) =>
    intArray(exchanges.map((exchange) => read(exchange) ?? null));
  await session.execute(KEEP, [
    textArray(bundles.map(({ accountId }) => accountId)),
    bytesArray(bundles.map(({ bodies }) => sealBodies(keys, bodies))),
    intArray(places.map(({ number }) => number)),
    intArray(places.map(({ place }) => place)),
    texts((one) => one.accountId),
    texts((one) => one.direction),
    texts((one) => one.interfaceName),
    texts((one) => one.logid),
    texts((one) => one.orderId),
    bigintArray(exchanges.map((one) => one.messageId ?? null)),
    ints((one) => one.attempt),
    texts((one) => one.target),
    ints((one) => one.httpStatus),
    ints((one) => one.code),
    ints((one) => Math.min(MOST_INT, Math.max(0, Math.round(one.latencyUs)))),
    texts((one) => one.error),
    timestampArray(exchanges.map((one) => one.at)),
  ]);
}

/** Bodies of one account that are kept together. `number` counts from 1, as the database counts an array. */
interface Bundle {
  readonly number: number;
  readonly accountId: string;
  readonly bodies: Bodies[];
  size: number;
}

/** Puts the bodies of each account together, as far as a bundle goes. */
function bundle(exchanges: readonly Exchange[]): {
  readonly bundles: readonly Bundle[];
  /** For each exchange. */
  readonly places: readonly { readonly number: number; readonly place: number }[];
} {
  const bundles: Bundle[] = [];
  const open = new Map<string, Bundle>();
  const places = exchanges.map(({ accountId, request, reply }) => {
    const size = (request?.length ?? 0) + (reply?.length ?? 0);
    let into = open.get(accountId);
    if (into === undefined || into.size + size > BUNDLE_BYTES) {
      into = { number: bundles.length + 1, accountId, bodies: [], size: 0 };
      bundles.push(into);
      open.set(accountId, into);
    }
    into.size += size;
    return { number: into.number, place: into.bodies.push({ request, reply }) - 1 };
  });
  return { bundles, places };
}

function storable(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}
