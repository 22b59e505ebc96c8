import type { Corpus } from './corpus.ts';
import type { Inspector } from './coverage.ts';
import type { FuzzMessage } from './message.ts';
import { narrow, type Sender, type Sent } from './send.ts';

/** Messages between two looks at the counters. */
const STEP = 200;
/** Looks for the one message of a step that reached new blocks; after so many in a run the novelty is over. */
const MOST_SEARCHES = 400;

/** Sends a batch in steps, keeps in the corpus what reached new blocks of either program. */
export class Guide {
  readonly #inspectors: ReadonlyMap<string, Inspector>;
  readonly #corpus: Corpus;
  #searches = 0;
  /** Messages sent once more while searching. */
  again = 0;

  constructor(inspectors: ReadonlyMap<string, Inspector>, corpus: Corpus) {
    this.#inspectors = inspectors;
    this.#corpus = corpus;
  }

  async start(): Promise<void> {
    for (const inspector of this.#inspectors.values()) {
      await inspector.start();
      await inspector.hits();
    }
  }

  async stop(): Promise<void> {
    for (const inspector of this.#inspectors.values()) {
      await inspector.take();
      await inspector.stop();
    }
  }

  /** @param done Told every result, the ones sent while searching too. */
  async send(sender: Sender, messages: readonly FuzzMessage[], done: (sent: readonly Sent[], again: boolean) => void) {
    for (let at = 0; at < messages.length; at += STEP) {
      const step = messages.slice(at, at + STEP);
      const sent = await sender.all(step);
      done(sent, false);
      for (const [program, inspector] of this.#inspectors) {
        const fresh = new Set(await inspector.take());
        const suspects = sent.filter(({ target }) => target.target === program).map(({ message }) => message);
        if (fresh.size === 0 || suspects.length === 0 || this.#searches >= MOST_SEARCHES) continue;
        this.#searches += 1;
        const found = await narrow(suspects, async (part) => {
          await inspector.hits();
          done(await sender.all(part), true);
          this.again += part.length;
          return (await inspector.hits()).some((block) => fresh.has(block));
        });
        if (found !== undefined) this.#corpus.reached(found, fresh.size);
      }
    }
  }
}
