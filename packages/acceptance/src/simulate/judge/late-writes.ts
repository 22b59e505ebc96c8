import { daysIn, interfaces, parseJson } from '@yuzhu/contract';
import type { Message, Network } from '../network/network.ts';

type Value = number | boolean | null | undefined;

interface Night {
  /** Number of the newest request about it. */
  newest: number;
  /** When an older request, or one for the second time, arrived last, and what it asked for. */
  repeatedAt: number;
  repeated: Value;
  /** What requests asked for that came after a newer one. */
  late: Value[];
}

/** A request that arrives for the second time may be worked on at the same time as one that follows it so soon, ms. */
const SIDE_BY_SIDE_MS = 5000;

/**
 * Writes of the calendar, and of goods, that arrived after a newer one, because the network doubled or held them up.
 * Neither the hotel API nor the platform's push carries a version: who comes last wins (documented for the push), so what
 * such a request leaves behind is nobody's fault. The platform's next pull mends nights at the platform; a hotel system has
 * to look, and goods are told anew by whoever publishes next.
 */
export class LateWrites {
  readonly #nights = new Map<string, Night>();

  /** @param now Virtual ms. */
  constructor(network: Network, now: () => number) {
    network.onDelivered.push((message, order) => {
      for (const [key, value] of writesOf(message)) this.#note(key, value, order, now());
    });
  }

  /**
   * What a late request may have made of a night since the last one that came in order.
   * @param key `stock <rate plan> <night>` or `price ...` of a push (the platform's ids), `hours <rate plan>` of a good
   *   that is saved (the hotel's id), `<subject> <night> <member>` of the hotel API.
   */
  values(key: string): readonly Value[] {
    return this.#nights.get(key)?.late ?? [];
  }

  #note(key: string, value: Value, order: number, now: number): void {
    const night = this.#nights.get(key);
    if (night === undefined) {
      this.#nights.set(key, { newest: order, repeatedAt: Number.NEGATIVE_INFINITY, repeated: undefined, late: [] });
    } else if (order > night.newest) {
      night.newest = order;
      night.late = now - night.repeatedAt > SIDE_BY_SIDE_MS ? [] : [...night.late, night.repeated];
    } else {
      night.repeatedAt = now;
      night.repeated = value;
      if (order < night.newest) night.late.push(value);
    }
  }
}

interface Range {
  readonly start: string;
  readonly end: string;
}

interface SavedGood {
  readonly out_rate_plan_id?: string;
  readonly hourly_room_detail?: unknown;
}

interface CalendarLine {
  readonly from: string;
  readonly to: string;
  readonly rate_plan_id?: string;
  readonly room_type_id?: string;
  readonly price?: number;
  readonly price_before_tax?: number;
  readonly stock?: number;
  readonly quota?: number | null;
  readonly overbooking?: number;
  readonly open?: boolean;
}

function* writesOf({ to, path, method, body }: Message): Generator<readonly [key: string, value: Value]> {
  if (to === 'sandbox' && path.startsWith(interfaces.goodsSave.path)) {
    const saved = parseJson(body?.toString('utf8') ?? '{}') as {
      rate_plan?: { rooms?: { rate_plans?: SavedGood[] }[] };
    };
    for (const good of saved.rate_plan?.rooms?.flatMap((room) => room.rate_plans ?? []) ?? []) {
      if (good.hourly_room_detail !== undefined) yield [`hours ${good.out_rate_plan_id}`, undefined];
    }
  } else if (to === 'sandbox') {
    const kind = PUSHES.find((one) => path.startsWith(one.path))?.kind;
    if (kind === undefined) return;
    const { aris = [] } = parseJson(body?.toString('utf8') ?? '{}') as {
      aris?: { rate_plan_id: string; timerange: Range }[];
    };
    for (const { rate_plan_id, timerange } of aris) {
      for (const night of daysIn(timerange.start, timerange.end)) yield [`${kind} ${rate_plan_id} ${night}`, undefined];
    }
  } else if (method === 'PUT' && path.startsWith('/api/v1/calendar')) {
    const {
      prices = [],
      stock = [],
      quotas = [],
    } = JSON.parse(body?.toString('utf8') ?? '{}') as {
      prices?: CalendarLine[];
      stock?: CalendarLine[];
      quotas?: CalendarLine[];
    };
    for (const line of [...prices, ...stock, ...quotas]) {
      for (const night of daysIn(line.from, line.to)) {
        for (const member of MEMBERS) {
          const value = line[member];
          if (value !== undefined) yield [`${line.rate_plan_id ?? line.room_type_id} ${night} ${member}`, value];
        }
      }
    }
  }
}

const PUSHES = [
  { kind: 'stock', path: interfaces.stockSave.path },
  { kind: 'price', path: interfaces.priceSave.path },
] as const;

const MEMBERS = ['price', 'price_before_tax', 'stock', 'quota', 'overbooking', 'open'] as const;
