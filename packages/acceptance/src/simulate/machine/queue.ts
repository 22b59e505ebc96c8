/** One thing that will happen. */
export interface Pending {
  /** Virtual ms. */
  at: number;
  /** Order of arrival: what is due at the same time happens in this order. */
  readonly seq: number;
  cancelled: boolean;
}

/** A binary heap, earliest first. Cancelled entries stay until they would have been due. */
export class EventQueue<E extends Pending> {
  readonly #heap: E[] = [];

  push(event: E): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as E;
      if (!before(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  /** The earliest one that is not cancelled, left in the queue. */
  peek(): E | undefined {
    while (this.#heap[0]?.cancelled === true) this.#removeFirst();
    return this.#heap[0];
  }

  pop(): E | undefined {
    const first = this.peek();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  /** The earliest one that fits. Looks at all of them. */
  earliest(fits: (event: E) => boolean): E | undefined {
    let found: E | undefined;
    for (const event of this.#heap) {
      if (!event.cancelled && fits(event) && (found === undefined || before(event, found))) found = event;
    }
    return found;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as E;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as E, heap[child] as E)) child += 1;
      const below = heap[child] as E;
      if (!before(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function before(a: Pending, b: Pending): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
