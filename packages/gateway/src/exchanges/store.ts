import { type Session, statement } from '@yuzhu/runtime';
import { bigintArray, bytesArray, intArray, textArray, timestampArray } from '../batch/binary-arrays.ts';
import type { DataKeys } from '../keys/data-keys.ts';
import type { Exchange } from './exchange.ts';

const KEEP = statement(
  'exchanges_keep',
  `INSERT INTO gateway.exchanges (account_id, direction, interface, logid, order_id, message_id, attempt, target,
     request, reply, http_status, code, latency_us, error, at)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::text[],
     $9::bytea[], $10::bytea[], $11::int[], $12::int[], $13::int[], $14::text[], $15::timestamptz[])`,
);

const MOST_INT = 2_147_483_647;

/** Writes exchanges, bodies sealed. */
export async function keepExchanges(session: Session, keys: DataKeys, exchanges: readonly Exchange[]): Promise<void> {
  const texts = (read: (exchange: Exchange) => string | undefined) =>
    textArray(exchanges.map((exchange) => storable(read(exchange))));
  const ints = (read: (exchange: Exchange) => number | undefined) =>
    intArray(exchanges.map((exchange) => read(exchange) ?? null));
  const seal = (body: Uint8Array | string | undefined) => (body === undefined ? null : keys.encrypt(body));
  // Most checks and pushes of one batch have the very same answer: sealed once, stored for each. What two rows share is
  // an answer and its seal, never a nonce for two texts.
  const sealed = new Map<string, Buffer>();
  const sealReply = (reply: Uint8Array | string | undefined) => {
    if (typeof reply !== 'string') return seal(reply);
    let known = sealed.get(reply);
    if (known === undefined) {
      known = keys.encrypt(reply);
      sealed.set(reply, known);
    }
    return known;
  };
  await session.execute(KEEP, [
    texts((one) => one.accountId),
    texts((one) => one.direction),
    texts((one) => one.interfaceName),
    texts((one) => one.logid),
    texts((one) => one.orderId),
    bigintArray(exchanges.map((one) => one.messageId ?? null)),
    ints((one) => one.attempt),
    texts((one) => one.target),
    bytesArray(exchanges.map((one) => one.sealedRequest ?? seal(one.request))),
    bytesArray(exchanges.map((one) => sealReply(one.reply))),
    ints((one) => one.httpStatus),
    ints((one) => one.code),
    ints((one) => Math.min(MOST_INT, Math.max(0, Math.round(one.latencyUs)))),
    texts((one) => one.error),
    timestampArray(exchanges.map((one) => one.at)),
  ]);
}

/** What came from outside may hold what PostgreSQL does not take as text. */
function storable(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
