import type { NetworkFate } from '../network/network.ts';
import type { ProgramName } from '../programs/programs.ts';

/** Who calls whom. */
export type Edge = 'actors>sandbox' | 'actors>gateway' | 'sandbox>gateway' | 'gateway>sandbox';

export const EDGES: readonly Edge[] = ['actors>sandbox', 'actors>gateway', 'sandbox>gateway', 'gateway>sandbox'];

/** What somebody does. Numbers named `pick` choose among what is there at that moment. */
export type Action =
  | {
      readonly do: 'buy';
      readonly guest: number;
      readonly voucher: number;
      readonly count: number;
      readonly payAfter: number;
      /** Through the flash sale that was set up last, if there is one. */
      readonly flash?: boolean;
    }
  | {
      readonly do: 'book';
      readonly pick: number;
      readonly plan: number;
      readonly day: number;
      readonly rooms: number;
      readonly look: boolean;
      readonly payAfter: number;
      /** Rooms by the hour: when the guest comes. */
      readonly hour?: number;
    }
  /** Many book the same night at once, while staff rejects. */
  | { readonly do: 'rush'; readonly pick: number; readonly plan: number; readonly day: number; readonly size: number }
  /** A guest books the same stay again and again from one order, each so many ms later, while the hotel rejects the first. */
  | {
      readonly do: 'contend';
      readonly guest: number;
      readonly day: number;
      readonly size: number;
      readonly every: number;
    }
  | { readonly do: 'look'; readonly pick: number; readonly plan: number; readonly day: number }
  | { readonly do: 'pay'; readonly pick: number }
  | { readonly do: 'accept' | 'reject' | 'check-in' | 'check-out' | 'no-show'; readonly pick: number }
  /** Staff opens the list of bookings to be decided and decides them all at once, each `rejectEvery`-th against the guest. */
  | { readonly do: 'work-off'; readonly rejectEvery: number }
  | {
      readonly do: 'price';
      readonly plan: number;
      readonly day: number;
      readonly nights: number;
      readonly price: number;
      /** Per cent of it that are tax, told outside the mainland; absent: the amount before tax is not told anew. */
      readonly tax?: number;
    }
  /** The room by the hour can be used at other hours of the day. */
  | { readonly do: 'hours'; readonly from: number; readonly to: number }
  | {
      readonly do: 'stock';
      readonly plan: number;
      readonly day: number;
      readonly nights: number;
      readonly stock: number;
    }
  /** Rooms to be sold beyond the stock. */
  | {
      readonly do: 'overbook';
      readonly plan: number;
      readonly day: number;
      readonly nights: number;
      readonly rooms: number;
    }
  /** What a rate plan may sell of its room type; null takes the limit away. */
  | {
      readonly do: 'quota';
      readonly plan: number;
      readonly day: number;
      readonly nights: number;
      readonly quota: number | null;
    }
  | { readonly do: 'open' | 'stop'; readonly plan: number; readonly day: number; readonly nights: number }
  | { readonly do: 'shelf'; readonly voucher: number; readonly on: boolean }
  | { readonly do: 'publish-good'; readonly pick: number }
  /** `change` picks what is said anew about it; absent: nothing. */
  | { readonly do: 'save-voucher'; readonly pick: number; readonly change?: number }
  /** Marketing is set up: 0 flash sale, 1 boosted listing, 2 subsidy; `amount` is a price or a discount. */
  | {
      readonly do: 'promote';
      readonly voucher: number;
      readonly kind: number;
      readonly amount: number;
      readonly stock: number;
      readonly perPerson: number;
      readonly minutes: number;
    }
  | { readonly do: 'save-hotel'; readonly hotel: number; readonly rooms: number; readonly far: boolean }
  | { readonly do: 'save-room'; readonly room: number; readonly rooms: number }
  | { readonly do: 'room-shelf'; readonly room: number; readonly wanted: 'on' | 'off' | 'deleted' }
  /** The platform's operator decides what waits in its audits, one way or the other. */
  | { readonly do: 'judge-static'; readonly pick: number; readonly approve: boolean }
  /** The platform breaks the match of a hotel, room type or good; without a notice the hotel has to find out by itself. */
  | {
      readonly do: 'break-match';
      readonly pick: number;
      readonly state: 'unbound' | 'off-shelf' | 'abnormal';
      readonly notice: boolean;
    }
  /** The platform mends every match; the hotel hears of it by the notices, or asks. */
  | { readonly do: 'mend-matches'; readonly notice: boolean; readonly ask: boolean }
  | { readonly do: 'bill'; readonly daysAgo: number }
  | { readonly do: 'acceptance'; readonly plan: number; readonly mode: number }
  /** From now on the platform is told of the calendar this way. */
  | { readonly do: 'tell-by'; readonly way: 'push' | 'notice' }
  | { readonly do: 'hotels' | 'rooms' }
  /** The application is an agent's for a moment: it has the ability for the scrolling list only. */
  | { readonly do: 'agent-hotels' }
  /** The platform accepts the next pushes and can not write them. */
  | { readonly do: 'spoil-writes'; readonly of: 'stock-save' | 'price-save'; readonly count: number };

/** What goes wrong. */
export type Fault =
  | {
      readonly do: 'network';
      readonly edge: Edge;
      readonly fate: Exclude<NetworkFate, 'deliver'>;
      readonly count: number;
    }
  | { readonly do: 'crash'; readonly program: ProgramName; readonly after: number; readonly when: 'before' | 'after' }
  | { readonly do: 'cut'; readonly program: ProgramName; readonly after: number; readonly when: 'before' | 'after' }
  | { readonly do: 'cut-all'; readonly program: ProgramName }
  | { readonly do: 'database-away'; readonly program: ProgramName; readonly ms: number }
  /** Statements take up to `most` ms: what was a narrow gap between two of them becomes a wide one. */
  | { readonly do: 'slow-database'; readonly program: ProgramName; readonly most: number; readonly ms: number }
  | { readonly do: 'disk-full'; readonly program: ProgramName; readonly count: number }
  | { readonly do: 'skew'; readonly program: ProgramName; readonly ms: number }
  | { readonly do: 'revoke-token' }
  /** Another program with the application's secret asks for so many tokens in a row: only the two newest live. */
  | { readonly do: 'foreign-token'; readonly count: number }
  | { readonly do: 'lower-limit'; readonly interface: string; readonly calls: number; readonly ms: number };

/** The end of a round: the world goes on from here with the next one, or comes to rest. */
export interface RoundEnd {
  readonly do: 'round';
}

/** One line of a script: what happens when, in virtual ms after the run began. */
export type Entry = { readonly at: number } & (Action | Fault | RoundEnd);

const FAULT_NAMES = [
  'network',
  'crash',
  'cut',
  'cut-all',
  'database-away',
  'slow-database',
  'disk-full',
  'skew',
  'revoke-token',
  'foreign-token',
  'lower-limit',
] as const;

/** Whether an entry is a fault. */
export function isFault(entry: Entry): entry is { readonly at: number } & Fault {
  return (FAULT_NAMES as readonly string[]).includes(entry.do);
}
