import type { Random } from '@yuzhu/runtime';
import type { FuzzMessage } from './message.ts';

/** Most messages kept per interface; the oldest give way. */
const KEPT = 400;
/** Longest body worth keeping: what is larger is large on purpose, and slow. */
const LONGEST = 60_000;

/** Messages that reached something no message reached before: a block of code, or an answer in other words. */
export class Corpus {
  readonly #kept = new Map<string, FuzzMessage[]>();
  readonly #signatures = new Set<string>();
  readonly #blocks = new Map<string, number>();

  /** Keeps a message whose answer says something new. Works with any partner, whatever it is written in. */
  answered(message: FuzzMessage, signature: string): boolean {
    const key = `${message.interface} ${signature}`;
    if (this.#signatures.has(key)) return false;
    this.#signatures.add(key);
    this.#keep(message);
    return true;
  }

  /** Keeps a message that reached new blocks. */
  reached(message: FuzzMessage, blocks: number): void {
    this.#blocks.set(message.interface, this.blocks(message.interface) + blocks);
    this.#keep(message);
  }

  /** One of the kept messages of an interface. */
  pick(random: Random, name: string): FuzzMessage | undefined {
    const kept = this.#kept.get(name);
    return kept === undefined || kept.length === 0 ? undefined : random.pick(kept);
  }

  /** New blocks that messages of an interface reached. */
  blocks(name: string): number {
    return this.#blocks.get(name) ?? 0;
  }

  /** How many messages of an interface are kept. */
  size(name: string): number {
    return this.#kept.get(name)?.length ?? 0;
  }

  #keep(message: FuzzMessage): void {
    if (message.body.length > LONGEST) return;
    const kept = this.#kept.get(message.interface) ?? [];
    kept.push(message);
    if (kept.length > KEPT) kept.shift();
    this.#kept.set(message.interface, kept);
  }
}
