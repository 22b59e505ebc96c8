import { statement } from '@yuzhu/runtime';
import { createBatcher } from '../batch/batcher.ts';
import { dateArray, textArray } from '../batch/binary-arrays.ts';
import type { GatewayContext } from '../context.ts';
import type { CheckFacts } from './check.ts';

/** What is looked at for a check. */
export interface Look {
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly nights: readonly string[];
}

/** Reads the calendar for checks. */
export interface CalendarDesk {
  /** The nights as they stand at some instant after the call. Locks nothing. */
  look(accountId: string, look: Look): Promise<CheckFacts>;
}

interface NightRow {
  readonly guests: number | null;
  readonly price: number | null;
  readonly rooms_left: number | null;
  readonly open: boolean;
}

const LOOK = statement('calendar_look', 'SELECT guests, price, rooms_left, open FROM gateway.look($1, $2, $3, $4)');

/**
 * Opens the desk of a process. Checks of one account that arrive while others are being read are read together, each
 * night once.
 */
export function createCalendarDesk({ db, settings }: Pick<GatewayContext, 'db' | 'settings'>): CalendarDesk {
  const batcher = createBatcher<Look, CheckFacts>({
    lanes: 2,
    maxItems: 64,
    maxRunning: Math.max(1, Math.floor(settings.databasePool / 2)),
    run: async (accountId, looks) => {
      const keys = new Map<string, number>();
      const plans: string[] = [];
      const roomTypes: string[] = [];
      const nights: string[] = [];
      const numbers = looks.map((look) =>
        look.nights.map((night) => {
          const key = `${look.ratePlanId}\n${night}`;
          let number = keys.get(key);
          if (number === undefined) {
            number = nights.push(night) - 1;
            keys.set(key, number);
            plans.push(look.ratePlanId);
            roomTypes.push(look.roomTypeId);
          }
          return number;
        }),
      );
      const rows = await db.query<NightRow>(LOOK, [
        accountId,
        textArray(plans),
        textArray(roomTypes),
        dateArray(nights),
      ]);
      return looks.map((look, at) => toFacts(look, numbers[at] ?? [], rows));
    },
  });
  return { look: (accountId, look) => batcher.submit(accountId, look) };
}

function toFacts(look: Look, numbers: readonly number[], rows: readonly NightRow[]): CheckFacts {
  let maxGuests = 0;
  const nights = look.nights.map((night, at) => {
    const row = rows[numbers[at] ?? -1];
    if (row === undefined) throw new Error('a night was asked for and not answered');
    maxGuests = row.guests ?? 0;
    return { night, price: row.price, roomsLeft: row.rooms_left, open: row.open };
  });
  return { maxGuests, nights };
}
