import { addDays } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import { createBatcher } from '../batch/batcher.ts';
import { dateArray, intArray, textArray } from '../batch/binary-arrays.ts';
import type { GatewayContext } from '../context.ts';
import type { CheckFacts } from './check.ts';

/** What is looked at for a check. */
export interface Look {
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  /** The nights of a stay, one after the other; fewer than a thousand. */
  readonly nights: readonly string[];
}

/** Reads the calendar for checks. */
export interface CalendarDesk {
  /** The nights as they stand at some instant after the call. Locks nothing. */
  look(accountId: string, look: Look): Promise<CheckFacts>;
}

const LOOK = statement(
  'calendar_look',
  `SELECT guests, rate_at, price, rate_open, before_tax, room_at, rooms_left, room_open, quota_at, quota_left
   FROM gateway.look($1, $2, $3, $4, $5, $6)`,
);

/**
 * One lane: a look waits for no commit, so a second one gains nothing and halves the batches (64 checks at once on two
 * cores, lanes 1 / 2: 20 / 37 us of the database and 9 / 25 us of the process for each look).
 */
const LANES = 1;

/**
 * Opens the desk of a process. Checks of one account that arrive while others are being read are read together, each
 * stay once.
 */
export function createCalendarDesk({ db, settings }: Pick<GatewayContext, 'db' | 'settings'>): CalendarDesk {
  const batcher = createBatcher<Look, CheckFacts>({
    lanes: LANES,
    maxItems: 64,
    maxRunning: Math.max(1, Math.floor(settings.databasePool / 2)),
    nextFirst: true,
    run: async (accountId, looks) => {
      const question = gather(looks);
      const { plans, stays } = question;
      const found = await db.one<Found>(LOOK, [
        accountId,
        textArray(plans.map((plan) => plan.ratePlanId)),
        textArray(plans.map((plan) => plan.roomTypeId)),
        intArray(stays.map((stay) => stay.plan)),
        dateArray(stays.map((stay) => stay.from)),
        dateArray(stays.map((stay) => stay.to)),
      ]);
      return readFound(question, found);
    },
  });
  return { look: (accountId, look) => batcher.submit(accountId, look) };
}

/** Nights of one plan: its number in the question, from 1, and [from, to). */
interface Stay {
  readonly plan: number;
  readonly from: string;
  readonly to: string;
  readonly nights: readonly string[];
}

/** The looks of a batch without what they have in common. */
interface Question {
  readonly plans: readonly Look[];
  readonly stays: readonly Stay[];
  /** For each look the index of its stay. */
  readonly places: readonly number[];
}

function gather(looks: readonly Look[]): Question {
  const planNumbers = new Map<string, number>();
  const stayNumbers = new Map<string, number>();
  const plans: Look[] = [];
  const stays: Stay[] = [];
  const places = looks.map((look) => {
    const { nights } = look;
    const from = nights[0] as string;
    let plan = planNumbers.get(look.ratePlanId);
    if (plan === undefined) {
      plan = plans.push(look);
      planNumbers.set(look.ratePlanId, plan);
    }
    const key = `${plan} ${from} ${nights.length}`;
    let stay = stayNumbers.get(key);
    if (stay === undefined) {
      stay = stays.push({ plan, from, to: addDays(from, nights.length), nights }) - 1;
      stayNumbers.set(key, stay);
    }
    return stay;
  });
  return { plans, stays, places };
}

/** See `gateway.look`: each text holds the values of all plans or nights. */
interface Found {
  readonly guests: string;
  readonly rate_at: string | null;
  readonly price: string | null;
  readonly rate_open: string | null;
  readonly before_tax: string | null;
  readonly room_at: string | null;
  readonly rooms_left: string | null;
  readonly room_open: string | null;
  readonly quota_at: string | null;
  readonly quota_left: string | null;
}

function readFound({ stays, places }: Question, found: Found): CheckFacts[] {
  const maxGuests = split(found.guests);
  const facts = stays.map(({ plan, nights }) => ({
    maxGuests: Number(maxGuests[plan - 1]),
    nights: nights.map(
      (night): Night => ({ night, price: null, beforeTax: null, roomsLeft: null, quotaLeft: null, open: false }),
    ),
  }));
  const nightAt = (place: string): Night => {
    const at = Number(place);
    const night = facts[Math.floor(at / 1000) - 1]?.nights[at % 1000];
    if (night === undefined) throw new Error(`a night was answered and not asked for: ${place}`);
    return night;
  };
  const [prices, rateOpen, left, roomOpen] = [found.price, found.rate_open, found.rooms_left, found.room_open].map(
    split,
  );
  const beforeTax = split(found.before_tax);
  for (const [at, place] of split(found.rate_at).entries()) {
    const night = nightAt(place);
    night.price = Number(prices?.[at]);
    night.open = rateOpen?.[at] === '1';
    const before = beforeTax[at] ?? '';
    night.beforeTax = before === '' ? null : Number(before);
  }
  for (const [at, place] of split(found.room_at).entries()) {
    const night = nightAt(place);
    night.roomsLeft = Number(left?.[at]);
    // A room type without the night has nothing to close; a plan without a price is closed by that.
    if (roomOpen?.[at] === '0') night.open = false;
  }
  const quotas = split(found.quota_left);
  for (const [at, place] of split(found.quota_at).entries()) nightAt(place).quotaLeft = Number(quotas[at]);
  return places.map((place) => facts[place] as CheckFacts);
}

interface Night {
  readonly night: string;
  price: number | null;
  beforeTax: number | null;
  roomsLeft: number | null;
  quotaLeft: number | null;
  open: boolean;
}

function split(values: string | null): string[] {
  return values === null || values === '' ? [] : values.split(',');
}
