import { statement } from '@yuzhu/runtime';
import { createBatcher } from '../batch/batcher.ts';
import { dateArray, intArray, textArray } from '../batch/binary-arrays.ts';
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

/** See `gateway.look`: each text holds the values of all plans or nights, in order. */
interface LookedAt {
  readonly guests: string;
  readonly price: string;
  readonly rooms_left: string;
  readonly open: string;
}

const LOOK = statement('calendar_look', 'SELECT guests, price, rooms_left, open FROM gateway.look($1, $2, $3, $4, $5)');

/**
 * One lane: a look waits for no commit, so a second one gains nothing and halves the batches (64 checks at once on two
 * cores, lanes 1 / 2: 20 / 37 us of the database and 9 / 25 us of the process for each look).
 */
const LANES = 1;

/**
 * Opens the desk of a process. Checks of one account that arrive while others are being read are read together, each
 * night once.
 */
export function createCalendarDesk({ db, settings }: Pick<GatewayContext, 'db' | 'settings'>): CalendarDesk {
  const batcher = createBatcher<Look, CheckFacts>({
    lanes: LANES,
    maxItems: 64,
    maxRunning: Math.max(1, Math.floor(settings.databasePool / 2)),
    run: async (accountId, looks) => {
      const planNumbers = new Map<string, number>();
      const plans: string[] = [];
      const roomTypes: string[] = [];
      const nightNumbers: Map<string, number>[] = [];
      const nightPlans: number[] = [];
      const nights: string[] = [];
      const places = looks.map((look): Place => {
        let plan = planNumbers.get(look.ratePlanId);
        if (plan === undefined) {
          plan = plans.push(look.ratePlanId);
          planNumbers.set(look.ratePlanId, plan);
          roomTypes.push(look.roomTypeId);
          nightNumbers.push(new Map());
        }
        const known = nightNumbers[plan - 1] as Map<string, number>;
        const numbers: number[] = [];
        for (const night of look.nights) {
          let number = known.get(night);
          if (number === undefined) {
            number = nights.push(night) - 1;
            known.set(night, number);
            nightPlans.push(plan);
          }
          numbers.push(number);
        }
        return { look, plan: plan - 1, numbers };
      });
      const row = await db.one<LookedAt>(LOOK, [
        accountId,
        textArray(plans),
        textArray(roomTypes),
        intArray(nightPlans),
        dateArray(nights),
      ]);
      const values = {
        guests: row.guests.split(','),
        price: row.price.split(','),
        left: row.rooms_left.split(','),
        open: row.open.split(','),
      };
      return places.map((place) => toFacts(place, values));
    },
  });
  return { look: (accountId, look) => batcher.submit(accountId, look) };
}

/** Where in the answer the values of a look are. */
interface Place {
  readonly look: Look;
  readonly plan: number;
  readonly numbers: readonly number[];
}

function toFacts(
  { look, plan, numbers }: Place,
  values: Readonly<Record<'guests' | 'price' | 'left' | 'open', string[]>>,
): CheckFacts {
  const nights = numbers.map((number, at) => {
    const { [number]: price } = values.price;
    const { [number]: left } = values.left;
    if (price === undefined || left === undefined) throw new Error('a night was asked for and not answered');
    return {
      night: look.nights[at] as string,
      price: price === '' ? null : Number(price),
      roomsLeft: left === '' ? null : Number(left),
      open: values.open[number] === '1',
    };
  });
  return { maxGuests: Number(values.guests[plan]), nights };
}
