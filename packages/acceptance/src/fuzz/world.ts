import type { Random } from '@yuzhu/runtime';
import type { Credentials, Senders } from './message.ts';

/** Ids of the running world by what they name. Messages are mixed from them. */
export interface WorldIds {
  readonly accounts: readonly string[];
  readonly hotels: readonly string[];
  readonly rooms: readonly string[];
  /** Platform ids of bookable goods. */
  readonly ratePlans: readonly string[];
  /** The partner's ids of bookable goods. */
  readonly outRatePlans: readonly string[];
  /** Platform ids of vouchers. */
  readonly vouchers: readonly string[];
  /** The partner's ids of vouchers. */
  readonly outVouchers: readonly string[];
  /** Orders and bookings that the platform made itself. */
  readonly platformOrders: readonly string[];
  readonly platformBookings: readonly string[];
  /** The partner's numbers of them. */
  readonly outOrders: readonly string[];
}

/** What a run knows of both programs. */
export interface World {
  readonly own: Credentials;
  readonly other: Credentials;
  /** The account messages are about. */
  readonly account: string;
  readonly ids: WorldIds;
  /** The same kinds of ids of another merchant. */
  readonly foreign: WorldIds;
  /** Unix ms of the stopped clock both programs go by. */
  readonly now: number;
  /** Real requests by interface, as both programs exchanged them while the world was set up. */
  readonly recorded: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
}

/** What generators draw from: the world, what the run itself made in it, and chance. */
export interface Source {
  readonly world: World;
  readonly random: Random;
  readonly made: Made;
}

/** How many of each are remembered: enough for variety, few enough to be met again. */
const REMEMBERED = 300;

/** Subjects that messages of this run created. */
export class Made {
  readonly orders: string[] = [];
  readonly bookings: string[] = [];
  #number = 0;

  /** An id nobody has used, 19 digits as the platform's. */
  freshId(): string {
    this.#number += 1;
    return `119${String(this.#number).padStart(16, '0')}`;
  }

  /** Remembers an accepted subject. */
  add(kind: 'orders' | 'bookings', id: string): void {
    const list = this[kind];
    list.push(id);
    if (list.length > REMEMBERED) list.splice(0, list.length - REMEMBERED);
  }
}

/** What messages are proved with. */
export function sendersOf(world: World): Senders {
  const { own, other, account, now } = world;
  return { own, other, account, now };
}

/** A hotel of the account that messages may change: nothing that is sold hangs on it. */
export const FUZZ_HOTEL = { id: 'FUZZ-HOTEL', name: '模糊测试酒店' } as const;

/** The hotel's own room type that messages may change: nothing that is sold hangs on it. */
export const FUZZ_ROOM = { id: 'FUZZ-ROOM', name: '模糊测试房' } as const;

/** Personal data that is nobody's: what is sent and must not come out in a log. */
export const MARKER = { phone: '13912345067', name: '欧阳验泄露' } as const;
