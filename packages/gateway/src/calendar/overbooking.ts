import type { Session } from '@yuzhu/runtime';

/** Who asks for a change. */
export interface Asker {
  /** Of the API key. */
  readonly keyId: string;
  readonly requestId: string;
}

/** A night whose overbooking changes. */
export interface OverbookingNight {
  readonly subject: string;
  readonly night: string;
  /** Rooms that may be sold beyond the stock. */
  readonly overbooking: number;
}

/** A choice to sell beyond the stock, or not to any more. */
export interface OverbookingChange {
  readonly changeId: number;
  readonly roomTypeId: string;
  readonly nights: readonly string[];
  readonly rooms: number;
  readonly keyId: string;
  /** Of the key; people know it by this. */
  readonly keyLabel: string;
  /** Unix ms. */
  readonly at: number;
}

/** Keeps who chose it; in the transaction of the change itself, so that there is no overbooking nobody chose. */
export async function keepOverbooking(
  session: Session,
  accountId: string,
  nights: readonly OverbookingNight[],
  by: Asker,
  now: number,
): Promise<void> {
  const choices = Map.groupBy(nights, ({ subject, overbooking }) => JSON.stringify([subject, overbooking]));
  for (const [, chosen] of choices) {
    const [{ subject, overbooking }] = chosen as [OverbookingNight];
    await session.execute(
      `INSERT INTO gateway.overbooking_changes (account_id, room_type_id, nights, rooms, key_id, request_id, at)
       VALUES ($1, $2, $3::date[], $4, $5, $6, $7)`,
      [accountId, subject, chosen.map(({ night }) => night).sort(), overbooking, by.keyId, by.requestId, new Date(now)],
    );
  }
}

/** Changes of an account, or of one room type, newest first. */
export function listOverbooking(
  session: Session,
  accountId: string,
  filter: { readonly roomTypeId?: string | undefined; readonly before?: number | undefined; readonly limit: number },
): Promise<OverbookingChange[]> {
  return session.query(
    `SELECT c.change_id AS "changeId", c.room_type_id AS "roomTypeId", c.nights, c.rooms, c.key_id AS "keyId",
            k.label AS "keyLabel", c.at
     FROM gateway.overbooking_changes c
     JOIN gateway.api_keys k ON k.account_id = c.account_id AND k.key_id = c.key_id
     WHERE c.account_id = $1 AND ($2::text IS NULL OR c.room_type_id = $2) AND ($3::bigint IS NULL OR c.change_id < $3)
     ORDER BY c.change_id DESC LIMIT $4`,
    [accountId, filter.roomTypeId ?? null, filter.before ?? null, filter.limit],
  );
}
