import { daysIn } from '@yuzhu/contract';

type Value = number | boolean | null;

interface Wish {
  readonly value: Value;
  readonly begun: number;
  ended: number;
  state: 'open' | 'done' | 'refused' | 'unknown';
}

/**
 * What hotel systems asked the calendar to become. A change that was acknowledged must be there in the end, unless a
 * later one (or one at the same time) took its place; one that was never answered may be there or not.
 */
export class CalendarWishes {
  readonly #wishes = new Map<string, Wish[]>();
  #moment = 0;

  /** Notes a change of every night of a range (both ends included) before it is sent; the result tells how it ended. */
  begin(
    subject: string,
    range: { readonly from: string; readonly to: string },
    member: string,
    value: Value,
  ): (state: Exclude<Wish['state'], 'open'>) => void {
    const begun = this.#moment++;
    const wishes = daysIn(range.from, range.to).map((night) => {
      const wish: Wish = { value, begun, ended: Number.POSITIVE_INFINITY, state: 'open' };
      const key = `${subject} ${night} ${member}`;
      const list = this.#wishes.get(key);
      if (list === undefined) this.#wishes.set(key, [wish]);
      else list.push(wish);
      return wish;
    });
    return (state) => {
      const ended = this.#moment++;
      for (const wish of wishes) {
        wish.state = state;
        // Without an answer it may still be under way.
        if (state !== 'unknown') wish.ended = ended;
      }
    };
  }

  /** Keys `subject night member` and the values each may have now; undefined: as it was before anybody asked. */
  *allowed(): Generator<{ readonly key: string; readonly values: ReadonlySet<Value | undefined> }> {
    for (const [key, all] of this.#wishes) {
      const tried = all.filter(({ state }) => state !== 'refused');
      const lastAcknowledged = Math.max(-1, ...tried.filter(({ state }) => state === 'done').map(({ begun }) => begun));
      const values = new Set<Value | undefined>(
        tried.filter(({ ended }) => ended >= lastAcknowledged).map(({ value }) => value),
      );
      if (lastAcknowledged < 0) values.add(undefined);
      yield { key, values };
    }
  }
}
