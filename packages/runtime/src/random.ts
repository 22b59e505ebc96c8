import { createHash, randomBytes } from 'node:crypto';

/** Chance, injected: the machine's in production, seeded in a test, a demo or a fault plan. */
export interface Random {
  /** A fraction in [0, 1). */
  next(): number;
  /** A whole number in [0, n). @throws RangeError unless n is an integer from 1 to 2^53 - 1. */
  int(n: number): number;
  /** One item of a list. @throws RangeError when the list is empty. */
  pick<T>(items: readonly T[]): T;
  /** Lower-case hexadecimal digits, `length` of them. */
  hex(length: number): string;
  /**
   * A stream of its own. The same seed and name give the same numbers however much the parent was used, so that adding
   * a draw in one place does not move the draws of another. For the machine's randomness: itself.
   */
  fork(name: string): Random;
}

/** Randomness of the operating system; fit for tokens and keys. */
export function systemRandom(): Random {
  const random: Random = {
    ...derived(() => {
      const bytes = randomBytes(7);
      return (bytes.readUIntBE(1, 6) * 32 + (bytes.readUInt8(0) & 31)) / 2 ** 53;
    }),
    hex: (length) =>
      randomBytes(Math.ceil(length / 2))
        .toString('hex')
        .slice(0, length),
    fork: () => random,
  };
  return random;
}

/** A repeatable stream (sfc32, seeded through SHA-256). Never for secrets. */
export function seededRandom(seed: string | number): Random {
  const key = String(seed);
  const digest = createHash('sha256').update(key).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let d = digest.readInt32LE(12);
  const word = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const next = () => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53;
  return {
    ...derived(next),
    hex: (length) => {
      let text = '';
      while (text.length < length) text += word().toString(16).padStart(8, '0');
      return text.slice(0, length);
    },
    fork: (name) => seededRandom(`${key}/${name}`),
  };
}

function derived(next: () => number): Pick<Random, 'next' | 'int' | 'pick'> {
  const int = (n: number) => {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`int(n) needs an integer from 1 on, got ${n}`);
    return Math.floor(next() * n);
  };
  return {
    next,
    int,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('pick() needs at least one item');
      return items[int(items.length)] as T;
    },
  };
}
